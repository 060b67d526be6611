"""What a check type is, and the world it may look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct

from proofbook.check_types.exchanges import Answer, Greeting, Query, Question, Reached, Records, Request, Table, Tls
from proofbook.check_types.machine import Disk, Memory, Processes, Sought
from proofbook.check_types.programs import Finished, Program
from proofbook.model.home import Home

Facts = Mapping[str, Any]


class Effect(StrEnum):
    """The permission that looking needs."""

    NONE = "none"
    FILES = "files"
    NETWORK = "network"
    COMMANDS = "commands"
    SYSTEM = "system"
    PYTHON = "python"


class Subject(StrEnum):
    """What a look hangs on, beside the check itself: when this has not changed, it would see the same again."""

    LIVE = "live"
    FILES = "files"
    SITE = "site"
    REPOSITORY = "repository"


class Permission(Struct, frozen=True):
    """One permission that a check needs, and for which host where that is known before the run."""

    effect: Effect
    host: str | None = None


class Fact(Struct, frozen=True):
    """A named value that a check type observes.

    `select` tells how keys reach into a fact that holds many values: `jsonpath` or `name`. `example`
    is an expectation as it stands in YAML after the fact's name.
    """

    description: str
    type: str
    select: str = ""
    example: str = ""


class Stat(Struct, frozen=True, kw_only=True):
    """What a folder's entry is."""

    type: str
    size: int
    mode: str
    modified: datetime


class World(Protocol):
    """The only door outside. Each method asks the policy first and raises `Refused` by its word."""

    async def request(self, request: Request) -> Answer:
        """Send it and read the answer; `TargetFault` if there is none."""
        ...

    async def connect(self, host: str, port: int) -> Reached:
        """Open and close a TCP connection."""
        ...

    async def resolve(self, question: Question) -> Records:
        """Ask a DNS server; `TargetFault` if a chosen one does not answer, `CouldNotLook` if ours do not."""
        ...

    async def greet(self, host: str, port: int, name: str, tls: Tls) -> Greeting:
        """Shake hands over TLS as with `name`, whatever its certificate; `TargetFault` if it cannot be done."""
        ...

    async def query(self, query: Query) -> Table:
        """Ask a database in a transaction that can only read."""
        ...

    async def execute(self, program: Program) -> Finished:
        """Run a program to its end; `CouldNotLook` if it cannot be started."""
        ...

    async def call(self, module: str, function: str, arguments: str) -> Finished:
        """Call a function of `checks/` in a process of its own; what became of it is printed as JSON."""
        ...

    async def processes(self, sought: Sought) -> Processes:
        """The processes of this machine that everything sought holds for."""
        ...

    async def disk(self, path: str) -> Disk | None:
        """The file system that a path lies on; None if the path is not there."""
        ...

    async def memory(self) -> Memory:
        """The memory of this machine."""
        ...

    def stat(self, path: str) -> Stat | None:
        """What stands at a path inside the project; None if nothing does."""
        ...

    def read(self, path: str) -> bytes:
        """A file inside the project; `CouldNotLook` if it cannot be read."""
        ...

    def find(self, pattern: str) -> tuple[str, ...]:
        """Files inside the project that match a pattern, by name; `CouldNotLook` if it makes no sense."""
        ...

    @property
    def home(self) -> Home:
        """The site itself: its documents, where its pages stand."""
        ...

    def now(self) -> datetime:
        """The time, in UTC."""
        ...


class CheckType(Protocol):
    """A module that looks at one kind of thing. Modules themselves satisfy this protocol.

    `SCHEMA` is the record of its parameters, from which its JSON Schema is made; `FACTS` what it
    observes; `EFFECT` the permission it needs; `TIMEOUT` the default deadline in seconds. Where what it
    needs hangs on its parameters, it has a function `permissions(params)` that gives every `Permission`;
    parameters are as written, so any of them may still be a `${{ … }}` reference. `LITERAL`, if it has one,
    names the parameters in which no reference may stand, each with why. `SUBJECT`, if it has one, says what a
    look hangs on: the files it reads and nothing else, the site as a whole (its pages, documents and rule files),
    or the history of the repository. Otherwise it is live: it may change at any time.
    """

    @property
    def SCHEMA(self) -> Any: ...  # noqa: D102, N802

    @property
    def FACTS(self) -> Mapping[str, Fact]: ...  # noqa: D102, N802

    @property
    def EFFECT(self) -> Effect: ...  # noqa: D102, N802

    @property
    def TIMEOUT(self) -> float: ...  # noqa: D102, N802

    async def observe(self, params: Any, world: World) -> Facts:
        """Look, and say what was seen. Judging is not its business."""
        ...
