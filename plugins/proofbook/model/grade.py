"""How much evidence is worth."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """How much evidence from an environment is worth, lowest first."""

    LOCAL = "local"
    LAB = "lab"
    STAGING = "staging"
    PRODUCTION = "production"

    def reaches(self, wanted: Grade) -> bool:
        """Whether evidence of this grade is good enough where `wanted` is asked for."""
        order = list(Grade)
        return order.index(self) >= order.index(wanted)
