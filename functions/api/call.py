"""One call of the API: who asks, and what the operation needs to answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.api.problems import key_reused, not_found, outdated, stop
from functions.operations import versions
from functions.operations.acting import Acted
from functions.operations.credentials import Caller
from functions.operations.showing import enrollment_view
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_access import Access, Directory, Machines
from schedules.clinic import Clinic

Answer = Response[Any]
JSON, CSV = "application/json", "text/csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`directory` and `machines` are the pool's, made when they are asked for. `body` is as it was sent; `has_time`
    is asked before each of many steps."""

    caller: Caller
    world: World
    access: Access
    directory: Callable[[], Directory]
    machines: Callable[[], Machines]
    body: bytes
    media: str
    has_time: Callable[[], bool]
    stage: str

    @property
    def by(self) -> str:
        return self.caller.label

    @property
    def clinic_id(self) -> str:
        return self.caller.clinic_id

    def ref(self, enrollment_id: str) -> Ref:
        """The clinic is the caller's, whatever is asked for: what is another's is not found."""
        return Ref(clinic_id=self.clinic_id, enrollment_id=enrollment_id)

    def clinic(self) -> Clinic:
        found = self.world.store.clinic(self.clinic_id)
        if found is None:
            raise stop(HTTPStatus.CONFLICT, "no_clinic", "this clinic has no settings", "ask the operator to add it")
        return found

    def person(self, enrollment_id: str) -> Answer:
        """Her record as it stands, with its ETag."""
        view = enrollment_view(self.world, self.ref(enrollment_id))
        if view is None:
            raise not_found("enrollment")
        return answer(view, etag=versions.etag(view["version"]))

    def after(self, acted: Acted, enrollment_id: str) -> Answer:
        """Her record after an act that was asked for."""
        match acted:
            case Acted.OUTDATED:
                raise outdated()
            case Acted.KEY_REUSED:
                raise key_reused()
            case Acted.UNKNOWN:
                raise not_found("enrollment")
            case Acted.DONE | Acted.NOTHING | Acted.REPEATED | Acted.PHONE_TAKEN:
                return self.person(enrollment_id)


def answer(body: Any, status: int = HTTPStatus.OK, *, etag: str | None = None) -> Answer:
    """Records of patients are kept by nobody on the way."""
    headers: Mapping[str, str] = {"Cache-Control": "no-store", **({"ETag": etag} if etag else {})}
    return Response(status_code=int(status), content_type=JSON, body=body, headers=headers)


def table(csv: str, name: str) -> Answer:
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(status_code=int(HTTPStatus.OK), content_type=f"{CSV}; charset=utf-8", body=csv, headers=headers)


def nothing() -> Answer:
    return Response(status_code=int(HTTPStatus.NO_CONTENT))


def seen(if_match: str | None) -> int | None:
    """The version of an enrollment that an If-Match header names; one we never gave out is of no record as it is."""
    found = versions.expected(if_match or "")
    if isinstance(found, versions.Unreadable):
        raise outdated()
    return found
