"""The full profile is the embedded one with the real servers, and nothing else."""

from __future__ import annotations

import yaml

from proofbook.load import read_site
from tests.sites import REPOSITORY


def test_profiles_differ_in_name_alone() -> None:
    """The same settings and plugins; permissions too."""
    embedded, full = (read_site(REPOSITORY / name).settings for name in ("mkdocs.yml", "mkdocs.full.yml"))
    assert (embedded.profile, full.profile) == ("embedded", "full")
    plugins = [
        (REPOSITORY / name).read_text().partition("\nplugins:\n")[2] for name in ("mkdocs.yml", "mkdocs.full.yml")
    ]
    small, large = (yaml.safe_load("plugins:\n" + text.partition("\nmarkdown_extensions:")[0]) for text in plugins)
    [mine] = [one["proofbook"] for one in large["plugins"] if "proofbook" in one]
    mine["profile"] = "embedded"
    assert small == large
