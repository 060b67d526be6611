"""What `proofbook doctor` says: what is installed, what may run here, what not, and why. Runs nothing of the site."""

from proofbook.doctor.examining import examine
from proofbook.doctor.findings import Examined, Noted
from proofbook.doctor.text import examined_text

__all__ = ["Examined", "Noted", "examine", "examined_text"]
