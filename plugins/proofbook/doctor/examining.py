"""Look at installation and site, as far as can be told without running anything of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from proofbook.build import last, plan_of, read_trusted
from proofbook.doctor.allowed import permitted, reachable, runnable
from proofbook.doctor.findings import Examined, Noted, State
from proofbook.doctor.installed import installed
from proofbook.errors import InvalidInput, ProofbookError, Usage
from proofbook.load import Site, names_plugin, site_of
from proofbook.untrusted import untrusted


def examine(config: Path) -> Examined:
    """Everything that can be told of this installation, and of the site of `config` if there is one."""
    return Examined((*installed(), *_site(config)))


def _site(config: Path) -> Iterator[Noted]:
    if not config.is_file():
        words, advice = "there is none here", "proofbook new DIR makes one"
        yield Noted(topic="site", what=str(config), state=State.NOTE, words=words, advice=advice)
        return
    try:
        site = site_of(config)
    except InvalidInput as error:
        yield _wrong(str(config), error)
        return
    yield _settings(config)
    yield _change()
    yield from permitted(site.settings.allow)
    yield from reachable(site.settings)
    try:
        trusted, library, _ = read_trusted(site)
    except InvalidInput as error:
        yield _wrong(site.settings.runbooks, error)
        return
    except ProofbookError as error:  # what `trust_ref` names is not here
        yield Noted(topic="site", what="trusted", state=State.WRONG, words=str(error))
        return
    words = f"{len(library.documents)} documents, no problems"
    yield Noted(topic="site", what=site.settings.runbooks, state=State.OK, words=words)
    yield from _results(site)
    try:
        yield from runnable(plan_of(trusted, library), site)
    except ProofbookError as error:
        yield Noted(topic="site", what="plan", state=State.WRONG, words=str(error))


def _wrong(what: str, error: InvalidInput) -> Noted:
    words = f"{len(error.problems)} problems; the first: {error.problems[0].place}: {error.problems[0].message}"
    return Noted(topic="site", what=what, state=State.WRONG, words=words, advice="proofbook validate")


def _change() -> Noted:
    whose = untrusted(os.environ)
    words = f"{whose}: nothing of it is executed" if whose else "of your own, as far as the CI's variables tell"
    return Noted(topic="site", what="change", state=State.NOTE if whose else State.OK, words=words)


def _settings(config: Path) -> Noted:
    if names_plugin(config):
        return Noted(topic="site", what=str(config), state=State.OK, words="the settings are right")
    words = "it names no plugin `proofbook`: MkDocs makes no proof, and a run may read files and do nothing else"
    return Noted(topic="site", what=str(config), state=State.NOTE, words=words, advice="add it under `plugins:`")


def _results(site: Site) -> Iterator[Noted]:
    file = site.settings.results_file
    above = next(one for one in (site.root / file).parents if one.exists())
    if not os.access(above, os.W_OK):
        words = f"nothing can be written below {above}: a run looks, and then cannot say what it has seen"
        yield Noted(topic="site", what=file, state=State.LACKING, words=words)
        return
    try:
        report, gate = last(site)
    except Usage as error:
        there = (site.root / file).exists()
        words = str(error) if there else "none yet"
        yield Noted(topic="site", what=file, state=State.NOTE, words=words, advice="proofbook run")
        return
    yield Noted(topic="site", what=file, state=State.OK, words=f"of {report.started}; gate: {gate.outcome}")
