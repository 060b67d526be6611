"""JUnit reports: counted, not believed; look-alikes named, hostile files refused at once."""

import json
import time
from pathlib import Path

import pytest

from proofbook.check_types.readers import FORMATS, read_report
from proofbook.check_types.readers.xml import MAX_BYTES

HERE = Path(__file__).parent

#: suites, tests, passed, failures, errors, skipped, disabled; and the names of what failed or broke.
COUNTS = {
    "plain.xml": ("1 5 1 2 1 1 0", ["shop.Cart.removes", "shop.Cart.pays", "(a test case without a name)"]),
    "nested.xml": ("3 2 2 0 0 0 0", []),
    "several-results.xml": ("1 3 1 3 1 1 0", ["c.twice", "c.both"]),
    "disabled.xml": ("1 8 2 0 1 1 4", ["broken all the same"]),
    "empty.xml": ("0 0 0 0 0 0 0", []),
    "suite-without-cases.xml": ("1 0 0 0 0 0 0", []),
    "utf-16.xml": ("1 1 0 1 0 0 0", ["☃"]),
    "latin-1.xml": ("1 1 0 1 0 0 0", ["Größe"]),
    "bom.xml": ("1 1 1 0 0 0 0", []),
    "doctype.xml": ("1 1 0 1 0 0 0", ["<a> é"]),
}
FIELDS = ("suites", "tests", "passed", "failures", "errors", "skipped", "disabled")

NOT_JUNIT = "not a JUnit report: its root would be <testsuites> or <testsuite>"
READ = f"reports that are read: {', '.join(FORMATS)}"
REFUSED = {
    "nunit3.xml": f"is an NUnit 3 report, {NOT_JUNIT}",
    "nunit2.xml": f"is an NUnit 2 report, {NOT_JUNIT}",
    "nunit-part.xml": f"is a part of an NUnit report, {NOT_JUNIT}",
    "xunit-net.xml": f"is an xUnit.net report, {NOT_JUNIT}",
    "visual-studio.trx": f"is a Visual Studio TRX report, {NOT_JUNIT}",
    "clover.xml": "is a Clover report, not a Cobertura report: its root would be <coverage> with the attribute line-rate",
    "jacoco.xml": "is a JaCoCo coverage report, not a Cobertura report: its root would be <coverage> with the attribute line-rate",
    "checkstyle.xml": "is a Checkstyle report, not a SARIF log: its outermost keys would be version (2.1.0) and runs",
    "testng.xml": f"is a TestNG report, {NOT_JUNIT}",
    "html.xml": f"is XML with the root element <html>; {READ}",
    "namespaced.xml": f"is XML with the root element <{{urn:other}}testsuite>; {READ}",
    "entity-bomb.xml": "is refused: EntitiesForbidden: reports need no entities",
    "external-entity.xml": "is refused: EntitiesForbidden: reports need no entities",
    "parameter-entity.xml": "is refused: EntitiesForbidden: reports need no entities",
    "utf-16-bomb.xml": "is refused: EntitiesForbidden: reports need no entities",
    "xinclude.xml": "is refused: it includes other documents, and what they hold would not be counted",
    "cut-off.xml": "is not well-formed XML: unclosed token: line 1, column 64",
    "nothing.xml": "is empty",
    "json.xml": "is JSON with the keys tests; " + READ,
    "utf-16-that-is-not.xml": "is not well-formed XML: encoding specified in XML declaration is incorrect: line 1, column 30",
    "unknown-encoding.xml": "is not well-formed XML: unknown encoding: x-nonsense",
    "zero-byte.xml": "is not well-formed XML: not well-formed (invalid token): line 1, column 18",
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_report_is_counted_and_not_believed(name: str) -> None:
    """Suites, cases and results are counted from the elements that are there; what was not run did not pass."""
    facts = read_report((HERE / "junit" / name).read_bytes(), name)
    counts, failed = COUNTS[name]
    assert (counts, failed, "junit") == (
        " ".join(str(facts[field]) for field in FIELDS),
        facts["failed_names"],
        facts["format"],
    )


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_junit_report_is_refused_by_name(name: str) -> None:
    """A report of another tool is named, a broken or hostile file refused with its reason; none is read as empty."""
    with pytest.raises(ValueError, match=name) as raised:
        read_report((HERE / "refused" / name).read_bytes(), name)
    assert f"{name} {REFUSED[name]}" == str(raised.value)


def test_every_fixture_is_tested() -> None:
    """No file of the fixtures is forgotten."""
    files = [path.name for folder in ("junit", "refused") for path in sorted((HERE / folder).iterdir())]
    assert sorted(files) == sorted([*COUNTS, *REFUSED])


def test_a_report_beyond_all_bounds_is_refused_unread() -> None:
    """A file of more than 64 MiB is refused by its size; one of exactly that is looked at."""
    said = []
    for more in (0, 1):
        with pytest.raises(ValueError, match=r"a\.xml") as raised:
            read_report(b"<" + b" " * (MAX_BYTES - 1 + more), "a.xml")
        said.append(str(raised.value).partition(": ")[0])
    assert said == ["a.xml is not well-formed XML", "a.xml has 67108865 bytes; at most 67108864 are read"]


DEEP, MANY = 100_000, 50_000
LARGE = {
    "deeply nested": (b"<testsuite>" * DEEP + b"<testcase/>" + b"</testsuite>" * DEEP, (DEEP, 1)),
    "many cases": (b"<testsuite>" + b'<testcase name="a"/>' * MANY + b"</testsuite>", (1, MANY)),
    "one long name": (b'<testsuite><testcase name="' + b"a" * 900_000 + b'"/></testsuite>', (1, 1)),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_report_is_read_in_good_time(name: str) -> None:
    """Depth, number and length of what a report holds make it slow at most in proportion."""
    data, wanted = LARGE[name]
    begun = time.process_time()
    facts = read_report(data, "a.xml")
    assert (wanted, True) == ((facts["suites"], facts["tests"]), time.process_time() - begun < 5)


def test_a_hostile_report_is_refused_at_once() -> None:
    """An entity bomb of a billion parts is refused before it grows."""
    entities = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(9))
    bomb = f'<!DOCTYPE t [<!ENTITY e0 "lol">{entities}]><testsuite name="&e9;"/>'
    begun = time.process_time()
    with pytest.raises(ValueError, match="EntitiesForbidden"):
        read_report(bomb.encode(), "a.xml")
    assert time.process_time() - begun < 1


def test_facts_can_be_kept_in_a_file() -> None:
    """What is read of a report is plain data."""
    facts = dict(read_report((HERE / "junit/plain.xml").read_bytes(), "plain.xml"))
    assert facts == json.loads(json.dumps(facts))
