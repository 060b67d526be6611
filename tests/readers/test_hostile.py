"""Reports made to crash, hang or fill the memory: read or refused, soon and within bounds."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from proofbook.check_types.readers import read_report
from proofbook.check_types.readers.xml import MAX_BYTES


def repeated(start: str, part: str, end: str = "") -> bytes:
    """As much of it as a file may hold."""
    return f"{start}{part * ((MAX_BYTES - len(start) - len(end)) // len(part))}{end}".encode()


def numbered(start: str, part: str, end: str, count: int) -> bytes:
    """Parts with a number each."""
    return "".join((start, *(part % at for at in range(count)), end)).encode()


FILES = '{"meta": 0, "totals": 0, "files": {"a": {"missing_lines": [], "executed_lines": [1'
POINT = '{"type":"Point","metric":"%s","data":{"value":1}}\n'
RESULTS = '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":""}},"results":[{}'
BOM = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6">'

HOSTILE: dict[str, Callable[[], bytes]] = {
    "deep lists": lambda: repeated("", "["),
    "deep maps": lambda: repeated("", '{"a":'),
    "deep within a field": lambda: numbered('{"version":"2.1.0","runs":[{"tool":', '{"a%d":', "}", 100_000),
    "many results": lambda: repeated(RESULTS, ",{}", "]}]}"),
    "some results": lambda: numbered(RESULTS, ',{"ruleId":"%d"}', "]}]}", 250_000),
    "some keys": lambda: numbered('{"a":1', ',"%d":1', "}", 700_000),
    "many numbers": lambda: repeated(FILES, ",123456", "]}}}"),
    "some numbers": lambda: numbered(FILES, ",%d", "]}}}", 2_000_000),
    "one long text": lambda: repeated('{"dependencies":[{"name":"', "a", '"}],"fixes":[]}'),
    "one long escaped text": lambda: repeated('{"dependencies":[{"name":"', r"\ud83d\ude00", '"}],"fixes":[]}'),
    "many points": lambda: repeated("", POINT % "a"),
    "many metrics": lambda: numbered("", POINT.replace("%s", "%d"), "", 1_000_000),
    "many cases": lambda: repeated("<testsuite>", "<testcase/>", "</testsuite>"),
    "much in one case": lambda: repeated("<testsuite><testcase>", "<a/>", "</testcase></testsuite>"),
    "deep elements": lambda: repeated("", "<testsuite>"),
    "many attributes": lambda: numbered("<testsuite ", 'a%x="" ', "/>", 5_000_000),
    "some attributes": lambda: numbered("<testsuite><testcase ", 'a%x="" ', "/></testsuite>", 100_000),
    "one long attribute": lambda: repeated('<testsuite name="', ">", '"/>'),
    "one long comment": lambda: repeated("<testsuite><!--", "a", "--></testsuite>"),
    "one long log": lambda: repeated("<testsuite><testcase><system-out>", "\n", "</system-out></testcase></testsuite>"),
    "lines of a class": lambda: repeated(
        '<coverage line-rate="1"><class><lines>', '<line hits="1"/>', "</lines></class></coverage>"
    ),
    "some components": lambda: numbered(BOM, "<component><name>%d</name></component>", "</bom>", 450_000),
}

PROGRAM = r"""
import re, sys, time
from pathlib import Path
from proofbook.check_types.readers import read_report
data = Path(sys.argv[1]).read_bytes()
begun = time.process_time()
try:
    found = str(read_report(data, "a"))[:80]
except ValueError as error:
    found = str(error)
# Not what getrusage says: that is also the parent's, of the moment before the program was started.
used = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(time.process_time() - begun, used, found)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_report_neither_crashes_nor_hangs_nor_fills_the_memory(name: str, tmp_path: Path) -> None:
    """As large as a file may be, it is read or refused within seconds, and the whole process stays under 200 MB."""
    file = tmp_path / "report"
    file.write_bytes(HOSTILE[name]())
    assert file.stat().st_size <= MAX_BYTES
    argv = [sys.executable, "-c", PROGRAM, str(file)]
    # What measures coverage would be measured with it.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False, env=environ)
    assert (done.returncode, done.stderr) == (0, "")
    took, used, _ = done.stdout.split(" ", 2)
    assert (float(took) < 10, int(used) < 200) == (True, True), done.stdout


def test_an_entity_bomb_is_refused_before_it_grows() -> None:
    """Entities that would become a billion parts are never expanded."""
    entities = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(9))
    bomb = f'<!DOCTYPE t [<!ENTITY e0 "lol">{entities}]><testsuite name="&e9;"/>'
    begun = time.process_time()
    with pytest.raises(ValueError, match="EntitiesForbidden"):
        read_report(bomb.encode(), "a.xml")
    assert time.process_time() - begun < 1


def test_a_document_type_of_another_machine_is_not_fetched(tmp_path) -> None:
    """A report that names its DTD is read without it."""
    dtd = tmp_path / "a.dtd"
    dtd.write_text('<!ELEMENT testsuite EMPTY><!ATTLIST testsuite name CDATA "read">')
    facts = read_report(f'<!DOCTYPE testsuite SYSTEM "file://{dtd}"><testsuite/>'.encode(), "a.xml")
    assert facts["suites"] == 1
