"""Proofbook: executable runbooks and readiness checklists inside a documentation site."""

__version__ = "0.1.0"

__all__ = ["__version__"]
