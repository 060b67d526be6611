"""`proofbook export docs`: what any generator builds to the same pages and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pages.test_overviews import DISK, DRILLED, LAB, LIST
from tests.sites import BIN, Site
from tests.webpages import dead_links, duplicate_ids, pages, parse_errors

OWNERS = "{platform: {name: Platform}, storage: {name: Storage}, release: {name: Release}}"
PLAIN = """\
site_name: Test
docs_dir: ../exported
use_directory_urls: {folders}
theme: {{name: material, font: false}}
plugins: [search]
extra_css: [assets/proofbook/proofbook.css]
extra_javascript: [assets/proofbook/proofbook.js]
markdown_extensions: [attr_list, md_in_html, tables]
"""


@pytest.fixture
def rich(site: Site) -> Site:
    """A site with a page of its own that names ids, already run. An export has no archive of what it is built to."""
    site.settings(owners=OWNERS, offline="false").write(disk=DISK, list=LIST, lab=LAB, deploy=DRILLED)
    site.file("docs/deep/notes.md", "# Notes\n\nIt is :proof[notes].\n\n::proof[launch]\n")
    site.file("docs/picture.svg", "<svg/>")
    site.file("docs/.hidden/x.md", "# Hidden\n")
    assert site.proofbook("run").code == 0
    return site


def article(text: str) -> str:
    """What a page says, without what the generator adds."""
    body = text.partition("<article")[2].partition("</article>")[0].partition(">")[2]
    return re.sub(r'<a class="headerlink".*?</a>|\s+', " ", body).strip()


@pytest.mark.parametrize("generator", ["mkdocs", "properdocs"])
@pytest.mark.parametrize("flat", [False, True], ids=["folders", "flat"])
def test_other_generators(rich: Site, tmp_path: Path, generator: str, flat: bool) -> None:  # noqa: FBT001
    """The same pages, no dead link, no parse error, no warning, without our plugin."""
    done = rich.proofbook("export", "docs", "--out", "exported", *(["--flat"] if flat else []))
    assert (0, True) == (done.code, "extra_css: [assets/proofbook/proofbook.css]" in done.out), done.err
    rich.file("plain/mkdocs.yml", PLAIN.format(folders=str(not flat).lower()))
    built = rich.program(str(BIN / generator), "build", "--strict", "-q", "-f", "plain/mkdocs.yml", timeout=120, DISABLE_MKDOCS_2_WARNING="true")  # fmt: skip
    assert built.code == 0, built.err
    site = rich.root / "plain/site"
    texts = pages(site)
    assert [] == dead_links(site)
    assert {} == {name: found for name, text in texts.items() if (found := parse_errors(text) + duplicate_ids(text))}
    config = (rich.root / "mkdocs.yml").read_text()
    rich.file("mkdocs.yml", f"use_directory_urls: {str(not flat).lower()}\n{config}")
    assert rich.mkdocs("build", "-q", PROOFBOOK_RESULTS="read").code == 0
    ours = pages(rich.root / "site")
    assert {name for name in ours if "404" not in name} == {name for name in texts if "404" not in name}
    for name in ours:
        assert article(ours[name]) == article(texts[name]), name
    assert (site / "objects.inv").read_bytes() == (rich.root / "site/objects.inv").read_bytes()


def test_again(rich: Site) -> None:
    """What is no longer there is removed, with its folder; what did not change is not touched; hidden files stay out."""
    rich.proofbook("export", "docs", "--out", "exported")
    out = rich.root / "exported"
    assert (True, False) == ((out / "picture.svg").exists(), (out / ".hidden").exists())
    before = (out / "index.md").stat().st_mtime_ns
    (rich.root / "docs/deep/notes.md").unlink()
    (out / "mine.txt").write_text("mine")
    assert rich.proofbook("export", "docs", "--out", "exported").code == 0
    assert (False, True, before) == (
        (out / "deep").exists(),
        (out / "mine.txt").exists(),
        (out / "index.md").stat().st_mtime_ns,
    )


def test_it_overwrites_nothing(rich: Site) -> None:
    """A folder that holds other files is refused, and so is a page with the name of a generated one."""
    rich.file("precious/file.txt", "mine")
    done = rich.proofbook("export", "docs", "--out", "precious")
    assert (2, True) == (done.code, "holds files that no export wrote" in done.err)
    rich.file("docs/runbooks/disk-full.md", "# Mine\n")
    done = rich.proofbook("export", "docs", "--out", "exported")
    assert (2, True) == (done.code, "docs/runbooks/disk-full.md stands there already" in done.err), done.err
    (rich.root / "docs/runbooks/disk-full.md").unlink()
    rich.file("docs/runbooks/index.md", "# Mine\n")
    done = rich.proofbook("export", "docs", "--out", "exported")
    assert (2, True) == (done.code, "proofbook generates runbooks/index.md" in done.err), done.err


def test_inside_the_docs(rich: Site) -> None:
    """An export below the docs folder does not take itself along."""
    rich.proofbook("export", "docs", "--out", "docs/exported")
    assert rich.proofbook("export", "docs", "--out", "docs/exported").code == 0
    assert not (rich.root / "docs/exported/exported").exists()


def test_unknown_ids(rich: Site) -> None:
    """They are problems here, too."""
    rich.file("docs/notes.md", ":proof[note]\n")
    done = rich.proofbook("export", "docs", "--out", "exported")
    assert (2, True, False) == (done.code, "docs/notes.md:1:1" in done.err, (rich.root / "exported").exists()), done.err


def test_where_the_pages_are(rich: Site) -> None:
    """The folder is that of mkdocs.yml, or of the file it inherits from; without one it says so."""
    (rich.root / "docs").rename(rich.root / "pages")
    rich.file("base.yml", "docs_dir: pages\n")
    config = rich.file("mkdocs.yml", "INHERIT: base.yml\n" + (rich.root / "mkdocs.yml").read_text())
    assert rich.proofbook("export", "docs", "--out", "exported").code == 0
    assert (rich.root / "exported/deep/notes.md").exists()
    config.write_text(config.read_text().replace("INHERIT: base.yml\n", ""))
    done = rich.proofbook("export", "docs", "--out", "exported")
    assert (2, True) == (done.code, "`docs_dir:`" in done.err), done.err
