"""Checks with a secret in every parameter that takes one, at targets that fail in every way we know."""

from __future__ import annotations

import socketserver
from typing import Any

#: One that a host's name may hold, one that only text may.
PLAIN, ODD = "c4n4ry-swordfish", "c4n4ry\"'<&/+% swördfish\\n"
#: What is left of either if it is found anywhere, in base64 too, wherever that begins.
TRACES = (
    "c4n4ry",
    "n4ry",
    "swordfish",
    "swördfish",
    "dfish",
    "YzRuNHJ5",
    "M0bjRyeS",
    "jNG40cn",
    "ZGZpc2",
    "RmaXNo",
    "kZmlza",
)
P, X = "${{ secrets.PLAIN }}", "${{ secrets.ODD }}"
CLOSED = "127.0.0.1:1"


def checks(port: int) -> dict[str, dict[str, Any]]:
    """By id; a server that misbehaves is at the port of this machine."""
    at = f"127.0.0.1:{port}"
    sql = "SELECT 1"
    return {
        "tcp-host": {"tcp": {"host": f"{P}.invalid", "port": 1}},
        "tcp-port": {"tcp": {"host": "127.0.0.1", "port": P}},
        "dns-name": {"dns": {"name": f"{P}.invalid", "server": "127.0.0.1", "port": 1}, "timeout": "1s"},
        "dns-server": {"dns": {"name": "a.invalid", "server": f"{P}.invalid"}, "timeout": "1s"},
        "tls-host": {"tls": {"host": f"{P}.invalid", "port": 1}},
        "tls-name": {"tls": {"host": "127.0.0.1", "port": port, "server_name": P}, "timeout": "1s"},
        "tls-ca": {"tls": {"host": "127.0.0.1", "port": port, "ca": f"no/{P}.pem"}},
        "http-refused": {"http": {"url": f"http://{CLOSED}/{P}?q={X}"}},
        "http-host": {"http": {"url": f"http://{P}.invalid/"}},
        "http-port": {"http": {"url": f"http://127.0.0.1:{P}/"}},
        "http-no-url": {"http": {"url": X}},
        "http-method": {"http": {"url": f"http://{at}/say", "method": P}},
        "http-header": {"http": {"url": f"http://{at}/say", "headers": {"A": X}}},
        "http-echoed": {"http": {"url": f"http://{at}/say", "auth": {"basic": {"username": "a", "password": P}}}},
        "http-reset": {"http": {"url": f"http://{at}/reset?{P}"}},
        "http-garbage": {"http": {"url": f"http://{at}/garbage", "json": {"a": [X]}}},
        "http-redirect": {"http": {"url": f"http://{at}/away?{P}", "follow_redirects": True}},
        "http-late": {"http": {"url": f"http://{at}/late?{P}"}, "timeout": "500ms"},
        "http-ca": {"http": {"url": f"https://{at}/", "tls": {"ca": f"no/{P}.pem"}}},
        "promql": {"promql": {"url": f"http://{at}/say", "query": f'up{{a="{P}"}}'}},
        "promql-refused": {"promql": {"url": f"http://{CLOSED}/{P}", "query": P}},
        "sql-file": {"sql": {"database": f"sqlite:no/{P}.db", "query": sql}},
        "sql-server": {"sql": {"database": f"postgresql://a@{CLOSED}/{P}", "password": P, "query": sql}},
        "sql-reset": {"sql": {"database": f"postgresql://a@{at}/{P}", "password": P, "query": sql}, "timeout": "1s"},
        "sql-malformed": {"sql": {"database": f"postgresql://a@127.0.0.1:{P}/x", "query": sql}},
        "command-absent": {"command": [f"./no-{P}"]},
        "command-cwd": {"command": {"argv": ["true"], "cwd": f"no/{P}"}},
        "command-stdin": {"command": {"argv": ["cat"], "stdin": X}},
        "command-env": {"command": {"argv": ["env"], "env": {"A": X}}},
        "command-split": {"command": ["python", "slowly.py", P]},
        "command-cut": {"command": ["python", "long.py", P]},
        "command-late": {"command": ["sh", "-c", "echo $1; echo $1 >&2; sleep 20", "x", P], "timeout": "500ms"},
        "shell": {"shell": {"script": 'echo "$A"; "no-such-$A"', "env": {"A": P}}},
        "plugin-absent": {"plugin": [f"./no-{P}"]},
        "plugin": {"plugin": ["sh", "-c", 'echo "$1 | $1=$1"; exit 2', "x", P]},
        "plugin-exit": {"plugin": ["sh", "-c", 'echo "$1"; exit 77', "x", X]},
        "file": {"file": {"path": f"no/{P}"}},
        "file-outside": {"file": {"path": f"../{P}"}},
        "document": {"document": {"path": f"{P}.json"}},
        "document-format": {"document": {"path": f"mkdocs.{P}"}},
        "schema": {"schema": {"path": "mkdocs.yml", "schema": f"{P}.json"}},
        "report": {"report": {"path": f"{P}.xml"}},
        "page": {"page": {"path": f"{P}.md"}},
        "process": {"process": {"name": P}},
        "process-regex": {"process": {"cmdline": X}},
        "disk": {"disk": {"path": f"no/{P}"}},
        "git": {"git": {"path": f"no/{P}"}},
        "alerts": {"alerts": {"rules": [f"{P}.yml"]}},
        "matching": {"matching": {"value": X}},
        "matching-list": {"matching": {"value": [1, {"a": X}]}},
        "python-raises": {"python": {"function": "said.raises", "with": {"text": X}}},
        "python-logs": {"python": {"function": "said.logs", "with": {"text": X}}},
        "python-returns": {"python": {"function": "said.returns", "with": {"text": X}}},
        "python-exits": {"python": {"function": "said.exits", "with": {"text": P}}},
    }


