"""Look at a Markdown page of this site: is it there, what is in it, when did a person last read it?"""

from __future__ import annotations

import posixpath
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World
from proofbook.check_types.here import Here
from proofbook.check_types.markdown import Outline
from proofbook.errors import TargetFault
from proofbook.model.addresses import page_of
from proofbook.model.fields import moment
from proofbook.model.library import Body
from proofbook.model.runbook import Runbook

#: Keys of front matter that say when a person last read a page, as real sites write them.
REVIEWED = ("reviewed", "last_reviewed", "last_reviewed_on", "review_date")


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which page."""

    path: Annotated[
        str,
        Meta(
            pattern=r"^(?!/)(?!.*(?:^|/)\.\.(?:/|$))\S.*\.md$",
            description="From the folder of the site's Markdown.",
            examples=["guide/rollback.md"],
        ),
    ]


FACTS = {
    "exists": Fact("whether the page is there", "boolean"),
    "title": Fact("its title, from the front matter or its first heading", "string"),
    "words": Fact("words of text; what stands in fences is not counted", "integer", example="{ge: 200}"),
    "headings": Fact("its headings, in order", "list", example="{contains_all: [Symptoms, Rollback]}"),
    "sections": Fact(
        "words below each heading, by its text; of headings of one name, the one with fewest",
        "object",
        select="name",
        example="{Rollback: {ge: 30}}",
    ),
    "links": Fact("where its links lead, in order", "list"),
    "broken_links": Fact("links within the site that lead nowhere", "list", example="{is_empty: true}"),
    "documents": Fact("ids of the runbooks, checklists and so on whose pages it links to", "list"),
    "overdue_documents": Fact(
        "ids of the runbooks it links to whose review is overdue", "list", example="{is_empty: true}"
    ),
    "front_matter": Fact(
        "what its front matter says, by JSONPath", "object", select="jsonpath", example="{$.owner: platform}"
    ),
    "reviewed": Fact(
        "the day a person last read it: `reviewed`, `last_reviewed`, `last_reviewed_on` or `review_date` in the front"
        " matter",
        "string",
        example="{days_from_now: {ge: -90}}",
    ),
    "reviewed_days": Fact("days since that day ended; negative while it lasts", "number", example="{le: 90}"),
}
EFFECT = Effect.FILES
SUBJECT = Subject.SITE
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read the page and take it apart."""
    path = f"{world.home.docs.strip('/')}/{params.path}"
    stat = world.stat(path)
    if stat is None or stat.type != "file":
        return {"exists": False}
    here = Here(world, (world.home.url,))
    page = here.outline(path)
    if page.fault:
        raise TargetFault(f"{path}: its front matter cannot be read: {page.fault}")
    sections: dict[str, int] = {}
    for heading in page.headings:
        sections[heading.text] = min(heading.words, sections.get(heading.text, heading.words))
    return {
        "exists": True,
        "title": page.title,
        "words": page.words,
        "headings": [heading.text for heading in page.headings],
        "sections": sections,
        "links": list(page.links),
        **_followed(page, params.path, here, world),
        "front_matter": page.front_matter,
        **_reviewed(page, world),
    }


def _followed(page: Outline, path: str, here: Here, world: World) -> Facts:
    """Links within the site, each from where the page stands."""
    made = {page_of(one.body): one.body for one in world.home.library.documents}
    targets = [(link, *_target(link, path)) for link in page.links if _inside(link)]
    return {
        "broken_links": [link for link, target, fragment in targets if not here.holds(target, fragment)],
        "documents": sorted({made[target].id for _, target, _ in targets if target in made}),
        "overdue_documents": sorted(
            {made[target].id for _, target, _ in targets if target in made and _overdue(made[target], world)}
        ),
    }


def _overdue(body: Body, world: World) -> bool:
    """Whether a person should have read a runbook again by now."""
    return isinstance(body, Runbook) and body.review is not None and body.review.due <= world.now()


def _inside(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc


def _target(link: str, path: str) -> tuple[str, str]:
    """Where a link leads, from the folder of pages, and its fragment; one that is only a fragment stays on the page."""
    where, _, fragment = link.partition("#")
    where = unquote(where.partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), where)) if where else path, fragment


def _reviewed(page: Outline, world: World) -> dict[str, Any]:
    said = next((page.front_matter[key] for key in REVIEWED if key in page.front_matter), None)
    if said is None:
        return {}
    try:
        ended = moment(str(said))
    except (ValueError, OverflowError) as error:
        raise TargetFault(f"when it was reviewed: {error}") from None
    return {"reviewed": str(said), "reviewed_days": round((world.now() - ended).total_seconds() / 86_400, 2)}
