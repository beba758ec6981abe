"""The wire both SDKs end in, cut: urllib3 answers from a tape, so that everything above it is real and nothing leaves.

Imports urllib3 alone, and that late: the measured process of a cold start must not pay for it here.
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import Any

TWILIO = "twilio"


class OffTheTape(Exception):
    """The code asked for something else than it did when the tape was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One call and its answer. `asked` are the SDK's own arguments, for whoever makes the same call bare."""

    service: str
    operation: str
    asked: dict[str, Any]
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Tape = tuple[Exchange, ...]
Answer = Callable[[str, str, Any], Exchange]
"""From method, URL and body."""


def dumped(tape: Sequence[Exchange]) -> str:
    return json.dumps([{**asdict(one), "body": base64.b64encode(one.body).decode()} for one in tape])


def loaded(raw: str) -> Tape:
    return tuple(Exchange(**{**one, "body": base64.b64decode(one["body"])}) for one in json.loads(raw))


class Player:
    """Answers from a tape, in order; `rewind` for another round."""

    def __init__(self, tape: Sequence[Exchange]) -> None:
        self._tape = tape
        self._at = 0

    def rewind(self) -> None:
        self._at = 0

    @property
    def is_over(self) -> bool:
        return self._at == len(self._tape)

    def __call__(self, method: str, url: str, body: Any) -> Exchange:  # noqa: ARG002 - the order says which call it is
        if self.is_over:
            raise OffTheTape(f"one call more than the {len(self._tape)} on the tape")
        answer = self._tape[self._at]
        self._at += 1
        return answer


@contextmanager
def cut(answer: Answer) -> Iterator[None]:
    """While it lasts no request of boto3 or twilio reaches a socket."""
    from urllib3 import HTTPResponse  # noqa: PLC0415 - see above
    from urllib3.connectionpool import HTTPConnectionPool  # noqa: PLC0415

    def urlopen(_: Any, method: str, url: str, body: Any = None, **rest: Any) -> HTTPResponse:  # noqa: ARG001
        found = answer(method, url, body)
        return HTTPResponse(
            body=BytesIO(found.body),
            headers=found.headers,
            status=found.status,
            preload_content=False,
            decode_content=False,
            request_method=method,
        )

    real = HTTPConnectionPool.urlopen
    HTTPConnectionPool.urlopen = urlopen  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        HTTPConnectionPool.urlopen = real  # type: ignore[method-assign]
