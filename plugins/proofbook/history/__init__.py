"""What earlier runs saw: put together, compared with, told. Pure functions; `run` keeps it."""

from proofbook.history.comparing import comparable, compared, transition
from proofbook.history.merging import bounded, merged
from proofbook.history.recalling import Recall, Told
from proofbook.history.recording import recorded

__all__ = ["Recall", "Told", "bounded", "comparable", "compared", "merged", "recorded", "transition"]
