"""HTTP: requests sent, redirects followed, bodies read. With `transport`, the only module that imports httpx.

It is imported when the first request is made: a run without any need not wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import httpx

from proofbook import __version__
from proofbook.check_types.exchanges import Answer, Request, Tls
from proofbook.errors import CouldNotLook, Refused, TargetFault
from proofbook.run.bodies import read_body
from proofbook.run.deadlines import awaiting
from proofbook.run.faults import fault
from proofbook.run.transport import Transport, opened
from proofbook.run.trust import Trust

MAX_BODY = 1024 * 1024
MAX_REDIRECTS = 10
#: Those of a client of httpx, but what is unpacked here and our name.
HEADERS = httpx.Headers(
    {
        "Accept": "*/*",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "keep-alive",
        "User-Agent": f"proofbook/{__version__}",
    }
)
#: What a check says about itself, not about whom it trusts: another host may know it.
HARMLESS = {"accept", "accept-language", "user-agent"}
#: May be sent twice (RFC 9110, section 9.2.2).
IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
#: A server that refuses us after the handshake, as one of TLS 1.3 may, is an SSLError that httpx lets through.
_BROKEN = (httpx.HTTPError, OSError)

#: The addresses that open connections lead to.
_reached: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

Permit = Callable[[str], None]


class _Heard(NamedTuple):
    response: httpx.Response
    body: bytes
    address: str


class Clients:
    """Connections for each way of speaking TLS, shared by all checks; cookies are not: each check has its own."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._transports: dict[tuple[str, Tls], Transport] = {}

    def transport(self, scheme: str, tls: Tls) -> Transport:
        """What sends requests in this way. To read whom the system trusts takes a while: only TLS needs it."""
        if (scheme, tls) not in self._transports:
            plain = scheme == "http" and tls == Tls()
            self._transports[scheme, tls] = Transport(None if plain else self._trust.context(tls))
        return self._transports[scheme, tls]

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._transports.values():
            await transport.aclose()


async def ask(request: Request, clients: Clients, permit: Permit) -> Answer:
    """Send a request, follow redirects if asked, read the body up to the limit.

    Raises:
        Refused: the policy forbids its host or a redirect's, or a redirect wants the body for another host.
        TargetFault: there is no answer.
        CouldNotLook: it could not be sent.
    """
    started = time.monotonic()
    tls, cookies = request.tls, httpx.Cookies()
    current = _build(request)
    for hop in range(MAX_REDIRECTS + 1):
        permit(current.url.host)
        heard = await _send(clients.transport(current.url.scheme, tls), _authorised(current))
        if not (request.follow_redirects and heard.response.has_redirect_location):
            return _answer(heard, hop, started)
        following = await _following(heard.response, cookies)
        if _origin(following.url) != _origin(current.url):
            _disarm(following, request)
            tls = Tls(verify=tls.verify, ca=tls.ca)
        current = following
    raise TargetFault(f"{request.url} redirects more than {MAX_REDIRECTS} times")


def _build(request: Request) -> httpx.Request:
    try:
        headers = HEADERS.copy()
        headers.update(request.headers)
        return httpx.Request(request.method, request.url, headers=headers, content=request.content)
    except UnicodeEncodeError:
        raise CouldNotLook(f"{request.url} cannot be asked: a header holds more than ASCII; encode it") from None
    except httpx.InvalidURL as error:
        raise CouldNotLook(f"{request.url!r} is not an address: {error}") from None


def _authorised(request: httpx.Request) -> httpx.Request:
    """The request with what its address says of user and password."""
    if not (request.url.username or request.url.password):
        return request
    return next(httpx.BasicAuth(request.url.username, request.url.password).auth_flow(request))


async def _following(response: httpx.Response, cookies: httpx.Cookies) -> httpx.Request:
    """The request that a redirect asks for, as httpx makes it: a client is shown the answer that has come already."""
    # As bytes: what stands in a header may be in no encoding that httpx would write.
    told = [(name, value) for name, value in response.headers.raw if name.lower() in {b"location", b"set-cookie"}]
    shown = httpx.MockTransport(lambda _: httpx.Response(response.status_code, headers=told))
    # Proxies and .netrc of the machine are not the site's business.
    async with httpx.AsyncClient(transport=shown, cookies=cookies, trust_env=False) as client:
        try:
            following = (await client.send(response.request)).next_request
        except httpx.HTTPError as error:
            raise fault(error, str(response.url)) from None
        except UnicodeEncodeError:
            raise TargetFault(f"{response.url} redirects with a cookie that holds more than ASCII") from None
        cookies.update(client.cookies)
    if following is None:  # pragma: no cover - httpx says the same of the same answer
        raise TargetFault(f"{response.url} redirects to nowhere")
    return following


async def _send(transport: Transport, request: httpx.Request) -> _Heard:
    """The answer, asked for once more if a connection kept open turns out to be closed."""
    opened.set(False)
    try:
        return await _exchange(transport, request)
    except httpx.LocalProtocolError as error:
        raise CouldNotLook(f"{request.url} cannot be asked: {error}") from None
    except _BROKEN as error:
        if opened.get() or request.method not in IDEMPOTENT:
            raise fault(error, str(request.url)) from None
    try:
        return await _exchange(transport, request)
    except _BROKEN as error:
        raise fault(error, str(request.url)) from None


async def _exchange(transport: Transport, request: httpx.Request) -> _Heard:
    awaiting(f"{request.url} to answer")
    response = await transport.handle_async_request(request)
    response.request = request
    address = _address(response)
    try:
        body = await read_body(response.aiter_raw(), response.headers.get("Content-Encoding", ""), MAX_BODY)
        return _Heard(response, body, address)
    except TargetFault as error:
        raise TargetFault(f"{request.url}: {error}") from None
    finally:
        await response.aclose()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _disarm(following: httpx.Request, first: Request) -> None:
    """Take from a request to another origin what was meant for the first one: headers, and with them secrets.

    Raises:
        Refused: it would carry the body there.
    """
    if following.headers.get("Content-Length", "0") != "0":
        raise Refused(f"{first.url} redirects to {following.url}, and would take the request's body there")
    for name in {name.lower() for name in first.headers} - HARMLESS - {"cookie"}:
        following.headers.pop(name, None)


def _answer(heard: _Heard, redirects: int, started: float) -> Answer:
    response, body = heard.response, heard.body
    return Answer(
        status=response.status_code,
        headers=dict(response.headers),
        body=_text(body[:MAX_BODY], response.charset_encoding or "utf-8"),
        url=str(response.url),
        address=heard.address,
        http_version=response.http_version,
        redirects=redirects,
        duration_ms=round((time.monotonic() - started) * 1000, 3),
        truncated=len(body) > MAX_BODY,
    )


def _address(response: httpx.Response) -> str:
    """The address that answered; known until the connection is closed."""
    stream = response.extensions["network_stream"]
    if stream not in _reached:
        found = stream.get_extra_info("server_addr")
        _reached[stream] = str(found[0]) if found else ""
    return _reached[stream]


def _text(body: bytes, charset: str) -> str:
    """The body in its declared charset, if there is one of that name; servers lie."""
    try:
        return body.decode(charset, errors="replace")
    except (LookupError, ValueError):
        return body.decode(errors="replace")