#: What each check type is expected to see, and never does.
EXPECT: dict[str, dict[str, Any]] = {
    "tcp": {"reachable": True},
    "dns": {"count": 99},
    "tls": {"days_until_expiry": {"gt": 1}},
    "http": {"status": 299, "body": "x"},
    "promql": {"value": 1},
    "sql": {"value": 2},
    "command": {"stdout": "x"},
    "shell": {"stdout": "x"},
    "plugin": {"text": "x"},
    "file": {"exists": True},
    "document": {"exists": True},
    "schema": {"valid": True},
    "report": {"exists": True},
    "page": {"exists": True},
    "process": {"running": True},
    "disk": {"exists": True},
    "git": {"dirty": True},
    "alerts": {"broken": {"gt": 9}},
    "matching": {"value": "x"},
    "python": {"facts": {"a": 1}},
}

SAID = '''"""Functions that say what they were given wherever they can."""
import json
import logging
import shlex
import sys
from proofbook import check

@check(facts={"a": "anything"})
def raises(text: str) -> dict[str, object]:
    raise RuntimeError(f"it was {text}") from ValueError(text)

@check(facts={"a": "anything"})
def logs(text: str) -> dict[str, object]:
    logging.basicConfig(level=logging.DEBUG)
    logging.getLogger("x").error("%s", text, stack_info=True)
    print(text, shlex.quote(text), json.dumps([json.dumps(text)]), repr(text), text.encode(), file=sys.stderr)
    return {"a": 2}

@check(facts={"a": "anything"})
def returns(text: str) -> dict[str, object]:
    return {"a": text, text: [text, {"b": text}]}

@check(facts={"a": "anything"})
def exits(text: str) -> dict[str, object]:
    sys.exit(text)
'''
SLOWLY = "import sys, time\nfor part in sys.argv[1]:\n    print(part, end='', flush=True)\n    time.sleep(0.005)\n"
LONG = "import sys\nprint('a' * (2**20 - 9) + sys.argv[1] * 3)\n"


class Misbehaving(socketserver.StreamRequestHandler):
    """Says back what it hears, resets, sends garbage, redirects with everything it heard, or never answers."""

    timeout = 5

    def handle(self) -> None:
        heard = self.request.recv(65536)
        text = heard.decode(errors="replace").replace("\r\n", " ")
        path = heard.split(b" ")[1].split(b"?")[0] if heard.count(b" ") > 1 else b""
        match path:
            case b"/reset":
                return
            case b"/garbage":
                self.wfile.write(b"WHAT? " + heard + b"\r\n\r\n")
            case b"/away":
                self.wfile.write(b"HTTP/1.1 302 Gone\r\nLocation: http://[" + heard.split(b" ")[1] + b"\r\n\r\n")
            case b"/late":
                self.request.recv(1)
            case _:
                body = text.encode()
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
