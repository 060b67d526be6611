"""Text that is not ours, made harmless: for HTML, for Markdown, and for both at once."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
#: Controls that reorder or hide text (Unicode Bidirectional Algorithm, and zero-width characters).
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ACTIVE = re.compile(r"[^\w .,/-]", re.ASCII)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:=^])")


def visible(text: str) -> str:
    """Colours stripped, and every control that could reorder or hide text shown by its number."""
    plain = _ANSI.sub("", text).replace("\r\n", "\n").replace("\t", "    ")
    for pattern in (_HIDDEN, _CONTROL):
        plain = pattern.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", plain)
    return plain


def evidence(text: object) -> Markup:
    """Hostile text for HTML inside Markdown.

    Everything that HTML, Markdown, a template language or a macro plugin could read as its own is
    written as a numeric entity, line ends included, so that no processor sees more than letters.
    """
    return Markup(_ACTIVE.sub(lambda match: _entity(match.group()), visible(str(text))))  # noqa: S704


def said(text: object) -> Markup:
    """As `evidence`, with what stands between backticks shown as code."""
    parts = str(text).split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner is only a backtick
        return evidence(text)
    shown = [
        Markup("<code>{}</code>").format(evidence(part)) if at % 2 else evidence(part) for at, part in enumerate(parts)
    ]
    return Markup("").join(shown)


def _entity(character: str) -> str:
    return character if ord(character) > 0x7F else f"&#{ord(character)};"  # noqa: PLR2004


def markdown_text(text: object) -> Markup:
    """Plain text of the site's author for a place where Markdown is read, on one line."""
    flat = " ".join(visible(str(text)).split())
    return Markup(_MARKDOWN.sub(r"\\\1", escape(flat, quote=False)))  # noqa: S704
