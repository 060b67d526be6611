"""Asking the lab's parts over HTTP, with the standard library alone: operator's commands start fast."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from checks.lab.errors import LabError
from checks.lab.settings import ADDRESS

TIMEOUT_SECONDS = 30.0


def lab_key(role: str, seed: str) -> str:
    """The lab's own key for a role. `seed` is the lab's scratch folder, whose name is random and new each time."""
    return f"{role}:{seed}"


class Answer(dict[str, Any]):
    """A JSON object; a `LabError` where it lacks what is asked of it."""

    def __missing__(self, key: str) -> Any:
        raise LabError(f"the answer has no {key!r}: {json.dumps(self)}")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the lab, by the name that messages use, and its port."""

    name: str
    port: int

    def get(self, path: str, *, key: str | None = None) -> Answer:
        """The JSON object at `path`; a `LabError` when the part is down, or refuses."""
        return self._granted("GET", path, None, key)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Answer:
        """The JSON object that a POST of `body` brings; a `LabError` when the part is down, or refuses."""
        return self._granted("POST", path, body, key)

    def outcome(self, method: str, path: str, body: object = None, *, key: str | None = None) -> Answer:
        """The JSON object that comes back, whatever the status; a `LabError` when the part is down."""
        return self._exchange(method, path, body, key)[1]

    def _granted(self, method: str, path: str, body: object, key: str | None) -> Answer:
        status, answer = self._exchange(method, path, body, key)
        if status >= 400:
            reason = answer.get("error", json.dumps(answer))
            raise LabError(f"{self.name} refused (HTTP {status}): {reason}")
        return answer

    def _exchange(self, method: str, path: str, body: object, key: str | None) -> tuple[int, Answer]:
        connection = HTTPConnection(ADDRESS, self.port, timeout=TIMEOUT_SECONDS)
        sent = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json"} if sent else {}
        try:
            connection.request(method, path, sent, headers | ({"X-API-Key": key} if key else {}))
            response = connection.getresponse()
            return response.status, self._parsed(response.status, response.read())
        except (OSError, HTTPException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise LabError(f"{self.name} does not answer at {ADDRESS}:{self.port}: {reason}") from None
        finally:
            connection.close()

    def _parsed(self, status: int, content: bytes) -> Answer:
        try:
            answer = json.loads(content, object_hook=Answer)
        except ValueError:
            answer = None
        if not isinstance(answer, Answer):
            raise LabError(f"{self.name} at {ADDRESS}:{self.port} sent HTTP {status}, but no JSON object")
        return answer
