"""Library and settings to a Plan: what would run, in what order, and what will not and why.

Touches nothing but the presence of files that conditions name.
"""

from proofbook.plan.planning import DEFAULT, make_plan

__all__ = ["DEFAULT", "make_plan"]
