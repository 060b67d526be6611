"""The plugin in real MkDocs builds: exit codes, whole sites or none, nothing written into docs."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from proofbook.mkdocs import ProofbookConfig
from proofbook.model.settings import Settings
from proofbook.run.ports import free_ports
from tests.run.test_checks import book
from tests.run.test_looking import running
from tests.sites import BIN, Site

GREEN = book("{id: there, file: {path: docs/index.md}, expect: {exists: true}}")
RED = GREEN.replace("docs/index.md", "nowhere")


@pytest.fixture
def green(site: Site) -> Site:
    """A site that builds green."""
    return site.write(book=GREEN)


def left(site: Site) -> list[str]:
    """Hidden entries that a build left in the site's folder."""
    return sorted(path.name for path in site.root.iterdir() if path.name.startswith(".site"))


def test_green(green: Site) -> None:
    """A green build exits 0, warns of nothing even under --strict, and publishes pages and results."""
    done = green.mkdocs("build", "--strict")
    assert (done.code, "WARNING" in done.err, left(green)) == (0, False, []), done.err
    page = (green.root / "site/runbooks/book/index.html").read_text()
    assert "Proved on this machine" in page
    assert (green.root / "site/proofbook/results.json").read_bytes() == (
        green.root / ".proofbook/results.json"
    ).read_bytes()
    assert sorted(path.name for path in (green.root / "docs").iterdir()) == ["index.md"]


def test_red_is_published(green: Site) -> None:
    """A red build writes the whole site, readable, and then exits 1."""
    done = green.write(book=RED).mkdocs("build", "-q")
    assert (done.code, left(green)) == (1, [])
    page = (green.root / "site/runbooks/book/index.html").read_text()
    assert "Failed on this machine" in page
    assert "the gate is failed: 1 failed" in done.out
    assert "runbooks/book.yml:9:9: there: failed" in done.err


def test_red_is_blocked(green: Site) -> None:
    """With `on_failure: block` a red build leaves the site that was there as it was."""
    green.mkdocs("build", "-q")
    before = sorted((green.root / "site").rglob("*"))
    done = green.settings(on_failure="block").write(book=RED).mkdocs("build", "-q")
    assert (done.code, sorted((green.root / "site").rglob("*")), left(green)) == (1, before, [])
    assert "Proved on" in (green.root / "site/runbooks/book/index.html").read_text()


def test_inconclusive(green: Site) -> None:
    """A build in which nothing could be looked at exits 3."""
    assert green.settings("{files: false}").mkdocs("build", "-q").code == 3


def test_typo(green: Site) -> None:
    """A typo exits 2 with file, line and column, runs nothing, and leaves the old site alone."""
    green.mkdocs("build", "-q")
    stamp = (green.root / ".proofbook/results.json").stat().st_mtime_ns
    done = green.write(book=GREEN.replace("expect:", "expects:")).mkdocs("build")
    assert (done.code, left(green), "Traceback" in done.err) == (2, [], False)
    assert "runbooks/book.yml:9:" in done.err
    assert "did you mean `expect`?" in done.err
    assert (green.root / "site/runbooks/book/index.html").exists()
    assert (green.root / ".proofbook/results.json").stat().st_mtime_ns == stamp


def test_typo_in_the_settings(green: Site) -> None:
    """The plugin's settings are checked as strictly, with positions in mkdocs.yml."""
    done = green.settings("{file: true}").mkdocs("build")
    assert (done.code, "mkdocs.yml:6:15" in done.err, "did you mean `files`?" in done.err) == (2, True, True), done.err


def test_permissions_are_written_out(green: Site) -> None:
    """`!ENV` is refused in the settings: permissions must be readable in the repository."""
    done = green.settings("!ENV [ALLOW, {files: true}]").mkdocs("build")
    assert (done.code, "`!ENV` in Proofbook's settings" in done.err) == (2, True), done.err


def test_a_broken_page_leaves_the_old_site(green: Site) -> None:
    """When a build breaks off, the site that was there stays, and 1 is not said: no check has failed."""
    green.mkdocs("build", "-q")
    green.file("docs/alerts/index.md", "# Mine\n")
    done = green.mkdocs("build", "-q")
    assert (done.code, left(green)) == (2, [])
    assert "proofbook generates alerts/index.md, but there is such a file" in done.out
    assert (green.root / "site/runbooks/book/index.html").exists()


def test_interrupted(green: Site) -> None:
    """Ctrl-C exits 130, leaves no process, and the old site stays."""
    green.mkdocs("build", "-q")
    green.write(book=book("{id: slow, command: [sleep, '64'], expect: {exit_code: 0}}"))
    process = green.start(str(BIN / "mkdocs"), "build", "-q")
    deadline = time.monotonic() + 20
    while not running("sleep 64") and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=90)
    assert (process.returncode, running("sleep 64"), left(green)) == (130, [], [])
    assert "Proved on" in (green.root / "site/runbooks/book/index.html").read_text()


def test_killed_builds_are_swept(green: Site) -> None:
    """What a killed build left behind is removed by the next one."""
    litter = green.root / ".site-building-999999999-x"
    litter.mkdir()
    assert (green.mkdocs("build", "-q").code, litter.exists()) == (0, False)


def test_read_results(green: Site) -> None:
    """PROOFBOOK_RESULTS=read executes nothing, and the exit code is that of what was seen."""
    green.write(book=RED).proofbook("run")
    green.write(book=GREEN)
    done = green.mkdocs("build", "-q", PROOFBOOK_RESULTS="read")
    assert (done.code, "Failed on" in (green.root / "site/runbooks/book/index.html").read_text()) == (1, True)
    assert green.mkdocs("build", "-q", PROOFBOOK_RESULTS="all").code == 2


def test_rendered_twice(green: Site) -> None:
    """Two sites rendered from one results file are byte-identical."""
    green.proofbook("run")
    for name in ("one", "two"):
        done = green.mkdocs("build", "-q", "-d", name, PROOFBOOK_RESULTS="read", SOURCE_DATE_EPOCH="1700000000")
        assert done.code == 0, done.err
    assert contents(green.root / "one") == contents(green.root / "two")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_hidden_entries_move_along(green: Site) -> None:
    """A `.git` in the site's folder, as of a worktree, survives the new site."""
    green.mkdocs("build", "-q")
    (green.root / "site/.git").write_text("gitdir: elsewhere\n")
    green.mkdocs("build", "-q")
    assert (green.root / "site/.git").read_text() == "gitdir: elsewhere\n"


def test_defaults_are_enough(green: Site) -> None:
    """`plugins: [search, proofbook]` is all a site needs."""
    green.file("mkdocs.yml", "site_name: Test\ntheme: {name: material, font: false}\nplugins: [search, proofbook]\n")
    assert green.mkdocs("build", "--strict", "-q").code == 0


def test_config_names() -> None:
    """MkDocs is told every setting there is, and none that is not."""
    assert sorted({*ProofbookConfig(), "enabled"}) == sorted(Settings.__struct_fields__)


def test_serve(green: Site) -> None:
    """`serve` shows the pages, and never ends by the gate."""
    import urllib.request

    [port] = free_ports(1)
    process = green.write(book=RED).start(str(BIN / "mkdocs"), "serve", "-a", f"127.0.0.1:{port}")
    try:
        deadline = time.monotonic() + 30
        page = ""
        while "Failed on" not in page and time.monotonic() < deadline:
            time.sleep(0.2)
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/runbooks/book/", timeout=5).read().decode()
            except OSError:
                continue
        assert "Failed on this machine" in page
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=90)
