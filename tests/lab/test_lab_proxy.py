"""How the proxy forwards, before servers that behave as the test says."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

#: Set when the first part of a slow answer was seen: only then the rest is made.
SEEN = threading.Event()


class Server(BaseHTTPRequestHandler):
    """Echoes requests; `served` counts those of this connection."""

    protocol_version = "HTTP/1.1"
    served = 0

    def do_GET(self) -> None:
        self.served += 1
        kind = self.path.split("?")[0]
        if kind == "/stale" and self.served > 1:
            self.close_connection = True
        elif kind == "/broken":
            self.answer(b"half", length=100)
            self.close_connection = True
        elif kind == "/slow":
            self.answer(b"first,", length=10)
            self.wfile.write(b"last" if SEEN.wait(20) else b"late")
        else:
            self.answer(self.echo())

    do_POST = do_PUT = do_HEAD = do_GET

    def echo(self) -> bytes:
        body = self.read_body()
        head = "".join(f"{name.lower()}={value}\n" for name, value in self.headers.items())
        return f"{self.command} {self.path}\n{head}body={body.decode()}".encode()

    def read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def answer(self, body: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length or len(body)))
        self.send_header("Connection", "keep-alive, x-secret")
        self.send_header("X-Secret", "for the proxy alone")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
            self.wfile.flush()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def proxied(lab: Any) -> Iterator[Any]:
    """The proxy, with a server of ours as either colour."""
    servers = [ThreadingHTTPServer(("127.0.0.1", lab.ports[name]), Server) for name in ("BLUE", "GREEN")]
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    lab.start_proxy()
    yield lab
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def edge(proxied: Any) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxied.url("EDGE", ""), trust_env=False, verify=False, timeout=10) as client:
        yield client


def test_request_arrives_whole(edge: httpx.Client) -> None:
    """Method, path, query, headers and body arrive; what is between client and proxy alone does not."""
    headers = {"X-Mine": "1", "Connection": "keep-alive, x-hop", "X-Hop": "1", "X-Forwarded-For": "10.0.0.1"}
    lines = edge.put("/a%2Fb/c?q=%20x&y", headers=headers, content=b"hello").text.split("\n")
    assert "PUT /a%2Fb/c?q=%20x&y" == lines[0]
    assert {"x-mine=1", "body=hello", "x-forwarded-for=10.0.0.1, 127.0.0.1"} <= set(lines)
    assert not [line for line in lines if line.startswith(("x-hop", "connection=keep-alive, x"))]


def test_chunked_body_arrives(edge: httpx.Client) -> None:
    """A body of unknown length is passed on as it comes."""
    assert edge.post("/", content=iter([b"one,", b"two"])).text.endswith("body=one,two")


def test_answer_headers(edge: httpx.Client) -> None:
    """The answer keeps its headers, but for those between server and proxy."""
    headers = edge.get("/").headers
    assert headers["Server"].startswith("BaseHTTP")
    assert 1 == len(headers.get_list("Date"))
    assert "X-Secret" not in headers


def test_head_has_length_but_no_body(edge: httpx.Client) -> None:
    """HEAD says how long the answer would be."""
    answer = edge.head("/")
    assert (b"", True) == (answer.content, int(answer.headers["Content-Length"]) > 0)


def test_answer_is_streamed(edge: httpx.Client) -> None:
    """The first part of an answer arrives long before the last one is made."""
    SEEN.clear()
    with edge.stream("GET", "/slow") as answer:
        parts = answer.iter_raw()
        first = next(parts)
        SEEN.set()
        assert (b"first,", b"last") == (first, b"".join(parts))


def test_stale_connection_costs_no_get(edge: httpx.Client) -> None:
    """A kept connection that the server closes instead of answering is replaced, once, for GET alone."""
    assert 200 == edge.get("/warm").status_code
    assert 200 == edge.get("/stale").status_code
    assert 200 == edge.get("/warm").status_code
    refused = edge.post("/stale", content=b"x")
    assert (502, {"error": "blue did not answer: RemoteProtocolError"}) == (
        refused.status_code,
        refused.json(),
    )


def test_broken_answer_is_broken(edge: httpx.Client) -> None:
    """An answer that breaks off is not passed for a whole one."""
    with pytest.raises(httpx.RemoteProtocolError):
        edge.get("/broken")


def test_no_path_of_ours(proxied: Any) -> None:
    """A target that is no path is the client's fault."""
    with socket.create_connection(("127.0.0.1", proxied.ports["EDGE"])) as client:
        client.sendall(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 400")


def test_switch_waits_for_requests_in_flight(proxied: Any, until: Any) -> None:
    """A request that began at blue ends there, new ones go to green, and the switch returns after both."""
    answers: list[httpx.Response] = []
    SEEN.clear()
    slow = threading.Thread(target=lambda: answers.append(proxied.get("EDGE", "/slow")))
    slow.start()
    status = {"blue": 1, "green": 0}
    until(lambda: proxied.get("ADMIN", "/status").json()["in_flight"] == status, "the request to be under way")
    threading.Timer(0.3, SEEN.set).start()
    done = proxied.post("ADMIN", "/switch", json={"to": "green"}).json()
    slow.join()
    assert ("green", True, True) == (done["active"], done["switched"], done["drained"])
    assert done["drain_seconds"] > 0
    assert "first,last" == answers[0].text
