"""`proofbook validate` as pipelines run it: real processes, every format, exit codes, paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.sites import Site

BOOK = """
kind: runbook
id: disk-full
title: A disk is full
owner: platform
steps:
  - {id: look, title: Look, instructions: Look., verify: [{file: {path: docs}, expect: {exists: true}}]}
"""
#: What of SARIF 2.1.0 (OASIS) we write, as its specification has it: required parts, no others, columns from 1.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri", "pattern": "sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "additionalProperties": False,
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool", "results", "columnKind"],
            "properties": {
                "tool": {
                    "required": ["driver"],
                    "properties": {"driver": {"required": ["name", "version", "rules"]}},
                    "additionalProperties": False,
                },
                "columnKind": {"const": "unicodeCodePoints"},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
            "additionalProperties": False,
        },
        "result": {
            "type": "object",
            "required": ["ruleId", "level", "message", "locations"],
            "properties": {
                "ruleId": {"const": "invalid-document"},
                "level": {"const": "error"},
                "message": {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}},
                "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}, "minItems": 1, "maxItems": 1},
                "relatedLocations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
            },
            "additionalProperties": False,
        },
        "location": {
            "type": "object",
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {
                            "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"}},
                            "required": ["uri"],
                        },
                        "region": {
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "startColumn": {"type": "integer", "minimum": 1},
                                "endColumn": {"type": "integer", "minimum": 2},
                            },
                            "required": ["startLine", "startColumn"],
                            "additionalProperties": False,
                        },
                    },
                    "additionalProperties": False,
                }
            },
            "additionalProperties": False,
        },
    },
}


@pytest.fixture
def wrong(site: Site) -> Site:
    """Two mistakes in a file with a hostile name, one in another folder, a duplicate with the place of the first."""
    site.settings(owners="{platform: {name: Platform}}")
    site.write(good=BOOK)
    site.file(
        "runbooks/a b,c:d%.yml", BOOK.replace("disk-full", "two").replace("title: A", '"ti\\n::error::tle": A', 1)
    )
    site.file("runbooks/deep/e.yml", BOOK)
    return site


def test_text(wrong: Site) -> None:
    """Problems go to the error output, nothing to the other."""
    done = wrong.proofbook("validate")
    assert (2, "", 2) == (
        done.code,
        done.out,
        done.err.count("runbooks/a b,c:d%.yml:4:1: ") + done.err.count(": the id"),
    )
    assert "unknown key `ti\\n::error::tle`" in done.err
    assert not any(line.startswith("::") for line in done.err.splitlines())


def test_json(wrong: Site) -> None:
    """A list of records on the standard output, in the order of files and lines."""
    done = wrong.proofbook("validate", "--format", "json")
    problems = json.loads(done.out)
    assert (2, "") == (done.code, done.err)
    places = [(one["place"]["file"], one["place"]["line"]) for one in problems]
    assert places == sorted(places)
    assert {"file": "runbooks/deep/e.yml", "line": 3, "column": 5} == problems[-1]["see"]
    assert {"runbooks/a b,c:d%.yml", "runbooks/good.yml"} == {file for file, _ in places}
    assert all(one["message"] and one["excerpt"] and one["width"] >= 1 for one in problems)


def test_github(wrong: Site) -> None:
    """A command a problem, each on one line, and nothing in a name or value begins another."""
    done = wrong.proofbook("validate", "--format", "github")
    lines = done.out.splitlines()
    assert (2, "", 2) == (done.code, done.err, len(lines))
    assert all(line.startswith("::error file=runbooks/") for line in lines)
    assert "file=runbooks/a b%2Cc%3Ad%25.yml,title=" in lines[0]
    assert ["unknown key `ti%0A" in line and "error%3A%3Atle`" in line for line in lines] == [True, False]


def test_github_counts_the_rest(site: Site) -> None:
    """GitHub shows ten; the tenth says how many there are more."""
    site.write(**{f"book{number}": BOOK.replace("disk-full", f"b{number}", 1) for number in range(15)})
    site.settings(owners="{release: {name: Release}}")
    done = site.proofbook("validate", "--format", "github")
    assert (2, 10) == (done.code, len(done.out.splitlines()))
    assert "::error::and 6 more; the log has them all" == done.out.splitlines()[-1]


def test_sarif(wrong: Site) -> None:
    """As the specification has it, with names that are URIs, and the place of the first of two."""
    done = wrong.proofbook("validate", "--format", "sarif")
    log = json.loads(done.out)
    Draft202012Validator(SARIF).validate(log)
    results = log["runs"][0]["results"]
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert (2, "") == (done.code, done.err)
    assert {"runbooks/a%20b%2Cc%3Ad%25.yml", "runbooks/good.yml"} == uris
    assert [1] == [len(one["relatedLocations"]) for one in results if "relatedLocations" in one]
    for one in results:
        region = one["locations"][0]["physicalLocation"]["region"]
        assert region["endColumn"] > region["startColumn"]


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif"])
def test_nothing_wrong(site: Site, format_: str) -> None:
    """Without problems every format is 0 and says so in its own way."""
    site.write(good=BOOK)
    done = site.proofbook("validate", "--format", format_)
    said = {"text": "1 document, no problems\n", "github": "", "json": "[]\n"}.get(format_, done.out)
    assert (0, said, "") == (done.code, done.out, done.err)
    if format_ == "sarif":
        assert [] == json.loads(done.out)["runs"][0]["results"]


def test_settings_in_the_format(site: Site) -> None:
    """Wrong settings are told in the format that was asked for, too."""
    site.settings(alow="{}")
    done = site.proofbook("validate", "--format", "json")
    assert (2, "", ["mkdocs.yml"]) == (done.code, done.err, [one["place"]["file"] for one in json.loads(done.out)])


@pytest.mark.parametrize(
    ("paths", "code", "files"),
    [
        (["runbooks/good.yml"], 2, {"runbooks/good.yml"}),
        (["runbooks/deep"], 0, set()),
        (["runbooks/deep/e.yml", "runbooks/a b,c:d%.yml"], 2, {"runbooks/a b,c:d%.yml"}),
        (["runbooks"], 2, {"runbooks/good.yml", "runbooks/a b,c:d%.yml"}),
        (["docs/index.md"], 2, {"docs/index.md"}),
    ],
)
def test_paths(wrong: Site, paths: list[str], code: int, files: set[str]) -> None:
    """Of named files and folders only their own problems are told, though rules see the whole site."""
    done = wrong.proofbook("validate", "--format", "json", *paths)
    assert (code, files) == (done.code, {one["place"]["file"] for one in json.loads(done.out)})


def test_path_elsewhere(wrong: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file outside of the site is looked at where it is; one that is not there is wrong usage."""
    outside = tmp_path_factory.mktemp("outside") / "x.txt"
    outside.write_text("kind: nothing\n")
    done = wrong.proofbook("validate", str(outside))
    assert (2, True) == (done.code, done.err.startswith(f"{outside}:1:7: unknown kind"))
    gone = wrong.proofbook("validate", "runbooks/gone.yml")
    assert (2, "proofbook: there is no runbooks/gone.yml\n") == (gone.code, gone.err)


def test_from_another_folder(wrong: Site) -> None:
    """Paths are those of the caller, names in messages those of the site."""
    done = Site(Path(wrong.root) / "docs").proofbook("-f", "../mkdocs.yml", "validate", "../runbooks/good.yml")
    assert (2, True) == (done.code, done.err.startswith("runbooks/good.yml:3:5: the id `disk-full` is taken"))
