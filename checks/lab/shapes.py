"""What goes in and out of ResearchHub, one record for each JSON object: bodies are checked by it."""

import json
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import FieldInfo, fields
from starlette.requests import Request

from checks.lab.settings import ROLES

LONGEST_LINE = 300
Line = Annotated[
    str,
    Meta(
        min_length=1, max_length=LONGEST_LINE, pattern=r"\S", description=f"one line of 1 to {LONGEST_LINE} characters"
    ),
]
Year = Annotated[int, Meta(ge=1500, le=2100, description="an integer from 1500 to 2100")]
Numbers = Annotated[list[int], Meta(max_length=100, description="a list of at most 100 ids of papers")]
Body = TypeVar("Body", bound=Struct)


class Unfit(Exception):
    """A request's body is wrong; `problems` names everything that is."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class NewPaper(Struct, frozen=True):
    """A paper to be stored."""

    title: Line
    authors: Line
    year: Year


class NewProject(Struct, frozen=True):
    """A project to be stored, with the papers it begins with."""

    title: Line
    about: Line
    papers: Numbers = []


class NewError(Struct, frozen=True):
    """An error that somebody saw who uses ResearchHub."""

    message: Line
    where: Line
    reproduce: Line


class NewKey(Struct, frozen=True):
    """A key to be made, and what its holder may do."""

    name: Line
    role: Annotated[str, Meta(pattern=f"^({'|'.join(ROLES)})$", description=f"one of {', '.join(ROLES)}")]


async def body_of(request: Request, shape: type[Body]) -> Body:
    """The JSON object in the request's body.

    Raises:
        Unfit: it is none, or anything in it is wrong; every text must be printable.
    """
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        given = None
    return checked(given, shape)


def checked(given: object, shape: type[Body]) -> Body:
    """`given` as a record; see `body_of`."""
    wanted = fields(shape)
    if not isinstance(given, dict):
        raise Unfit([f"expected a JSON object with {', '.join(one.name for one in wanted)}"])
    found = {one.name: given[one.name] if one.name in given else _default(one) for one in wanted}
    if problems := [
        f"{one.name}: expected {_described(one.type)}" for one in wanted if not _fits(found[one.name], one.type)
    ]:
        raise Unfit(problems)
    return shape(**found)


def _default(one: FieldInfo) -> object:
    return one.default if one.default_factory is NODEFAULT else one.default_factory()


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return value is not NODEFAULT and (not isinstance(value, str) or value.isprintable())


def _described(kind: Any) -> str:
    return str(kind.__metadata__[0].description)
