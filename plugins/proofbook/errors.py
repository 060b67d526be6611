"""The errors Proofbook raises itself, and the exit codes that stand for outcomes.

ProofbookError
├── InvalidInput      the site's own files are wrong; carries every problem found
├── Usage             a command line or environment variable that makes no sense
└── CouldNotLook      a check could not be made, and the fault is ours (verdict `error`)
    └── Refused       the policy (`allow:`) forbids it
TargetFault           a check was made and its target was at fault (verdict `failed`)
UnknownVariable       a `${{ … }}` reference that nothing defines
"""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofbook.model.place import Problem


class ExitCode(IntEnum):
    """What a process of Proofbook says when it ends; the docs' table is generated from here."""

    OK = 0
    FAILED = 1
    INVALID = 2
    INCONCLUSIVE = 3
    UNSIGNED = 4
    BUG = 70
    INTERRUPTED = 130


EXIT_CODE_MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "nothing is wrong with what ran; for `decide`: GO",
    ExitCode.FAILED: "a gating check failed; for `decide`: a required item failed",
    ExitCode.INVALID: "wrong usage, or the site's YAML is invalid; nothing ran",
    ExitCode.INCONCLUSIVE: "could not tell: nothing looked, or a check could not be made",
    ExitCode.UNSIGNED: "`decide` only: all that is missing is people's signatures",
    ExitCode.BUG: "a bug in Proofbook",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C or SIGTERM; results are marked incomplete",
}

#: When several hold, the first of these is the exit code.
PRECEDENCE = (
    ExitCode.INTERRUPTED,
    ExitCode.BUG,
    ExitCode.INVALID,
    ExitCode.FAILED,
    ExitCode.INCONCLUSIVE,
    ExitCode.UNSIGNED,
)


def first_of(codes: set[ExitCode]) -> ExitCode:
    """The one exit code for several that hold at once."""
    return next((code for code in PRECEDENCE if code in codes), ExitCode.OK)


class ProofbookError(Exception):
    """An expected error: shown to the user as one message, without a trace."""

    exit_code = ExitCode.BUG


class Usage(ProofbookError):
    """A command line, setting or environment variable that makes no sense."""

    exit_code = ExitCode.INVALID


class InvalidInput(ProofbookError):
    """The site's files are invalid. `problems` holds every fault of every file."""

    exit_code = ExitCode.INVALID

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems


class CouldNotLook(ProofbookError):
    """A check could not be made and the fault is ours: a missing tool, an unreadable file."""


class Refused(CouldNotLook):
    """The policy forbids what a check wanted to do; the message says what would allow it."""


class TargetFault(Exception):
    """A check was made and the target was at fault: refused, reset, no answer in time."""


class UnknownVariable(Exception):
    """A `${{ … }}` reference that nothing defines. `reference` is its text, as in `vars.x`."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"nothing defines ${{{{ {reference} }}}}")
        self.reference = reference


#: What a machine or its owner may refuse at any time: a full disk, a folder that may only be read, a name too long.
_REFUSALS = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EISDIR,
        errno.ELOOP,
        errno.EMFILE,
        errno.ENAMETOOLONG,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    }
)


def refusal(error: BaseException) -> str:
    """What the machine refuses, and to which file; empty where the error is no such refusal but a fault of ours."""
    if not isinstance(error, OSError) or error.errno not in _REFUSALS:
        return ""
    name = error.filename2 or error.filename
    return f"{name}: {error.strerror}" if name else str(error.strerror)
