"""The MkDocs plugin. The only file that imports mkdocs: it hands over, and decides nothing."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from msgspec.structs import replace

from proofbook.build import Built, build, published
from proofbook.errors import ExitCode, InvalidInput, ProofbookError, refusal
from proofbook.load import Site, site_of
from proofbook.markdown_extension import ProofExtension
from proofbook.model import events
from proofbook.model.asked import Asked
from proofbook.model.place import Problem
from proofbook.model.settings import OnFailure
from proofbook.offline import put_offline_copy
from proofbook.pages import Pages, addresses, inventory, inventory_items, links, permanent
from proofbook.pages.embedding import Link
from proofbook.pages.problems import problems_markdown, problems_note
from proofbook.report.problems import problems_text
from proofbook.report.text import report_text, status_line
from proofbook.staging import Staging
from proofbook.strictness import strict_no_more

log = get_plugin_logger(__name__)

EXTENSIONS = ("attr_list", "md_in_html", "tables")


class Ended(Abort):
    """Ends MkDocs with one of Proofbook's exit codes."""

    def __init__(self, message: str, code: ExitCode) -> None:
        super().__init__(message)
        self.code = int(code)
        self.exit_code = int(code)  # type: ignore[misc]  # what click reads; it types it as a constant


class ProofbookConfig(Config):
    """The names of the settings, for MkDocs; their values are read with line and column, as for the command line."""

    runbooks = options.Optional(options.Type(str))
    results_file = options.Optional(options.Type(str))
    results = options.Optional(options.Type(str))
    environment = options.Optional(options.Type(str))
    profile = options.Optional(options.Type(str))
    allow = options.Optional(options.Type(dict))
    limits = options.Optional(options.Type(dict))
    owners = options.Optional(options.Type(dict))
    alerts = options.Optional(options.Type(dict))
    history = options.Optional(options.Type(dict))
    vars = options.Optional(options.Type(dict))
    trust_ref = options.Optional(options.Type(str))
    secrets = options.Optional(options.Type(dict))
    flaky = options.Optional(options.Type(str))
    offline = options.Optional(options.Type(bool))
    on_failure = options.Optional(options.Type(str))


