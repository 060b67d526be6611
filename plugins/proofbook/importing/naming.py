"""Identifiers made of titles and file names, each given once."""

from __future__ import annotations

import re

from proofbook.check_types.markdown import slugify

#: Identifiers end here; a number may follow.
LONGEST = 80
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def identifier(text: str) -> str:
    """`KubeAPIDown` is `kube-api-down`."""
    plain = re.sub(r"[^a-z0-9]+", "-", slugify(_HUMP.sub("-", text)))
    return plain[:LONGEST].strip("-") or "page"


class Names:
    """Gives each name once; the next that would have it gets a number."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = set(taken)

    def give(self, text: str, *others: str) -> str:
        """The identifier of a text, or of one of the others where it is taken."""
        names = [identifier(one) for one in (text, *others)]
        free = (name for name in names if name not in self._taken)
        number, found = 2, next(free, "")
        while not found:
            numbered = f"{names[0]}-{number}"
            found, number = ("" if numbered in self._taken else numbered), number + 1
        self._taken.add(found)
        return found
