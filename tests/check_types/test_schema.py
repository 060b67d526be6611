"""Documents held against JSON Schemas of the project."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.run.looks import looked, said
from tests.sites import Site

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["replicas"],
    "properties": {"replicas": {"$ref": "parts/count.json"}, "image": {"pattern": "^(a+)+$"}},
}


def test_documents(site: Site) -> None:
    """Valid, invalid with every error in its place, absent, and not a document at all."""
    site.file("schemas/deploy.json", json.dumps(SCHEMA))
    site.file("schemas/parts/count.json", '{"type": "integer", "minimum": 2}')
    site.file(
        "schemas/old.yaml", "$schema: http://json-schema.org/draft-04/schema#\nminimum: 3\nexclusiveMinimum: true\n"
    )
    site.file("good.yml", "replicas: 3\n")
    site.file("bad.toml", f'replicas = 1\nimage = "{"a" * 60}!"\n')
    site.file("lacks.json", "{}")
    site.file("three.json", "3")
    site.file("broken.json", "{")
    use = "schema: {path: %s, schema: schemas/deploy.json}, expect: "
    results = looked(
        site,
        {
            "good": use % "good.yml" + "{valid: true, error_count: 0, messages: {is_empty: true}}",
            "bad": use % "bad.toml" + "{valid: true}",
            "counted": use % "bad.toml" + "{error_count: 2, errors: {'$[1].path': $.replicas}}",
            "lacks": use % "lacks.json" + "{valid: false, messages: {contains: required}}",
            "absent": use % "absent.json" + "{exists: false}",
            "broken": use % "broken.json" + "{valid: false}",
            "old": "schema: {path: three.json, schema: schemas/old.yaml}, expect: {valid: false}",
        },
    )
    verdicts = {name: verdict for name, (verdict, _) in said(results).items()}
    assert verdicts == dict.fromkeys(results, "passed") | {"bad": "failed", "broken": "failed"}
    assert results["bad"]["output"].splitlines()[1] == "$.replicas: 1 is less than the minimum of 2"
    assert results["broken"]["reason"].startswith("broken.json is not valid JSON")


def test_schemas_that_cannot_be_used(site: Site) -> None:
    """A schema that is absent, no schema, or refers outside of the project is our fault; nothing is fetched."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    remote = f"http://127.0.0.1:{server.server_port}/s.json"
    site.file("a.json", "1")
    schemas = {
        "typo": '{"type": 5}',
        "broken": "{",
        "remote": json.dumps({"$ref": remote}),
        "outside": '{"$ref": "../../secret.json"}',
        "beside": '{"$ref": "nowhere.json"}',
        "lookahead": '{"pattern": "(?=a)b"}',
        "meta": '{"$schema": "http://nowhere.example/schema"}',
    }
    for name, text in schemas.items():
        site.file(f"{name}.schema.json", text)
    checks = {
        name: f"schema: {{path: a.json, schema: {name}.schema.json}}, expect: {{valid: true}}" for name in schemas
    }
    results = looked(site, checks | {"absent": "schema: {path: a.json, schema: no.json}, expect: {valid: true}"})
    server.shutdown()
    server.server_close()
    assert {name: verdict for name, (verdict, _) in said(results).items()} == dict.fromkeys(results, "error")
    assert (asked, results["absent"]["reason"]) == ([], "there is no schema no.json")
    assert "nothing is fetched" in results["remote"]["reason"]
    assert "there is no schema nowhere.json" in results["beside"]["reason"]


def test_errors_are_bounded(site: Site) -> None:
    """A document with thousands of faults fills no page."""
    site.file("many.json", json.dumps(["x"] * 5000))
    site.file("s.json", '{"items": {"type": "integer"}}')
    results = looked(site, {"many": "schema: {path: many.json, schema: s.json}, expect: {error_count: 100}"})
    assert said(results) == {"many": ("passed", "")}
