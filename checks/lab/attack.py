"""Attacks on the lab's own edge, to see that they fail: guessed keys, and requests that were made to do harm."""

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote

from checks.lab.ask import lab_key
from checks.lab.settings import ADDRESS, ROLES, Lab

ATTACKER = "127.0.0.66"
"""Another address of this machine, so that the one the load comes from is not the one shut out."""
GUESSES = 12
INJECTIONS = (
    "' OR 1=1 --", "'; DROP TABLE papers; --", '" OR ""="', "1) UNION SELECT digest FROM keys --", "%' OR '%'='",
    "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://127.0.0.1/x}", "\x00", "$(id)",
)  # fmt: skip
TRAVERSALS = (
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/papers/..%2f..%2fetc%2fpasswd", "/papers/%00", "//etc/passwd",
    "/.git/config", "/.env", "/papers.sqlite", "/papers/1;ls", "/papers/%27%20OR%201=1",
)  # fmt: skip
TELLTALES = ("root:", "Traceback", "sqlite3.", "[core]", "syntax error")


def guess_keys(lab: Lab) -> dict[str, Any]:
    """Guess keys from the attacker's address, then use a good one from there, and one from elsewhere."""
    statuses = [_ask(lab, "GET", "/keys", key=f"guess-{n}", source=ATTACKER)[0] for n in range(GUESSES)]
    good = lab_key("reader", lab.seed)
    return {
        "guesses": GUESSES,
        "answers": {str(status): statuses.count(status) for status in sorted(set(statuses))},
        "guesses_until_blocked": statuses.index(429) if 429 in statuses else None,
        "got_in": sum(status < 400 for status in statuses),
        "good_key_from_there": _ask(lab, "GET", "/papers", key=good, source=ATTACKER)[0],
        "good_key_from_elsewhere": _ask(lab, "GET", "/papers", key=good)[0],
    }


def abuse(lab: Lab) -> dict[str, Any]:
    """Injections, traversals and malformed requests: which of them broke, leaked or changed anything."""
    before = _total(lab)
    cases = [*_searches(), *(("GET", path, None) for path in TRAVERSALS), *_bodies()]
    harmful = []
    for method, path, body in cases:
        status, text = _ask(lab, method, path, body=body, key=lab_key("editor", lab.seed))
        # Found nothing, refused it, or stored it as the text it is: anything else is harm.
        if status >= 500 or status == 0 or any(telltale in text for telltale in TELLTALES):
            harmful.append(f"{method} {path}: {status}")
        if method == "GET" and path.startswith("/?q=") and "<script>alert" in text:
            harmful.append(f"{path}: a script came back alive")
    return {"cases": len(cases), "harmful": harmful, "papers_lost": max(0, before - _total(lab))}


def matrix(lab: Lab, wanted: dict[str, dict[str, int]]) -> dict[str, Any]:
    """Ask every route as every role; where the answer is not the one that is `wanted`."""
    wrong, cases = [], 0
    for asked, statuses in wanted.items():
        method, _, path = asked.partition(" ")
        for role in ("anonymous", *ROLES):
            key = None if role == "anonymous" else lab_key(role, lab.seed)
            status, _ = _ask(lab, method, path, key=key, body=b"{}" if method == "POST" else None)
            cases += 1
            if status != statuses[role]:
                wrong.append(f"{asked} as {role}: {status}, not {statuses[role]}")
    return {"cases": cases, "wrong": wrong}


def verify_tls(lab: Lab) -> dict[str, Any]:
    """Ask the secured edge, trusting the lab's authority, and trusting this machine's alone."""
    return {
        "with_the_lab_authority": _secured(lab, ssl.create_default_context(cafile=lab.directory / "ca.pem")),
        "without_it": _secured(lab, ssl.create_default_context()),
    }


def _secured(lab: Lab, context: ssl.SSLContext) -> int | str:
    connection = HTTPSConnection(ADDRESS, lab.secured, timeout=10, context=context)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    except ssl.SSLCertVerificationError:
        return "refused"
    finally:
        connection.close()


def _searches() -> list[tuple[str, str, bytes | None]]:
    return [("GET", f"{path}?q={quote(text)}", None) for text in INJECTIONS for path in ("/papers", "/")]


def _bodies() -> list[tuple[str, str, bytes | None]]:
    papers = [json.dumps({"title": text, "authors": text, "year": 2026}).encode() for text in INJECTIONS]
    broken = [b"{", b"[]", b"\xff" * 100, b"[" * 10_000, b'{"title": ' + b"9" * 10_000 + b"}"]
    return [("POST", "/papers", body) for body in (*papers, *broken)]


def _total(lab: Lab) -> int:
    _, text = _ask(lab, "GET", "/papers", key=lab_key("reader", lab.seed))
    return int(json.loads(text)["total"])


def _ask(
    lab: Lab, method: str, path: str, *, key: str | None = None, body: bytes | None = None, source: str | None = None
) -> tuple[int, str]:
    """Status and text of the answer; status 0 when there was none."""
    connection = HTTPConnection(ADDRESS, lab.edge, timeout=10, source_address=(source, 0) if source else None)
    headers = {"X-Synthetic": "attack"} | ({"X-API-Key": key} if key else {})
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, HTTPException):
        return 0, ""
    finally:
        connection.close()
