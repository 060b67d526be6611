"""Text that is not ours, made harmless for a reader's eyes, a terminal and the log of a CI."""

from __future__ import annotations

import re

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
#: What reorders, hides or ends text without being seen: bidirectional controls, characters of no width,
#: blank letters, tags and selectors that smuggle text, other line ends, halves of surrogate pairs.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
#: What GitHub, Azure and TeamCity take for commands: the first at the start of a line, the others anywhere.
_COMMAND = re.compile(r"^[^\S\n]*::|##(?=\[|vso\[|teamcity\[)", re.MULTILINE)


def visible(text: str) -> str:
    """Colours stripped, and every control that could reorder or hide text shown by its number."""
    if text.isascii() and text.isprintable():
        return text
    plain = ANSI.sub("", text).replace("\r\n", "\n").replace("\t", "    ")
    for pattern in (_HIDDEN, _CONTROL):
        plain = pattern.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", plain)
    return plain


def harmless(text: str) -> str:
    """Visible text of many lines, none of which a CI takes for a command."""
    return _COMMAND.sub(_apart, visible(text))


def one_line(text: str, limit: int = 300) -> str:
    """Visible text on one line, cut where it gets long; no CI takes it for a command."""
    flat = _COMMAND.sub(_apart, " ".join(visible(text).split()))
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def _apart(match: re.Match[str]) -> str:
    """The two signs that begin a command, with a space between them."""
    return " ".join(match.group().strip())
