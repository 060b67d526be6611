"""The tools for assistants over MCP, in process: the SDK's own client, and a hub beside it."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpcore
import httpx2
import pytest
from mcp import Client as McpClient
from mcp import MCPError
from mcp.client.streamable_http import streamable_http_client
from pytest_httpserver import HTTPServer
from starlette.requests import Request

from checks.lab.admission import Desk
from checks.lab.agent import CALLS, TASK, _asked
from checks.lab.ask import lab_key
from checks.lab.assistant import assistant, assistant_app
from checks.lab.pool import Answer
from checks.lab.procedures import fitting, look_up, nearest_name, runbooks
from tests.lab.hubs import SEED, Client

URL = "http://127.0.0.1:8000/mcp"
TOOLS = ["plan_task", "look_up_runbook", "report_error"]
Talk = Callable[[McpClient], Coroutine[Any, Any, Any]]


class InProcess(Desk):
    """ResearchHub in this process; `down`: it does not answer."""

    def __init__(self, hub: Client, *, down: bool = False) -> None:
        self.hub = hub
        self.down = down

    async def ask(self, request: Request, method: str, path: str, body: object = None) -> Answer:
        if self.down:
            raise httpcore.ConnectError
        headers = {"X-API-Key": request.headers["x-api-key"]}
        answer = await asyncio.to_thread(self.hub.ask, method, path, headers=headers, json=body)
        return Answer(answer.status_code, dict(answer.headers), answer.content)


def over_http(desk: InProcess, key: str | None, talk: Callable[[httpx2.AsyncClient], Coroutine[Any, Any, Any]]) -> Any:
    """What `talk` makes of an HTTP client of the endpoint."""

    async def held() -> Any:
        server = assistant(desk)
        transport = httpx2.ASGITransport(assistant_app(server, desk))
        headers = {"X-API-Key": key} if key else {}
        async with server.session_manager.run(), httpx2.AsyncClient(transport=transport, headers=headers) as http:
            return await talk(http)

    return asyncio.run(held())


def session(hub: Client, role: str, talk: Talk, mode: str = "legacy") -> Any:
    """What `talk` makes of a session of the SDK's client."""

    async def over(http: httpx2.AsyncClient) -> Any:
        async with McpClient(streamable_http_client(URL, http_client=http), mode=mode) as client:
            return await talk(client)

    return over_http(InProcess(hub), lab_key(role, SEED), over)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_three_tools_are_offered(hub: Client, mode: str) -> None:
    """With the handshake and without one, each tool says what it takes and what it gives."""

    async def talk(client: McpClient) -> Any:
        return (await client.list_tools()).tools

    tools = session(hub, "reader", talk, mode)
    assert TOOLS == [tool.name for tool in tools]
    assert all(tool.description and tool.input_schema["required"] and tool.output_schema for tool in tools)


def test_each_tool_answers(hub: Client) -> None:
    """Plan and look-up are this site's runbooks, the report is a group of errors."""

    async def talk(client: McpClient) -> Any:
        return [(await client.call_tool(*CALLS[name])).structured_content for name in TOOLS]

    plan, found, noted = session(hub, "editor", talk)
    assert (TASK, "deploy-blue-green", "/runbooks/deploy-blue-green/") == (plan["task"], plan["runbook"], plan["page"])
    assert plan["steps"][0]["instructions"]
    assert ("slow-answers", True) == (found["id"], "ResearchHubSlow" in found["alerts"])
    [group] = hub.get("/errors", "operator").json()["groups"]
    assert (noted["reference"], "lab-editor") == (group["fingerprint"], group["context"]["caller"])


def test_an_unknown_tool_is_an_error_of_the_protocol(hub: Client) -> None:
    """-32602, with the tools that there are."""

    async def talk(client: McpClient) -> Any:
        with pytest.raises(MCPError) as refused:
            await client.call_tool("launch_rocket", {})
        return refused.value.error

    error = session(hub, "editor", talk)
    assert (-32602, "Unknown tool: launch_rocket; tools: look_up_runbook, plan_task, report_error") == (
        error.code,
        error.message,
    )


@pytest.mark.parametrize(
    ("role", "tool", "arguments", "said"),
    [
        ("editor", "plan_task", {}, "Field required"),
        ("editor", "plan_task", {"task": ""}, "at least 1 character"),
        ("editor", "plan_task", {"task": "x" * 301}, "at most 300 characters"),
        ("editor", "plan_task", {"task": "zzzz qqqq"}, "no runbook has anything to do with 'zzzz qqqq'; there are: "),
        ("editor", "look_up_runbook", {"name": 7}, "valid string"),
        ("editor", "look_up_runbook", {"name": "slow-answer"}, "did you mean 'slow-answers'?"),
        ("editor", "look_up_runbook", {"name": "zzzz"}, "there are: assistant-tools, "),
        ("editor", "report_error", CALLS["report_error"][1] | {"where": "\u202e"}, "(HTTP 422): ['where: expected"),
        ("reader", "report_error", CALLS["report_error"][1], "(HTTP 403): a reader may not do this"),
    ],
)
def test_a_call_that_fails_says_why(hub: Client, role: str, tool: str, arguments: dict[str, Any], said: str) -> None:
    """An assistant can read what to do better, and nothing was noted."""

    async def talk(client: McpClient) -> Any:
        return await client.call_tool(tool, arguments)

    result = session(hub, role, talk)
    assert result.is_error and said in result.content[0].text
    assert [] == hub.get("/errors", "operator").json()["groups"]


