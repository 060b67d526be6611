"""An assistant's session, by the MCP SDK's own client: what it is offered, what it gets, and what it is refused."""

import asyncio
from typing import Any

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

from checks.lab.ask import lab_key
from checks.lab.errors import LabError
from checks.lab.settings import ADDRESS, Lab, port_of

TASK = "Deploy a release to production without downtime"
ALERT = "ResearchHubSlow"
SEEN = {
    "message": "The assistant found no paper where one was expected",
    "where": "look_up_runbook",
    "reproduce": "ask for the same paper again",
}
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "plan_task": ("plan_task", {"task": TASK}),
    "look_up_runbook": ("look_up_runbook", {"name": ALERT}),
    "report_error": ("report_error", SEEN),
    "unknown_tool": ("launch_rocket", {}),
    "argument_missing": ("plan_task", {}),
    "argument_of_wrong_type": ("look_up_runbook", {"name": ["x"]}),
    "unknown_runbook": ("look_up_runbook", {"name": "deploy-blue-gren"}),
}


def session(lab: Lab) -> dict[str, Any]:
    """One session of an editor, and what a reader may not; answers by what was asked."""
    url = f"http://{ADDRESS}:{port_of('LAB_MCP')}/mcp"
    return asyncio.run(_session(url, lab.seed))


async def _session(url: str, seed: str) -> dict[str, Any]:
    try:
        told = await _asked(url, _http("editor", seed), CALLS)
        reader = await _asked(url, _http("reader", seed), {"report_error": CALLS["report_error"]})
    except (httpx2.HTTPError, MCPError, ExceptionGroup) as error:
        raise LabError(f"there is no session at {url}: {error}") from None
    return told | {"as_reader": reader["calls"]["report_error"]}


def _http(role: str, seed: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(headers={"X-API-Key": lab_key(role, seed)}, trust_env=False, timeout=20)


async def _asked(url: str, http: httpx2.AsyncClient, calls: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    # `legacy` is the handshake that today's assistants begin with: initialize, then initialized.
    async with http, Client(streamable_http_client(url, http_client=http), mode="legacy") as client:
        return {
            "protocol": client.protocol_version,
            "server": client.server_info and client.server_info.name,
            "tools": [tool.name for tool in (await client.list_tools()).tools],
            "calls": {name: await _call(client, *call) for name, call in calls.items()},
        }


async def _call(client: Client, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What came of it: `answered`, `failed` (the tool said why), or `refused` with the protocol's code."""
    try:
        result = await client.call_tool(tool, arguments)
    except MCPError as error:
        return {"outcome": "refused", "code": error.error.code, "said": error.error.message}
    said = " ".join(one.text for one in result.content if one.type == "text")
    if result.is_error:
        return {"outcome": "failed", "said": said}
    return {"outcome": "answered", "answer": result.structured_content}
