"""What is wrong with the YAML, as a page: for `serve`, where a typo must not end the work."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from proofbook.model.place import Problem
from proofbook.pages.escaping import evidence, said

_TITLE = "The YAML is invalid"


def problems_markdown(problems: Iterable[Problem]) -> str:
    """The page: every problem with its place, its line and what to do."""
    every = sorted(problems)
    head = f"---\ntitle: {_TITLE}\nsearch: {{exclude: true}}\n---\n\n# {_TITLE} {{ #problems .pb-title }}\n\n"
    note = (
        "Nothing was run since. Pages show what was seen before; they follow as soon as the last problem is mended.\n\n"
    )
    return head + note + "\n\n".join(_problem(problem) for problem in every) + "\n"


def _problem(problem: Problem) -> str:
    parts = [Markup("<p><code>{}</code></p>").format(evidence(problem.place))]
    parts.append(Markup("<p><strong>{}</strong></p>").format(said(problem.message)))
    if problem.excerpt.strip():
        parts.append(Markup('<pre class="pb-output">{}</pre>').format(evidence(problem.excerpt.strip())))
    if problem.expected:
        parts.append(Markup("<p>Expected: {}</p>").format(said(problem.expected)))
    if problem.advice:
        parts.append(Markup("<p>{}</p>").format(said(problem.advice)))
    return str(Markup('<div class="pb-banner pb-fail"><div>{}</div></div>').format(Markup("").join(parts)))


def problems_note(amount: int, href: str) -> str:
    """What stands at the head of every page until it is mended."""
    link = f'<a href="{href}">{amount} problem{"s" if amount != 1 else ""} in the YAML</a>'
    return f'<div class="pb-banner pb-fail"><p>{link}: this page shows what was seen before.</p></div>\n\n'
