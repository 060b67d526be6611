"""Documents to measure with."""

from __future__ import annotations


def runbook(number: int, steps: int, check: str) -> str:
    """A runbook of so many steps with a check each."""
    head = f"kind: runbook\nid: book-{number}\ntitle: Book {number}\nsteps:\n"
    one = "  - id: step-{at}\n    title: Step {at}\n    instructions: Look.\n    verify:\n      - {{{check}}}\n"
    return head + "".join(one.format(at=at, check=check) for at in range(steps))
