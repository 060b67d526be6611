"""The plugin's settings: what the site is, what it may do, who owns what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.model.fields import Identifier, Words


class OnFailure(StrEnum):
    """What becomes of the site when the gate does not hold."""

    PUBLISH = "publish"
    BLOCK = "block"


class Results(StrEnum):
    """Where verdicts come from: look now, or read the results of an earlier run."""

    RUN = "run"
    READ = "read"


class Owner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person or team that answers for something."""

    name: Words
    contact: Annotated[Words | None, Meta(description="Where to reach them: URL, address, channel.")] = None


class Allow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run may do. The default is to read files of the project, and nothing else."""

    files: Annotated[bool, Meta(description="Read files inside the project.")] = True
    network: Annotated[tuple[str, ...], Meta(description="Hosts that checks may connect to.")] = ()
    commands: Annotated[bool, Meta(description="Start programs in `command` checks.")] = False
    python: Annotated[bool, Meta(description="Call functions of `checks/` in `python` checks.")] = False
    system: Annotated[
        bool, Meta(description="Look at this machine's processes, disks and memory: `process`, `disk`, `memory`.")
    ] = False
    drills: Annotated[tuple[Identifier, ...], Meta(description="Environments whose services and actions may run.")] = ()


class Secret(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret that checks and actions may use as `${{ secrets.NAME }}`, and where it may go."""

    hosts: Annotated[tuple[str, ...], Meta(description="Hosts it may be sent to, and no other.")] = ()
    commands: Annotated[bool, Meta(description="Whether programs may get it as an argument.")] = False
    env: Annotated[str | None, Meta(description="Environment variable that holds it; by default its name.")] = None
    file: Annotated[str | None, Meta(description="File that holds it, instead of a variable.")] = None


#: Files of the project, by a pattern in which `**` means any folders.
Glob = Annotated[
    str,
    Meta(
        pattern=r"^(?!/)(?!.*(?:^|/)\.\.(?:/|$))\S",
        description="Files from the project root; `*` is any name, `**` any folders.",
        examples=["monitoring/**/*.yml"],
    ),
]


class Alerts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Alerting rules of Prometheus, and where they say which runbook is theirs."""

    rules: Annotated[
        tuple[Glob, ...],
        Meta(description="Rule files. With any, alerts that runbooks answer must stand in one."),
    ] = ()
    annotations: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1, description="Annotations, else labels, with the runbook's address; the first there is counts."
        ),
    ] = ("runbook_url",)
    here: Annotated[
        tuple[str, ...],
        Meta(description="How addresses of this site begin; by default as `site_url` in mkdocs.yml."),
    ] = ()
    ignore_case: Annotated[bool, Meta(description="Whether the site's server takes addresses in any case.")] = False


class Retention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is remembered of earlier runs, where, and for how long."""

    file: Annotated[
        str,
        Meta(
            pattern=r"^(?!/)(?!.*(?:^|/)\.\.(?:/|$))\S.*$",
            description="File that each run adds a line to.",
            examples=[".proofbook/history.jsonl"],
        ),
    ] = ".proofbook/history.jsonl"
    url: (
        Annotated[
            str,
            Meta(
                pattern=r"^https?://[^\s/@]+(/\S*)?$",
                description="Address of the published site, whose history is gone on with; its host must be allowed.",
                examples=["https://docs.example.org/"],
            ),
        ]
        | None
    ) = None
    max_runs: Annotated[int, Meta(ge=1, le=1000, description="How many runs are remembered.")] = 100
    max_days: Annotated[int, Meta(ge=1, le=3650, description="For how many days.")] = 365


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many checks look at once. One that measures time looks alone, whatever is said here."""

    network: Annotated[int, Meta(ge=1, le=1000, description="Checks that use the network.")] = 10
    per_host: Annotated[int, Meta(ge=1, le=1000, description="Of these, at one host.")] = 4
    commands: (
        Annotated[
            int,
            Meta(ge=1, le=1000, description="Checks that start a program; by default as many as there are processors."),
        ]
        | None
    ) = None


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The plugin's settings, as they stand under `plugins: - proofbook:` in `mkdocs.yml`."""

    enabled: Annotated[bool, Meta(description="MkDocs' own switch, for every plugin.")] = True
    runbooks: Annotated[str, Meta(description="Folder of the YAML documents.")] = "runbooks"
    results_file: Annotated[str, Meta(description="Where results are kept.")] = ".proofbook/results.json"
    results: Annotated[Results, Meta(description="`run` checks, or `read` the results file.")] = Results.RUN
    environment: Annotated[Identifier | None, Meta(description="What checks outside drills look at.")] = None
    profile: Annotated[Identifier, Meta(description="Named on every page and result.")] = "default"
    allow: Allow = Allow()
    limits: Limits = Limits()
    owners: dict[str, Owner] = {}
    alerts: Alerts = Alerts()
    history: Retention = Retention()
    vars: Annotated[dict[str, Any], Meta(description="`${{ vars.NAME }}` in checks and actions.")] = {}
    secrets: Annotated[dict[str, Secret], Meta(description="Secrets that are granted, by name.")] = {}
    trust_ref: Annotated[
        str | None,
        Meta(description="Git revision at which permissions, waivers and attestations count, as `origin/main`."),
    ] = None
    flaky: Annotated[str, Meta(pattern="^(pass|fail)$", description="What a flaky pass means to the gate.")] = "pass"
    offline: Annotated[
        bool, Meta(description="Put a copy of the site that works without a network on it, as one download.")
    ] = True
    on_failure: Annotated[OnFailure, Meta(description="`publish` the red site, or `block` it.")] = OnFailure.PUBLISH
