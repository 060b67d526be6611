"""Which tests share a process when several run at once: those of a file, for what they share."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

#: They look at the same site, which is built once.
SAME_SITE = ("tests/own/test_browser.py", "tests/own/test_pages.py")
#: Each takes a part away in a site of its own.
SPREAD = ("test_knockout[",)


class BySubject(LoadScopeScheduling):
    """A file's tests stay together, but for those that have nothing in common."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        if file in SAME_SITE or name.startswith("test_requirements_of_the_rows"):
            return "the same site"
        return nodeid if name.startswith(SPREAD) else file
