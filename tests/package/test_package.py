"""The package as others get it: wheel and sdist whole, the core alone enough, the public names listed."""

from __future__ import annotations

import subprocess
import tarfile
import tomllib
import zipfile
from operator import attrgetter
from pathlib import Path

import pytest

import proofbook
from tests.package.pythons import link, needed_by, with_wheel
from tests.sites import REPOSITORY, Site

PUBLIC = {
    "Built", "ExitCode", "InvalidInput", "ProofbookError", "__version__", "build_site", "check", "decide", "last",
    "plan_of", "published", "read_library", "schemas", "site_of",
}  # fmt: skip


def test_public_names() -> None:
    """These and no others; each is there, and documented."""
    assert set(proofbook.__all__) == PUBLIC
    page = (REPOSITORY / "docs/reference/python.md").read_text()
    for name in PUBLIC - {"__version__"}:
        assert getattr(proofbook, name).__doc__
        assert f"`{name}`" in page
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        attrgetter("nonsense")(proofbook)


def test_everything_is_in_it(built: Path) -> None:
    """Each file of the package is in wheel and sdist, the templates and `py.typed` too."""
    root = REPOSITORY / "plugins"
    files = {path.relative_to(root).as_posix() for path in (root / "proofbook").rglob("*") if path.is_file()}
    files = {name for name in files if "__pycache__" not in name}
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as opened:
        inside = set(opened.namelist())
    assert files - inside == set()
    assert {name for name in inside if ".dist-info/" not in name} == files
    with tarfile.open(sdist) as told:
        names = {one.partition("/")[2] for one in told.getnames()}
    assert {f"plugins/{name}" for name in files} | {"LICENSE", "README.md", "pyproject.toml"} <= names


def test_versions_agree() -> None:
    """One version, wherever it stands."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert project["version"] == proofbook.__version__


@pytest.fixture(scope="module")
def alone(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel and what the core needs, linked from here, and nothing else."""
    place = tmp_path_factory.mktemp("alone")
    link(needed_by("proofbook"), with_wheel(place, next(built.glob("*.whl"))))
    return place / "bin/python"


def call(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in that Python."""
    argv = [str(python), "-m", "proofbook", *arguments]
    return subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)


def test_the_core_alone(alone: Path, tmp_path: Path) -> None:
    """Without any extra a site is made, validated, run and decided; the doctor says what the extras are for."""
    assert call(alone, tmp_path, "--version").stdout == f"proofbook {proofbook.__version__}\n"
    assert call(alone, tmp_path, "new", "site", "--yes").returncode == 0
    site = tmp_path / "site"
    assert call(alone, site, "validate").stdout == "3 documents, no problems\n"
    ran = call(alone, site, "run")
    assert (0, "gate: ok (2 passed)\n") == (ran.returncode, ran.stdout), ran.stderr
    assert call(alone, site, "decide", "ready-for-launch").returncode == 4
    said = call(alone, site, "doctor").stdout
    assert "pip install 'proofbook[mkdocs]'" in said
    assert "pip install 'proofbook[postgres]'" in said


def test_a_missing_extra_is_named(alone: Path, tmp_path: Path) -> None:
    """A check that needs one says how it is installed."""
    site = Site(tmp_path).settings()
    check = '{id: asked, sql: {database: "postgresql://127.0.0.1/x", query: "SELECT 1"}, expect: {row_count: 1}}'
    site.write(
        book=f"kind: runbook\nid: book\ntitle: B\nsteps: [{{id: one, title: O, instructions: I, verify: [{check}]}}]\n"
    )
    done = call(alone, tmp_path, "run")
    assert done.returncode == 3
    assert "to ask PostgreSQL needs psycopg: pip install 'proofbook[postgres]'" in done.stdout
