"""Ask a Prometheus server, or what speaks its HTTP API, for the value of a query now.

A query that finds no series fails every expectation but `series: 0`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.exchanges import Answer, Request
from proofbook.check_types.web import AuthField, Headers, TlsField, TlsOptions, credentials, web_permissions
from proofbook.errors import CouldNotLook, TargetFault


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to ask, and what."""

    url: Annotated[
        str,
        Meta(
            pattern="^https?://",
            description="Address of the server; `/api/v1/query` is added.",
            examples=["http://prometheus.example.org:9090"],
        ),
    ]
    query: Annotated[
        str,
        Meta(
            min_length=1,
            description="PromQL that gives an instant vector or a scalar.",
            examples=['sum(rate(http_requests_total{code=~"5.."}[5m]))'],
        ),
    ]
    headers: Headers = {}
    auth: AuthField = None
    tls: TlsField = TlsOptions()


FACTS = {
    "series": Fact("how many series the query finds", "integer", example="{ge: 1}"),
    "value": Fact("the value, where there is one series or a scalar", "number", example="{lt: 0.01}"),
    "values": Fact("the values of all series; absent if there are none", "list", example="{each: {lt: 0.8}}"),
    "labels": Fact(
        "the labels of all series, in the same order, by JSONPath; absent if there are none",
        "list",
        select="jsonpath",
        example="{'$[0].job': api}",
    ),
    "type": Fact("`vector` or `scalar`", "string", example="vector"),
    "warnings": Fact("what the server says beside the answer", "list", example="{is_empty: true}"),
    "duration_ms": Fact("milliseconds until the answer was read", "number", example="{lt: 500}"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0
permissions = web_permissions


async def observe(params: SCHEMA, world: World) -> Facts:
    """Ask, and take the answer apart."""
    answer = await world.request(
        Request(
            method="GET",
            url=f"{params.url.rstrip('/')}/api/v1/query?{urlencode({'query': params.query})}",
            headers={**credentials(params.auth), **params.headers},
            tls=params.tls.trust(),
        )
    )
    found = _data(answer)
    said = [*found.get("warnings", ()), *found.get("infos", ())]
    return {**_values(found["data"]), "warnings": said, "duration_ms": answer.duration_ms}


def _data(answer: Answer) -> Mapping[str, Any]:
    """The body of a good answer (Prometheus HTTP API v1).

    Raises:
        CouldNotLook: the query is wrong, or the server does not let us in, or says too much.
        TargetFault: it is no such server, or could not answer.
    """
    where = answer.url.partition("?")[0]
    if answer.truncated:
        raise CouldNotLook("the answer is longer than 1 MiB: aggregate in the query")
    try:
        body = json.loads(answer.body)
        status, error = body["status"], str(body.get("error", ""))
    except (ValueError, TypeError, KeyError, RecursionError):
        status, error = "", ""
    if answer.status in {401, 403}:
        raise CouldNotLook(f"{where} does not let us in: {answer.status}")
    if status == "error":
        raise (CouldNotLook if body.get("errorType") == "bad_data" else TargetFault)(f"{where}: {error}")
    if status != "success" or not isinstance(body.get("data"), dict):
        raise TargetFault(f"{where} answers {answer.status}, and not as Prometheus does")
    found: Mapping[str, Any] = body
    return found


def _values(data: Mapping[str, Any]) -> Facts:
    type_, result = data.get("resultType"), data.get("result")
    try:
        if type_ == "scalar":
            return {"type": type_, "series": 1, "labels": [{}], **_numbers([result])}
        if type_ == "vector":
            found = {"labels": [one["metric"] for one in result or ()]} if result else {}
            return {
                "type": type_,
                "series": len(result or ()),
                **found,
                **_numbers([one["value"] for one in result or ()]),
            }
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise TargetFault(f"the server's answer is not one of Prometheus: {error!r}") from None
    raise CouldNotLook(f"the query gives a {type_}: ask for an instant vector or a scalar")


def _numbers(samples: Any) -> Facts:
    """Samples are pairs of a time and a number as text."""
    numbers = [float(text) for _, text in samples]
    values = {"values": numbers} if numbers else {}
    return {**values, "value": numbers[0]} if len(numbers) == 1 else values
