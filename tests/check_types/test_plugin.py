"""Monitoring plugins: states, and performance data as the guidelines write it."""

from __future__ import annotations

import pytest

from proofbook.check_types.perfdata import alerts, read_output
from tests.run.looks import looked, said
from tests.sites import Site

#: Range, values that call for an alert, values that do not (monitoring-plugins guidelines, table of ranges).
RANGES = [
    ("10", (-1, 10.1, 11), (0, 5, 10)),
    ("10:", (9.9, -3), (10, 11)),
    ("~:10", (10.5, 11), (-99, 10)),
    ("10:20", (9, 21), (10, 15, 20)),
    ("@10:20", (10, 15, 20), (9, 21)),
    ("@~:-1", (-1, -50), (0, 1)),
    ("-5:-1.5", (-6, 0), (-5, -1.5)),
    ("0", (0.1, -1), (0,)),
]


@pytest.mark.parametrize(("range_", "bad", "fine"), RANGES)
def test_ranges(range_: str, bad: tuple[float, ...], fine: tuple[float, ...]) -> None:
    """Both ends belong to the range."""
    assert [alerts(value, range_) for value in (*bad, *fine)] == [True] * len(bad) + [False] * len(fine)


def test_no_range() -> None:
    """Without a range or a value nothing can be said."""
    assert (alerts(1, ""), alerts(None, "10"), alerts(1, "~")) == (None, None, None)


#: Performance data, and for each label value, unit, warning, critical; then what was not understood.
DATA = [
    ("load1=0.5;1;2;0 load5=.25", {"load1": (0.5, "", False, False), "load5": (0.25, "", None, None)}, ()),
    ("'free space'=2GB;@0:1;1:", {"free space": (2e9, "B", False, False)}, ()),
    ("'it''s = odd'=3%", {"it's = odd": (3, "%", None, None)}, ()),
    (
        "rta=12.5ms;10;100 us=5us t=2h",
        {"rta": (0.0125, "s", True, False), "us": (5e-6, "s", None, None), "t": (7200, "s", None, None)},
        (),
    ),
    (
        "a=1KiB b=1kB c=1TB d=8mb e=7c",
        {
            "a": (1024, "B", None, None),
            "b": (1000, "B", None, None),
            "c": (1e12, "B", None, None),
            "d": (8e6, "b", None, None),
            "e": (7, "c", None, None),
        },
        (),
    ),
    ("a=U;1;2", {"a": (None, "", None, None)}, ()),
    ("a=1e3;~:5 b=-4;-5:-1", {"a": (1000, "", True, None), "b": (-4, "", False, None)}, ()),
    ("temp=21C", {"temp": (21, "C", None, None)}, ()),
    ("a=1,5 b=2;x c d=1;2;3;4;5;6 e= =5 f=1;;;z", {}, ("a=1,5", "b=2;x", "c", "d=1;2;3;4;5;6", "e=", "=5", "f=1;;;z")),
    ("", {}, ()),
]


@pytest.mark.parametrize(("data", "measures", "malformed"), DATA)
def test_perfdata(data: str, measures: dict, malformed: tuple[str, ...]) -> None:
    """Labels, values in their base unit, ranges; what is not understood is told, not guessed."""
    said_ = read_output(f"OK | {data}\n")
    found = {label: (one.value, one.unit, one.warning, one.critical) for label, one in said_.measures.items()}
    assert (found, said_.malformed) == (
        {k: (pytest.approx(v[0]) if v[0] is not None else None, *v[1:]) for k, v in measures.items()},
        malformed,
    )


def test_long_output() -> None:
    """The example of the Nagios plugin API: performance data behind the first and behind a later line."""
    said_ = read_output(
        "DISK OK - free: 3326 MB | /=2643MB;5948;5958;0;5968\n/ 15272 MB\n/boot 68 MB | /boot=68MB;88;93;0;98\n/home=69357MB;;;0\n"
    )
    assert (said_.text, said_.long_text) == ("DISK OK - free: 3326 MB", "/ 15272 MB\n/boot 68 MB")
    assert {label: (one.value, one.min, one.max) for label, one in said_.measures.items()} == {
        "/": (2643e6, 0, 5968e6),
        "/boot": (68e6, 0, 98e6),
        "/home": (69357e6, 0, None),
    }


def test_states(site: Site) -> None:
    """Each exit code is its state; unknown, no state at all and a signal are errors with what was said."""
    script = "import os,sys; print(sys.argv[2]); os.kill(os.getpid(), 9) if sys.argv[1] == '9' else sys.exit(int(sys.argv[1]))"
    site.file("check.py", script)
    run = "plugin: [python, check.py, '%s', 'SAYS | a=5;3'], expect: "
    results = looked(
        site,
        {
            "ok": run % 0
            + "{state: ok, exit_code: 0, text: SAYS, perfdata: {a: 5}, measures: {$.a.warning: true}, malformed: {is_empty: true}}",
            "warning": run % 1 + "{state: ok}",
            "critical": "plugin: {argv: [python, ../check.py, '2', x], cwd: docs}, expect: {state: critical, perfdata: {a: {exists: false}}}",
            "unknown": run % 3 + "{state: ok}",
            "beyond": run % 4 + "{state: ok}",
            "killed": run % 9 + "{state: ok}",
            "silent": "plugin: ['false'], expect: {text: {is_empty: true}, state: warning}",
        },
    )
    assert said(results) == {
        "ok": ("passed", ""),
        "warning": ("failed", 'state: expected "ok", got "warning"'),
        "critical": ("passed", ""),
        "unknown": ("error", "the plugin could not look: UNKNOWN: SAYS"),
        "beyond": ("error", "the plugin could not look: exit code 4, which is no state: SAYS"),
        "killed": ("error", "the plugin could not look: exit code -9, which is no state: SAYS"),
        "silent": ("passed", ""),
    }
