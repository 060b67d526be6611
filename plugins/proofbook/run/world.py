"""The only door outside: clock, network, processes and files, with the policy at the door."""

from __future__ import annotations

import stat as modes
import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from datetime import UTC, datetime
from pathlib import Path

from proofbook.check_types.base import Stat
from proofbook.check_types.exchanges import Answer, Greeting, Query, Question, Reached, Records, Request, Table, Tls
from proofbook.check_types.machine import Disk, Memory, Processes, Sought
from proofbook.check_types.programs import Finished, Program
from proofbook.errors import CouldNotLook
from proofbook.model.home import Home
from proofbook.model.settings import Allow
from proofbook.project_files import files_matching
from proofbook.run import databases, processes
from proofbook.run.handshakes import greet
from proofbook.run.network import Network
from proofbook.run.policy import (
    inside,
    permit_commands,
    permit_files,
    permit_python,
    permit_system,
    permitted_path,
)
from proofbook.run.secrets import Secrets
from proofbook.run.threads import in_thread
from proofbook.run.tracing import Trace

MAX_FILE = 64 * 1024 * 1024


class Outside:
    """The real world, as check types see it."""

    def __init__(
        self,
        root: Path,
        allow: Allow,
        environ: Mapping[str, str] | None = None,
        secrets: Secrets | None = None,
        network: Network | None = None,
        home: Home | None = None,
    ) -> None:
        self.root = root.resolve()
        self.allow = allow
        self.environ = environ or {}
        self.secrets = secrets or Secrets({}, self.root)
        self.network = network or Network(self.root, allow)
        self.home = home or Home()
        self.trace = Trace()

    def within(self, environ: Mapping[str, str]) -> Outside:
        """The same world, with variables added to the environment of its programs."""
        return Outside(self.root, self.allow, {**self.environ, **environ}, self.secrets, self.network, self.home)

    def carrying(self, names: AbstractSet[str]) -> Outside:
        """The same world for what carries these secrets: only where each of them may go."""
        if not names:
            return self
        allow = self.secrets.narrowed(self.allow, names)
        network = self.network.narrowed(allow, tuple(sorted(names)))
        return Outside(self.root, allow, self.environ, self.secrets, network, self.home)

    def traced(self) -> Outside:
        """The same world with a trace of its own, of what is read of the project from now on."""
        other = copy(self)
        other.trace = Trace()
        return other

    async def request(self, request: Request) -> Answer:
        """See `World.request`."""
        return await self.network.request(request)

    async def connect(self, host: str, port: int) -> Reached:
        """See `World.connect`."""
        return await self.network.connect(host, port)

    async def resolve(self, question: Question) -> Records:
        """See `World.resolve`."""
        from proofbook.run import naming

        return await naming.resolve(question, self.network.permit)

    async def greet(self, host: str, port: int, name: str, tls: Tls) -> Greeting:
        """See `World.greet`."""
        return await greet(host, port, name, tls, self.network.trust, self.network.permit)

    async def query(self, query: Query) -> Table:
        """See `World.query`."""
        return await databases.ask(query, self.root, self.allow, self.network.permit)

    async def execute(self, program: Program) -> Finished:
        """See `World.execute`."""
        permit_commands(self.allow)
        cwd = inside(program.cwd, self.root)
        if not cwd.is_dir():
            raise CouldNotLook(f"there is no folder {program.cwd} to run in")
        environ = {**self.environ, **program.environ}
        return await processes.execute(program.argv, cwd=cwd, environ=environ, stdin=program.stdin)

    async def act(self, argv: tuple[str, ...]) -> Finished:
        """Run a program that the grant of its drill has allowed already."""
        return await processes.execute(argv, cwd=self.root, environ=self.environ)

    async def call(self, module: str, function: str, arguments: str) -> Finished:
        """See `World.call`."""
        permit_python(self.allow)
        # Without the working directory in front, or a file of the project could stand in for Python's own.
        argv = (sys.executable, "-P", "-m", "proofbook.calling", module, function)
        return await processes.execute(argv, cwd=self.root, environ=self.environ, stdin=arguments)

    async def processes(self, sought: Sought) -> Processes:
        """See `World.processes`."""
        permit_system(self.allow)
        from proofbook.run import machine

        return await in_thread(lambda: machine.find_processes(sought, self.root))

    async def disk(self, path: str) -> Disk | None:
        """See `World.disk`. A network file system that hangs holds nothing up but its check."""
        permit_system(self.allow)
        from proofbook.run import machine

        return await in_thread(lambda: machine.measure_disk(self.root / path, path))

    async def memory(self) -> Memory:
        """See `World.memory`."""
        permit_system(self.allow)
        from proofbook.run import machine

        return machine.measure_memory()

    def stat(self, path: str) -> Stat | None:
        """See `World.stat`."""
        found = self._stat(path)
        self.trace.stat(path, found)
        return found

    def _stat(self, path: str) -> Stat | None:
        real = permitted_path(path, self.root, self.allow)
        try:
            found = real.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise CouldNotLook(f"cannot look at {path}: {error.strerror}") from None
        return Stat(
            type=_type(found.st_mode),
            size=found.st_size,
            mode=f"{modes.S_IMODE(found.st_mode):04o}",
            modified=datetime.fromtimestamp(found.st_mtime, UTC),
        )

    def read(self, path: str) -> bytes:
        """See `World.read`. Pipes and devices are not read: they might never end."""
        real = permitted_path(path, self.root, self.allow)
        if not real.is_file():
            raise CouldNotLook(f"{path} is not a regular file")
        try:
            with real.open("rb") as file:
                data = file.read(MAX_FILE + 1)
        except OSError as error:
            raise CouldNotLook(f"cannot read {path}: {error.strerror}") from None
        if len(data) > MAX_FILE:
            raise CouldNotLook(f"{path} is larger than {MAX_FILE} bytes")
        self.trace.read(path, data)
        return data

    def find(self, pattern: str) -> tuple[str, ...]:
        """See `World.find`."""
        permit_files(self.allow)
        try:
            found = files_matching(self.root, pattern)
        except ValueError as error:
            raise CouldNotLook(str(error)) from None
        self.trace.find(pattern, found)
        return found

    def now(self) -> datetime:
        """See `World.now`."""
        return datetime.now(UTC)


def _type(mode: int) -> str:
    if modes.S_ISREG(mode):
        return "file"
    return "directory" if modes.S_ISDIR(mode) else "special"
