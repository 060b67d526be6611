"""The tour, executed: every command of the page, in one shell, in the order of the page."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.sites import BIN, REPOSITORY, clean_environ

FENCE = re.compile(r'```(\w+)(?: title="([^"]+)")?\n(.*?)```', re.DOTALL)
MARK = "\x1e"


def told(page: str) -> Iterator[tuple[str, str]]:
    """Each command with what the page says it prints; a document that is shown is written, and prints nothing."""
    for kind, title, body in FENCE.findall(page):
        if kind == "yaml":
            name = title.partition(",")[0]
            yield f"printf %s {shlex.quote(body)} > runbooks/{Path(name).name}", ""
        elif kind == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                yield command, printed


def lacking(printed: str, said: str) -> str:
    """The first line of the page that is not printed in its turn; between lines others may stand, in a line `...`."""
    rest = iter(said.splitlines())
    for line in printed.splitlines():
        wanted = re.compile(re.escape(line).replace(re.escape("..."), ".*"))
        if line != "..." and not any(wanted.fullmatch(one) for one in rest):
            return line
    return ""


def test_every_command(tmp_path: Path) -> None:
    """Each prints what the page says."""
    steps = list(told((REPOSITORY / "docs/guide/tour.md").read_text()))
    assert len(steps) > 20
    script = "exec 2>&1\n" + "".join(f"printf '{MARK}'\n{command}\n" for command, _ in steps)
    # `$?` is that of the command, not of the mark before the next.
    script = script.replace(f"printf '{MARK}'\necho $?\n", f"code=$?; printf '{MARK}'; echo $code\n")
    environ = clean_environ(PATH=f"{BIN}:/usr/bin:/bin", CI="")
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    seen = done.stdout.split(MARK)[1:]
    assert len(seen) == len(steps)
    for (command, printed), said in zip(steps, seen, strict=True):
        assert not lacking(printed, said), f"$ {command}\n{said}\ndoes not say\n{lacking(printed, said)}"
