"""Dates."""

from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def tomorrow() -> str:
    """A day that has not come."""
    return (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d")
