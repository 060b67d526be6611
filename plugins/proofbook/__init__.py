"""Proofbook: executable runbooks and readiness checklists inside a documentation site."""

from proofbook.checking import check

__version__ = "0.1.0"

__all__ = ["__version__", "check"]
