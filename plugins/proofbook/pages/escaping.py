"""Text that is not ours, made harmless: for HTML, for Markdown, and for both at once."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from markupsafe import Markup

from proofbook.disarming import ANSI, visible

#: Every sign of ASCII that is no letter, figure or space, as a numeric entity.
_ENTITIES = {at: f"&#{at};" for at in range(128) if not (chr(at).isalnum() or chr(at) == " ")}
#: What every Markdown lets a backslash take the meaning from; what only some do is written as an entity.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_DIALECTS = {ord(sign): f"&#{ord(sign)};" for sign in "|~$:=^@"}

#: Short texts stand in many places, and in the same ones after the next save; long ones are output, not worth keeping.
_SHORT = 200
_kept = lru_cache(maxsize=50_000)


def evidence(text: object) -> Markup:
    """Hostile text for HTML inside Markdown.

    Everything that HTML, Markdown, a template language or a macro plugin could read as its own is
    written as a numeric entity, line ends included, so that no processor sees more than letters,
    figures and spaces.
    """
    plain = str(text)
    return _short_evidence(plain) if len(plain) <= _SHORT else _evidence(plain)


def _evidence(text: str) -> Markup:
    return Markup(visible(text).translate(_ENTITIES))  # noqa: S704


_short_evidence = _kept(_evidence)


#: The colours that output chooses most, as the tints of our own marks; others stay plain.
_COLOURS = {
    **dict.fromkeys(("31", "91"), "fail"),
    **dict.fromkeys(("32", "92"), "pass"),
    **dict.fromkeys(("33", "93"), "warn"),
    **dict.fromkeys(("34", "94", "36", "96"), "signed"),
    **dict.fromkeys(("2", "90"), "muted"),
}


def coloured(text: str) -> Markup:
    """As `evidence`, with the colours and bold letters of a terminal kept as classes."""
    pieces, at, style = [], 0, ""
    for sequence in ANSI.finditer(text):
        pieces.append(_styled(text[at : sequence.start()], style))
        at = sequence.end()
        style = _style(sequence.group(), style)
    pieces.append(_styled(text[at:], style))
    return Markup("").join(pieces)


def _style(sequence: str, before: str) -> str:
    """The classes after a control sequence; what is no colour changes nothing, and what resets ends all of them."""
    if not sequence.endswith("m") or not sequence.startswith("\x1b["):
        return before
    classes = set(before.split())
    for code in sequence[2:-1].split(";"):
        if code in {"38", "48"}:  # what follows counts colours, not codes
            break
        if code in {"", "0"}:
            classes = set()
        elif code in _COLOURS or code == "39":
            bold = classes & {"pb-bold"}
            classes = bold | ({f"pb-{_COLOURS[code]}"} if code in _COLOURS else set())
        elif code in {"1", "22"}:
            classes = classes - {"pb-bold"} | ({"pb-bold"} if code == "1" else set())
    return " ".join(sorted(classes))


def _styled(text: str, style: str) -> Markup:
    return (
        Markup('<span class="pb-ansi {}">{}</span>').format(style, evidence(text)) if style and text else evidence(text)
    )


def said(text: object) -> Markup:
    """As `evidence`, with what stands between backticks shown as code."""
    parts = str(text).split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner is only a backtick
        return evidence(text)
    shown = [
        Markup("<code>{}</code>").format(evidence(part)) if at % 2 else evidence(part) for at, part in enumerate(parts)
    ]
    return Markup("").join(shown)


def markdown_text(text: object) -> Markup:
    """Plain text of the site's author for a place where Markdown is read, on one line."""
    plain = str(text)
    return _short_markdown(plain) if len(plain) <= _SHORT else _markdown(plain)


def _markdown(text: str) -> Markup:
    flat = " ".join(visible(text).split())
    plain = _MARKDOWN.sub(r"\\\1", escape(flat, quote=False))
    return Markup(plain.translate(_DIALECTS))  # noqa: S704


_short_markdown = _kept(_markdown)


def breakable(name: str) -> Markup:
    """A name as `markdown_text`, that may be broken where a word in it begins: `High·Error·Rate`."""
    words = re.split(r"(?<=[a-z0-9])(?=[A-Z])", name)
    return Markup("<wbr>").join(markdown_text(word) for word in words)
