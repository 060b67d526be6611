"""References: found in parsed values and put in place there, with their type kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.errors import UnknownVariable
from proofbook.variables import NAME, references, resolve

SCOPE = {
    "vars": {
        "port": 8080,
        "flag": True,
        "none": None,
        "name": "a b",
        "list": [1, "x"],
        "half": 0.5,
        "ref": "${{ vars.x }}",
    },
    "env": {"base.url": "http://x"},
}

RESOLVED: list[tuple[Any, Any]] = [
    ("${{ vars.port }}", 8080),
    ("${{vars.flag}}", True),
    ("${{   vars.none   }}", None),
    ("${{ vars.list }}", [1, "x"]),
    ("${{ env.base.url }}", "http://x"),
    ("http://h:${{ vars.port }}/${{ vars.name }}", "http://h:8080/a b"),
    ("?f=${{ vars.flag }}&n=${{ vars.none }}&h=${{ vars.half }}", "?f=true&n=null&h=0.5"),
    ("is ${{ vars.list }}", 'is [1, "x"]'),
    (" ${{ vars.port }}", " 8080"),
    ("${{ vars.ref }}", "${{ vars.x }}"),
    ("x${{ vars.ref }}", "x${{ vars.x }}"),
    ({"${{ vars.port }}": ["${{ vars.port }}", ("${{ vars.name }}",)]}, {"${{ vars.port }}": [8080, ["a b"]]}),
    (5, 5),
    (None, None),
    ("$ { { vars.port } }", "$ { { vars.port } }"),
    ("${ vars.port }", "${ vars.port }"),
]

FOUND: list[tuple[Any, list[tuple[tuple[str | int, ...], str]]]] = [
    ("a${{ vars.x }}b${{ env.y }}", [((), "vars.x"), ((), "env.y")]),
    ({"a": ["x", "${{ vars.x }}"], "b": ({"c": "${{ }}"},)}, [(("a", 1), "vars.x"), (("b", 0, "c"), "")]),
    (5, []),
    ("${{ vars.x }", []),
]

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("${ }.a", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
).filter(lambda value: not list(references(value)))


@pytest.mark.parametrize(("value", "resolved"), RESOLVED, ids=repr)
def test_a_reference_is_replaced_where_it_stands(value: Any, resolved: Any) -> None:
    """References are replaced inside string values, once and not in keys; inside other text as YAML writes the value."""
    found = resolve(value, SCOPE)
    assert (resolved, type(resolved)) == (found, type(found))


@pytest.mark.parametrize(("value", "found"), FOUND, ids=repr)
def test_every_reference_is_found_with_its_place(value: Any, found: list[Any]) -> None:
    """Each reference is found with the path to the string it stands in, however deep."""
    assert found == list(references(value))


@pytest.mark.parametrize("reference", ["vars.nope", "nope.x", "vars", ""])
def test_an_unknown_reference_is_named(reference: str) -> None:
    """A reference that nothing defines is an error that names it, never an empty text."""
    with pytest.raises(UnknownVariable) as raised:
        resolve([f"a ${{{{ {reference} }}}}"], SCOPE)
    assert (reference, f"nothing defines ${{{{ {reference} }}}}") == (raised.value.reference, str(raised.value))


@given(plain)
def test_a_whole_reference_keeps_its_type(value: Any) -> None:
    """A string that is one reference becomes the very value, whatever its type."""
    assert resolve("${{ vars.x }}", {"vars": {"x": value}}) is value


@given(plain)
def test_what_holds_no_reference_is_left_alone(value: Any) -> None:
    """A value without references comes back as it was."""
    assert value == resolve(value, {})


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("vars.x", True),
        ("env.base_url", True),
        ("ports.blue-agent", True),
        ("Vars.x", False),
        ("vars", False),
        ("vars.", False),
    ],
)
def test_a_reference_names_a_group_and_a_name(name: str, *, right: bool) -> None:
    """A reference is a group in lower case, a dot and a name."""
    assert right is bool(NAME.match(name))
