"""Bytes of a file to text that YAML can be read from."""

from __future__ import annotations

import re

from proofbook.yaml_faults.trouble import Fault

MAX_BYTES = 1024 * 1024

#: What YAML 1.2 does not allow (chapter 5.1), and the breaks of YAML 1.1 that nobody can see.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_SEPARATORS = {"\x85", "\u2028", "\u2029"}
_LINE_END = re.compile(r"\r\n?|\n")


def decoded(data: bytes) -> tuple[str, Fault | None]:
    """The text of a file, and the first thing in it that no YAML text may hold."""
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES} bytes"
        return "", Fault(-1, -1, message, advice="split it into several documents")
    if b"\0" in data[:4] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", Fault(-1, -1, "the file is UTF-16 or UTF-32, or no text at all", advice="save it as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return data.decode("utf-8", "replace"), _at(before, message, advice="save the file as UTF-8")
    return text, _refused(text)


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML 1.2 counts them, without their ends."""
    return _LINE_END.split(text)


def _refused(text: str) -> Fault | None:
    if text.startswith("\ufeff"):
        return Fault(0, 0, "the file starts with a byte order mark", advice="save it as UTF-8 without BOM")
    found = _REFUSED.search(text)
    if not found:
        return None
    character = found.group()
    if character in _SEPARATORS:
        message, advice = "an invisible line separator", "replace it with a line end"
    else:
        message, advice = "a control character", "remove it; if it is meant, write it in double quotes, as in "
        advice += f'"\\x{ord(character):02x}"'
    return _at(text[: found.start()], f"{message}, U+{ord(character):04X}", advice=advice)


def _at(before: str, message: str, *, advice: str) -> Fault:
    lines = split_lines(before)
    return Fault(len(lines) - 1, len(lines[-1]), message, advice=advice)
