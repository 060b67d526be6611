"""The plugin's settings, found where MkDocs finds them: in a list or a map of plugins, or in the file inherited from."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofbook.errors import InvalidInput, Usage
from proofbook.load import load, read_site
from proofbook.load.settings import site_of
from proofbook.model.settings import Results, Settings


def written(folder: Path, **files: str) -> Path:
    """Write `name.yml` for each name; the path of `mkdocs.yml`."""
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text)
    return folder / "mkdocs.yml"


@pytest.mark.parametrize(
    "text",
    [
        "plugins:\n  - search\n  - proofbook: {profile: full}\n",
        "plugins:\n  search: {}\n  proofbook:\n    profile: full\n",
        "theme: !ENV THEME\nplugins:\n  - proofbook: {profile: full}\nhook: !!python/name:x.y\n",
    ],
)
def test_where_they_stand(tmp_path: Path, text: str) -> None:
    """Other parts of the file are MkDocs' own, tags and all."""
    assert "full" == read_site(written(tmp_path, mkdocs=text)).settings.profile


@pytest.mark.parametrize("text", ["site_name: x\n", "plugins: [search, proofbook]\n", "plugins:\n  - proofbook:\n", ""])
def test_defaults(tmp_path: Path, text: str) -> None:
    """A site without settings has the defaults."""
    assert Settings() == read_site(written(tmp_path, mkdocs=text)).settings


def test_inherited(tmp_path: Path) -> None:
    """Settings of a file that another inherits from count where it has none; a circle ends."""
    base = "INHERIT: mkdocs.yml\nplugins:\n  - proofbook: {profile: base}\n"
    assert "base" == read_site(written(tmp_path, mkdocs="INHERIT: base.yml\n", base=base)).settings.profile
    circle = written(tmp_path, mkdocs="INHERIT: base.yml\n", base="INHERIT: mkdocs.yml\n")
    assert Settings() == read_site(circle).settings
    gone = written(tmp_path, mkdocs="INHERIT: nowhere.yml\n")
    assert Settings() == read_site(gone).settings


def test_no_file(tmp_path: Path) -> None:
    """No `mkdocs.yml` is wrong usage, and says where to go."""
    with pytest.raises(Usage, match=r"go to the folder of mkdocs\.yml"):
        read_site(tmp_path / "mkdocs.yml")


def test_not_yaml(tmp_path: Path) -> None:
    """A broken `mkdocs.yml` is a problem with a place."""
    with pytest.raises(InvalidInput) as caught:
        read_site(written(tmp_path, mkdocs="plugins:\n  - proofbook: {profile: full\n"))
    assert ["mkdocs.yml:2:16"] == [str(problem.place) for problem in caught.value.problems]


def test_environment_can_only_narrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PROOFBOOK_RESULTS may be `read`, and nothing else."""
    config = written(tmp_path, mkdocs="plugins: [proofbook]\n")
    monkeypatch.setenv("PROOFBOOK_RESULTS", "read")
    assert Results.READ == site_of(config).settings.results
    monkeypatch.setenv("PROOFBOOK_RESULTS", "run")
    with pytest.raises(Usage, match="can only narrow"):
        site_of(config)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is a problem, not an empty site that passes."""
    loaded = load(tmp_path, Settings(runbooks="books"))
    assert (0, ["mkdocs.yml"]) == (loaded.files, [str(problem.place) for problem in loaded.problems])
    written(tmp_path, mkdocs="plugins:\n  - proofbook: {runbooks: books}\n")
    [problem] = load(tmp_path, Settings(runbooks="books")).problems
    assert ("mkdocs.yml:2:27", "there is no folder `books`") == (str(problem.place), problem.message)
    [problem] = load(tmp_path, Settings(runbooks="other")).problems
    assert "mkdocs.yml:2:27" == str(problem.place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("plugins:\n  - search\n  - proofbok: {profile: full}\n", "mkdocs.yml:3:5"),
        ("plugins: [search, prof-book]\n", "mkdocs.yml:1:19"),
        ("plugins:\n  Proofbook: {}\n", "mkdocs.yml:2:3"),
    ],
)
def test_misspelt_plugin(tmp_path: Path, text: str, place: str) -> None:
    """A run that took the defaults instead of what stands there would skip nearly everything, and be green."""
    with pytest.raises(InvalidInput) as caught:
        read_site(written(tmp_path, mkdocs=text))
    (problem,) = caught.value.problems
    assert (place, "did you mean `proofbook`?") == (str(problem.place), problem.advice)


def test_misspelt_list(tmp_path: Path) -> None:
    """MkDocs only warns of a key that it does not know, and then nothing is proved."""
    for text in ("plugin:\n  - proofbook: {profile: full}\n", "plugin: [proofbook]\n", "plugin: {proofbook: {}}\n"):
        with pytest.raises(InvalidInput) as caught:
            read_site(written(tmp_path, mkdocs=f"site_name: X\n{text}"))
        (problem,) = caught.value.problems
        assert ("mkdocs.yml:2:1", "did you mean `plugins`?") == (str(problem.place), problem.advice)
    read_site(written(tmp_path, mkdocs="plugin: [search]\nplugins: [search]\n"))
    read_site(written(tmp_path, mkdocs="plugin: [search]\nextra: 1\n"))


def test_plugins_of_others(tmp_path: Path) -> None:
    """What others have called their plugins is no mistake, nor a site without ours, which another generator builds."""
    for text in ("plugins: [search, notebook, macros]\n", "plugins: [proofbooks, proofbook]\n", "plugins: !ENV X\n"):
        assert Settings() == read_site(written(tmp_path, mkdocs=text)).settings
