"""What was found, for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from proofbook.doctor.findings import Examined, Noted, State
from proofbook.errors import EXIT_CODE_MEANINGS, ExitCode

SIGNS = {State.OK: "·", State.NOTE: "i", State.LACKING: "!", State.WRONG: "✗"}
WORDS = {
    ExitCode.OK: "a run can look at everything that it may",
    ExitCode.INCONCLUSIVE: "something that a run needs is not here; what needs it would be `error`",
}


def examined_text(examined: Examined) -> str:
    """A block for each topic, and what the exit code means."""
    return "\n".join(_lines(examined)) + "\n"


def _lines(examined: Examined) -> Iterator[str]:
    topics = list(dict.fromkeys(one.topic for one in examined.noted))
    ordered = sorted(examined.noted, key=lambda one: topics.index(one.topic))
    for topic, noted in groupby(ordered, lambda one: one.topic):
        yield f"{topic}:"
        yield from (_line(one) for one in noted)
    code = examined.exit_code
    yield f"\nexit code {int(code)}: {WORDS.get(code, EXIT_CODE_MEANINGS[code])}"


def _line(one: Noted) -> str:
    advice = f"\n      → {one.advice}" if one.advice else ""
    return f"  {SIGNS[one.state]} {one.what}: {one.words}{advice}"