class ProofbookPlugin(BasePlugin[ProofbookConfig]):
    """Runs the site's checks, adds the pages they make, and ends the build by the gate."""

    def __init__(self) -> None:
        self.command = "build"
        self.built: Built | None = None
        self.staging: Staging | None = None
        self.stamp: object = None
        self.made: Pages | None = None
        self.invalid: tuple[Problem, ...] = ()
        self.unknown: list[Problem] = []
        self.link: Link = _nowhere

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember what MkDocs is asked to do; a build that is interrupted says so."""
        self.command = command
        if command in {"build", "gh-deploy"}:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: sys.exit(ExitCode.INTERRUPTED))

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add our stylesheets, scripts and Markdown extensions. Others, as mike, ask for this without building."""
        site = _site(config)
        config.watch += [
            str(path) for path in (site.root / site.settings.runbooks, site.root / "checks") if path.exists()
        ]
        config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
        config.markdown_extensions.append(ProofExtension(self._show))  # type: ignore[arg-type]  # takes instances too
        config.extra_css[:0] = addresses(".css")
        config.extra_javascript[:0] = addresses(".js")
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Validate and run, before MkDocs has touched anything; then build beside the old site."""
        site = _site(config)
        stamp = site.inputs_stamp() if self.command == "serve" else None
        if self.built and stamp == self.stamp:
            return
        try:
            asked = Asked(record=self.command != "serve")
            self.built, self.stamp, self.invalid = build(site, _announce, asked), stamp, ()
            # While pages are written, nobody waits for an archive of them.
            offline = site.settings.offline and self.command != "serve"
            self.made = published(self.built, replace(site.settings, offline=offline))
        except InvalidInput as error:
            self._is_invalid(error)
        except ProofbookError as error:
            raise Ended(f"proofbook: {error}", error.exit_code) from None
        if self.built and self.built.gate.exit_code is ExitCode.INTERRUPTED:
            raise Ended("interrupted: the site that was there is left as it was", ExitCode.INTERRUPTED)
        if self.command != "serve":
            self.staging = Staging(Path(config.site_dir))
            config.site_dir = str(self.staging.folder)

    def _is_invalid(self, error: InvalidInput) -> None:
        print(problems_text(error.problems), file=sys.stderr)
        if self.command != "serve":
            raise Ended("the YAML is invalid: nothing was run, nothing was built", error.exit_code) from None
        strict_no_more()
        log.warning("the YAML is invalid; the pages still show what was seen before")
        self.invalid = error.problems

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and files; none of them is written into `docs_dir`."""
        for page in self.made.pages if self.made else ():
            file = _add(files, config, page.uri, page.markdown, page.source)
            if not page.listed:
                file.inclusion = InclusionLevel.NOT_IN_NAV
        if self.invalid:
            _add(files, config, links.PROBLEMS, problems_markdown(self.invalid), None)
        entries = self.made.proofs.entries.values() if self.made else ()
        lead = permanent(entries, lambda uri: File.generated(config, uri, content="").url, config.site_url or "")
        for uri, content in {**(self.made.assets if self.made else {}), **lead}.items():
            _add(files, config, uri, content, None)
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Remember which page it is, for its links; note every id in it that nothing has."""
        self.link = lambda uri, anchor: _url(files, page.file, uri, anchor)
        if self.made:
            self.unknown += self.made.proofs.problems(page.file.content_string, _shown_name(page.file, config))
        note = problems_note(len(self.invalid), self.link(links.PROBLEMS, "")) if self.invalid else ""
        return note + markdown

    def _show(self, name: str, block: bool) -> str:  # noqa: FBT001 - the extension's signature
        if self.made is None:
            return ""
        return str(self.made.proofs.block(name, self.link) if block else self.made.proofs.chip(name, self.link))

    @event_priority(40)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Every page is read: end if ids in them are unknown; write the inventory, or add to that of mkdocstrings."""
        unknown, self.unknown = tuple(self.unknown), []
        if unknown:
            print(problems_text(unknown), file=sys.stderr)
            if self.command != "serve":
                raise Ended("pages name what is not there: the site that was there is left", ExitCode.INVALID)
        entries = self.made.proofs.entries.values() if self.made else ()
        items = inventory_items(entries, lambda uri: _file(files, uri).url)
        mkdocstrings: Any = config.plugins.get("mkdocstrings")
        if mkdocstrings and getattr(mkdocstrings, "_handlers", None) and mkdocstrings.inventory_enabled:
            for name, domain, role, uri, title in items:
                mkdocstrings.handlers.inventory.register(name=name, domain=domain, role=role, uri=uri, dispname=title)
        else:
            Path(config.site_dir, "objects.inv").write_bytes(inventory(items, config.site_name))
        return env

    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the whole site in place, and end the build by the gate, last of all plugins."""
        if self.built is None:  # only `serve` comes here without
            return
        gate = self.built.gate
        print(report_text(self.built.report, gate), end="", file=sys.stderr)
        put_offline_copy(Path(config.site_dir), self.built.report.started, config.site_name)
        if self.staging:
            config.site_dir = str(self.staging.site)
            blocked = gate.exit_code is not ExitCode.OK and _site(config).settings.on_failure is OnFailure.BLOCK
            self.staging.drop() if blocked else self.staging.publish()
        if gate.exit_code is not ExitCode.OK and self.command != "serve":
            raise Ended(f"proofbook: the gate is {gate.outcome}: {gate.reason}", gate.exit_code)

    def on_build_error(self, *, error: Exception) -> None:
        """A broken build leaves the old site and nothing else; a full disk is no failed check."""
        if self.staging:
            self.staging.drop()
        if said := refusal(error):
            raise Ended(f"proofbook: {said}; the site that was there is left as it was", ExitCode.INVALID) from None


def _site(config: MkDocsConfig) -> Site:
    try:
        return site_of(Path(config.config_file_path))
    except InvalidInput as error:
        print(problems_text(error.problems), file=sys.stderr)
        raise Ended("the plugin's settings are invalid: nothing was run, nothing was built", error.exit_code) from None
    except ProofbookError as error:
        raise Ended(f"proofbook: {error}", error.exit_code) from None


def _nowhere(uri: str, anchor: str) -> str:
    raise AssertionError(f"no page is being made that could link to {uri}#{anchor}")


def _file(files: Files, uri: str) -> File:
    file = files.get_file_from_path(uri)
    assert file, uri
    return file


def _url(files: Files, here: File, uri: str, anchor: str) -> str:
    url = _file(files, uri).url_relative_to(here)
    return f"{url}#{anchor}" if anchor else url


def _shown_name(file: File, config: MkDocsConfig) -> str:
    """The file as its author knows it: of a generated page, the YAML that it is made from."""
    if file.generated_by:
        return (file.edit_uri or file.src_uri).removeprefix("../")
    return f"{Path(config.docs_dir).name}/{file.src_uri}"


def _add(files: Files, config: MkDocsConfig, uri: str, content: str | bytes, source: str | None) -> File:
    if files.get_file_from_path(uri):
        said = f"proofbook generates {uri}, but there is such a file in {config.docs_dir} already; rename one"
        raise Ended(said, ExitCode.INVALID)
    file = File.generated(config, uri, content=content)
    if source:
        file.edit_uri = f"../{source}"
    files.append(file)
    return file


def _announce(event: events.Event) -> None:
    if isinstance(event, events.Ended):
        log.info(status_line(event))
