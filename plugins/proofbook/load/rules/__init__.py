"""What a schema cannot say: rules inside a document and across files. One module a subject."""

from __future__ import annotations

from collections.abc import Callable

from proofbook.load.reuse import expand, wrong_uses
from proofbook.load.rules.addresses import check_addresses
from proofbook.load.rules.alerts import check_alerts
from proofbook.load.rules.bounds import check_bounds
from proofbook.load.rules.captures import check_captured, check_captures
from proofbook.load.rules.checks import check_expressions, check_figures, check_ranges, check_remediation
from proofbook.load.rules.comparing import check_comparable
from proofbook.load.rules.conditions import check_conditions
from proofbook.load.rules.courses import check_course_references, check_courses
from proofbook.load.rules.dates import check_dates
from proofbook.load.rules.ids import check_ids, check_parts, check_step_ids
from proofbook.load.rules.literals import check_literals
from proofbook.load.rules.needs import check_needs, check_parts_of
from proofbook.load.rules.objectives import check_objectives
from proofbook.load.rules.python import check_python
from proofbook.load.rules.references import (
    check_attested_items,
    check_covers,
    check_environments,
    check_followed,
    check_owners,
    check_proofs,
    check_waived,
)
from proofbook.load.rules.reuse import check_named, check_stages
from proofbook.load.rules.runbooks import check_drilled, check_inputs, check_items, check_procedure
from proofbook.load.rules.variables import check_variables
from proofbook.load.source import Found, Sources
from proofbook.model.place import Problem

Rule = Callable[[Sources], Found]

#: Rules about what one document says.
LOCAL: tuple[Rule, ...] = (
    check_step_ids,
    check_expressions,
    check_ranges,
    check_bounds,
    check_comparable,
    check_figures,
    check_captured,
    check_conditions,
    check_literals,
    check_python,
    check_dates,
    check_inputs,
    check_items,
    check_procedure,
    check_named,
    check_stages,
    check_objectives,
    check_courses,
    check_owners,
    check_ids,
    check_parts,
    check_addresses,
)
#: Rules about what other files define. What a broken file may define is never said to be missing.
WHOLE: tuple[Rule, ...] = (
    check_ids,
    check_step_ids,
    check_remediation,
    check_drilled,
    check_needs,
    check_parts_of,
    check_covers,
    check_environments,
    check_followed,
    check_proofs,
    check_attested_items,
    check_waived,
    check_course_references,
    check_variables,
    check_captures,
    check_alerts,
)


def check_rules(sources: Sources, *, whole: bool) -> tuple[Sources, list[Problem]]:
    """The documents with named checks filled in, and everything the rules find.

    Where a file is wrong (not `whole`), or a rule has found something, named checks are not filled in: what
    is wrong with a definition is said there, not at each of its uses.
    """
    found = [*_asked(LOCAL, sources), *wrong_uses(sources)]
    sources = expand(sources) if whole and not found else sources
    return sources, [*found, *_asked(WHOLE, sources)]


def _asked(rules: tuple[Rule, ...], sources: Sources) -> list[Problem]:
    return [problem for rule in rules for problem in rule(sources)]
