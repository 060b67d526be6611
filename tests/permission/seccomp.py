"""A filter of the kernel: whoever starts a program, or speaks to anything but its own threads, is killed at once.

`python -m tests.permission.seccomp MODULE ARGUMENT…` puts it on itself and then is MODULE. Nothing of
Python can undo it, nor any library of it: what ends well under it has started and connected nothing.
"""

from __future__ import annotations

import asyncio
import ctypes
import platform
import runpy
import struct
import sys

#: The kernel's numbers: architecture, then calls. io_uring would do any of them without calling it.
NUMBERS = {
    "x86_64": (0xC000003E, {"clone": 56, "sendto": 44}, (57, 58, 59, 322, 42, 46, 307, 49, 425)),
    "aarch64": (0xC00000B7, {"clone": 220, "sendto": 206}, (221, 281, 203, 211, 269, 200, 425)),
}
CLONE3, CLONE_THREAD = 435, 0x10000
KILL, ALLOW, NO_SUCH_CALL = 0x80000000, 0x7FFF0000, 0x00050000 | 38
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST, FIFTH = 0, 4, 16, 48
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2


def program() -> bytes:
    """The filter, as the kernel wants it: code, where to go on if true and if not, operand."""
    architecture, calls, forbidden = NUMBERS[platform.machine()]
    lines = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    for call in forbidden:
        lines += [(EQUAL, 0, 1, call), (RETURN, 0, 0, KILL)]
    # The C library tries another way then, one whose arguments can be seen from here.
    lines += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, NO_SUCH_CALL)]
    # A thread may be made, a process not.
    lines += [(EQUAL, 0, 4, calls["clone"]), (LOAD, 0, 0, FIRST), (ANY_BIT, 0, 1, CLONE_THREAD)]
    lines += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, KILL)]
    # Without an address it goes to a socket that is connected: asyncio wakes its own loop so.
    lines += [(EQUAL, 0, 6, calls["sendto"]), (LOAD, 0, 0, FIFTH), (EQUAL, 0, 3, 0), (LOAD, 0, 0, FIFTH + 4)]
    lines += [(EQUAL, 0, 1, 0), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, KILL), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def confine() -> None:
    """Put the filter on this process, for ever.

    Raises:
        OSError: the kernel has none.
    """
    text = program()
    buffer = ctypes.create_string_buffer(text)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(text) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_SECCOMP, FILTER, head, 0, 0):
        raise OSError(ctypes.get_errno(), "no seccomp")


def without_git() -> None:
    """A run asks git where its documents come from, the one program it may start: say that there is none."""
    from proofbook.errors import CouldNotLook
    from proofbook.run import provenance

    async def missing(*_: object, **__: object) -> None:
        await asyncio.sleep(0)
        raise CouldNotLook("there is no git here")

    provenance.execute = missing


if __name__ == "__main__":
    without_git()
    confine()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
