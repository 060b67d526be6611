"""Characters that mean something to YAML: quotes, braces, stars, signs at the start of a value."""

from __future__ import annotations

import re

from proofbook.yaml_faults.trouble import Fault, Trouble, quoted

_OPENS_QUOTE = re.compile(r"(?:^\s*|[:,\[{-]\s+|[\[{])(?P<quote>[\"'])")


def bad_start(at: Trouble) -> Fault:
    """A sign that YAML keeps for itself, at the start of a value."""
    value = at.text[at.column :].rstrip()
    return at.here(f"a value cannot start with {value[:1]}", advice=f"quote it: {quoted(value)}", width=len(value))


def left_over(at: Trouble) -> Fault | None:
    """Characters behind a value that is complete already."""
    character, before = at.text[at.column : at.column + 1], at.text[: at.column].rstrip()[-1:]
    if character in {"}", "]"}:
        return at.here(f"a `{character}` too many", advice="remove it, or open what it closes")
    if before in {"'", '"'}:
        opened = _left_open(at.lines, at.line, before)
        if opened:
            return opened
        how = "double it inside single quotes, as in 'It''s'" if before == "'" else 'write it as \\" in double quotes'
        return at.here(f"text after the closing quote {before}", advice=f"if that quote belongs to the text, {how}")
    return None


def _left_open(lines: list[str], upto: int, quote: str) -> Fault | None:
    """The last line above on which a quote opens and does not close."""
    for line in range(upto - 1, -1, -1):
        opens = _OPENS_QUOTE.search(lines[line])
        if opens and opens["quote"] == quote and lines[line].count(quote) % 2:
            return _unclosed_quote(lines, line, opens.start("quote"))
    return None


def _unclosed_quote(lines: list[str], line: int, column: int) -> Fault:
    text = lines[line][column:].rstrip()
    return Fault(
        line, column, f"the quote {text[:1]} that opens here is never closed", advice=f"write {text}{text[:1]}"
    )


def quote(at: Trouble) -> Fault:
    """A quote that opens and does not close before the file ends."""
    return _unclosed_quote(at.lines, *at.since)


def flow(at: Trouble) -> Fault | None:
    """Braces or brackets whose end, or whose comma, is missing."""
    if at.text[at.column - 1 : at.column + 2] == "${{":
        value = re.match(r"[^,\]\n]*?\}\}", at.text[at.column - 1 :])
        quoted = f': "{value.group()}"' if value else ""
        return Fault(at.line, at.column - 1, "`${{ … }}` without quotes", advice=f"quote it{quoted}", width=3)
    line, column = at.since
    opened = at.lines[line][column : column + 1]
    closing = {"{": "}", "[": "]"}.get(opened, "")
    word = re.search(r"[^\s,{}\[\]]+\s*$", at.text[: at.column])
    if at.line != line or not (word or at.text[at.column :]):  # a last line need not end
        where = f"before line {at.line + 1}" if at.line != line and at.text.strip() else "before the end of the file"
        advice = f"add the `{closing}`, or the comma that is missing between its entries"
        return Fault(line, column, f"the `{opened}` that opens here is not closed {where}", advice=advice)
    if at.text[at.column :].startswith(("}", "]")):
        return at.here(f"`{at.text[at.column]}` where `{closing}` should close the `{opened}` of column {column + 1}")
    start = word.start() if word else at.column
    message = f"no comma, and no `{closing}`, before `{at.text[start : at.column].rstrip() or at.text[at.column]}`"
    return Fault(at.line, start, message, advice="put a comma between two entries", width=max(1, at.column - start))


def escape(at: Trouble) -> Fault:
    """A backslash in double quotes that escapes nothing."""
    column = max(0, at.text.rfind("\\", 0, at.column + 1))
    message = f"`{at.text[column : column + 2]}` means nothing in double quotes"
    return Fault(at.line, column, message, advice="use single quotes: nothing is escaped there", width=2)


def alias(at: Trouble) -> Fault:
    """A `*` or `&` that was meant as text."""
    line, column = at.since
    value = at.lines[line][column:].rstrip()
    return Fault(
        line,
        column,
        f"a value that starts with `{value[:1]}` is an alias or anchor",
        advice=f"quote it: {quoted(value)}",
    )


def no_anchor(at: Trouble) -> Fault:
    """An alias of nothing."""
    name = re.match(r"\*[^\s,\]}]*", at.text[at.column :])
    alias = name.group() if name else "*"
    return at.here(
        f"`{alias}` stands for nothing: there is no `&{alias[1:]}` above it",
        advice=f'quote it if it is text: "{alias}"',
        width=len(alias),
    )


def after_end(at: Trouble) -> Fault:
    """Text behind `...`."""
    return at.here(
        "text after the end of the document", expected="one document a file", advice="remove the `...` above it"
    )


def second_document(at: Trouble) -> Fault:
    """A `---` after the document has begun."""
    return at.here(
        "a second document starts here", expected="one document a file", advice="move it to a file of its own"
    )


def no_value(at: Trouble) -> Fault:
    """Two commas, or a bracket, where a value should stand."""
    sign = at.text[at.column : at.column + 1]
    if not sign:
        return at.here("the text ends where a value is expected", advice="close what is open, or write the value")
    return at.here(f"a value is missing before `{sign}`", advice="write it, or remove the sign")
