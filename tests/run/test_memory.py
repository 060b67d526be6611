"""Much that is seen is not much that is kept."""

from __future__ import annotations

import sys

import pytest

from tests.run.test_checks import book
from tests.sites import Site

CHECKS = 320
LIMIT_KIB = 300 * 1024
#: `ru_maxrss` would begin with what the process that started this one used: the kernel hands it on when a program is loaded.
RUN = """
import re, sys
from pathlib import Path
from proofbook.cli import main
try:
    main(["run"])
except SystemExit:
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how much memory was used is read from /proc")
def test_a_mebibyte_each(site: Site) -> None:
    """Three hundred and twenty checks that each see a mebibyte and are wrong, which keeps evidence, stay far below what they saw."""
    site.file("big.txt", "x" * 1024 * 1024)
    check = "{id: c%d, file: {path: big.txt}, expect: {contents: {contains: y}}}"
    site.settings("{files: true}").write(book=book(*(check % at for at in range(CHECKS))))
    peak = int(site.program(sys.executable, "-c", RUN, timeout=120).err.split()[-1])
    assert peak < LIMIT_KIB
    assert {"failed"} == {one["status"] for one in site.results["results"]}
