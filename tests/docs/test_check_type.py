"""The check type of the guide, word for word, installed as a package would be and used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.sites import REPOSITORY, Site

PAGE = (REPOSITORY / "docs/guide/write-a-check-type.md").read_text()
SHOWN = dict(re.findall(r'```\w+ title="([^"]+)"\n(.*?)```', PAGE, re.DOTALL))


def installed(folder: Path) -> str:
    """The package in a folder, as an installer leaves it."""
    project = tomllib.loads(SHOWN["pyproject.toml"])["project"]
    info = folder / f"proofbook_changelog-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (folder / "proofbook_changelog.py").write_text(SHOWN["proofbook_changelog.py"])
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = project["entry-points"]["proofbook.check_types"].items()
    (info / "entry_points.txt").write_text("[proofbook.check_types]\n" + "".join(f"{k} = {v}\n" for k, v in points))
    return str(folder)


def test_it_is_used(site: Site, tmp_path: Path) -> None:
    """It is valid, passes, and fails for what is wrong; its parameters and facts are known."""
    site.write(release=SHOWN["release.yml"]).file(
        "CHANGELOG.md", "# Changelog\n\n## 1.4.2, 2026-11-01\n\n- One\n- Two\n"
    )
    path = installed(tmp_path / "packages")
    done = site.proofbook("run", PYTHONPATH=path)
    assert (0, True) == (done.code, "gate: ok (1 passed)" in done.out), done.err
    assert "1 not looked at again" in site.proofbook("run", PYTHONPATH=path, CI="").out
    for text in (tmp_path / "packages").rglob("METADATA"):
        text.write_text(text.read_text().replace("1.0.0", "1.0.1"))
    assert "not looked at again" not in site.proofbook("run", PYTHONPATH=path, CI="").out
    site.file("CHANGELOG.md", "# Changelog\n")
    done = site.proofbook("run", PYTHONPATH=path)
    assert (1, True) == (done.code, "no version stands in CHANGELOG.md" in done.out)
    site.write(release=SHOWN["release.yml"].replace("{version:", "{verison:"))
    done = site.proofbook("validate", PYTHONPATH=path)
    assert (2, True) == (done.code, "did you mean `version`?" in done.err)
