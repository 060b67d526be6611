"""Every format in small: what is read of it, and what is refused. `formats/expected.json` was worked out by hand."""

import json
from pathlib import Path

import pytest

from proofbook.check_types import report
from proofbook.check_types.readers import FORMATS, read_report
from proofbook.check_types.readers.look_alikes import COVERAGE, JSON, TEXT, XML

HERE = Path(__file__).parent / "formats"
EXPECTED = json.loads((HERE / "expected.json").read_text())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_is_read_or_refused(name: str) -> None:
    """Facts are counted from what is there, contradictions with the format and other formats are refused by name."""
    try:
        found = read_report((HERE / name).read_bytes(), name)
    except ValueError as error:
        found = str(error).replace(", ".join(FORMATS), "…")
    assert EXPECTED[name] == found


def test_no_fixture_is_forgotten() -> None:
    """Every file has its expectation, and every format a file."""
    formats = {facts["format"] for facts in EXPECTED.values() if isinstance(facts, dict)}
    assert sorted(EXPECTED) == sorted(path.name for path in HERE.iterdir() if path.name != "expected.json")
    assert formats | {"junit"} == set(FORMATS)


def test_facts_are_documented() -> None:
    """Every fact that is found is one that the check type names, with the formats that have it."""
    for facts in EXPECTED.values():
        if isinstance(facts, dict):
            reader = FORMATS[facts["format"]]
            assert set(facts) - {"format"} <= set(reader.FACTS)
            assert all(facts["format"] in report.FACTS[name].description for name in reader.FACTS)


@pytest.mark.parametrize("wanted", FORMATS)
def test_a_format_can_be_demanded(wanted: str) -> None:
    """With `format:` a report of any other format is refused, whatever it holds."""
    for name, facts in EXPECTED.items():
        if not isinstance(facts, dict):
            continue
        data = (HERE / name).read_bytes()
        if facts["format"] == wanted:
            assert facts == read_report(data, name, wanted)
        else:
            with pytest.raises(ValueError, match="not ") as raised:
                read_report(data, name, wanted)
            told = (
                f"{name} is {FORMATS[facts['format']].WORDS}, not {FORMATS[wanted].WORDS}: {FORMATS[wanted].EXPECTED}"
            )
            assert told == str(raised.value)


def look_alikes() -> list[tuple[bytes, str, str]]:
    """The smallest file of every look-alike, what it is called, and what would be read instead."""
    found = [(f'<{root} a="1"/>'.encode(), *told) for root, told in XML.items()]
    found += [(f'<coverage {attribute}="x"/>'.encode(), words, "cobertura") for attribute, words in COVERAGE.items()]
    found += [(start, *told) for start, told in TEXT.items()]
    for keys, words, meant in JSON:
        one = json.dumps(dict.fromkeys(sorted(keys - {""}), 0))
        found.append(((f"[{one}]" if "" in keys else one).encode(), words, meant))
    return found


@pytest.mark.parametrize(("data", "words", "meant"), look_alikes())
def test_look_alikes_are_named(data: bytes, words: str, meant: str) -> None:
    """What looks like a report and is none that is read is called by its name, with what would be read instead."""
    with pytest.raises(ValueError, match="a is ") as raised:
        read_report(data, "a")
    rest = f", not {FORMATS[meant].WORDS}: {FORMATS[meant].EXPECTED}" if meant else "; reports that are read: "
    assert str(raised.value).startswith(f"a is {words}{rest}")
