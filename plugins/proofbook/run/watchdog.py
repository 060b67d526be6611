"""A process beside each run that ends what the run started, should the run be killed and not do so itself.

Why it is a process, and a shell: docs/decisions/0010-killed-runs.md.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from uuid import uuid4

#: In the environment of everything that a run starts: by it, Linux finds also what left its group.
MARK = "PROOFBOOK_RUN"
SHELL = "/bin/sh"

#: `+` and `-` a group of processes, the path of a folder, `.` when all is well; the end of input means: it is not.
_SCRIPT = r"""
trap '' HUP INT TERM
mark=$1 groups=' '
shift
while IFS= read -r line; do
    one=${line#?}
    case $line in
    +*) groups="$groups$one " ;;
    -*) groups="${groups%% "$one" *} ${groups#* "$one" }" ;;
    /*) set -- "$@" "$line" ;;
    .) exit ;;
    esac
done
marked() { grep -lsz "^$mark\$" /proc/[0-9]*/environ | tr -dc '0-9\n'; }
signal() {
    for group in $groups; do kill "-$1" "-$group"; done
    for process in $(marked); do kill "-$1" "$process"; done
}
lives() {
    for group in $groups; do kill -0 "-$group" && return; done
    test -n "$(marked)"
}
signal TERM
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    lives || break
    sleep 0.1
done
signal KILL
sleep 0.1
rm -rf -- "$@"
"""


class Watchdog:
    """Knows what one run has started. It is itself started with the first program of the run."""

    def __init__(self) -> None:
        self.mark = uuid4().hex
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe = -1
        self._folders: list[Path] = []
        self._groups: set[int] = set()

    def start(self) -> None:
        """Start it, once. Where there is no shell, nothing watches."""
        if self._pipe >= 0:
            return
        reading, self._pipe = os.pipe()
        argv = (SHELL, "-c", _SCRIPT, "proofbook-watchdog", f"{MARK}={self.mark}")
        with suppress(OSError):
            # In a session of its own: who kills the group of a run must not kill this with it.
            self._process = subprocess.Popen(  # noqa: S603 - an argv of our own
                argv,
                cwd="/",
                env={"PATH": os.defpath},
                stdin=reading,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        os.close(reading)
        self._tell(*map(str, self._folders))

    def folder(self, path: Path) -> None:
        """A folder to remove after the run; removing it earlier does no harm."""
        self._folders.append(path)
        if self._pipe >= 0:
            self._tell(str(path))

    def began(self, group: int) -> None:
        """A group of processes has begun."""
        self._groups.add(group)
        self._tell(f"+{group}")

    def ended(self, group: int) -> None:
        """It was ended. To be said before its number can be given to another."""
        if group in self._groups:
            self._groups.remove(group)
            self._tell(f"-{group}")

    def close(self) -> None:
        """The run is over. If all is well, what it started it has ended."""
        if self._pipe >= 0:
            self._tell(*([] if self._groups else ["."]))
            os.close(self._pipe)
        if self._process:
            self._process.wait()

    def _tell(self, *lines: str) -> None:
        with suppress(BrokenPipeError):  # who kills the watchdog goes without
            os.write(self._pipe, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))


_current: ContextVar[Watchdog | None] = ContextVar("_current", default=None)


@contextmanager
def watched() -> Iterator[None]:
    """What is started from here on ends with this process, however this process ends."""
    made = Watchdog()
    before = _current.set(made)
    try:
        yield
    finally:
        _current.reset(before)
        made.close()


def watching() -> Watchdog | None:
    """The watchdog of the run under way."""
    return _current.get()
