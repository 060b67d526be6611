"""The operator's commands: each asks parts of the lab, and says on one line what came of it."""

from typing import Any

from checks.lab.ask import Answer, Part, lab_key
from checks.lab.errors import LabError
from checks.lab.settings import COLOURS, Colour, Lab, Provider


def deploy(lab: Lab, colour: Colour, release: str) -> str:
    """Run `release` on a colour; returns once it is ready."""
    done = _agent(lab, colour).post("/deploy", {"release": release})
    how = f"ready in {done['ready_seconds']:.1f} s" if done["changed"] else "as it did before"
    return f"{colour} runs {done['release']} ({how})"


def stop(lab: Lab, colour: Colour, phase: str | None) -> str:
    """Run nothing on a colour; first begin the load's phase, if one is named."""
    if phase:
        begin_phase(lab, phase)
    changed = _agent(lab, colour).post("/stop")["changed"]
    return f"{colour} is stopped" if changed else f"{colour} ran nothing, and still does"


def crash(lab: Lab, colour: Colour, phase: str | None) -> str:
    """Kill a colour's application."""
    if phase:
        begin_phase(lab, phase)
    _agent(lab, colour).post("/crash")
    return f"{colour}'s application is killed"


def switch(lab: Lab, colour: Colour, phase: str | None, *, guarded: bool = False) -> str:
    """Send all traffic to a colour; first begin the load's phase, if one is named."""
    if phase:
        begin_phase(lab, phase)
    done = _proxy(lab).post("/switch", {"to": colour, "guarded": guarded})
    if not done["switched"]:
        return f"traffic goes to {colour}, as it did before"
    left = _drained(done, [other for other in COLOURS if other != colour])
    return f"traffic goes to {colour}; {left}" + (", the guard is armed" if guarded else "")


def balance(lab: Lab, phase: str | None) -> str:
    """Share the traffic among both colours."""
    if phase:
        begin_phase(lab, phase)
    done = _proxy(lab).post("/balance", {"over": list(COLOURS)})
    return f"{' and '.join(done['pool'])} share the traffic"


def accept(lab: Lab) -> str:
    """Send the guard home: the release stays."""
    return f"{_proxy(lab).post('/accept')['active']} stays; the guard goes home"


def set_mode(lab: Lab, provider: Provider, mode: str, phase: str | None) -> str:
    """Make a citation index well, failing or hanging; first begin the load's phase, if one is named."""
    if phase:
        begin_phase(lab, phase)
    done = Part(f"the {provider} citation index", lab.citations[provider]).post("/mode", {"mode": mode})
    return f"the {done['provider']} citation index: {done['mode']}"


def get(lab: Lab, path: str, role: str | None) -> Answer:
    """What the front door answers at `path`, with the lab's key for a role if one is named."""
    key = lab_key(role, lab.seed) if role else None
    return Part("ResearchHub", lab.edge).outcome("GET", path, key=key)


def note_errors(lab: Lab, times: int) -> str:
    """Let ResearchHub break on purpose, so often, to see that it is noted."""
    edge, key = Part("ResearchHub", lab.edge), lab_key("operator", lab.seed)
    references = {edge.outcome("POST", "/errors/test", key=key).get("reference") for _ in range(times)}
    return f"{times} errors, noted as {', '.join(map(str, references))}"


def resolve_errors(lab: Lab) -> str:
    """Mark every group of errors as mended."""
    edge, key = Part("ResearchHub", lab.edge), lab_key("operator", lab.seed)
    open_ones = [one["fingerprint"] for one in edge.get("/errors", key=key)["groups"] if not one["resolved"]]
    for fingerprint in open_ones:
        edge.post(f"/errors/{fingerprint}/resolve", key=key)
    return f"{len(open_ones)} groups of errors are marked as mended"


def begin_phase(lab: Lab, name: str) -> str:
    """Count requests to a new phase from now on."""
    begun = Part("the load generator", lab.load).post(f"/phases/{name}")
    return f"phase {begun['name']} begins"


def status(lab: Lab) -> tuple[str, bool]:
    """One line for each part, and whether all are up; an empty colour is down only if it gets traffic."""
    pool, proxy = _state_of_proxy(lab)
    states = [proxy, *(_state_of_host(lab, colour, needed=colour in pool) for colour in COLOURS), _state_of_load(lab)]
    lines = [f"{'up' if up else 'DOWN':4}  {text}" for up, text in states]
    return "\n".join(lines), all(up for up, _ in states)


def _drained(done: Answer, others: list[Colour]) -> str:
    hanging = [f"{done['in_flight'][old]} requests hang at {old}" for old in others]
    if not done["drained"]:
        raise LabError(f"traffic goes to {done['active']}, but {', '.join(hanging)}")
    return f"{', '.join(others)} drained in {done['drain_seconds']:.2f} s"


def _state_of_proxy(lab: Lab) -> tuple[list[str], tuple[bool, str]]:
    """The colours that get traffic, and its line."""
    try:
        found = Part("proxy", lab.admin).get("/status")
    except LabError as error:
        return [], (False, str(error))
    in_flight = ", ".join(f"{colour} {count}" for colour, count in found["in_flight"].items())
    switches = f"switches: {found['switches']}; in flight: {in_flight}"
    return found["pool"], (True, f"proxy: traffic goes to {' and '.join(found['pool'])} ({switches})")


def _state_of_host(lab: Lab, colour: Colour, *, needed: bool) -> tuple[bool, str]:
    try:
        found = _agent(lab, colour).get("/status")
    except LabError as error:
        return False, str(error)
    if found["release"] is None:
        return not needed, f"{colour}: nothing is deployed{', and traffic goes there' if needed else ''}"
    if not found["running"]:
        return False, f"{colour}: {found['release']} has ended by itself"
    return True, f"{colour}: {found['release']} runs since {found['since']} (process {found['pid']})"


def _state_of_load(lab: Lab) -> tuple[bool, str]:
    try:
        found: dict[str, Any] = Part("load", lab.load).get("/health")
    except LabError as error:
        return False, str(error)
    if not found["sending"]:
        return False, "load: its time is up, it sends nothing"
    seen = found["phase"]
    how = f"since {seen['name']} began, {seen['failed_percent']:.0f} % failed, p95 {seen['p95_ms']:.0f} ms"
    return True, f"load: {found['rate']:g} requests a second; {how}"


def _agent(lab: Lab, colour: Colour) -> Part:
    return Part(f"{colour}'s agent", lab.agents[colour])


def _proxy(lab: Lab) -> Part:
    return Part("the proxy", lab.admin)
