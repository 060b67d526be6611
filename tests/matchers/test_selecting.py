"""One value out of a fact that holds many."""

from typing import Any

import jsonpath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.matchers import MISSING
from proofbook.selecting import compiled, select

DATA = {"a": {"b": [1, 2, {"c": None}]}, "with space": 0, "list": []}

PATHS: list[tuple[Any, str, Any]] = [
    (DATA, "$.a.b[0]", 1),
    (DATA, "$.a.b[-1].c", None),
    (DATA, "$['with space']", 0),
    (DATA, "$.list", []),
    (DATA, "$", DATA),
    (DATA, "$.a.b[*]", [1, 2, {"c": None}]),
    (DATA, "$.a.b[0:1]", [1]),
    (DATA, "$..c", [None]),
    (DATA, "$.a.b[?@ > 1]", [2]),
    (DATA, "$.a.b[?@ > 5]", MISSING),
    (DATA, "$.list[*]", MISSING),
    (DATA, "$.none", MISSING),
    (DATA, "$.a.b[9]", MISSING),
    ("text", "$", "text"),
    ("text", "$.a", MISSING),
    (0, "$", 0),
    (MISSING, "$", MISSING),
]

NAMES: list[tuple[str, Any]] = [
    ("Content-Type", "a"),
    ("content-type", "a"),
    ("CONTENT-TYPE", "a"),
    ("content", MISSING),
]


@pytest.mark.parametrize(("value", "path", "selected"), PATHS, ids=lambda value: repr(value)[:40])
def test_a_path_selects_one_value_or_the_list_of_what_it_selects(value: Any, path: str, selected: Any) -> None:
    """A path to one place gives its value, any other path a list, and what selects nothing is missing, not empty."""
    assert selected == select(value, path, "jsonpath")


keys = st.sampled_from(["a", "b", "_c1"])
data = st.recursive(
    st.none() | st.integers(0, 3) | st.text("ab01", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | st.sampled_from(["0", "1"]), inner, max_size=3),
    max_leaves=12,
)
paths = st.lists(st.one_of(keys.map(".{}".format), st.integers(0, 2).map("[{}]".format)), max_size=4).map("".join)


@given(st.lists(data, max_size=3) | st.dictionaries(keys, data, max_size=3), paths.map("${}".format))
def test_a_path_of_names_and_indexes_finds_what_any_jsonpath_does(value: Any, path: str) -> None:
    """Followed without the compiler, it selects the same."""
    found = jsonpath.compile(path, strict=True).findall(value)
    assert select(value, path, "jsonpath") == (found[0] if found else MISSING)


@pytest.mark.parametrize(("name", "selected"), NAMES)
def test_a_name_selects_without_regard_to_case(name: str, selected: Any) -> None:
    """Names of headers select in whatever case they are written."""
    assert selected == select({"Content-Type": "a"}, name, "name")


@pytest.mark.parametrize("path", ["", "a", "$.", "$[", "$.a[?", "$.a.b[01]"])
def test_what_is_not_a_jsonpath_is_refused(path: str) -> None:
    """Text that is no JSONPath of RFC 9535 is refused in one line."""
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        compiled(path)
