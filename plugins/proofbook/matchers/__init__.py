"""Matchers: structured assertions on facts. Pure functions; one table names them all."""

from proofbook.matchers.base import MISSING, Incomparable
from proofbook.matchers.language import describe, holds, schema
from proofbook.matchers.values import difference, show

__all__ = ["MISSING", "Incomparable", "describe", "difference", "holds", "schema", "show"]
