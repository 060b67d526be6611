"""`kind: course`: what is taught is tested, what is asked has an answer, and every lesson leads somewhere."""

from __future__ import annotations

import re
from html import unescape

import pytest

from proofbook.digest import step_digest
from proofbook.errors import InvalidInput
from proofbook.load import read_library, site_of
from proofbook.model.runbook import Runbook, Step
from proofbook.report.problems import problems_text
from tests.sites import Site

BOOK = """
    kind: runbook
    id: book
    title: Book
    drills: [{id: d, environment: lab}]
    steps:
      - {id: one, title: One, instructions: Do it., run: {command: ['true']}, verify: [{id: done, file: {path: docs}, expect: {exists: true}}]}
"""
LAB = """
    kind: environment
    id: lab
    title: Lab
    grade: lab
    disposable: true
    actions: {broken: {title: Broken, run: {command: ['true']}}}
"""
COURSE = """
    kind: course
    id: first
    title: First course
    audience: newcomers
    prerequisites: [A terminal.]
    checks: [{id: a-page, title: A page is here, file: {path: docs/index.md}, expect: {exists: true}}]
    objectives:
      - {id: read, text: Read a runbook}
      - {id: mend, text: Mend a fault}
    modules:
      - id: all
        title: All
        description: Everything.
        lessons:
          - {id: page, title: A page, duration: 10m, page: index.md, teaches: [read]}
          - {id: follow, title: Follow it, duration: 20m, runbook: book}
          - id: questions
            title: Questions
            duration: 10m
            quiz:
              - {id: q-one, ask: Which?, choose_one: [{text: This, right: true, feedback: Yes.}, {text: That}], tests: [read], hint: Look., explanation: Because.}
              - {id: q-many, ask: Which ones?, choose_many: [{text: A, right: true}, {text: B, right: true}, {text: C}], about: {page: index.md}}
              - {id: q-order, ask: In which order?, order: [second letter first, a then], about: {step: book/one, digest: DIGEST}}
              - {id: q-match, ask: What belongs together?, match: [{left: l1, right: z9}, {left: l2, right: a1}]}
              - {id: q-text, ask: What is it called?, answer: [proof, evidence]}
              - {id: q-number, ask: How long?, number: {value: 2.5, tolerance: 0.5, unit: s}}
          - id: practice
            title: Practice
            duration: 30m
            teaches: [mend]
            notes: Give them time.
            exercise: {runbook: book, environment: lab, faults: [broken], task: Mend it., solved: [done], hints: [Look.], solution: So.}
"""


def digest() -> str:
    """Of the step that a question is about."""
    return step_digest(Step(id="one", title="One", instructions="Do it.", run=None))[:12]


@pytest.fixture
def school(site: Site) -> Site:
    """A site with a course."""
    return site.write(book=BOOK, lab=LAB, first=COURSE.replace(", digest: DIGEST", ""))


def test_pages(school: Site) -> None:
    """The course's page asks, the answers stand apart, and every link leads somewhere."""
    done = school.mkdocs("build", "--strict")
    assert done.code == 0, done.err
    course = unescape((school.root / "site/courses/first/index.html").read_text())
    answers = unescape((school.root / "site/courses/first-answers/index.html").read_text())
    wanted = [
        "about 70 min",
        "Read a runbook",
        "Which ones?",
        "Choose all that are right:",
        "Mend it.",
        'id="practice"',
        "A page is here",
        "proofbook run first",
    ]
    assert [text for text in wanted if text not in course] == []
    read = re.sub(r'<div class="pb-after" hidden.*?</div>', "", course, flags=re.DOTALL)
    assert [text for text in ("Right:", "Because.", "proof or evidence") if text in read] == []
    wanted = ["Right:", "Because.", "proof or evidence", "2.5", "give or take", "z9"]
    assert [text for text in wanted if text not in answers] == []
    assert re.findall(r"It stands in <a[^>]*>([^<]*)</a>", answers) == ["A page", "One"]
    assert course.index("<li>a then") < course.index("<li>second letter first")
    trainer = unescape((school.root / "site/courses/first-trainer/index.html").read_text())
    assert [text for text in ("0:40", "1:10", "Give them time.", "broken", "A terminal.") if text not in trainer] == [
        "1:10"
    ]
    assert "First course" in (school.root / "site/courses/index.html").read_text()
    assert answers.index("second letter first") < answers.index("a then")


