"""Every status through every reporter, each read back by somebody else's reader or a schema."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import msgspec
import pytest
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from proofbook.check_types.readers import read_report
from proofbook.errors import ExitCode
from proofbook.gate import Gate, gate
from proofbook.model.place import Place
from proofbook.model.results import Finding, Report, Result
from proofbook.model.status import Status
from proofbook.model.waivers import Waiver
from proofbook.report.formats import REPORTERS
from proofbook.report.markdown import COMMENT_LIMIT, MARKER, SUMMARY_LIMIT
from tests.gate.records import drill, item, report, result, session, step

SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text())
WAIVER = Waiver(check="waived", justification="Known.", owner="ops", approver="Ada", expires="2999-01-01")
#: What a hostile check may have printed.
HOSTILE = (
    "::error::forged\r\n::set-output name=a::b\x1b[31m##vso[task.setvariable]x\u202ereversed\x00\ufffe "
    "| <script>alert(1)</script> @everyone [x](javascript:y) `a` #1 <!-- \" ' ]]> & \\ {{ x }}"
)


def one(status: Status, **more: Any) -> Result:
    """A result of a status, its verdict what it must have been."""
    verdict = Status.FAILED if status is Status.WAIVED else status
    waiver = WAIVER if status is Status.WAIVED else None
    looked = status in {Status.PASSED, Status.FLAKY, Status.FAILED, Status.WAIVED}
    started = "2026-11-23T12:00:00.000Z" if looked else None
    fields = {
        "reason": f"because {status}",
        "waiver": waiver,
        "started": started,
        "took_s": 0.25 if looked else 0.0,
        **more,
    }
    return replace(result(status.replace("_", "-"), status), verdict=verdict, **fields)


EVERY = report(
    *(one(status) for status in Status),
    drills=(drill("rehearsal", Status.FAILED, step("switch", Status.FAILED, action=Status.FAILED)),),
    sessions=(session("rehearsal", web=Status.FAILED),),
    items=(item("signed", Status.ATTESTED), item("unsigned", Status.NOT_REVIEWED)),
    findings=(Finding(rule="waiver-unused", message="Remove it.", place=Place("runbooks/w.yml", 3, 1), subject="x"),),
)
EACH = {str(status): report(one(status)) for status in Status}
HOSTILES = report(
    *(one(status, reason=HOSTILE, output=HOSTILE, title=HOSTILE, remediation=HOSTILE) for status in Status)
)


@pytest.mark.parametrize("format_", REPORTERS)
@pytest.mark.parametrize("status", Status)
def test_every_status_in_every_form(format_: str, status: Status) -> None:
    """Each form can hold each status; none of them changes, nor decides, what the gate says."""
    seen = EACH[status]
    before, judged = msgspec.json.encode(seen), gate(seen)
    text = REPORTERS[format_](seen, judged)
    assert (before, judged) == (msgspec.json.encode(seen), gate(seen))
    assert text == REPORTERS[format_](seen, judged)
    silent = (
        format_ == "github" and judged.exit_code is not ExitCode.FAILED and status not in {Status.ERROR, Status.STALE}
    )
    assert silent == (text == "")


#: What a reporter says of a gate must be the gate's, whatever the results are: here they disagree on purpose.
LIE = Gate("failed", ExitCode.FAILED, {}, "as told")


@pytest.mark.parametrize(
    ("format_", "said"),
    [
        ("text", "gate: failed (as told)"),
        ("junit", 'name="gate" value="failed"'),
        ("sarif", '"exitCode": 1'),
        ("summary", "Proofbook: failed"),
        ("markdown", "Proofbook: failed"),
        ("prometheus", "proofbook_gate_exit_code 1.0"),
    ],
)
def test_the_gate_is_told_not_computed(format_: str, said: str) -> None:
    """A reporter believes its gate, not the results."""
    assert said in REPORTERS[format_](EACH["passed"], LIE)


def written(format_: str, seen: Report = EVERY) -> str:
    """A report in one form."""
    return REPORTERS[format_](seen, gate(seen))


@pytest.mark.parametrize("seen", [EVERY, HOSTILES, report()], ids=["every", "hostile", "empty"])
def test_json(seen: Report) -> None:
    """JSON gives back exactly what was seen."""
    assert seen == msgspec.json.decode(written("json", seen), type=Report)


@pytest.mark.parametrize("seen", [EVERY, HOSTILES, report()], ids=["every", "hostile", "empty"])
def test_sarif_schema(seen: Report) -> None:
    """SARIF is valid by its official schema."""
    jsonschema.Draft4Validator(SARIF).validate(json.loads(written("sarif", seen)))


def test_sarif() -> None:
    """What failed is an error at its place; a waiver is a suppression; no other kind has a level."""
    (run,) = json.loads(written("sarif"))["runs"]
    found = {each["properties"]["status"]: each for each in run["results"]}
    assert set(Status) == set(found)
    levels = {status: each["level"] for status, each in found.items() if each["level"] != "none"}
    assert {"failed": "error", "waived": "error"} == levels
    assert ["waived"] == [status for status, each in found.items() if each.get("suppressions")]
    assert "Known." in found["waived"]["suppressions"][0]["justification"]
    assert [each["ruleId"] for each in run["results"]] == [
        run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] for each in run["results"]
    ]
    kinds = Counter(each["kind"] for each in run["results"])
    assert {"pass": 3, "fail": 2, "open": 5, "review": 2, "notApplicable": 1} == kinds


@pytest.mark.parametrize("seen", [EVERY, HOSTILES, report()], ids=["every", "hostile", "empty"])
def test_junit_is_read(seen: Report, tmp_path: Path) -> None:
    """Another reader, and our own, count what we wrote."""
    path = tmp_path / "junit.xml"
    path.write_text(written("junit", seen))
    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    assert len(seen.results) == len(cases)
    kinds = Counter(type(child).__name__ for case in cases for child in case.result)
    if cases:
        assert {"Failure": 2, "Error": 2, "Skipped": 6} == kinds
        assert (13, 2, 2, 6) == (suites.tests, suites.failures, suites.errors, suites.skipped)
        ours = read_report(path.read_bytes(), "junit.xml")
        assert (13, 3, 2, 2, 6) == tuple(ours[name] for name in ("tests", "passed", "failures", "errors", "skipped"))


def test_junit_suites() -> None:
    """A suite for each document and for each drill; a waiver says until when."""
    text = written("junit", report(result("a"), replace(result("a"), drill="rehearsal"), one(Status.WAIVED)))
    names = [suite.name for suite in junitparser.JUnitXml.fromstring(text.encode())]
    assert ["doc", "doc (rehearsal)"] == names
    assert "until 2999-01-01: Known. (because waived)" in text


@pytest.mark.parametrize("seen", [EVERY, HOSTILES, report()], ids=["every", "hostile", "empty"])
def test_prometheus_is_read(seen: Report) -> None:
    """Prometheus' own reader finds every check, with numbers that are right."""
    families = {family.name: family for family in text_string_to_metric_families(written("prometheus", seen))}
    counts = {sample.labels["status"]: sample.value for sample in families["proofbook_checks"].samples}
    assert {str(status): float(len(seen.results) // len(Status)) for status in Status} == counts
    assert len(seen.results) == len(families["proofbook_check_status"].samples)
    assert float(gate(seen).exit_code) == families["proofbook_gate_exit_code"].samples[0].value


def test_prometheus_values() -> None:
    """Times are seconds since 1970; items are counted by checklist, level and status; labels are escaped."""
    odd = replace(one(Status.PASSED), valid_until="2026-11-24T12:00:00.000Z", environment='a"\\\nb')
    families = {
        family.name: family
        for family in text_string_to_metric_families(written("prometheus", replace(EVERY, results=(odd,))))
    }
    (until,) = families["proofbook_check_valid_until_timestamp_seconds"].samples
    assert (1795521600.0, 'a"\\\nb') == (until.value, until.labels["environment"])
    (took,) = families["proofbook_check_duration_seconds"].samples
    assert 0.25 == took.value
    statuses = {sample.labels["status"]: sample.value for sample in families["proofbook_checklist_items"].samples}
    assert {"attested": 1.0, "not_reviewed": 1.0} == statuses


def test_text() -> None:
    """What is let pass first, what is wrong after it, the gate last."""
    assert (Path(__file__).parent / "every.txt").read_text() == written("text")


def test_root_causes_once() -> None:
    """What is blocked shows as a number at its root, through checks, steps and services."""
    chain = [replace(result(f"b{at}", Status.BLOCKED), cause=f"b{at - 1}" if at else "root") for at in range(7)]
    inside = replace(result("deep", Status.BLOCKED), drill="d", cause="rb/switch")
    waits = replace(result("waits", Status.BLOCKED), drill="e", cause="lab/db")
    gone = replace(result("gone", Status.BLOCKED), cause="nowhere")
    round_ = [replace(result(name, Status.BLOCKED), cause=other) for name, other in (("x", "y"), ("y", "x"))]
    seen = report(
        result("root", Status.FAILED),
        *chain,
        inside,
        waits,
        gone,
        *round_,
        drills=(drill("d", Status.FAILED, step("switch", Status.FAILED, action=Status.FAILED)),),
        sessions=(session("e", web=Status.FAILED, db=Status.BLOCKED),),
    )
    text = written("text", seen)
    assert "root: failed\n  \n  blocks 7\n" in text
    assert "d:rb/switch (run switch): failed\n  \n  blocks 1\n" in text
    assert "lab/web: failed\n  \n  blocks 1\n" in text
    assert "3 more blocked by nothing that these results hold" in text
    assert not [line for line in text.splitlines() if line.startswith("runbooks/a.yml:1:1: b")]


def test_a_step_blocked_by_its_check() -> None:
    """A step that did not pass because of a check leads to that check."""
    after = replace(result("after", Status.BLOCKED), drill="d", cause="rb/switch")
    bad = replace(result("bad", Status.FAILED), drill="d")
    own = replace(result("own", Status.BLOCKED), drill="d", cause="switch")
    steps = (step("switch", Status.FAILED, "d:bad"),)
    text = written("text", report(bad, after, own, drills=(drill("d", Status.FAILED, *steps),)))
    assert "d:bad: failed\n  \n  blocks 2\n" in text


def annotations(seen: Report) -> list[str]:
    """The workflow commands of a report."""
    return written("github", seen).splitlines()


def test_github_limits() -> None:
    """Ten errors and ten warnings at most; the last one of each counts what is not shown; the worst come first."""
    many = [replace(result(f"a{at:02}", Status.FAILED), severity="low") for at in range(46)]
    quiet = [replace(result(f"w{at:02}", Status.FAILED), gate=False) for at in range(12)]
    worst = replace(result("worst", Status.FAILED), severity="critical")
    lines = annotations(report(*many, *quiet, worst))
    kinds = Counter(line.split(" ")[0].split("::")[1] for line in lines)
    assert {"error": 10, "warning": 10} == kinds
    assert "title=worst" in lines[0]
    assert "::error::and 38 more; the log has them all" == lines[9]
    assert "::warning::and 3 more; the log has them all" == lines[19]


def test_github_commands_in_evidence() -> None:
    """Evidence is one line of data, whatever it holds."""
    lines = annotations(report(one(Status.FAILED, reason=HOSTILE), one(Status.ERROR, reason=HOSTILE)))
    assert 2 == len(lines)
    assert all(line.startswith("::error file=runbooks/a.yml,") for line in lines)


@pytest.mark.parametrize(("format_", "limit"), [("markdown", COMMENT_LIMIT), ("summary", SUMMARY_LIMIT)])
def test_markdown_limits(format_: str, limit: int) -> None:
    """However much failed, it fits; what does not is counted."""
    many = [one(Status.FAILED, check=f"check-{at}", reason="é<" * 140) for at in range(4000)]
    text = written(format_, report(*many))
    rows = text.count("\n| failed")
    assert len(text.encode()) <= limit
    assert rows and f"\nand {4000 - rows} more\n" in text
    assert text.endswith("4000 checks: 4000 failed\n")


def test_markdown_is_found_again() -> None:
    """A bot finds its comment by a mark that nobody sees."""
    assert written("markdown").startswith(f"{MARKER}\n### ❌ Proofbook: failed\n")
    assert (Path(__file__).parent / "every.md").read_text() == written("summary")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


@pytest.mark.parametrize("format_", ["markdown", "summary"])
def test_markdown_holds_no_markup_of_others(format_: str) -> None:
    """Evidence stays in its cell: no tag, no mention, no link, no border of a table."""
    text = written(format_, HOSTILES)
    tags = _Tags()
    tags.feed(text)
    assert {"code", "br"} == tags.tags
    body = text.removeprefix(MARKER)
    assert not [character for character in "@[]`\u202e\x1b\x00" if character in body]
    rows = [line for line in body.splitlines() if line.startswith("| ")]
    assert {5} == {row.count("|") for row in rows}


@pytest.mark.parametrize("format_", REPORTERS)
def test_no_commands_in_any_form(format_: str) -> None:
    """No CI reads a command out of evidence, no terminal a colour, no reader a reversed line."""
    text = written(format_, HOSTILES)
    ours = ("::error file=", "::error::and ", "::warning file=")
    lines = [line.lstrip() for line in text.splitlines()]
    assert [] == [
        line for line in lines if line.startswith("::") and not (format_ == "github" and line.startswith(ours))
    ]
    assert not [word for word in ("##vso[", "##[", "\x1b", "\u202e", "\x00", "\r") if word in text]


def test_secrets_of_the_form(tmp_path: Path) -> None:
    """Nothing but the report and its gate decides what is written: no clock, no environment."""
    import time_machine

    first = {name: written(name) for name in REPORTERS}
    with time_machine.travel("2031-01-01"):
        assert first == {name: written(name) for name in REPORTERS}
