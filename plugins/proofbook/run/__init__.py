"""Carry out a Plan through the World, and write down what was seen."""

from proofbook.run.annals import add_line, decode_history, read_lines
from proofbook.run.fetching import fetched
from proofbook.run.published import published_report
from proofbook.run.repository import blobs_at, files_at, with_commits
from proofbook.run.reusing import Looks
from proofbook.run.running import run
from proofbook.run.store import encode, read_report, write_report, write_whole

__all__ = [
    "Looks",
    "add_line",
    "blobs_at",
    "decode_history",
    "encode",
    "fetched",
    "files_at",
    "published_report",
    "read_lines",
    "read_report",
    "run",
    "with_commits",
    "write_report",
    "write_whole",
]
