"""What a report comes to: the gate of a build, the decision of a checklist. Pure functions."""

from proofbook.gate.aging import aged
from proofbook.gate.borrowing import borrow
from proofbook.gate.deciding import Decision, decide
from proofbook.gate.gating import Gate, gate
from proofbook.gate.items import assess
from proofbook.gate.tracing import Claim, Traced, trace

__all__ = ["Claim", "Decision", "Gate", "Traced", "aged", "assess", "borrow", "decide", "gate", "trace"]
