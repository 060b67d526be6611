"""What stands below the help of each command: what people type most."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "attest": (
        ("attest support-trained --by 'Ada Lovelace'", "sign an item"),
        ("attest go-decision --by Ada --release v4 --evidence https://…", "for one release, with what you looked at"),
    ),
    "decide": (
        ("decide launch-readiness", "GO or NO-GO by the last results"),
        ("decide launch-readiness --release v4", "with the signatures for that release"),
    ),
    "doctor": (
        ("doctor", "what is installed, what may run, what not and why"),
        ("doctor --format json", "the same for programs"),
    ),
    "exercise": (
        ("exercise start on-call/take-it-back", "break an environment, for you to mend"),
        ("exercise check", "what is still wrong"),
        ("exercise record > record.json", "to hand in"),
    ),
    "explain": (("explain service-answers", "one check from all sides"),),
    "export": (("export docs --out exported", "plain Markdown for any generator"),),
    "import": (("import markdown docs/runbooks", "a runbook of each page"),),
    "links": (("links", "links.lock, to be committed"),),
    "list": (("list", "every document of the site"),),
    "new": (
        ("new handbook", "a site; asks for four things"),
        ("new . --yes", "here, without asking"),
        ("new runbook disk-full", "runbooks/disk-full.yml"),
        ("new check queue-age", "checks/queue_age.py"),
    ),
    "plan": (
        ("plan", "what would run, and what not and why"),
        ("plan --no-drills --severity high", "of a part of it"),
    ),
    "report": (
        ("report", "the last results again"),
        ("report --report junit=build/proofbook.xml --report summary", "for a CI"),
    ),
    "run": (
        ("run", "everything that may run"),
        ("run service-answers", "one check, and what it needs"),
        ("run 'deploy-*' --no-drills --fail-fast", "by name, no drill, stop at the first failure"),
        ("run --allow network=staging.example.org --env staging", "with more permission, this once"),
    ),
    "schema": (
        ("schema runbook", "the JSON Schema of a kind"),
        ("schema --all schemas", "all of them, for an editor"),
    ),
    "validate": (
        ("validate", "every problem of the whole site"),
        ("validate runbooks/disk-full.yml", "of one file, by rules that see all"),
        ("validate --format github", "as annotations of a job"),
    ),
    "waive": (
        (
            "waive green-answers --justification 'Pool is late' --owner ops --approver Ada --expires 2027-01-31",
            "let it fail until then",
        ),
    ),
}


#: What stands beside a line that is longer would be too far to the right.
LONG = 52
BESIDE, BELOW = "  ", "\n      "


def epilog(command: str) -> str | None:
    """The examples of a command, as click shows them without wrapping."""
    lines = [(f"  proofbook {line}", words) for line, words in EXAMPLES.get(command, ())]
    width = max((len(line) for line, _ in lines if len(line) < LONG), default=0)
    shown = (f"{line.ljust(width)}{BESIDE if len(line) < LONG else BELOW}{words}" for line, words in lines)
    return "\b\nExamples:\n" + "\n".join(shown) if lines else None
