"""Sites: what Proofbook adds to MkDocs when it builds one, and when a file is saved while it serves one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.documents import runbook
from tests.benchmarks.measuring import ENVIRON, Ratio, pair
from tests.sites import BIN, Site

PLAIN = """\
site_name: Test
docs_dir: ../exported
theme: {name: material, font: false, features: [navigation.prune]}
plugins: [search]
extra_css: [assets/proofbook/proofbook.css]
markdown_extensions: [attr_list, md_in_html, tables]
"""


def build_site(folder: Path, runbooks: int = 40) -> Ratio:
    """A site of runbooks made from stored results, against MkDocs over the same pages, exported."""
    site = Site(folder)
    site.write(**{f"b{at}": runbook(at, 8, "file: {path: docs}, expect: {exists: true}") for at in range(runbooks)})
    site.file("docs/index.md", "# Test\n")
    site.file(
        "mkdocs.yml",
        "site_name: Test\ntheme: {name: material, font: false, features: [navigation.prune]}\n"
        "plugins: [search, {proofbook: {results: read}}]\n",
    )
    site.file("run.yml", "plugins: [proofbook]\n")
    site.proofbook("-f", "run.yml", "run", timeout=600)
    site.proofbook("export", "docs", "--out", "exported", timeout=600)
    site.file("plain/mkdocs.yml", PLAIN)
    theirs = [str(BIN / "mkdocs"), "build", "-q", "-f", "plain/mkdocs.yml"]
    ours, other = pair([str(BIN / "mkdocs"), "build", "-q"], theirs, folder, runs=1, figure="cpu")
    return Ratio(
        f"site of {runbooks} runbooks from results / the same Markdown",
        ours,
        other,
        "at most 1.25",
        ours / other <= 1.25,
        "CPU, once after a warm-up",
    )


SAVE = """
import json, sys, time
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

spent = 0.0

def timed(event):
    def run(*given, **named):
        global spent
        begun = time.perf_counter()
        try:
            return event(*given, **named)
        finally:
            spent += time.perf_counter() - begun
    return run

every = []
for at in range(4):
    file = Path("runbooks/b7.yml")
    file.write_text(file.read_text() + f"# {at}\\n")
    config = load_config("mkdocs.yml")
    Path(config.site_dir).mkdir(exist_ok=True)  # as `serve` does
    ours = config.plugins["proofbook"]
    if not every:
        ours.on_startup(command="serve", dirty=False)
    for events in config.plugins.events.values():
        events[:] = [timed(one) if getattr(one, "__self__", None) is ours else one for one in events]
    spent, begun = 0.0, time.perf_counter()
    build(config)
    every.append((spent, time.perf_counter() - begun - spent))
print(json.dumps(sorted(every[1:])[1]))
"""


def save_one(folder: Path, runbooks: int = 40) -> Ratio:
    """A file saved while a site is served: what Proofbook does then, against what MkDocs does by itself."""
    site = Site(folder)
    site.write(**{f"b{at}": runbook(at, 8, "file: {path: docs}, expect: {exists: true}") for at in range(runbooks)})
    site.file("docs/index.md", "# Test\n")
    site.file(
        "mkdocs.yml", PLAIN.split("\n", 1)[0] + "\ntheme: {name: material, font: false}\nplugins: [search, proofbook]\n"
    )
    done = subprocess.run([sys.executable, "-c", SAVE], cwd=folder, env=ENVIRON, capture_output=True, check=True)
    ours, theirs = json.loads(done.stdout.splitlines()[-1])
    name = f"a save among {runbooks} runbooks / MkDocs' own rebuild"
    return Ratio(name, ours, theirs, "ours under 0.15 s", ours < 0.15, "wall clock, median of 3")


def build_large_site(folder: Path) -> Ratio:
    """The promise in full size."""
    return build_site(folder, 300)


def build_largest_site(folder: Path) -> Ratio:
    """Beyond the promise."""
    return build_site(folder, 1000)
