"""What was found, in the order in which it is told."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from proofbook.errors import ExitCode, first_of


class State(StrEnum):
    """Good, worth knowing, not there though the site needs it, or wrong."""

    OK = "ok"
    NOTE = "note"
    LACKING = "lacking"
    WRONG = "wrong"


_CODES = {State.LACKING: ExitCode.INCONCLUSIVE, State.WRONG: ExitCode.INVALID}


class Noted(Struct, frozen=True, kw_only=True):
    """One thing: what it is, how it is, and what to do about it."""

    topic: str
    what: str
    state: State
    words: str
    advice: str = ""


class Examined(Struct, frozen=True):
    """Everything that was found."""

    noted: tuple[Noted, ...]

    @property
    def exit_code(self) -> ExitCode:
        """0: a run can look at all that it may; 2: settings or documents are wrong; 3: something needed is not here."""
        return first_of({_CODES[one.state] for one in self.noted if one.state in _CODES})