@pytest.mark.parametrize(
    ("key", "down", "status", "said"),
    [(None, False, 401, "X-API-Key"), ("guess", False, 401, "no such key"), ("any", True, 503, "ConnectError")],
)
def test_nobody_gets_in_unknown(hub: Client, key: str | None, down: bool, status: int, said: str) -> None:  # noqa: FBT001
    """Without a key, with a wrong one, and while nobody can say whose it is."""

    async def talk(http: httpx2.AsyncClient) -> Any:
        return await http.post(URL, json={})

    answer = over_http(InProcess(hub, down=down), key, talk)
    assert (status, True) == (answer.status_code, said in answer.json()["error"])


def test_who_guessed_too_often_is_told_when_to_come_back(hub: Client) -> None:
    """The hub's refusal comes through, with its time."""

    async def talk(http: httpx2.AsyncClient) -> Any:
        return [await http.post(URL, json={}) for _ in range(6)][-1]

    answer = over_http(InProcess(hub), "guess", talk)
    assert (429, True) == (answer.status_code, int(answer.headers["retry-after"]) > 0)


def test_an_error_that_cannot_be_reported(hub: Client) -> None:
    """The hub goes down in the middle of a session: the call fails, and says so."""
    desk = InProcess(hub)

    class Flaky(InProcess):
        async def ask(self, request: Request, method: str, path: str, body: object = None) -> Answer:
            self.down = path == "/errors"
            return await super().ask(request, method, path, body)

    async def over(http: httpx2.AsyncClient) -> Any:
        async with McpClient(streamable_http_client(URL, http_client=http), mode="legacy") as client:
            return await client.call_tool(*CALLS["report_error"])

    result = over_http(Flaky(desk.hub), lab_key("editor", SEED), over)
    assert result.is_error and "ResearchHub does not answer: ConnectError" in result.content[0].text


def test_a_proxy_between_that_finds_the_hub_down(hub: Client) -> None:
    """Its page comes through where nobody gets in, and a call that meets it fails in words."""
    page = Answer(502, {"content-type": "text/html"}, b"<h1>Bad gateway</h1>")

    class Behind(InProcess):
        broken = ""

        async def ask(self, request: Request, method: str, path: str, body: object = None) -> Answer:
            return page if path == self.broken else await super().ask(request, method, path, body)

    async def knock(http: httpx2.AsyncClient) -> Any:
        return await http.post(URL, json={})

    async def report(http: httpx2.AsyncClient) -> Any:
        async with McpClient(streamable_http_client(URL, http_client=http), mode="legacy") as client:
            return await client.call_tool(*CALLS["report_error"])

    behind = Behind(hub)
    behind.broken = "/caller"
    answer = over_http(behind, lab_key("editor", SEED), knock)
    assert (502, "text/html", page.content) == (answer.status_code, answer.headers["content-type"], answer.content)
    behind.broken = "/errors"
    result = over_http(behind, lab_key("editor", SEED), report)
    assert result.is_error and "refused (HTTP 502): no reason that ResearchHub gives" in result.content[0].text


def test_errors_are_reported_over_http_alone(hub: Client) -> None:
    """Without a request there is no key to report by."""

    async def talk() -> Any:
        async with McpClient(assistant(InProcess(hub))) as client:
            return await client.call_tool(*CALLS["report_error"])

    assert "over HTTP alone" in asyncio.run(talk()).content[0].text


def test_the_desk_passes_on_whose_request_it_is(httpserver: HTTPServer) -> None:
    """Key and address go along, so that ResearchHub knows whom it answers, and whom to shut out."""
    expected = {"X-API-Key": "k", "X-Forwarded-For": "10.0.0.9"}
    httpserver.expect_request("/errors", method="POST", headers=expected, json={"a": 1}).respond_with_json({}, 201)
    scope = {"type": "http", "headers": [(b"x-api-key", b"k")], "client": ("10.0.0.9", 1)}
    answer = asyncio.run(Desk(httpserver.port).ask(Request(scope), "POST", "/errors", {"a": 1}))
    assert (201, b"{}") == (answer.status, answer.content)


def test_runbooks_are_found(tmp_path: Path) -> None:
    """By id or alert in any case, and by words; what stands in the files now is what is found."""
    known = runbooks()
    assert {"deploy-blue-green", "slow-answers"} <= {one.id for one in known}
    assert "slow-answers" == look_up(" RESEARCHHUBSLOW ", known).id == look_up("Slow-Answers", known).id
    assert (None, "ResearchHubSlow") == (look_up("nothing", known), nearest_name("ResearchHubSlov", known))
    assert "restore-database" == fitting("restore the database from a backup", known).id
    assert None is fitting("an of to", known) is fitting("anything", [])
    file = tmp_path / "one.yml"
    file.write_text("kind: runbook\nid: one\ntitle: One\nsteps: [{id: a, title: Do it}]\n")
    (tmp_path / "other.yml").write_text("kind: checklist\nid: other\n")
    [one] = runbooks(tmp_path)
    assert ("one", "Do it", "") == (one.id, one.steps[0].title, one.owner)


def test_the_session_of_the_drill(hub: Client) -> None:
    """What the drill's client tells: outcomes by call."""
    desk = InProcess(hub)

    async def held() -> dict[str, Any]:
        server = assistant(desk)
        app = assistant_app(server, desk)
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), headers={"X-API-Key": lab_key("editor", SEED)})
        async with server.session_manager.run():
            return await _asked(URL, http, CALLS)

    told = asyncio.run(held())
    assert ("researchhub", TOOLS) == (told["server"], told["tools"])
    assert ["answered"] * 3 + ["refused"] + ["failed"] * 3 == [one["outcome"] for one in told["calls"].values()]
