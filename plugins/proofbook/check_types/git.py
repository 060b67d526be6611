"""Look at the git repository that the project is kept in. Nothing that it configures is executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World
from proofbook.check_types.repository import Repository

FilePath = Annotated[str, Meta(min_length=1)]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which repository; `git: {}` for that of the project root."""

    path: Annotated[str, Meta(min_length=1, description="Folder of the project that lies in it.")] = "."
    file: Annotated[
        FilePath | None,
        Meta(description="A file to tell the state of, from that folder.", examples=["CHANGELOG.md"]),
    ] = None


FACTS = {
    "commit": Fact("id of the commit that is checked out", "string", example="{matches: '^[0-9a-f]{40}$'}"),
    "branch": Fact("its branch; absent when none is checked out", "string", example="main"),
    "tags": Fact("tags of that commit", "list", example="{any_item: {semver: '>=1.0'}}"),
    "dirty": Fact("whether anything differs from that commit, files not tracked included", "boolean", example="false"),
    "changed": Fact("files that differ, from the top of the repository", "list", example="{is_empty: true}"),
    "upstream": Fact("the branch it follows; absent if none", "string", example="origin/main"),
    "ahead": Fact("commits that its upstream, as last fetched, lacks", "integer", example="0"),
    "behind": Fact("commits of its upstream, as last fetched, that it lacks", "integer", example="0"),
    "age_s": Fact("seconds since that commit was made", "number", example="{lt: 604800}"),
    "subject": Fact("first line of its message", "string"),
    "author": Fact("who wrote it, by name", "string"),
    "state": Fact("of `file`: `tracked`, `modified`, `untracked`, `ignored` or `absent`", "string", example="tracked"),
}
EFFECT = Effect.COMMANDS
SUBJECT = Subject.REPOSITORY
TIMEOUT = 20.0

STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--ignore-submodules=all")
FOUND = {"1": "modified", "2": "modified", "u": "modified", "?": "untracked", "!": "ignored"}


async def observe(params: SCHEMA, world: World) -> Facts:
    """Ask git, with every program switched off that the repository names."""
    git = Repository(params.path, world.execute)
    await git.disarm()
    status = _status(await git.ask(*STATUS, "--untracked-files=all"))
    if params.file is not None:
        status["state"] = await _state(git, params.file)
    if "commit" not in status:
        return status
    stamp, author, subject = (await git.ask("log", "-1", "--format=%ct%x00%an%x00%s")).rstrip("\n").split("\0")
    tags = (await git.ask("tag", "--points-at", "HEAD")).split()
    age = world.now().timestamp() - int(stamp)
    return {**status, "tags": tags, "age_s": round(age, 3), "author": author, "subject": subject}


def _status(text: str) -> dict[str, Any]:
    """The facts in `git status --porcelain=v2 --branch -z` (git-status(1))."""
    headers: dict[str, str] = {}
    changed = []
    entries = iter(text.split("\0"))
    for entry in entries:
        kind, _, rest = entry.partition(" ")
        if kind == "#":
            name, _, value = rest.partition(" ")
            headers[name] = value
        elif kind in FOUND:
            changed.append(_name(kind, rest))
            if kind == "2":
                next(entries)  # where a renamed file came from
    return {**_branch(headers), "dirty": bool(changed), "changed": sorted(changed)}


def _name(kind: str, rest: str) -> str:
    """The path in an entry, which is the last of its fields and may have spaces."""
    fields = {"1": 7, "2": 8, "u": 9}.get(kind, 0)
    return rest.split(" ", fields)[fields]


def _branch(headers: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if headers.get("branch.oid", "(initial)") != "(initial)":
        found["commit"] = headers["branch.oid"]
    if headers.get("branch.head", "(detached)") != "(detached)":
        found["branch"] = headers["branch.head"]
    if "branch.upstream" in headers:
        found["upstream"] = headers["branch.upstream"]
    if "branch.ab" in headers:
        ahead, behind = headers["branch.ab"].split(" ")
        found |= {"ahead": int(ahead), "behind": -int(behind)}
    return found


async def _state(git: Repository, file: str) -> str:
    # Magic such as `:(glob)` is switched off: a file may be called anything.
    said = await git.ask("--literal-pathspecs", *STATUS, "--untracked-files=all", "--ignored=matching", "--", file)
    kinds = [entry[0] for entry in said.split("\0") if entry and entry[0] in FOUND]
    if kinds:
        return FOUND[kinds[0]]
    return "tracked" if await git.ask("--literal-pathspecs", "ls-files", "-z", "--", file) else "absent"
