"""What stands beside a body: ids in the address, headers, and where a page begins."""

import base64
import binascii
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query

from functions.api.problems import stop
from functions.operations.people import Kind
from schedules.enrollment import Status

KEY_CHARACTERS_MAX = 200
CURSOR_CHARACTERS_MAX = 300
PAGE_MAX = 50
_ID = r"^[a-z0-9-]{1,40}$"
_ABOUT_KEY = "A value of your own, new for each thing you ask for: the same again, with the same key, is done once."
_ABOUT_MATCH = "The ETag of the record as you read it: if it has changed since, nothing is done and the answer is 412."


def _usual(example: str | int) -> Any:
    return {"usual": {"value": example}}


def _header(alias: str, about: str, example: str, pattern: str | None = None) -> Any:
    return Header(alias=alias, description=about, pattern=pattern, openapi_examples=_usual(example))


def _path(about: str, example: str, pattern: str) -> Any:
    return Path(description=about, pattern=pattern, openapi_examples=_usual(example))


_KEY = rf"^[!-~]{{1,{KEY_CHARACTERS_MAX}}}$"
Key = Annotated[str, _header("Idempotency-Key", _ABOUT_KEY, "3f0c9f6e-enroll-1", _KEY)]
MaybeKey = Annotated[str | None, _header("Idempotency-Key", _ABOUT_KEY, "3f0c9f6e-act-1", _KEY)]
IfMatch = Annotated[str | None, _header("If-Match", _ABOUT_MATCH, '"v7"')]
SettingsMatch = Annotated[
    str | None, _header("If-Match", "Required: the ETag of the settings as you read them.", '"9f2c"')
]
EnrollmentId = Annotated[str, _path("Whose.", "e4f0c2a9d1b7e83650f1", _ID)]
EscalationId = Annotated[str, _path("Which escalation.", "x1", r"^[A-Za-z0-9._-]{1,120}$")]
TextId = Annotated[str, _path("Which text.", "SM1", r"^[A-Za-z0-9._-]{1,80}$")]
StaffId = Annotated[str, _path("Whom.", "0f8fad5b-d9cb-469f-a165-70867728950e", r"^[A-Za-z0-9-]{1,80}$")]
ClientId = Annotated[str, _path("Which machine.", "4fhabc0000000000000000000d", r"^[A-Za-z0-9]{1,128}$")]
Limit = Annotated[
    int,
    Query(
        ge=1,
        le=PAGE_MAX,
        description="How many at most; a page may have fewer and not be the last.",
        openapi_examples={"usual": {"value": 20}},
    ),
]


def _filter(about: str, example: str | int, **bounds: Any) -> Any:
    return Query(description=about, openapi_examples=_usual(example), **bounds)


StatusAsked = Annotated[Status | None, _filter("Only those in this state.", "active")]
PathwayAsked = Annotated[str | None, _filter("Only this loss and treatment.", "early-medication", max_length=60)]
WeekAsked = Annotated[int | None, _filter("Only this week after her first date, 0 the first.", 2, ge=0, le=60)]
KindAsked = Annotated[Kind | None, _filter("Only those of this kind; more than one: search.", "silent")]
FirstDay = Annotated[date | None, _filter("A Monday; the last four whole weeks when left out.", "2026-02-02")]
LastDay = Annotated[date | None, _filter("A Sunday.", "2026-03-01")]
DryRun = Annotated[bool, _filter("Look only, and store nothing.", "true")]
Cursor = Annotated[
    str | None,
    Query(
        pattern=rf"^[A-Za-z0-9_-]{{1,{CURSOR_CHARACTERS_MAX}}}$",
        description="`next` of the page before; leave it out to begin.",
    ),
]


def cursor_of(place: str | None) -> str | None:
    """A place in a list as something to send back; it says nothing to whoever holds it."""
    return base64.urlsafe_b64encode(place.encode()).rstrip(b"=").decode() if place else None


def place_of(cursor: str | None) -> str:
    """Where a page begins, "" for the first."""
    try:
        padded = (cursor or "") + "=" * (-len(cursor or "") % 4)
        place = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        raise _no_cursor() from None
    if not place.isprintable():
        raise _no_cursor()
    return place


def _no_cursor() -> Exception:
    told = {"field": "cursor", "problem": "is none of ours", "mend": "use `next` of the page before, or leave it out"}
    return stop(HTTPStatus.UNPROCESSABLE_ENTITY, "cursor", "the page cannot be found", "begin again", [told])
