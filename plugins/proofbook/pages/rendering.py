"""Templates: Markdown out, every value escaped unless it was made safe on purpose."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from proofbook.model.addresses import slug
from proofbook.model.fields import seconds
from proofbook.pages import charts, commands, links, marks, words
from proofbook.pages.escaping import breakable, coloured, evidence, markdown_text, said
from proofbook.pages.following import carried
from proofbook.pages.site import Seen


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("proofbook", "pages/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters |= {
        "evidence": evidence,
        "said": said,
        "coloured": coloured,
        "breakable": breakable,
        "md": markdown_text,
        "took": words.took,
        "number": words.number,
        "when": words.when,
        "estimate": lambda duration: words.estimate(seconds(duration)),
        "slug": slug,
        "carried": lambda value: evidence(carried(value)),
    }
    made.globals |= {"charts": charts, "marks": marks, "words": words, "commands": commands, "links": links}
    return made


def page(template: str, view: dict[str, Any]) -> str:
    """A page that stands by itself, outside of the site's theme."""
    return _environment().get_template(f"{template}.html.jinja").render(view)


def fragment(template: str, view: dict[str, Any], seen: Seen) -> Markup:
    """HTML to be put into a page that somebody else writes: no Markdown in it, and no empty line."""
    made = _environment().get_template(f"{template}.html.jinja").render(seen=seen, report=seen.report, **view)
    return Markup("\n".join(line for line in made.splitlines() if line.strip()))  # noqa: S704 - escaped by the template


def render(template: str, uri: str, view: dict[str, Any], seen: Seen, document: str = "") -> str:
    """The Markdown of one page; `at` in it is where a part of the page's document stands."""
    text = (
        _environment()
        .get_template(f"{template}.md.jinja")
        .render(
            seen=seen,
            report=seen.report,
            at=lambda kind, name: seen.anchor(document, kind, name),
            link=lambda there, anchor="": links.link(uri, there, anchor),
            **view,
        )
    )
    return text.rstrip() + "\n"
