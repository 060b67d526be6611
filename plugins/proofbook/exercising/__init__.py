"""Exercises: a runbook practised on the learner's machine, in an environment that is kept running meanwhile."""

from proofbook.exercising.doing import Checked, check, commands, hint, lacking, record, solve
from proofbook.exercising.finding import Practice, practice
from proofbook.exercising.starting import exports, start, stop

__all__ = [
    "Checked",
    "Practice",
    "check",
    "commands",
    "exports",
    "hint",
    "lacking",
    "practice",
    "record",
    "solve",
    "start",
    "stop",
]
