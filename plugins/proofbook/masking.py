"""Secrets taken out of text, in every form they are likely to have taken on the way."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from proofbook.escapes import beginning_of, of_base64, of_text

#: What is shorter would be found everywhere, and masking it would take half of every text away.
SHORTEST = 6
#: A line of a secret of many lines is masked by itself from this length on.
SHORTEST_LINE = 12
#: What may be the start of one more character, escaped.
BEGUN = re.compile(r".{0,2}|(?:[\\%&']|(?<=[\\%&']))\S{0,24}", re.DOTALL)

RecordT = TypeVar("RecordT", bound=Struct)


class _Form:
    """One text to find, however it is written. `parts` are the patterns of all of it, `start` of what is enough."""

    def __init__(self, name: str, text: str, parts: list[str], start: list[str]) -> None:
        self.name = name
        self.text = text
        self.pattern = "".join(parts)
        self._start_parts = start
        self._rest_parts = parts[len(start) :]

    @cached_property
    def _start(self) -> re.Pattern[str]:
        return re.compile("".join(self._start_parts))

    @cached_property
    def _rest(self) -> list[re.Pattern[str]]:
        return [re.compile(one) for one in self._rest_parts]

    def cut_off(self, text: str) -> int | None:
        """Where this text begins if the end of `text` cuts it off."""
        for found in self._start.finditer(text, max(0, len(text) - 10 * len(self.text))):
            at = found.end()
            for one in self._rest:
                if not (more := one.match(text, at)):
                    break
                at = more.end()
            if BEGUN.fullmatch(text, at):
                return found.start()
        return None


class Mask:
    """Knows secrets and replaces them. The mark shows that something was masked, and what it is called."""

    def __init__(self) -> None:
        self._forms: list[_Form] = []
        self._pattern: re.Pattern[str] | None = None

    def add(self, name: str, value: str) -> None:
        """From now on `value` is masked as `name`."""
        known = {form.text for form in self._forms}
        texts = {text: _Form(name, text, parts, start) for text, parts, start in _texts(value)}
        self._forms += [form for text, form in texts.items() if text not in known]
        # The longest first, or a part would be taken out of the whole and leave the rest.
        self._forms.sort(key=lambda form: len(form.text), reverse=True)
        self._pattern = re.compile("|".join(f"({form.pattern})" for form in self._forms))

    def text(self, text: str) -> str:
        """The text with every secret replaced, also one that its end cuts off."""
        if self._pattern is None:
            return text
        return self._cut(self._pattern.sub(lambda found: _mark(self._forms[(found.lastindex or 1) - 1].name), text))

    def value(self, value: Any) -> Any:
        """Plain data with every secret replaced, in keys as in values."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.value(key): self.value(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.value(inner) for inner in value)
        return value

    def record(self, record: RecordT) -> RecordT:
        """The same record with every secret replaced."""
        if self._pattern is None:
            return record
        return msgspec.convert(self.value(msgspec.to_builtins(record)), type(record))

    def _cut(self, text: str) -> str:
        """Output is cut at a limit, and the limit knows nothing of secrets."""
        for form in self._forms:
            if (start := form.cut_off(text)) is not None:
                return text[:start] + _mark(form.name)
        return text


def _mark(name: str) -> str:
    return f"⟨secret {name}⟩"


def _texts(value: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """The secret, each of its longer lines, as keys are printed, and all of them in base64; with their patterns."""
    lines = [line.strip() for line in value.splitlines()]
    for text in (value, *(line for line in lines if len(line) >= SHORTEST_LINE)):
        yield text, of_text(text), beginning_of(text, SHORTEST)
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            for before in range(3):
                digits = _digits(text.encode(), before, encode)
                written = of_base64(digits)
                yield digits, written, written[:SHORTEST]


def _digits(data: bytes, before: int, encode: Callable[[bytes], bytes]) -> str:
    """The base64 digits that a text has to itself when so many bytes stand before it: six bits each."""
    digits = encode(bytes(before) + data).decode()
    return digits[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]
