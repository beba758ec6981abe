"""One thing the API does: where it is asked for, who may ask, what is sent and answered."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from functions.roles import Permission

CSV, JSON, HTML = "text/csv", "application/json", "text/html"
BODY_BYTES_MAX = 64_000
CALLS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
"""What anybody who calls may be told."""
CONFLICT = frozenset({HTTPStatus.CONFLICT})
OUTDATED = frozenset({HTTPStatus.PRECONDITION_FAILED})
ALWAYS = frozenset({HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE})
SENDS = frozenset({
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
})  # fmt: skip
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NAME = re.compile(r"<(\w+)>")


class Subject(StrEnum):
    """How the description groups what the API does."""

    PEOPLE = "People"
    TEXTS = "Texts"
    ESCALATIONS = "Escalations"
    IMPORT = "Import"
    CLINIC = "Clinic"
    ACCESS = "Access"
    DESCRIPTION = "Description"


@dataclass(frozen=True, kw_only=True, eq=False)
class Operation:
    """`needs` None is open to everybody. `run` takes the call first, then what the description names. `gives` is the
    model of a good answer, None for one without JSON; `good` says each good status in words, and `may` which problems
    of its own there are. `takes` names the media types of a body that `run` reads by itself."""

    name: str  # the operationId
    method: str
    path: str
    subject: Subject
    summary: str
    needs: Permission | None
    run: Callable[..., Any]
    gives: type[BaseModel] | None
    good: Mapping[HTTPStatus, str] = field(default_factory=lambda: MappingProxyType({HTTPStatus.OK: "As asked."}))
    may: frozenset[HTTPStatus] = frozenset()
    gives_etag: bool = False
    gives_media: str = "application/json"
    gives_like: str = ""  # how a good answer without a model begins
    takes: Sequence[str] = ("application/json",)
    takes_model: type[BaseModel] | None = None  # of the JSON in a body that `run` reads by itself
    body_bytes_max: int = BODY_BYTES_MAX
    is_described: bool = True
    needs_of_machine: Permission | None = None  # where a machine needs another than staff do

    @property
    def machine_needs(self) -> Permission | None:
        return self.needs_of_machine or self.needs

    @property
    def description(self) -> str:
        return " ".join((self.run.__doc__ or "").split())

    @property
    def sends(self) -> bool:
        return self.method in _WRITES and self.method != "DELETE"

    @property
    def problems(self) -> frozenset[HTTPStatus]:
        """Every status of a problem that it may answer with."""
        found = self.may | ALWAYS
        if self.needs is not None:
            found |= CALLS
        if self.sends:
            found |= SENDS
        if "<" in self.path:
            found |= {HTTPStatus.NOT_FOUND}
        return found | {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(_NAME.sub(r"[^/]+", self.path))
