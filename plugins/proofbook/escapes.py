"""Every way in which a program may have written a text: as patterns that find it.

Programs disagree on which characters to escape and how, so each one is looked for by itself, however it is
written: by URLs, JSON, HTML, Python, JavaScript, shells, or by some of them one after another.
"""

from __future__ import annotations

import re
import string
from html import escape

#: How many backslashes may stand for one, or before what they escape, as in JSON within JSON.
LEVELS = 8
#: What follows a backslash, for a character that cannot be seen.
LETTERS = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e"}
#: A shell ends its quoted text, quotes the quote and goes on, in either of two ways; forms write blanks so.
OTHERWISE = {"'": [r"""'"'"'""", r"'\\{1,8}''"], " ": [r"\+"]}
SLASH_ENCODED = r"%5[cC]|&#0*92;|&#[xX]0*5[cC];"
SLASH = rf"(?:\\(?:x5[cC]|u005[cC]|U0000005[cC]|u\{{0*5[cC]\}}|134)?|{SLASH_ENCODED})"


def of_text(text: str) -> list[str]:
    """A pattern for each part of a text."""
    return beginning_of(text, len(text))


def beginning_of(text: str, length: int) -> list[str]:
    """Likewise, for its first characters; of backslashes that they end within, so many may be missing."""
    units, made = _units(text), []
    for unit, after in zip(units, [*units[1:], ""], strict=True):
        if length <= 0:
            break
        made.append(_slashes(len(unit), min(length, len(unit)), after) if unit[0] == "\\" else _written(unit))
        length -= len(unit)
    return made


def of_base64(digits: str) -> list[str]:
    """Likewise, of what nobody escapes but in the three digits that mean something elsewhere."""
    return [digit if digit.isalnum() else _written(digit) for digit in digits]


def _units(text: str) -> list[str]:
    """Single characters, and runs of backslashes: of those nobody can say which escapes what."""
    return re.findall(r"\\+|[^\\]", text)


def _written(unit: str) -> str:
    """A pattern for every way to write a character."""
    # What is longer comes first: of `&amp;` the `&` alone must not be taken for the whole.
    ways = [*OTHERWISE.get(unit, []), _percent(unit), _entity(unit), *_escapes(unit), re.escape(unit)]
    return f"(?:{'|'.join(ways)})"


def _slashes(count: int, least: int, after: str) -> str:
    """A pattern for backslashes, at least some of them. To what stands after them is left what it may be escaped with.

    So of `u`, written by its number behind another backslash, nothing stays.
    """
    some = f"{SLASH}{{{least},{LEVELS * count}}}"
    if not after:
        return some
    return f"(?:{SLASH}{{{count},{LEVELS * count}}}?(?!{SLASH_ENCODED})(?={_written(after)})|{some})"


def _percent(unit: str) -> str:
    return "".join(f"%{_hex(byte, 2)}" for byte in unit.encode())


def _entity(unit: str) -> str:
    """By name or by number (HTML, section 13.1.4)."""
    named = escape(unit).removeprefix("&").removesuffix(";")
    names = [re.escape(named)] if named != unit else []
    return f"&(?:{'|'.join([*names, f'#0*{ord(unit)}', f'#[xX]0*{_hex(ord(unit), 1)}'])});"


def _escapes(unit: str) -> list[str]:
    """Behind backslashes: the character itself, a letter for it, or its number in one of the usual ways."""
    number = ord(unit)
    one = [f"u{_hex(number, 4)}", f"U{_hex(number, 8)}", rf"u\{{0*{_hex(number, 1)}\}}", f"x{_hex(number, 2)}"]
    one += [LETTERS[unit]] if unit in LETTERS else []
    # Backslashes may belong to what stands before: behind them, too, what is longer comes first.
    one += [*OTHERWISE.get(unit, []), _percent(unit), _entity(unit)] if unit in "%&'" else []
    one += [re.escape(unit)] if unit in string.punctuation else []
    pairs, raw = unit.encode("utf-16-be"), unit.encode()
    many = [
        [f"u{_hex(int.from_bytes(pairs[at : at + 2]), 4)}" for at in range(0, len(pairs), 2)],
        [f"x{_hex(byte, 2)}" for byte in raw],
        [f"{byte:03o}" for byte in raw],
    ]
    # The first backslash by itself: what begins with a letter, and not with a repetition, is found quickly.
    behind = rf"\\\\{{0,{LEVELS - 1}}}"
    return ["".join(behind + part for part in parts) for parts in many if len(parts) > 1] + [
        f"{behind}(?:{'|'.join([*one, *(parts[0] for parts in many if len(parts) == 1)])})"
    ]


def _hex(number: int, digits: int) -> str:
    """Hexadecimal digits, large or small."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in f"{number:0{digits}x}")
