"""A small site in a folder of its own, used as its author uses it: through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from msgspec.structs import replace

from proofbook.build import Built, build, published
from proofbook.load import site_of
from proofbook.model.settings import Results
from proofbook.pages import Pages

REPOSITORY = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

ALLOW_ALL = "{files: true, network: [127.0.0.1], commands: true, drills: [lab]}"


@dataclass(frozen=True)
class Finished:
    """What a program did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Site:
    """A site's folder. Where not `measured`, coverage does not slow down the programs that are run in it."""

    root: Path
    measured: bool = True

    def write(self, **files: str) -> Site:
        """Write documents: `deploy="…"` is `runbooks/deploy.yml`."""
        for name, text in files.items():
            self.file(f"runbooks/{name}.yml", dedent(text))
        return self

    def file(self, path: str, text: str) -> Path:
        """Write any file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

    def settings(self, allow: str = ALLOW_ALL, **others: str) -> Site:
        """Write `mkdocs.yml` with these settings of the plugin."""
        lines = [f"      {name}: {value}" for name, value in {"allow": allow, **others}.items()]
        text = "site_name: Test\ntheme: {name: material, font: false}\nplugins:\n  - search\n  - proofbook:\n"
        self.file("mkdocs.yml", text + "\n".join(lines) + "\n")
        if not (self.root / "docs/index.md").exists():
            self.file("docs/index.md", "# Test\n")
        return self

    def proofbook(
        self, *arguments: str, timeout: float = 60, wrapper: tuple[str, ...] = (), **environ: str
    ) -> Finished:
        """Run `proofbook …` in the site, started by another program if one is given."""
        return self.program(*wrapper, str(BIN / "proofbook"), *arguments, timeout=timeout, **environ)

    def mkdocs(self, *arguments: str, timeout: float = 120, **environ: str) -> Finished:
        """Run `mkdocs …` in the site."""
        return self.program(str(BIN / "mkdocs"), *arguments, timeout=timeout, **environ)

    def program(self, *argv: str, timeout: float, **environ: str) -> Finished:
        """Run any program in the site to its end."""
        done = subprocess.run(
            argv,
            cwd=self.root,
            env=self.environ(**environ),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    def start(self, *argv: str, **environ: str) -> subprocess.Popen[str]:
        """Start a program in the site."""
        return subprocess.Popen(
            argv,
            cwd=self.root,
            env=self.environ(**environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def environ(self, **more: str) -> dict[str, str]:
        """What programs in the site find in their environment."""
        clean = clean_environ(**more)
        return {name: value for name, value in clean.items() if self.measured or not name.startswith("COVERAGE_")}

    def built(self, *, run: bool = True) -> Built:
        """Run the checks as a user does, then read what they saw into this process; or read what was seen before.

        A run of its own in this process would not go together with Playwright's event loop.
        """
        if run:
            done = self.proofbook("run")
            assert done.code in {0, 1, 3}, done.err
        site = site_of(self.root / "mkdocs.yml")
        return build(replace(site, settings=replace(site.settings, results=Results.READ)), lambda *_: None)

    def published(self, *, run: bool = True) -> Pages:
        """Everything that the site publishes."""
        return published(self.built(run=run), site_of(self.root / "mkdocs.yml").settings)

    @property
    def results(self) -> dict[str, Any]:
        """The results file."""
        loaded: dict[str, Any] = json.loads((self.root / ".proofbook/results.json").read_text())
        return loaded

    def result(self, key: str) -> dict[str, Any]:
        """One result of the results file, by check or by `drill:check`."""
        named = {
            f"{one['drill']}:{one['check']}" if one["drill"] else one["check"]: one for one in self.results["results"]
        }
        found: dict[str, Any] = named[key]
        return found


def clean_environ(**more: str) -> dict[str, str]:
    """This process's environment without what would change what Proofbook says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PROOFBOOK_", "GITHUB_", "CI_"))}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "COLUMNS": "200", **more}
