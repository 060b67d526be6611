"""The check type `promql` against a real Prometheus, and against what is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests import systems
from tests.run import servers
from tests.run.looks import looked, said
from tests.run.servers import serving
from tests.sites import Site

QUERIES = {
    "one": ('up{job=\\"itself\\"}', "value: 1, series: 1, values: {equals: [1]}, labels: {'$[0].job': itself}, type: vector, warnings: {is_empty: true}", "passed", ""),
    "two": ("sort(up)", "series: 2, values: {equals: [0, 1]}, value: {exists: false}", "passed", ""),
    "each": ("up", "values: {each: 1}", "failed", "values: expected each 1"),
    "scalar": ("scalar(vector(2)) * 2", "value: 4, type: scalar, series: 1, duration_ms: {lt: 5000}", "passed", ""),
    "none": ("nowhere", "series: 0, value: {exists: false}", "passed", ""),
    "vacuous": ("nowhere", "value: {lt: 1}", "failed", "selects nothing"),
    "vacuous-each": ("nowhere", "values: {each: {lt: 1}}", "failed", "selects nothing"),
    "vacuous-not": ("nowhere", "values: {not: {contains: 1}}", "failed", "selects nothing"),
    "vacuous-empty": ("nowhere", "values: {is_empty: true}", "failed", "selects nothing"),
    "vacuous-labels": ("nowhere", "labels: {$: {not: {contains: a}}}", "failed", "selects nothing"),
    "nan": ("vector(0) / 0", "value: {lt: 1}", "failed", "not a number"),
    "infinite": ("vector(1) / 0", "value: {gt: 1000}", "passed", ""),
    "range": ("up[1m]", "series: 1", "error", "gives a matrix"),
    "text": ("'text'", "series: 1", "error", "gives a string"),
    "wrong": ("up{", "series: 1", "error", "parse error"),
    "many-to-many": ("up * on() up", "series: 1", "failed", "many-to-many"),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A Prometheus for all tests; its port."""
    with systems.prometheus(tmp_path_factory.mktemp("prometheus")) as port:
        yield port


def test_prometheus(site: Site, server: int) -> None:
    """Values, series and labels of a real server; what finds nothing never passes but by `series: 0`."""
    checks = {
        name: f'promql: {{url: "http://127.0.0.1:{server}/", query: "{row[0]}"}}, expect: {{{row[1]}}}'
        for name, row in QUERIES.items()
    }
    found = looked(site, checks)
    wrong = {
        name: (one["verdict"], one["reason"])
        for name, one in found.items()
        if one["verdict"] != QUERIES[name][2] or QUERIES[name][3] not in one["reason"]
    }
    assert {} == wrong


def good(**more: object) -> servers.Behaviour:
    """A server that answers with one series of value 1."""
    body = {
        "status": "success",
        "data": {"resultType": "vector", "result": [{"metric": {}, "value": [1, "1"]}]},
        **more,
    }
    return servers.answer(body=json.dumps(body).encode())


def odd(result: object) -> servers.Behaviour:
    """A server that answers with a vector that is none."""
    return servers.answer(
        body=json.dumps({"status": "success", "data": {"resultType": "vector", "result": result}}).encode()
    )


OTHERS = {
    "good": (good(), "passed", ""),
    "warns": (good(warnings=["careful"], infos=["so"]), "failed", "careful"),
    "html": (servers.answer(body=b"<html>"), "failed", "not as Prometheus does"),
    "list": (servers.answer(body=b"[]"), "failed", "not as Prometheus does"),
    "not-found": (servers.answer("404 Not Found", b"404 page not found"), "failed", "answers 404, and not as Prometheus does"),
    "unavailable": (servers.answer("503 Unavailable", b'{"status": "error", "errorType": "timeout", "error": "too slow"}'), "failed", "too slow"),
    "closed": (servers.answer("401 Unauthorized"), "error", "does not let us in: 401"),
    "no-data": (servers.answer(body=b'{"status": "success", "data": 1}'), "failed", "not as Prometheus does"),
    "no-value": (odd([{"metric": {}}]), "failed", "not one of Prometheus"),
    "no-number": (odd([{"metric": {}, "value": [1, "one"]}]), "failed", "not one of Prometheus"),
    "no-list": (odd(7), "failed", "not one of Prometheus"),
    "long": (servers.answer(body=b" " * 1_100_000), "error", "longer than 1 MiB"),
    "silent": (servers.silent, "failed", "to answer"),
    "redirects": (servers.answer("302 Found", headers="Location: /\r\n"), "failed", "answers 302"),
}  # fmt: skip


def test_what_is_no_prometheus(site: Site) -> None:
    """Whatever answers in its place, the verdict says whose fault it is."""
    with ExitStack() as stack:
        bases = {name: stack.enter_context(serving(row[0])) for name, row in OTHERS.items()}
        found = said(
            looked(
                site,
                {
                    name: f"timeout: 2s, promql: {{url: '{base}', query: up}}, expect: {{value: 1, warnings: {{is_empty: true}}}}"
                    for name, base in bases.items()
                },
            )
        )
    assert {name: row[1] for name, row in OTHERS.items()} == {name: one[0] for name, one in found.items()}
    assert {} == {name: one for name, one in found.items() if OTHERS[name][2] not in one[1]}


def test_what_is_sent(site: Site) -> None:
    """The query is sent whole, with credentials."""
    seen: list[str] = []

    def listening(connection: object) -> None:
        seen.append(servers.request.text)
        good()(connection)  # type: ignore[arg-type]

    with serving(listening) as base:
        found = looked(
            site,
            {
                "a": f"promql: {{url: '{base}/prefix/', query: 'a{{b=\"c&d\"}} + 1', auth: {{bearer: t}}}}, expect: {{value: 1}}"
            },
        )
    assert found["a"]["verdict"] == "passed"
    assert seen[0].startswith("GET /prefix/api/v1/query?query=a%7Bb%3D%22c%26d%22%7D+%2B+1 HTTP/1.1")
    assert "authorization: Bearer t" in seen[0].replace("Authorization", "authorization")


def test_not_granted(site: Site) -> None:
    """The host of the server must be granted."""
    found = said(looked(site, {"a": "promql: {url: 'http://localhost:1', query: up}, expect: {value: 1}"}))
    assert (found["a"][0], "`localhost` under `network:`" in found["a"][1]) == ("skipped", True)
