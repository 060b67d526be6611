"""pytest-benchmark's JSON. Statistics only: with defaults one run also writes megabytes of raw times."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts

NAME = "pytest-benchmark"
WORDS = "a report of pytest-benchmark"
EXPECTED = "its outermost keys would be benchmarks and machine_info"
FACTS = {
    "benchmarks": Fact("benchmarks that ran", "integer"),
    "names": Fact("full names of the benchmarks", "list"),
    "stats": Fact(
        "seconds by full name: `min`, `max`, `mean`, `median`, `stddev`; `ops` a second, `rounds`; as in "
        "`$['tests/test_shop.py::test_sum'].median`",
        "object",
        select="jsonpath",
    ),
}


class _Stats(Struct, frozen=True):
    min: float
    max: float
    mean: float
    median: float
    stddev: float
    rounds: int
    ops: float | None = None


class _Benchmark(Struct, frozen=True):
    fullname: str
    stats: _Stats


class SHAPE(Struct, frozen=True):
    """What is read of the report."""

    benchmarks: list[_Benchmark]


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a report."""
    return {"benchmarks", "machine_info"} <= top.keys()


def count(report: SHAPE) -> Counts:
    """The benchmarks and their statistics."""
    every = {one.fullname: msgspec.to_builtins(one.stats) for one in report.benchmarks}
    return {"benchmarks": len(report.benchmarks), "names": sorted(every), "stats": every}
