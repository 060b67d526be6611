"""The lowest dependencies that `pyproject.toml` admits are installed for real, and keep the same promises."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.package.pythons import link, needed_by, with_wheel
from tests.sites import REPOSITORY

LOCK = Path(__file__).parent / "lowest.lock"
#: What tests are made with is as it is here; only what users get is at its lowest.
TOOLS = (
    "axe-playwright-python", "html5lib", "hypothesis", "junitparser", "playwright", "prometheus-client", "pytest",
    "pytest-httpserver", "pytest-xdist", "time-machine", "trustme",
)  # fmt: skip
#: Where most of what dependencies do for us is looked at.
TESTS = ("cases", "check_types", "matchers", "pages/test_permanent.py", "run/test_dns.py")


def pinned() -> dict[str, str]:
    """The versions of the lock, by name."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text(), re.MULTILINE))


def test_the_lock_is_at_the_bounds() -> None:
    """Each dependency of users is pinned to the lowest version that is admitted (else: `make lock`)."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["mkdocs"], *extras["postgres"]]
    bounds = dict(re.findall(r"^([\w.-]+)(?:\[\w+\])?>=([\d.]+)", "\n".join(wanted), re.MULTILINE))
    assert len(bounds) == len(wanted)
    numbers = {name: _numbers(version) for name, version in pinned().items()}
    assert {name: numbers[name] for name in bounds} == {name: _numbers(bound) for name, bound in bounds.items()}


def _numbers(version: str) -> tuple[int, ...]:
    """`1.0` is `1.0.0`."""
    found = tuple(map(int, version.split(".")))
    return found[: max((at for at, number in enumerate(found, 1) if number), default=1)]


@pytest.fixture(scope="module")
def lowest(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel and the lowest of all that it needs."""
    if sys.version_info[:2] != (3, 11):
        lacking("Python 3.11, for whose packages the lowest versions are locked")
    place = tmp_path_factory.mktemp("lowest")
    packages = with_wheel(place, next(built.glob("*.whl")))
    options = ["-q", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check"]
    argv = [sys.executable, "-m", "pip", "--python", str(place / "bin/python"), "install", *options, "-r", str(LOCK)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        lacking(f"registry of packages to install {LOCK.name} from: {done.stderr[-500:]}")
    link({*TOOLS, *needed_by(*TOOLS)} - pinned().keys(), packages)
    return place / "bin/python"


def test_the_same_promises(lowest: Path) -> None:
    """The tests of YAML, matchers, check types and inventories pass with them."""
    every = [str(REPOSITORY / "tests" / name) for name in TESTS]
    argv = [str(lowest), "-m", "pytest", "-q", "-W", "default", "-p", "no:cacheprovider", *every]
    done = subprocess.run(argv, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]


def test_a_first_site(lowest: Path, tmp_path: Path) -> None:
    """It is made, validated and built."""
    for folder, argv in (
        (tmp_path, ["-m", "proofbook", "new", "site", "--yes"]),
        (tmp_path / "site", ["-m", "proofbook", "validate"]),
        (tmp_path / "site", ["-m", "mkdocs", "build", "--strict"]),
    ):
        done = subprocess.run([str(lowest), *argv], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "Ready for launch" in (tmp_path / "site/site/checklists/ready-for-launch/index.html").read_text()
