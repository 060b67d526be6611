"""The child process in which a function of `checks/` runs: `python -m proofbook.calling MODULE FUNCTION`.

Arguments come as JSON from standard input; what became of it goes as JSON to standard output. What the
function prints itself goes to standard error.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofbook.checking import FACTS


def main(module: str, function: str) -> None:
    """Call the function of `checks/MODULE.py` in the working directory, and answer."""
    answer = os.dup(1)
    os.dup2(2, 1)
    arguments = json.load(sys.stdin)
    sys.path.insert(0, str(Path.cwd()))
    outcome = _outcome(Path("checks") / f"{module}.py", function, arguments)
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump(outcome, out, default=str)


def _outcome(file: Path, function: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """`{"facts": …}`, or `{"fault": …}` with the line at fault where there is one."""
    try:
        called = getattr(_imported(file), function)
        facts = called(**arguments)
        if inspect.isawaitable(facts):
            facts = asyncio.run(_awaited(facts))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a function raises, `SystemExit` too, is told
        return {"fault": "".join(traceback.format_exception_only(error)[-1:]).strip(), "line": _line(error, file)}
    if fault := _unfit(facts, getattr(called, FACTS)):
        return {"fault": f"{function} {fault}", "line": called.__code__.co_firstlineno}
    return {"facts": facts}


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def _imported(file: Path) -> Any:
    """The module of a file, by its path: nothing installed may stand in for it."""
    module = importlib.import_module(f"checks.{file.stem}")
    if Path(module.__file__ or "").resolve() != file.resolve():
        raise ImportError(f"{module.__name__} is {module.__file__}")
    return module


def _line(error: BaseException, file: Path) -> int | None:
    """The last line of the file that the error passed, or that could not be read."""
    path = str(file.resolve())
    if isinstance(error, SyntaxError) and error.filename and str(Path(error.filename).resolve()) == path:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((one.lineno for one in reversed(frames) if str(Path(one.filename).resolve()) == path), None)


def _unfit(facts: Any, declared: Mapping[str, str]) -> str:
    if not isinstance(facts, dict):
        return f"returned {type(facts).__name__}, not a dict of facts"
    unknown = [str(name) for name in facts if name not in declared]
    return f"returned {', '.join(unknown)}, which it does not declare" if unknown else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
