"""The smoke test: a few requests straight at one colour's application, before any traffic goes there."""

from collections.abc import Callable, Iterator

from checks.lab.ask import Part, lab_key
from checks.lab.errors import LabError
from checks.lab.settings import Colour, Lab

PAPER = {"title": "Smoke test paper", "authors": "Smoke Test", "year": 2026}


def smoke_lines(lab: Lab, colour: Colour) -> Iterator[tuple[bool, str]]:
    """Run the tests one after another; for each, whether it passed, and its line."""
    application = Part(f"{colour}'s application", lab.applications[colour])
    agent = Part(f"{colour}'s agent", lab.agents[colour])
    tests: dict[str, Callable[[], str]] = {
        "health": lambda: _health(application),
        "ready": lambda: _ready(application),
        "version": lambda: _version(application, agent),
        "list": lambda: _list(application, "/papers"),
        "search": lambda: _list(application, "/papers?q=synthetic"),
        "create": lambda: _create(application, lab_key("editor", lab.seed)),
    }
    for name, test in tests.items():
        try:
            yield True, f"ok    {name:8}{test()}"
        except LabError as error:
            yield False, f"FAIL  {name:8}{error}"


def _health(application: Part) -> str:
    return str(_expect("status", "ok", application.get("/health")["status"]))


def _ready(application: Part) -> str:
    return str(_expect("status", "ready", application.get("/ready")["status"]))


def _version(application: Part, agent: Part) -> str:
    deployed = agent.get("/status")["release"]
    return f"{_expect('release', deployed, application.get('/version')['release'])}, as deployed"


def _list(application: Part, path: str) -> str:
    found = application.get(path)
    _expect("any papers", True, len(found["papers"]) > 0)
    return f"{found['total']} papers at {path}"


def _create(application: Part, key: str) -> str:
    stored = application.post("/papers", PAPER, key=key)
    read = application.get(f"/papers/{stored['id']}")
    _expect("stored paper", stored, read)
    return f"paper {stored['id']} stored and read back"


def _expect(what: str, wanted: object, found: object) -> object:
    if wanted != found:
        raise LabError(f"{what}: expected {wanted}, found {found}")
    return found
