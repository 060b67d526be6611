"""Objectives: measured by any check type, judged once their window is filled, honest where nothing measures."""

from __future__ import annotations

from html import unescape

import pytest

from tests.sites import Site

DATA = '{"p95_ms": 240, "observed_s": OBSERVED}'
TARGETS = """
    kind: objectives
    id: slo
    title: Service levels
    objectives:
      - id: latency
        title: 95th percentile latency
        category: technical
        unit: ms
        source: {document: {path: data.json}}
        value: {fact: data, path: $.p95_ms}
        target: {le: LIMIT}
        window: 1h
        observed: {fact: data, path: $.observed_s}
      - id: adoption
        title: Adoption
        category: business
        unit: "%"
        target: {ge: 90}
        unmeasured: the lab has no users
"""


@pytest.mark.parametrize(
    ("observed", "limit", "status", "code", "reason"),
    [
        ("3600", "300", "passed", 0, ""),
        ("3600.5", "200", "failed", 1, "data $.p95_ms: expected at most 200, got 240"),
        ("3599", "200", "insufficient_data", 0, "observed for 3599 s of its window of 1h"),
        ('"long"', "300", "insufficient_data", 0, "nothing tells how much of its window of 1h was observed"),
        ("true", "300", "insufficient_data", 0, "nothing tells how much of its window of 1h was observed"),
    ],
)
def test_window(site: Site, observed: str, limit: str, status: str, code: int, reason: str) -> None:
    """Until its window is filled an objective is neither met nor missed."""
    site.file("data.json", DATA.replace("OBSERVED", observed))
    site.write(slo=TARGETS.replace("LIMIT", limit))
    assert site.proofbook("run").code == code
    found = site.result("latency")
    assert (found["verdict"], found["reason"][: len(reason)]) == (status, reason)
    assert found["readings"][0]["value"] == 240


def test_page(site: Site) -> None:
    """The page has the figure beside its target, and says what nothing measures."""
    site.file("data.json", DATA.replace("OBSERVED", "3600"))
    site.write(slo=TARGETS.replace("LIMIT", "300"))
    assert site.mkdocs("build", "--strict").code == 0
    html = unescape((site.root / "site/objectives/slo/index.html").read_text())
    wanted = ['id="latency"', "240", "at most 300", "1 of 2 met", "nothing measures it: the lab has no users"]
    assert [text for text in wanted if text not in html] == []


def test_as_proof(site: Site) -> None:
    """An item can be proved by an objective; an unfilled window does not prove it."""
    site.file("data.json", DATA.replace("OBSERVED", "1"))
    site.write(
        slo=TARGETS.replace("LIMIT", "300"),
        launch="""
            kind: checklist
            id: launch
            title: Launch
            sections:
              - {id: all, title: All, items: [{id: quick, title: Quick enough, proof: {check: latency}}]}
        """,
    )
    site.proofbook("run")
    assert site.results["items"][0]["status"] == "insufficient_data"
    assert site.proofbook("decide", "launch").code == 3


BAD = [
    ("        source: {document: {path: data.json}}\n", "", "has either `source` or `unmeasured`"),
    (
        "        unmeasured: the",
        "        source: {file: {path: x}}\n        value: {fact: size}\n        unmeasured: the",
        "keep one of them",
    ),
    (
        "        value: {fact: data, path: $.p95_ms}\n",
        "",
        "the objective `latency` does not say which fact of its source is its value",
    ),
    ("        unmeasured", "        value: {fact: size}\n        unmeasured", "there is no `source` that has facts"),
    ("        window: 1h\n", "", "the objective `latency` has `observed` and no `window`"),
    ("{fact: data, path: $.observed_s}", "{fact: dat, path: $.observed_s}", "`document` has no fact `dat`"),
    ("{fact: data, path: $.observed_s}", "{fact: data}", "the fact `data` needs a path"),
    ("{fact: data, path: $.observed_s}", "{fact: format, path: $.a}", "the fact `format` has no path"),
    ("{fact: data, path: $.p95_ms}", "{fact: data}", "the fact `data` needs a path"),
    ("{le: 300}", "{less: 300}", "unknown key `less`"),
    ("{document: {path: data.json}}", "{document: {path: data.json}, file: {path: x}}", "`document` and `file`"),
    ("path: data.json", "path: '${{ vars.where }}'", "nothing defines ${{ vars.where }}"),
    ("$.p95_ms", "'$.['", "is not a JSONPath"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD)
def test_bad(site: Site, old: str, new: str, said: str) -> None:
    """What makes no sense is said with its place."""
    text = TARGETS.replace("LIMIT", "300")
    assert old in text
    site.write(slo=text.replace(old, new))
    done = site.proofbook("validate")
    assert (done.code, said in done.err, "runbooks/slo.yml:" in done.err) == (2, True, True), done.err
