"""Carry out a Plan through the World, and write down what was seen."""

from proofbook.run.published import published_report
from proofbook.run.running import run
from proofbook.run.store import encode, read_report, write_report

__all__ = ["encode", "published_report", "read_report", "run", "write_report"]
