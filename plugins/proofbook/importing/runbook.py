"""A page to a runbook: where each line of it goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from proofbook.importing.fences import holds_commands, rewritten
from proofbook.importing.matter import from_front_matter
from proofbook.importing.naming import Names
from proofbook.importing.page import Page, Section, blocks, parsed, plain, stands_whole
from proofbook.importing.steps import Cut, cuts, shortened
from proofbook.importing.synonyms import Synonyms, is_background, part_of

#: What a title and a line of plain text may hold.
LONGEST_WORDS = 500
Note = Callable[[str, str], None]
CODE = frozenset({"fence", "code_block"})
#: Code blocks that are pictures.
DRAWINGS = (["plantuml"], ["mermaid"], ["dot"], ["graphviz"])
_EXPRESSION = re.compile(r"<%=\s*current_page\.data\.title\s*%>|\{\{\s*(?:page|\$?)\.?title\s*\}\}", re.IGNORECASE)


class Known(Struct, frozen=True):
    """What a site has: owners and alerts by name, None where none are configured and any will do."""

    owners: frozenset[str] | None = None
    alerts: frozenset[str] | None = None


class Notes:
    """What was mapped, guessed and left of a page, in the order it was seen."""

    def __init__(self) -> None:
        self.every: list[tuple[str, str]] = []

    def __call__(self, how: str, what: str) -> None:
        """Note something, once."""
        if (how, what) not in self.every:
            self.every.append((how, what))


WHERE = {
    "about": "in the description",
    "steps": "a stage",
    "prerequisites": "prerequisites",
    "rollback": "the rollback",
}


class Making:
    """A runbook while it is made of a page."""

    def __init__(self, page: Page, synonyms: Synonyms, note: Note) -> None:
        self.page, self.synonyms, self.note = page, synonyms, note
        self.steps, self.parts = Names(), Names()
        self.inputs: dict[str, str] = {}
        self.about: list[str] = []
        self.prerequisites: list[str] = []
        self.stages: list[dict[str, Any]] = []
        self.rollback: list[dict[str, Any]] = []

    def place(self, section: Section) -> None:
        """Put a section where its heading says; one that says nothing known stays where it stands."""
        part = part_of(section.heading, self.synonyms) if section.heading else "about"
        if _stands_for(section.heading, self.page):
            self.note("mapped", f"the heading {section.heading}: the title")
            section = Section(one_line(str(self.page.front["title"])), kept=True, head="", text=section.text)
            part = "steps" if procedural(section.text) else "about"
        if not part and is_background(section.heading) and not procedural(section.text):
            part = "about"
        if not part:
            part = "steps" if self.stages or procedural(section.text) else "about"
            self.note("guessed" if part == "steps" else "left", f"the section {section.heading}: {WHERE[part]}")
        elif section.heading:
            self.note("mapped", f"the section {section.heading}: {WHERE[part]}")
        if part == "prerequisites" and (told := self._listed(section.text)):
            self.prerequisites += told
        elif part == "rollback":
            made = [step for cut in cuts(section.text, section.heading) for step in self._step(cut, section)]
            self.rollback += made or [self._nothing(section)]
        elif part == "steps":
            self.stage(section)
        else:
            self.about += [section.head, section.text]

    def _listed(self, text: str) -> list[str]:
        """The items of a plain list; none if one needs a link definition, which a line of its own cannot have."""
        told = listed(text)
        return told if all(self.finished(one) == one for one in told) and "]: " not in text else []

    def stage(self, section: Section) -> None:
        """A section as a stage of steps."""
        made = list(cuts(section.text, section.heading))
        lead = made.pop(0).text if len(made) > 1 and not made[0].title else ""
        said = joined(*([] if section.kept else [section.head]), lead)
        stage: dict[str, Any] = {"id": self.parts.give(section.heading), "title": one_line(section.heading) or "Steps"}
        if said:
            stage["description"] = self.finished(said)
        steps = [step for cut in made for step in self._step(cut, section)]
        self.stages.append({**stage, "steps": steps or [self._nothing(section)]})

    def _step(self, cut: Cut, section: Section) -> list[dict[str, Any]]:
        if not cut.text.strip():
            return []
        title = cut.title or section.heading
        text = rewritten(_without(cut.text, title), self.inputs, self.note)
        return [{"id": self.steps.give(title), "title": one_line(title), "instructions": self.finished(text)}]

    def _nothing(self, section: Section) -> dict[str, Any]:
        self.note("left", f"the section {section.heading} is empty")
        title = section.heading or "Steps"
        return {"id": self.steps.give(title), "title": one_line(title), "instructions": "The page says nothing here."}

    def finished(self, text: str) -> str:
        """A text for a field of its own, with the link definitions it uses."""
        own = parsed(text)[1]
        low = " ".join(text.casefold().split())
        other = {label: line for label, line in self.page.references.items() if label not in own}
        return joined(text, *(line for label, line in other.items() if f"[{label.casefold()}]" in low))


def made_of(
    page: Page, name: str, ids: Names, folder: str, synonyms: Synonyms, known: Known, note: Note
) -> dict[str, Any]:
    """The runbook of a page, as its YAML says it. `name` is the page's file without endings."""
    making = Making(page, synonyms, note)
    first, *rest = page.sections
    top = page.title.text if page.title else first.text
    for section in page.sections if page.title else rest:
        making.place(section)
    if not making.stages and procedural(top):
        note("guessed", f"what stands {'below the title' if page.title else 'before any heading'}: the only stage")
        making.stage(Section("Steps", kept=True, head="", text=top))
        top = ""
    title = str(page.front.get("title") or "") or (page.title.heading if page.title else "") or name
    said: dict[str, Any] = {"kind": "runbook", "id": ids.give(name, f"{folder}-{name}"), "title": one_line(title)}
    matter, left = from_front_matter(page, known.owners, note)
    alerts = _alerts(page, name, known, note)
    whole = page.title is None or (page.title.kept and page.title.heading in {said["title"], *alerts})
    if page.title and _stands_for(page.title.heading, page):
        note("mapped", f"the heading {page.title.heading}: the title")
        whole = True
    head = page.title.head if page.title and not whole else ""
    if about := making.finished(joined(head, top, *making.about, left)):
        said["description"] = about
    said |= matter
    if alerts:
        said["alerts"] = alerts
    inputs = {key: {"description": f"{told}, as the page calls it"} for key, told in making.inputs.items()}
    parts = {"inputs": inputs, "prerequisites": making.prerequisites, "stages": making.stages}
    said |= {key: value for key, value in parts.items() if value}
    if not making.stages:
        note("left", "no steps were found: the whole page is the description")
        said["steps"] = [{"id": "read", "title": "Read the description", "instructions": "Everything stands above."}]
    return {**said, "rollback": making.rollback} if making.rollback else said


