"""Proofbook: executable runbooks and readiness checklists inside a documentation site.

What stands in `__all__` is the public interface; all else may change with any release. Each name is loaded when it
is asked for, so that `proofbook --version` and a check's `from proofbook import check` wait for nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofbook.build import Built, last, plan_of, published
    from proofbook.build import build as build_site
    from proofbook.checking import check
    from proofbook.errors import ExitCode, InvalidInput, ProofbookError
    from proofbook.gate import decide
    from proofbook.load import read_library, site_of
    from proofbook.schema import schemas

__version__ = "0.1.0"

__all__ = [
    "Built",
    "ExitCode",
    "InvalidInput",
    "ProofbookError",
    "__version__",
    "build_site",
    "check",
    "decide",
    "last",
    "plan_of",
    "published",
    "read_library",
    "schemas",
    "site_of",
]

#: Where each of them stands; `build` itself is the module of that name.
_HOMES = {
    **dict.fromkeys(("Built", "last", "plan_of", "published"), "proofbook.build"),
    **dict.fromkeys(("ExitCode", "InvalidInput", "ProofbookError"), "proofbook.errors"),
    **dict.fromkeys(("read_library", "site_of"), "proofbook.load"),
    "build_site": "proofbook.build",
    "check": "proofbook.checking",
    "decide": "proofbook.gate",
    "schemas": "proofbook.schema",
}
_CALLED = {"build_site": "build"}


def __getattr__(name: str) -> object:
    """A public name, loaded now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'proofbook' has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), _CALLED.get(name, name))
    globals()[name] = found
    return found
