"""A course: modules of lessons that teach objectives, and questions that test whether they were learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.model.check import Check
from proofbook.model.fields import Duration, Identifier, Name, Prose, Title, Words
from proofbook.model.place import NodePath


class LearningObjective(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a learner can do afterwards."""

    id: Identifier
    text: Annotated[Words, Meta(description="As in `Roll a bad release back`.")]


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer to choose, and what to say to whom chooses it."""

    text: Words
    right: Annotated[bool, Meta(description="Whether it is a right answer.")] = False
    feedback: Words | None = None


class Pair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two things that belong together."""

    left: Words
    right: Words


class Number(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number to give, as exactly as `tolerance` asks."""

    value: Annotated[float, Meta(description="The right answer.", examples=[2.5])]
    tolerance: Annotated[float, Meta(ge=0, description="How far off an answer may be.")] = 0.0
    unit: Annotated[str, Meta(max_length=12, examples=["ms", "%"])] = ""


Digest = Annotated[
    str,
    Meta(pattern="^[0-9a-f]{12,64}$", description="Of the step's text as it was asked about; another makes it stale."),
]


class Reference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the answer stands: a step of a runbook, or a page."""

    step: Annotated[str | None, Meta(description="As `runbook/step`.", examples=["deploy-blue-green/switch"])] = None
    page: Annotated[str | None, Meta(description="Path below the docs folder.", examples=["guide/ci.md"])] = None
    digest: Digest | None = None


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. Which kind it is, is told by the one key of an answer that is there."""

    id: Identifier
    ask: Annotated[Prose, Meta(description="The question, in Markdown.")]
    choose_one: Annotated[tuple[Choice, ...], Meta(min_length=2, description="Exactly one is right.")] = ()
    choose_many: Annotated[tuple[Choice, ...], Meta(min_length=2, description="At least one is right.")] = ()
    order: Annotated[tuple[Words, ...], Meta(min_length=2, description="In the right order.")] = ()
    match: Annotated[tuple[Pair, ...], Meta(min_length=2, description="Pairs that belong together.")] = ()
    answer: Annotated[tuple[Words, ...], Meta(description="Texts that are right, compared without case.")] = ()
    number: Annotated[Number | None, Meta(description="A number, with the tolerance for it.")] = None
    explanation: Annotated[Prose | None, Meta(description="Shown with the answer: why it is so.")] = None
    hint: Words | None = None
    about: Annotated[Reference | None, Meta(description="Where the answer stands.")] = None
    tests: Annotated[tuple[Identifier, ...], Meta(description="Objectives of the course that it tests.")] = ()

    def kinds(self) -> list[str]:
        """The keys of answers that are there; one, in a question that makes sense."""
        names = ("choose_one", "choose_many", "order", "match", "answer")
        return [name for name in names if getattr(self, name)] + (["number"] if self.number else [])


class Exercise(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A runbook practised against a disposable environment, with faults for the learner to mend."""

    runbook: Identifier
    environment: Identifier
    inputs: Annotated[dict[str, Any], Meta(description="Inputs of the runbook, where they have no default.")] = {}
    faults: Annotated[tuple[Identifier, ...], Meta(description="Actions of the environment that break it.")] = ()
    task: Annotated[Prose, Meta(description="What the learner is told.")]
    solved: Annotated[tuple[Name, ...], Meta(min_length=1, description="Checks of the runbook that must pass.")]
    hints: Annotated[tuple[Words, ...], Meta(description="Given one after the other.")] = ()
    way: Annotated[tuple[Identifier, ...], Meta(description="Steps of the runbook that mend it, in order.")] = ()
    solution: Prose | None = None


class Lesson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One lesson, with exactly one of `page`, `runbook`, `recording`, `quiz` and `exercise`."""

    id: Identifier
    title: Title
    duration: Duration
    description: Prose | None = None
    teaches: Annotated[tuple[Identifier, ...], Meta(description="Objectives of the course that it teaches.")] = ()
    notes: Annotated[Prose | None, Meta(description="For the trainer: timing, talking points.")] = None
    page: Annotated[str | None, Meta(description="Path below the docs folder.", examples=["guide/ci.md"])] = None
    runbook: Identifier | None = None
    recording: Annotated[Identifier | None, Meta(description="A drill, to be watched as it was executed.")] = None
    quiz: Annotated[tuple[Question, ...], Meta(min_length=1, description="Questions.")] = ()
    exercise: Exercise | None = None
    aliases: Annotated[tuple[Identifier, ...], Meta(description="Former ids; their links keep working.")] = ()

    def kinds(self) -> list[str]:
        """What it consists of; one, in a lesson that makes sense."""
        return [name for name in ("page", "runbook", "recording", "quiz", "exercise") if getattr(self, name)]


class Module(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lessons that belong together."""

    id: Identifier
    title: Title
    lessons: Annotated[tuple[Lesson, ...], Meta(min_length=1, description="In the order they are taught.")]
    description: Prose | None = None


class Course(Struct, frozen=True, kw_only=True, tag_field="kind", tag="course", forbid_unknown_fields=True):
    """Who it is for, what they can do afterwards, and the modules that teach and test it."""

    id: Identifier
    title: Title
    audience: Words
    objectives: Annotated[tuple[LearningObjective, ...], Meta(min_length=1)]
    modules: Annotated[tuple[Module, ...], Meta(min_length=1, description="In the order they are taught.")]
    description: Prose | None = None
    owner: Name | None = None
    prerequisites: Annotated[tuple[Words, ...], Meta(description="What a learner brings.")] = ()
    checks: Annotated[
        tuple[Check, ...],
        Meta(description="Prerequisites that a machine can tell: looked at by each run, and before an exercise."),
    ] = ()
    covers: tuple[Name, ...] = ()
    tags: tuple[Identifier, ...] = ()
    seed: Annotated[int, Meta(ge=0, description="Another one puts the options of questions into another order.")] = 0
    aliases: tuple[Identifier, ...] = ()

    @property
    def before(self) -> str:
        """The part that its checks belong to."""
        return f"{self.id}/before"

    def lessons(self) -> Iterator[tuple[NodePath, Lesson]]:
        """Every lesson with its path in the file."""
        for at, module in enumerate(self.modules):
            for index, lesson in enumerate(module.lessons):
                yield ("modules", at, "lessons", index), lesson

    def questions(self) -> Iterator[tuple[NodePath, Question]]:
        """Every question with its path in the file."""
        for path, lesson in self.lessons():
            for index, question in enumerate(lesson.quiz):
                yield (*path, "quiz", index), question
