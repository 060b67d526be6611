"""What is wrong with text that is not YAML, in words an author can act on.

libyaml says where its scanner gave up, which is often a line after the mistake, and says it in the
words of its grammar. Each function here knows one way to get there, and leads back to the mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from proofbook.yaml_faults import lines as of_lines
from proofbook.yaml_faults import tokens
from proofbook.yaml_faults.trouble import Fault, Trouble

__all__ = ["Fault", "syntax_fault"]

#: What libyaml says, and who knows what is behind it; the first that has an answer is believed.
KNOWN: tuple[tuple[str, Callable[[Trouble], Fault | None]], ...] = (
    ("", of_lines.conflict),
    ("", of_lines.no_spaces),
    ("but found another document", tokens.second_document),
    ("found character that cannot start any token", tokens.bad_start),
    ("mapping values are not allowed", of_lines.colon),
    ("could not find expected ':'", of_lines.no_colon),
    ("did not find expected '-' indicator", of_lines.indentation),
    ("did not find expected key", of_lines.indentation),
    ("did not find expected ',' or", tokens.flow),
    ("did not find expected comment or line break", of_lines.after_block),
    ("did not find expected alphabetic or numeric", tokens.alias),
    ("did not find expected <document start>", tokens.after_end),
    ("found unexpected end of stream", tokens.quote),
    ("found unknown escape character", tokens.escape),
    ("did not find expected hexdecimal", tokens.escape),
    ("did not find expected node content", tokens.no_value),
    ("mapping keys are not allowed", tokens.bad_start),
    ("found undefined alias", tokens.no_anchor),
    ("block sequence entries are not allowed", of_lines.list_on_key_line),
)


def syntax_fault(error: yaml.MarkedYAMLError, lines: list[str]) -> Fault:
    """The mistake behind an error of libyaml's parser."""
    mark: Any = error.problem_mark or error.context_mark
    since = error.context_mark or mark
    line = min(mark.line, len(lines) - 1)  # it may give up one line after the last
    column = mark.column if line == mark.line else len(lines[line])
    trouble = Trouble(lines, line, column, (since.line, since.column))
    said = error.problem or ""
    explained = (explain(trouble) for start, explain in KNOWN if said.startswith(start))
    return next((fault for fault in explained if fault), None) or _other(trouble, said, error.context or "")


def _other(at: Trouble, said: str, context: str) -> Fault:
    advice = "check indentation, colons and quotes on this line and the one above"
    return at.here(f"not valid YAML: {said}" + (f" ({context})" if context else ""), advice=advice)
