"""What a plain scalar means: the core schema of YAML 1.2 (chapter 10.3), without its traps."""

from __future__ import annotations

import re
from typing import Any

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
#: How what is not text begins; most is told to be text by its first character alone.
_OF_WORDS = frozenset(word[:1] for word in (*_NULL, *_BOOL))
_OF_NUMBERS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
LARGEST = 2**63
#: A number of fewer digits is cheap to convert; `int()` itself refuses thousands.
SURELY_SHORT = 25
#: Digits shown of a number that is refused.
SHOWN = 40


class WrongScalar(ValueError):
    """A scalar that people read in two ways, or that JSON cannot hold. `advice` says what to write."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


def scalar(text: str) -> Any:
    """The value of a plain scalar.

    Raises:
        WrongScalar: an integer with a leading zero or beyond 64 bits, an infinity or no number.
    """
    first = text[:1]
    if first in _OF_WORDS:
        return None if text in _NULL else _BOOL.get(text, text)
    return _number(text) if first in _OF_NUMBERS else text


def _number(text: str) -> Any:
    if _LEADING_ZERO.fullmatch(text):
        raise WrongScalar(f"the integer {_short(text)} starts with a zero", f'quote it: "{_short(text)}"')
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _NOT_FINITE.fullmatch(text):
        raise WrongScalar(f"{text} is not a number that JSON can hold", f'quote it if it is text: "{text}"')
    return float(text) if _FLOAT.fullmatch(text) else text


def _integer(text: str) -> int:
    value = int(text) if len(text) < SURELY_SHORT else LARGEST  # int() itself refuses thousands of digits
    if not -LARGEST <= value < LARGEST:
        raise WrongScalar(f"the integer {_short(text)} does not fit in 64 bits", "quote it if it is text")
    return value


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:40]}… ({len(text)} digits)"
