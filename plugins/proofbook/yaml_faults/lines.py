"""Lines that stand too deep, not deep enough, or without a colon."""

from __future__ import annotations

import re

from proofbook.yaml_faults.tokens import left_over
from proofbook.yaml_faults.trouble import Fault, Trouble, quoted

_KEY = re.compile(r"(?P<before>\s*(?:- +)*)(?P<key>[^\s:#'\"\[{][^:#]*?|'[^']*'|\"[^\"]*\"): +(?P<value>\S.*)$")
_ENTRIES = re.compile(r"\s*(?:- +)*")
_BLOCK = re.compile(r"[:-] +[|>][-+0-9]*\s*(?:#.*)?$")


def conflict(at: Trouble) -> Fault | None:
    """A merge that git could not make."""
    line = next((line for line, text in enumerate(at.lines) if text.startswith("<<<<<<< ")), None)
    if line is None:
        return None
    return Fault(line, 0, "a merge conflict", advice="keep one of its two sides", width=len(at.lines[line]))


def no_spaces(at: Trouble) -> Fault | None:
    """A tab, or a space of another kind, in the indentation."""
    blank = at.text[: len(at.text) - len(at.text.lstrip())]
    column = next((column for column, character in enumerate(blank) if character != " "), None)
    if column is None:
        return None
    what = "a tab" if blank[column] == "\t" else f"an invisible character, U+{ord(blank[column]):04X},"
    return Fault(at.line, column, f"{what} where YAML wants spaces", advice="indent with spaces")


def colon(at: Trouble) -> Fault | None:
    """A `: ` where a value is already being read: in the value itself, or on a line too deep."""
    found = _KEY.match(at.text)
    if found and found.start("value") <= at.column:
        value = found["value"]
        return Fault(
            at.line,
            found.start("value"),
            "`: ` inside a value that is not quoted",
            advice=f"quote the value: {quoted(value)}",
            width=len(value.rstrip()),
        )
    above = at.lines[at.above] if at.above >= 0 else ""
    dash = re.match(r"\s*-(?=\w)", above)
    if dash:
        wanted = f"{above[: dash.end()]} {above[dash.end() :]}".strip()
        return Fault(at.above, dash.end() - 1, "a `-` without a space after it", advice=f"write `{wanted}`")
    return _too_deep(at, above)


def _too_deep(at: Trouble, above: str) -> Fault | None:
    entries = _ENTRIES.match(above)
    column = entries.end() if entries else 0
    if column < at.indent and at.indent in _levels(at.lines[: at.above]):
        message = f"this line is indented by {column} spaces, and its neighbours by {at.indent}"
        return Fault(at.above, column, message, expected=f"{at.indent} spaces")
    if at.indent <= column or not above:
        return None
    return Fault(
        at.line,
        at.indent,
        f"this line is indented by {at.indent} spaces, under a key that has its value already",
        expected=f"{column} spaces, as line {at.above + 1}",
        advice="if it continues the text above, quote that text or start it with `|`",
    )


def no_colon(at: Trouble) -> Fault:
    """A line that has no `: ` of its own; libyaml notices at the next one."""
    line, column = at.since
    text = at.lines[line][column:].rstrip()
    header = _block_header(at.lines, line)
    if header >= 0:
        key = at.lines[header].strip()
        return Fault(
            line,
            column,
            f"this line is not indented deeper than `{key}` in line {header + 1}",
            advice="indent every line of the text by two more spaces than its key",
            width=len(text),
        )
    joined = re.match(r"([\w.-]+):(\S.*)", text)
    if joined:
        advice = f"write `{joined[1]}: {joined[2]}`"
        return Fault(line, column + joined.end(1), "no space after the `:`", advice=advice)
    return Fault(line, column, "a line without `: `", expected="`key: value`", width=len(text))


def _block_header(lines: list[str], line: int) -> int:
    """The line that began a block of text which this line has left by its indentation; -1 if none did."""
    indent = len(lines[line]) - len(lines[line].lstrip(" "))
    for at in range(line - 1, -1, -1):
        text = lines[at]
        if _BLOCK.search(text):
            return at
        if text.strip() and len(text) - len(text.lstrip(" ")) <= indent:
            return -1
    return -1


def indentation(at: Trouble) -> Fault | None:
    """A line that begins where no block does, or one of another kind than its neighbours."""
    if at.column != at.indent:
        return left_over(at)
    levels = _levels(at.lines[: at.line])
    if at.indent not in levels:
        known = ", ".join(map(str, levels[:-1])) + " or " + str(levels[-1]) if len(levels) > 1 else "0"
        message = f"this line is indented by {at.indent} spaces, which fits no line above"
        return at.here(message, expected=f"{known} spaces")
    if at.text[at.column :].startswith("- "):
        return at.here("a list entry among the keys of a map", advice="indent it under the key that it belongs to")
    deeper = next((level for level in levels if level > at.indent), at.indent + 2)
    return at.here(
        "a key among the entries of a list",
        expected=f"`- ` to begin another entry, or {deeper} spaces to go on with the one above",
    )


def _levels(lines: list[str]) -> list[int]:
    """How deep the blocks are indented that are open after these lines."""
    levels: list[int] = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        levels = [level for level in levels if level < indent] + [indent]
        levels += [dash.end() for dash in re.finditer(r"(?<=- )(?= *- )|- +(?=\S)", line[: _entries_end(line)])]
    return sorted(set(levels))


def _entries_end(line: str) -> int:
    found = _ENTRIES.match(line)
    return found.end() + 1 if found else 0


def list_on_key_line(at: Trouble) -> Fault:
    """`key: - entry`."""
    return at.here("a list cannot begin on the line of its key", advice="put `- ` on a line of its own, below the key")


def after_block(at: Trouble) -> Fault:
    """Text right after `|` or `>`."""
    return at.here(
        "text on the line of `|` or `>`",
        advice="begin the text on the next line, indented deeper; quote the value if the sign belongs to it",
    )
