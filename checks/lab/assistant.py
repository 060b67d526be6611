"""The Vibe-Coder tools in small, over MCP (streamable HTTP at `/mcp`): plan a task, look up a runbook, report an error.

A program of its own: to import the SDK takes a second, which no host of ResearchHub shall wait for.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import INVALID_PARAMS
from pydantic import Field
from starlette.requests import Request
from starlette.types import ASGIApp

from checks.lab.admission import Admitted, Desk
from checks.lab.pool import FAILED, Answer
from checks.lab.procedures import Runbook, Step, fitting, look_up, nearest_name, runbooks
from checks.lab.serving import serve
from checks.lab.settings import Lab, port_of
from checks.lab.shapes import LONGEST_LINE

INSTRUCTIONS = (
    "Tools for whoever works on ResearchHub: plan a task by its runbooks, look one up by id or alert, and report an "
    "error so that people see it."
)
Line = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)]


@dataclass(frozen=True)
class Plan:
    """What to do for a task, in order, and whom to ask."""

    task: str
    runbook: str
    page: str
    owner: str
    steps: list[Step]


@dataclass(frozen=True)
class Noted:
    """A reported error; `reference` is the group that people find it by."""

    reference: str


class Tools:
    """The three tools; the two that read need any key, to report needs an editor, operator or administrator."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def plan_task(self, task: Annotated[Line, Field(description="what is to be done, in words")]) -> Plan:
        """Plan a task: the steps of the runbook that fits it best, with roles and estimates."""
        known = runbooks()
        found = fitting(task, known)
        if found is None:
            raise ToolError(f"no runbook has anything to do with {task!r}; there are: {_ids(known)}")
        return Plan(task=task, runbook=found.id, page=found.page, owner=found.owner, steps=found.steps)

    async def look_up_runbook(
        self, name: Annotated[Line, Field(description="its id, or an alert it answers")]
    ) -> Runbook:
        """Look up a runbook of this site by its id, or by an alert that it answers."""
        known = runbooks()
        found = look_up(name, known)
        if found is None:
            near = nearest_name(name, known)
            hint = f"did you mean {near!r}?" if near else f"there are: {_ids(known)}"
            raise ToolError(f"no runbook and no alert is called {name!r}; {hint}")
        return found

    async def report_error(
        self,
        message: Annotated[Line, Field(description="what went wrong")],
        where: Annotated[Line, Field(description="the page, route or tool where it was seen")],
        reproduce: Annotated[Line, Field(description="how to see it again")],
        context: Context[Any, Request],
    ) -> Noted:
        """Report an error to ResearchHub's error tracking; the same error again joins its group."""
        told = {"message": message, "where": where, "reproduce": reproduce}
        request = context.request_context.request
        if request is None:
            raise ToolError("errors can be reported over HTTP alone")
        try:
            answer = await self._desk.ask(request, "POST", "/errors", told)
        except FAILED as error:
            raise ToolError(f"ResearchHub does not answer: {type(error).__name__}") from None
        if answer.status != 201:
            raise ToolError(f"ResearchHub refused (HTTP {answer.status}): {_reason(answer)}")
        return Noted(json.loads(answer.content)["reference"])


def assistant(desk: Desk) -> MCPServer[Any]:
    """The MCP server, with its tools."""
    tools = Tools(desk)
    server: MCPServer[Any] = MCPServer(
        "researchhub", title="ResearchHub", instructions=INSTRUCTIONS, log_level="WARNING"
    )
    for tool in (tools.plan_task, tools.look_up_runbook, tools.report_error):
        server.add_tool(tool, structured_output=True)
    names = frozenset(one.__name__ for one in (tools.plan_task, tools.look_up_runbook, tools.report_error))

    async def known(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        # The SDK answers with a failed call; the protocol wants an error.
        asked = (ctx.params or {}).get("name")
        if ctx.method == "tools/call" and asked not in names:
            raise MCPError(INVALID_PARAMS, f"Unknown tool: {asked}; tools: {', '.join(sorted(names))}")
        return await call_next(ctx)

    server.middleware.append(known)
    return server


def assistant_app(server: MCPServer[Any], desk: Desk) -> ASGIApp:
    """The server over HTTP, for whoever has a key; it answers while `server.session_manager` runs."""
    return Admitted(server.streamable_http_app(json_response=True), desk)


async def run_assistant(lab: Lab) -> None:
    """Serve the tools until told to stop."""
    desk = Desk(lab.edge)
    server = assistant(desk)
    app = assistant_app(server, desk)
    async with server.session_manager.run():
        await serve([(app, port_of("LAB_MCP"))])


def _reason(answer: Answer) -> str:
    try:
        said = json.loads(answer.content)
        return str(said.get("error") or said["errors"])
    except (ValueError, KeyError, AttributeError):
        return "no reason that ResearchHub gives"  # a proxy between answers in its own words


def _ids(known: list[Runbook]) -> str:
    return ", ".join(one.id for one in known)
