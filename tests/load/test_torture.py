"""Files that were made to break readers, and the YAML of a hundred other projects: refused, never suffered."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.conftest import CORPUS
from tests.sites import Site

SECONDS, MEGABYTES = 2.0, 200
#: Reads every file as the loader does, and says what it cost. `ru_maxrss` would count the process that started it.
READ = """
import json, re, sys, time
from pathlib import Path
from proofbook.load.reading import read_document
costs = []
for name in Path(sys.argv[1]).read_text().splitlines():
    began = time.process_time()
    read = read_document(Path(name), name, ())
    costs.append([time.process_time() - began, name, bool(read.source)])
used = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps([costs, int(used[1]) / 1024]))
"""


def torture() -> list[Path]:
    """Everything in the folder of torture, whatever it is, and all YAML of the corpus."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    every = (path for path in CORPUS.rglob("*") if path.is_file())
    return [path for path in every if "torture" in path.parts or path.suffix in {".yml", ".yaml"}]


def test_torture(site: Site) -> None:
    """No crash, none over 2 s, and all of them together below 200 MB; none of them is a document of ours."""
    names = site.file("names.txt", "\n".join(map(str, torture())))
    done = site.program(sys.executable, "-c", READ, str(names), timeout=120)
    assert (0, "") == (done.code, done.err)
    costs, peak = json.loads(done.out)
    assert [cost for cost in costs if cost[0] > SECONDS or cost[2]] == []
    assert peak < MEGABYTES
    assert len(costs) > 100


def test_torture_validated(site: Site) -> None:
    """The command names a problem in every one of them, in one run, without a trace."""
    paths = torture()
    done = site.proofbook("validate", "--format", "json", *map(str, paths), timeout=120)
    assert (2, "") == (done.code, done.err)
    assert {str(path) for path in paths} == {problem["place"]["file"] for problem in json.loads(done.out)}
