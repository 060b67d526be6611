"""A git repository, maybe a stranger's, asked so that nothing it configures is executed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from proofbook.check_types.programs import Finished, Program
from proofbook.errors import CouldNotLook

Execute = Callable[[Program], Awaitable[Finished]]

#: What a repository may configure to be executed, or to reach the network, while it is looked at.
HARMLESS = {
    "core.fsmonitor": "false",
    "core.hooksPath": "/dev/null",
    "core.pager": "cat",
    "core.alternateRefsCommand": "true",
    "protocol.allow": "never",
    "log.showSignature": "false",
}
ENVIRON = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C.UTF-8",
}


class Repository:
    """The repository that a folder lies in, asked by the git program."""

    def __init__(self, cwd: str, execute: Execute) -> None:
        self._cwd = cwd
        self._execute = execute
        self._config = dict(HARMLESS)

    async def disarm(self) -> None:
        """Switch off the filters of the repository's own configuration: `git status` would start them."""
        names = await self._run("config", "--local", "--includes", "-z", "--name-only", "--get-regexp", r"^filter\.")
        for name in filter(None, names.stdout.split("\0")):
            driver = name.rpartition(".")[0]
            self._config |= {f"{driver}.clean": "", f"{driver}.smudge": "", f"{driver}.process": ""}
            self._config[f"{driver}.required"] = "false"

    async def ask(self, *arguments: str) -> str:
        """What git says.

        Raises:
            CouldNotLook: it says that it cannot.
        """
        finished = await self._run(*arguments)
        if finished.exit_code or finished.truncated:
            said = finished.stderr.strip().partition("\n")[0] or f"exit code {finished.exit_code}"
            raise CouldNotLook(f"git {arguments[0]}: {said if finished.exit_code else 'more than 1 MiB of output'}")
        return finished.stdout

    async def _run(self, *arguments: str) -> Finished:
        # By the environment, so that a name with `=` in it stays one.
        environ = {**ENVIRON, "GIT_CONFIG_COUNT": str(len(self._config))}
        for at, (name, value) in enumerate(self._config.items()):
            environ |= {f"GIT_CONFIG_KEY_{at}": name, f"GIT_CONFIG_VALUE_{at}": value}
        return await self._execute(Program(argv=("git", *arguments), cwd=self._cwd, environ=environ))
