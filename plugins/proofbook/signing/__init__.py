"""What people sign, written as the entry to commit: attestations and waivers."""

from proofbook.signing.attesting import attest
from proofbook.signing.waiving import waive

__all__ = ["attest", "waive"]
