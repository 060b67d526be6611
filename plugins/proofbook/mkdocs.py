"""The MkDocs plugin. The only file that imports mkdocs: it hands over, and decides nothing."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files

from proofbook.build import Built, build, published
from proofbook.errors import ExitCode, InvalidInput, ProofbookError
from proofbook.load import Site, site_of
from proofbook.model import events
from proofbook.model.settings import OnFailure
from proofbook.pages import addresses
from proofbook.report.problems import problems_text
from proofbook.report.text import report_text, status_line
from proofbook.staging import Staging

log = get_plugin_logger(__name__)

EXTENSIONS = ("attr_list", "md_in_html", "tables")


class Ended(Abort):
    """Ends MkDocs with one of Proofbook's exit codes."""

    def __init__(self, message: str, code: ExitCode) -> None:
        super().__init__(message)
        self.code = int(code)
        self.exit_code = int(code)  # type: ignore[misc]  # what click reads; it types it as a constant


class ProofbookConfig(Config):
    """The names of the settings, for MkDocs.

    Their values are read by `read_site`, for the command line and the plugin alike, so that a
    fault in them has a line and a column. A test holds these names against `Settings`.
    """

    runbooks = options.Optional(options.Type(str))
    results_file = options.Optional(options.Type(str))
    results = options.Optional(options.Type(str))
    environment = options.Optional(options.Type(str))
    profile = options.Optional(options.Type(str))
    allow = options.Optional(options.Type(dict))
    owners = options.Optional(options.Type(dict))
    vars = options.Optional(options.Type(dict))
    secrets = options.Optional(options.Type(dict))
    flaky = options.Optional(options.Type(str))
    on_failure = options.Optional(options.Type(str))


class ProofbookPlugin(BasePlugin[ProofbookConfig]):
    """Runs the site's checks, adds the pages they make, and ends the build by the gate."""

    def __init__(self) -> None:
        self.command = "build"
        self.built: Built | None = None
        self.staging: Staging | None = None
        self.stamp: object = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember what MkDocs is asked to do; a build that is interrupted says so."""
        self.command = command
        if command != "serve":
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: sys.exit(ExitCode.INTERRUPTED))

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build beside the old site; add our stylesheet, script and Markdown extensions."""
        site = _site(config)
        config.watch += [
            str(path) for path in (site.root / site.settings.runbooks, site.root / "checks") if path.exists()
        ]
        config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
        config.extra_css[:0] = addresses(".css")
        config.extra_javascript[:0] = addresses(".js")
        if self.command != "serve":
            self.staging = Staging(Path(config.site_dir))
            config.site_dir = str(self.staging.folder)
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Validate and run, before MkDocs has touched anything."""
        site = _site(config)
        stamp = site.inputs_stamp() if self.command == "serve" else None
        if self.built and stamp == self.stamp:
            return
        try:
            self.built = build(site, _announce)
            self.stamp = stamp
        except InvalidInput as error:
            print(problems_text(error.problems), file=sys.stderr)
            if self.command == "serve" and self.built:
                log.warning("the YAML is invalid; the pages still show what was seen before")
                return
            raise Ended("the YAML is invalid: nothing was run, nothing was built", error.exit_code) from None
        except ProofbookError as error:
            raise Ended(f"proofbook: {error}", error.exit_code) from None
        if self.built.gate.exit_code is ExitCode.INTERRUPTED:
            raise Ended("interrupted: the site that was there is left as it was", ExitCode.INTERRUPTED)

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and files; none of them is written into `docs_dir`."""
        assert self.built
        made = published(self.built, _site(config).settings)
        for page in made.pages:
            _add(files, config, page.uri, page.markdown, page.source)
        for uri, content in made.assets.items():
            _add(files, config, uri, content, None)
        return files

    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the whole site in place, and end the build by the gate, last of all plugins."""
        assert self.built
        gate = self.built.gate
        print(report_text(self.built.report, gate), end="", file=sys.stderr)
        if self.staging:
            config.site_dir = str(self.staging.site)
            blocked = gate.exit_code is not ExitCode.OK and _site(config).settings.on_failure is OnFailure.BLOCK
            self.staging.drop() if blocked else self.staging.publish()
        if gate.exit_code is not ExitCode.OK and self.command != "serve":
            raise Ended(f"proofbook: the gate is {gate.outcome}: {gate.reason}", gate.exit_code)

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """A broken build leaves the old site, and nothing else."""
        if self.staging:
            self.staging.drop()


def _site(config: MkDocsConfig) -> Site:
    try:
        return site_of(Path(config.config_file_path))
    except InvalidInput as error:
        print(problems_text(error.problems), file=sys.stderr)
        raise Ended("the plugin's settings are invalid: nothing was run, nothing was built", error.exit_code) from None
    except ProofbookError as error:
        raise Ended(f"proofbook: {error}", error.exit_code) from None


def _add(files: Files, config: MkDocsConfig, uri: str, content: str | bytes, source: str | None) -> None:
    if files.get_file_from_path(uri):
        raise PluginError(
            f"proofbook generates {uri}, but there is such a file in {config.docs_dir} already; rename one"
        )
    file = File.generated(config, uri, content=content)
    if source:
        file.edit_uri = f"../{source}"
    files.append(file)


def _announce(event: events.Event) -> None:
    if isinstance(event, events.Ended):
        log.info(status_line(event))
