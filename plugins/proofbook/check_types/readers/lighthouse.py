"""Lighthouse's JSON: the scores of a web page. What it could not measure has no score."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts

NAME = "lighthouse"
WORDS = "a report of Lighthouse"
EXPECTED = "its outermost keys would be lighthouseVersion, categories and audits"
FACTS = {
    "version": Fact("version of Lighthouse", "string"),
    "scores": Fact("score of each category, from 0 to 1, as in `accessibility`", "object", select="name"),
    "metrics": Fact("what an audit measured, by its id, as in `largest-contentful-paint`", "object", select="name"),
    "audits": Fact("audits that gave a score", "integer"),
    "failed_audits": Fact("ids of audits with the score 0", "list"),
    "broken_audits": Fact("ids of audits that could not be made", "list"),
}


class _Category(Struct, frozen=True):
    score: float | None = None


class _Audit(Struct, frozen=True, rename="camel"):
    score: float | None = None
    score_display_mode: str = ""
    numeric_value: float | None = None


class _Fault(Struct, frozen=True):
    code: str = ""
    message: str = ""


class SHAPE(Struct, frozen=True, rename="camel"):
    """What is read of the report."""

    lighthouse_version: str
    categories: dict[str, _Category]
    audits: dict[str, _Audit]
    runtime_error: _Fault | None = None


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a report."""
    return {"lighthouseVersion", "categories", "audits"} <= top.keys()


def count(report: SHAPE) -> Counts:
    """Scores, measured numbers, and what failed."""
    fault = report.runtime_error
    if fault and fault.code not in {"", "NO_ERROR"}:
        raise ValueError(f"says that the page could not be measured: {fault.code[:80]}: {fault.message[:200]}")
    audits = report.audits
    return {
        "version": report.lighthouse_version,
        "scores": {id_: one.score for id_, one in report.categories.items() if one.score is not None},
        "metrics": {id_: one.numeric_value for id_, one in audits.items() if one.numeric_value is not None},
        "audits": sum(one.score is not None for one in audits.values()),
        "failed_audits": sorted(id_ for id_, one in audits.items() if one.score == 0),
        "broken_audits": sorted(id_ for id_, one in audits.items() if one.score_display_mode == "error"),
    }
