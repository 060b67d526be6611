"""Much that is seen is not much that is kept."""

from __future__ import annotations

import sys

from tests.run.test_checks import book
from tests.sites import Site

CHECKS = 320
LIMIT_KIB = 300 * 1024
RUN = """
import resource, sys
from proofbook.cli import main
try:
    main(["run"])
except SystemExit:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def test_a_mebibyte_each(site: Site) -> None:
    """Three hundred and twenty checks that each see a mebibyte and are wrong, which keeps evidence, stay far below what they saw."""
    site.file("big.txt", "x" * 1024 * 1024)
    check = "{id: c%d, file: {path: big.txt}, expect: {contents: {contains: y}}}"
    site.settings("{files: true}").write(book=book(*(check % at for at in range(CHECKS))))
    peak = int(site.program(sys.executable, "-c", RUN, timeout=120).err.split()[-1])
    # macOS counts in bytes.
    assert peak / (1024 if sys.platform == "darwin" else 1) < LIMIT_KIB
    assert {"failed"} == {one["status"] for one in site.results["results"]}