def test_stale_question(school: Site) -> None:
    """A question about a step turns stale when the step's text changes."""
    own = step_digest(Step(id="one", title="One", instructions="Do it."))
    for text, stale in ((own[:12], True), (None, False)):
        found = COURSE.replace("DIGEST", f"'{text}'") if text else COURSE.replace(", digest: DIGEST", "")
        school.write(first=found)
        school.mkdocs("build")
        page = (school.root / "site/courses/first/index.html").read_text()
        # The step has an action as well, which the digest above leaves out.
        assert ("rewritten since" in page) is stale
        trainer = unescape((school.root / "site/courses/first-trainer/index.html").read_text())
        assert (f"then write <code>digest: {whole(school)[:16]}</code> there" in trainer) is stale


def whole(school: Site) -> str:
    """The digest of the step that the question is about, its action included."""
    (step,) = (
        step for book in read_library(site_of(school.root / "mkdocs.yml")).all(Runbook) for step in book.steps or ()
    )
    return step_digest(step)


BAD = [
    ("{text: This, right: true, feedback: Yes.}", "{text: This}", "the question `q-one` has no right answer", "mark one"),
    ("{text: That}", "{text: That, right: true}", "has 2 right answers to choose one of", "`choose_many:`"),
    ("answer: [proof, evidence]", "answer: [proof], order: [a, b]", "has `order` and `answer`", "exactly one of"),
    (", answer: [proof, evidence]", "", "the question `q-text` has no answer", "exactly one of"),
    ("page: index.md, teaches", "page: index.md, runbook: book, teaches", "has `page` and `runbook`", "exactly one of"),
    (", runbook: book}", "}", "the lesson `follow` has nothing to learn from", "exactly one of"),
    (", runbook: book}", ", runbook: bok}", "there is no runbook `bok`", "did you mean `book`?"),
    (", runbook: book}", ", recording: e}", "there is no drill `e`", ""),
    ("page: index.md, teaches", "page: indx.md, teaches", "there is no page indx.md", "did you mean `index.md`?"),
    ("about: {page: index.md}", "about: {page: zzz.md}", "there is no page zzz.md", "below the docs folder"),
    ("about: {page: index.md}", "about: {page: index.md, step: book/one}", "`about` names one step or one page", ""),
    ("about: {page: index.md}", "about: {page: index.md, digest: 0123456789ab}", "only steps have a digest", "remove it"),
    ("step: book/one", "step: book/on", "there is no step `book/on`", "did you mean `book/one`?"),
    (", teaches: [read]", "", "nobody teaches the objective `read`", "add `teaches: [read]`"),
    (", tests: [read]", "", "nothing tests the objective `read`", "add `tests: [read]`"),
    ("tests: [read]", "tests: [raed]", "there is no objective `raed`", "did you mean `read`?"),
    ("environment: lab, faults", "environment: lba, faults", "there is no environment `lba`", "did you mean `lab`?"),
    ("faults: [broken]", "faults: [brokn]", "there is no action of the environment `brokn`", "did you mean `broken`?"),
    ("solved: [done]", "solved: [doen]", "there is no check of `book` `doen`", "did you mean `done`?"),
    ("exercise: {runbook: book", "exercise: {runbook: boko", "there is no runbook `boko`", "did you mean `book`?"),
    ("file: {path: docs/index.md}", "file: {path: '${{ env.base_url }}'}", "there is no `env` here", "one of vars, secrets"),
    ("solved: [done]", "solved: []", "`solved` is empty", ""),
    ("id: q-many", "id: q-one", "the question `q-one` is taken", "choose another"),
    ("id: follow", "id: page", "the lesson `page` is taken", "choose another"),
    ("{id: mend, text", "{id: read, text", "the objective `read` is taken", "choose another"),
    ("duration: 20m", "duration: long", "`duration` is", "a number and its unit"),
]  # fmt: skip


def assert_refused(school: Site, *said: str) -> None:
    """Its documents are refused, in these words."""
    with pytest.raises(InvalidInput) as refused:
        read_library(site_of(school.root / "mkdocs.yml"))
    told = problems_text(refused.value.problems)
    assert [text for text in said if text not in told] == [], told


@pytest.mark.parametrize(("old", "new", "said", "advice"), BAD)
def test_bad(school: Site, old: str, new: str, said: str, advice: str) -> None:
    """What makes no sense is said with its place and what to do."""
    text = COURSE.replace(", digest: DIGEST", "")
    assert old in text
    assert_refused(school.write(first=text.replace(old, new, 1)), said, advice, "runbooks/first.yml:")


def test_cannot_be_reset(school: Site) -> None:
    """What cannot be thrown away is not practised in."""
    school.write(
        lab=LAB.replace("disposable: true", "disposable: false"),
        book=BOOK.replace("    drills: [{id: d, environment: lab}]\n", ""),
    )
    assert_refused(school, "the exercise of `practice` cannot be reset")
