"""The 29 promises of a check engine, each with the tests that hold it; none may lose its test unnoticed.

The table says where to look. That a test of that name is there is asserted here, what it proves there. Where a
promise differs from this project's own rules, these hold: no check selected is exit code 3, not 78, and
permission is what `allow:` grants, there being no `--run`.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.sites import REPOSITORY

PROMISES = {
    "1 nothing looked at is never ok": ["run/test_checks.py::test_nothing_looked"],
    "2 what is emptied is refused": ["load/test_laws.py::test_emptied", "load/test_laws.py::test_deleted"],
    "3 no reporter changes the exit code": ["report/test_reporters.py::test_the_gate_is_told_not_computed"],
    "4 order never shows": [
        "load/test_laws.py::test_order_of_files",
        "matchers/test_expect.py::test_assertions_keep_the_order_of_the_file",
    ],
    "5 rendered twice, the same bytes": ["site/test_mkdocs.py::test_rendered_twice"],
    "6 nothing is green by decree": [
        "gate/test_gating.py::test_what_does_not_gate_changes_nothing",
        "gate/test_deciding.py::test_time_makes_nothing_better",
    ],
    "7 schema and loader agree": [
        "load/test_laws.py::test_schema_and_loader_agree",
        "load/test_agreement.py::test_agreement",
    ],
    "8 a matcher and its not": ["matchers/test_laws.py::test_a_matcher_and_its_not_are_opposites"],
    "9 ends to the second": [
        "gate/test_signatures.py::test_a_signature_is_valid_to_the_second",
        "signing/test_waivers.py::test_impossible_end",
    ],
    "10 an ended waiver is told": ["signing/test_waivers.py::test_ended"],
    "11 a waiver is bounded": [
        "signing/test_waivers.py::test_of_nothing",
        "signing/test_waivers.py::test_without_end",
        "signing/test_waivers.py::test_as_good_as_for_ever",
    ],
    "12 a signature is of a text": ["gate/test_signatures.py::test_a_signature_counts_only_as_it_was_meant"],
    "13 deadlines hold": [
        "run/test_http.py::test_deadline",
        "run/test_looking.py::test_command_that_does_not_end",
        "run/test_looking.py::test_grandchild_on_the_pipe",
    ],
    "14 nothing is left": [
        "check_types/test_circumstances.py::test_signals_at_random_moments",
        "run/test_checks.py::test_interrupted",
    ],
    "15 memory is bounded": ["run/test_http.py::test_a_gibibyte", "run/test_memory.py::test_a_mebibyte_each"],
    "16 cycles and depth": ["cases/bad/needs-cycle-in-two-files.txt", "cases/bad/deep-flow.txt"],
    "17 results are whole": [
        "check_types/test_circumstances.py::test_results_that_cannot_be_written",
        "run/test_checks.py::test_two_runs_at_once",
    ],
    "18 offline is inconclusive": ["run/test_offline.py::test_no_network", "run/test_offline.py::test_no_names"],
    "19 history is bounded": [
        "history/test_remembering.py::test_bounds",
        "history/test_remembering.py::test_torn_and_damaged_lines",
    ],
    "20 nothing without permission": [
        "permission/test_nothing_starts.py::test_nothing_starts",
        "permission/test_operating_system.py::test_nothing_starts",
    ],
    "21 secrets stay": [
        "secrets/test_secrets.py::test_sent_and_masked",
        "secrets/test_masking.py::test_no_form_survives",
    ],
    "22 children get an allow-list": ["run/test_looking.py::test_local"],
    "23 nothing is pasted into a shell": [
        "check_types/test_command.py::test_scripts_of_environments",
        "check_types/test_command.py::test_scripts_of_actions",
    ],
    "24 files stay inside": ["run/test_looking.py::test_local", "check_types/test_command.py::test_folders"],
    "25 redirects and metadata": [
        "run/test_looking.py::test_redirect_to_metadata",
        "run/test_looking.py::test_redirect_to_a_host_not_granted",
        "run/test_offline.py::test_metadata_addresses",
    ],
    "26 output is hostile text": [
        "site/test_hostile.py::test_hostile_evidence_is_inert",
        "pages/test_escaping.py::test_what_hides_is_shown",
    ],
    "27 YAML is limited": ["load/test_yaml_suite.py::test_suite", "cases/bad/alias-bomb.txt"],
    "28 XML without entities": [
        "readers/test_hostile.py::test_an_entity_bomb_is_refused_before_it_grows",
        "readers/test_hostile.py::test_a_document_type_of_another_machine_is_not_fetched",
    ],
    "29 CI that may little": ["starting/test_new.py::test_ci_is_pinned_and_may_little"],
}


@cache
def text(file: str) -> str:
    """What a file of tests holds."""
    return (REPOSITORY / "tests" / file).read_text()


def test_all_are_there() -> None:
    """Twenty-nine, in order."""
    assert list(range(1, 30)) == [int(name.split()[0]) for name in PROMISES]


@pytest.mark.parametrize("promise", PROMISES)
def test_promise_has_its_tests(promise: str) -> None:
    """Every test of the table exists, and every case of bad input."""
    for one in PROMISES[promise]:
        file, _, name = one.partition("::")
        assert re.search(rf"def {name}\(", text(file)) if name else text(file), one
