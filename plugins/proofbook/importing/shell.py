"""What stands in a code block: commands, a transcript of commands and their output, or neither."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

#: Languages under which people write commands; the content decides what is one.
LANGUAGES = frozenset({"bash", "sh", "shell", "zsh", "console", "shell-session", "shellsession"})
#: Languages of commands too, with quoting and prompts of their own.
OTHERS = frozenset({"powershell", "pwsh", "ps1", "cmd", "bat", "batch", "dos", "fish", "csh", "tcsh"})
# `# ` alone is a comment far more often than root's prompt.
_PROMPT = re.compile(
    r"^\s*(?:\([^()\s]+\)\s*)?(?:[\w.-]+@[\w.-]+:[^\s$#]*[$#]|\[[^\]\n]+@[^\]\n]+\][$#]|sh-[\d.]+[$#]|\$)\s(?=\S)"
)
_COMMENT = re.compile(r"\s*#(?:\s|$)")
#: What a block without a language begins each command with, so that it is one of commands.
PROGRAMS = frozenset({
    "amtool", "ansible-playbook", "apt", "apt-get", "argocd", "aws", "az", "bundle", "cat", "cd", "chef-client",
    "chmod", "chown", "cp", "crictl", "curl", "df", "dig", "dmesg", "docker", "du", "echo", "etcdctl", "export",
    "find", "gcloud", "git", "glsh", "govuk", "grep", "gsutil", "helm", "journalctl", "jq", "kinit", "knife",
    "kubectl", "kubectx", "ls", "lsof", "make", "mkdir", "mv", "mysql", "nc", "netstat", "npm", "nslookup", "oc",
    "openssl", "pg_dump", "pg_restore", "ping", "pip", "podman", "promtool", "ps", "psql", "python", "python3",
    "rails", "rake", "redis-cli", "rm", "rsync", "scp", "sed", "service", "ss", "ssh", "su", "sudo", "systemctl",
    "tail", "tar", "terraform", "tkn", "touch", "umount", "vault", "virtctl", "watch", "wget", "yum",
})  # fmt: skip
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")


class Part(Struct, frozen=True):
    """Lines that are commands, or what commands printed."""

    commands: bool
    lines: tuple[str, ...]


def transcript(content: str) -> tuple[Part, ...]:
    """The parts of a transcript in order, prompts taken off; none if there is no prompt in it."""
    lines = content.removesuffix("\n").split("\n")
    if not any(map(_PROMPT.match, lines)):
        return ()
    parts = list(_merged(_grouped(lines)))
    following = [*(part.commands for part in parts[1:]), True]
    return tuple(_merged(one for part, next_ in zip(parts, following, strict=True) for one in _remarked(part, next_)))


def _merged(parts: Iterable[Part]) -> Iterator[Part]:
    for commands, some in groupby(parts, key=lambda part: part.commands):
        yield Part(commands, tuple(line for part in some for line in part.lines))


def _remarked(part: Part, commands_follow: bool) -> Iterator[Part]:  # noqa: FBT001
    """What a command printed, and the remarks before the next one, which are no output."""
    end = len(part.lines)
    while not part.commands and end and (not part.lines[end - 1].strip() or _COMMENT.match(part.lines[end - 1])):
        end -= 1
    remarks = commands_follow and end < len(part.lines)
    printed = part.lines[:end] if remarks else part.lines
    if printed:
        yield Part(part.commands, printed)
    if remarks:
        yield Part(True, part.lines[end:])


def commanded(content: str) -> bool:
    """Whether a block without prompts holds commands alone: each begins with a program that is known as one."""
    lines, at, found = content.removesuffix("\n").split("\n"), 0, False
    while at < len(lines):
        words = lines[at].split()
        end = _end(lines, at) if words else at + 1
        if words and not _COMMENT.match(lines[at]):
            found = words[0] in PROGRAMS
            if not found:
                return False
        at = end
    return found


def _grouped(lines: list[str]) -> Iterator[Part]:
    at = 0
    while at < len(lines):
        prompt = _PROMPT.match(lines[at])
        end = _end(lines, at) if prompt else at + 1
        first = lines[at][prompt.end() :] if prompt else lines[at]
        yield Part(bool(prompt), (first, *lines[at + 1 : end]))
        at = end


def _end(lines: list[str], at: int) -> int:
    """Where a command ends that begins on a line: backslashes, heredocs and open quotes go on."""
    end = at + 1
    while lines[end - 1].endswith("\\") and end < len(lines):
        end += 1
    heredoc = _HEREDOC.search(lines[end - 1])
    if heredoc:
        closing = (stop for stop in range(end, len(lines)) if lines[stop].strip() == heredoc[2])
        return next(closing, end - 1) + 1
    return _closed(lines, at, end)


def _closed(lines: list[str], at: int, end: int) -> int:
    """The end, or the line that closes a quote left open; an apostrophe that nothing closes is none."""
    for stop in range(end, len(lines) + 1):
        if stop > end and _PROMPT.match(lines[stop - 1]):
            break
        try:
            shlex.split("\n".join(lines[at:stop]))
        except ValueError:
            continue
        return stop
    return end
