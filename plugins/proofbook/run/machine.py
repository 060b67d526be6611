"""The machine itself: its processes, its file systems, its memory."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from proofbook.check_types.machine import Disk, Memory, Processes, Sought
from proofbook.errors import CouldNotLook
from proofbook.matchers.textual import compiled

SAMPLE_S = 0.1
#: No process id has more digits.
PID_BYTES = 32


def find_processes(sought: Sought, root: Path) -> Processes:
    """Every process that all of `sought` holds for, but our own."""
    found, zombies = [], 0
    for process in _candidates(sought, root):
        # What ends while it is looked at was not there.
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.pid == os.getpid() or not _fits(process, sought):
                continue
            if process.status() == psutil.STATUS_ZOMBIE:
                zombies += 1
            else:
                found.append(process)
    return _measured(found, zombies)


def _candidates(sought: Sought, root: Path) -> Iterator[psutil.Process]:
    if sought.pid_file is None:
        # What is remembered of a process says when it began by a clock that may have been set since.
        psutil.process_iter.cache_clear()
        yield from psutil.process_iter()
    elif (number := _number(root / sought.pid_file, sought.pid_file)) is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            yield psutil.Process(number)


def _number(path: Path, name: str) -> int | None:
    """The process id in a file; None if there is no file. Nothing else of the file is told."""
    if not path.exists():
        return None
    try:
        if not path.is_file():
            raise CouldNotLook(f"{name} is not a regular file")
        with path.open("rb") as file:
            return int(file.read(PID_BYTES))
    except OSError as error:
        raise CouldNotLook(f"cannot read {name}: {error.strerror}") from None
    except ValueError:
        raise CouldNotLook(f"{name} does not hold a process id") from None


def _fits(process: psutil.Process, sought: Sought) -> bool:
    if sought.name is not None and process.name() != sought.name:
        return False
    if sought.cmdline is None:
        return True
    try:
        pattern = compiled(sought.cmdline)
    except ValueError as error:
        raise CouldNotLook(f"{sought.cmdline!r} is not a regular expression: {error}") from None
    try:
        return pattern.search(" ".join(process.cmdline())) is not None
    except psutil.AccessDenied:
        return False


def _measured(processes: list[psutil.Process], zombies: int) -> Processes:
    before = {process.pid: _cpu(process) for process in processes}
    if processes:
        time.sleep(SAMPLE_S)
    alive, busy = [], 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            with process.oneshot():
                alive.append(
                    (
                        process.pid,
                        process.memory_info().rss,
                        process.num_threads(),
                        process.username(),
                        time.time() - process.create_time(),
                    )
                )
            busy += max(_cpu(process) - before[process.pid], 0)
    alive.sort()
    return Processes(
        pids=tuple(one[0] for one in alive),
        zombies=zombies,
        rss_bytes=sum(one[1] for one in alive),
        cpu_percent=round(100 * busy / SAMPLE_S, 1),
        threads=sum(one[2] for one in alive),
        users=tuple(sorted({one[3] for one in alive})),
        ages=tuple(round(max(one[4], 0), 3) for one in alive),
    )


def _cpu(process: psutil.Process) -> float:
    """Seconds of processor time it has had; none for one that has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def measure_disk(path: Path, name: str) -> Disk | None:
    """The file system of a path; None if the path is not there."""
    try:
        usage, system = psutil.disk_usage(str(path)), os.statvfs(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CouldNotLook(f"cannot look at {name}: {error.strerror}") from None
    return Disk(
        total_bytes=usage.total,
        free_bytes=usage.free,
        used_bytes=usage.used,
        used_percent=usage.percent,
        inodes=system.f_files,
        inodes_free=system.f_favail,
    )


def measure_memory() -> Memory:
    """Memory and swap of the machine."""
    memory, swap = psutil.virtual_memory(), psutil.swap_memory()
    return Memory(total=memory.total, available=memory.available, swap_total=swap.total, swap_used=swap.used)
