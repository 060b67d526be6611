"""Matchers: structured assertions on facts. Pure functions; one table names them all."""

from proofbook.matchers.arguments import misuse
from proofbook.matchers.base import MISSING, Incomparable
from proofbook.matchers.language import describe, holds, schema
from proofbook.matchers.shortfall import shortfall
from proofbook.matchers.values import difference, printable, show

__all__ = [
    "MISSING",
    "Incomparable",
    "describe",
    "difference",
    "holds",
    "misuse",
    "printable",
    "schema",
    "shortfall",
    "show",
]
