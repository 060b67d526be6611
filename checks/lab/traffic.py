"""What the load consists of: of 20 requests 8 list, 4 show, 2 ask for citations, 3 search, 2 ask the version.

The last one adds a paper.
"""

import json

from checks.lab.pool import Headers


def request_number(number: int) -> tuple[str, str, bytes | None]:
    """The n-th request's method, path and JSON body."""
    turn = number * 7 % 20  # 7 shares no factor with 20: the kinds are mixed, and each keeps its share
    if turn < 8:
        return "GET", "/papers", None
    if turn < 12:
        return "GET", f"/papers/{number % 50 + 1}", None
    if turn < 14:
        return "GET", f"/papers/{number % 50 + 1}/citations", None
    if turn < 17:
        return "GET", "/papers?q=imaginary", None
    if turn < 19:
        return "GET", "/version", None
    paper = {"title": f"Load test paper {number}", "authors": "Load Generator", "year": 2026}
    return "POST", "/papers", json.dumps(paper).encode()


def headers_of(number: int, key: str) -> Headers:
    """Who the n-th request is from: one of 40 invented visitors, marked synthetic, with the key of an editor."""
    visitor = f"synthetic-{number // 5 % 40}"
    return [(b"X-Visitor", visitor.encode()), (b"X-Synthetic", b"load"), (b"X-API-Key", key.encode())]
