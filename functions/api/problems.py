"""What went wrong, told as RFC 9457 has it: what to mend, and never a word of what was sent."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.operations.enrollment_fields import Problem as FieldProblem
from functions.operations.staff_acts import Wrong

MEDIA = "application/problem+json"
TOLD_MAX = 600
"""Things to mend told at once; a file of people with more has the rest told when these are mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """`code` says for a program what `title` says for a person."""

    status: int
    code: str
    title: str
    detail: str
    problems: tuple[Mapping[str, Any], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str:
        return json.dumps(
            {
                "type": "about:blank",
                "status": self.status,
                "title": self.title,
                "detail": self.detail,
                "code": self.code,
                "problems": [dict(one) for one in self.problems[:TOLD_MAX]],
            }
        )

    def answer(self) -> Response[str]:
        return Response(status_code=int(self.status), content_type=MEDIA, body=self.body, headers=dict(self.headers))


class Stopped(Exception):
    """A request that cannot go on."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


def stop(
    status: int, code: str, title: str, detail: str, problems: Iterable[Mapping[str, Any]] = (), **headers: str
) -> Stopped:
    """`headers` are named with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Stopped(
        Trouble(status=status, code=code, title=title, detail=detail, problems=tuple(problems), headers=named)
    )


def to_mend(
    problems: Sequence[FieldProblem],
    title: str = "the form has problems; nothing was stored",
    detail: str = "mend each and send it again",
) -> Stopped:
    found = ({"field": one.field, "problem": one.problem, "mend": one.mend} for one in problems)
    return stop(HTTPStatus.UNPROCESSABLE_ENTITY, "form", title, detail, found)


def refused(wrong: Wrong) -> Stopped:
    """What an operation cannot do, in its own words."""
    found = [{"field": one.field, "problem": one.problem, "mend": one.mend} for one in wrong.problems]
    return stop(wrong.status, "act", wrong.problem, wrong.mend, found)


def not_found(what: str) -> Stopped:
    return stop(
        HTTPStatus.NOT_FOUND,
        "not_found",
        f"there is no such {what} in this clinic",
        "check the id; other clinics' records are not here",
    )


def outdated() -> Stopped:
    return stop(
        HTTPStatus.PRECONDITION_FAILED,
        "outdated",
        "it has changed since you read it; nothing was done",
        "read it again, look at what changed, and repeat with the new ETag",
    )


def key_reused() -> Stopped:
    return stop(
        HTTPStatus.CONFLICT,
        "key_reused",
        "this Idempotency-Key was used for something else",
        "use a new key for something new",
    )


DOWN = Trouble(
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    code="down",
    title="the record cannot be reached just now",
    detail="try again in a minute, with the same Idempotency-Key: nothing is done twice",
    headers=MappingProxyType({"Retry-After": "60"}),
)
CONTENDED = Trouble(
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    code="contended",
    title="others are changing this record just now",
    detail="try again in a moment, with the same Idempotency-Key: nothing is done twice",
    headers=MappingProxyType({"Retry-After": "2"}),
)
FAILED = Trouble(
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
    code="failed",
    title="something went wrong here",
    detail="try again; the operator has been told",
)
