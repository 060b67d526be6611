"""What a command imports, it waits for: `validate` of a site without faults does without what is heavy."""

from __future__ import annotations

import sys

import pytest

from tests.sites import Site

HEAVY = ("httpx", "jsonschema", "jinja2", "mkdocs", "rich", "jsonpath", "asyncio")
BOOK = """
    kind: runbook
    id: book
    title: Book
    steps:
      - id: one
        title: One
        instructions: Look.
        verify:
          - {file: {path: docs}, expect: {exists: true, size: {ge: 1}}}
          - {id: b, http: {url: "http://localhost"}, expect: {status: 200, json: {$.a.b: 1}}}
"""


@pytest.mark.parametrize(
    ("command", "heavy"), [("--version", (*HEAVY, "yaml", "msgspec")), ("validate", HEAVY), ("list", HEAVY)]
)
def test_imports(site: Site, command: str, heavy: tuple[str, ...]) -> None:
    """Neither loaded itself nor by something that is."""
    site.write(book=BOOK)
    code = (
        "import sys\nfrom proofbook.cli import main\n"
        "try: main(sys.argv[1:], standalone_mode=False)\nexcept SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = site.program(sys.executable, "-c", code, command, timeout=60)
    assert done.code == 0, done.err
    assert [name for name in heavy if name in done.err.split()] == []