def joined(*texts: str) -> str:
    """Texts with an empty line between them, without those that are empty."""
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())


def one_line(text: str) -> str:
    """A title: one line, and not too long a one."""
    return " ".join(text.split())[:200]


def _without(text: str, title: str) -> str:
    """A step's text without the heading that has become its title; never without all of it."""
    tokens, _ = parsed(text)
    if not tokens or tokens[0].type != "heading_open" or not stands_whole(tokens[1]):
        return text
    _, end = tokens[0].map or (0, 0)
    rest = "\n".join(text.split("\n")[end:])
    return rest.lstrip("\n") if rest.strip() and title == shortened(plain(tokens[1])) == plain(tokens[1]) else text


def _stands_for(heading: str, page: Page) -> bool:
    """Whether a heading is what a generator puts the title of the front matter in the place of."""
    return bool(page.front.get("title")) and bool(_EXPRESSION.fullmatch(heading))


def procedural(text: str) -> bool:
    """Whether something is to be done, at any depth: a numbered list, a fence that is no drawing, indented commands."""
    tokens, _ = parsed(text)
    drawn = (token.type == "fence" and token.info.split()[:1] in DRAWINGS for token in tokens)
    kinds = {token.type for token, drawing in zip(tokens, drawn, strict=True) if not drawing}
    return bool(kinds & {"fence", "ordered_list_open"}) or any(map(holds_commands, tokens))


def listed(text: str) -> list[str]:
    """The items of a text that is one plain list, each of them a line; else nothing."""
    tokens, _ = parsed(text)
    if [token.type for _, token in blocks(tokens)] != ["bullet_list_open"]:
        return []
    items = [token for token in tokens if token.type == "inline"]
    lists = sum(token.type.endswith("_list_open") for token in tokens)
    starts = sum(token.type == "list_item_open" for token in tokens)
    told = [" ".join(one.content.split()) for one in items]
    whole = lists == 1 and starts == len(items) and not any(one.type in CODE for one in tokens)
    return told if whole and max(map(len, told)) <= LONGEST_WORDS else []


def _alerts(page: Page, name: str, known: Known, note: Note) -> list[str]:
    """The alert that a page is called after, where its heading and its file agree and look like one."""
    heading = page.title.heading if page.title else ""
    if heading.casefold() != name.casefold() or " " in heading or not any(map(str.isupper, heading[1:])):
        return []
    if known.alerts is not None and heading.casefold() not in known.alerts:
        note("left", f"the alert {heading}: no rule file knows it")
        return []
    note("guessed", f"it answers the alert {heading}, as its file and heading are called")
    return [heading]
