"""Everything the API does, in the order in which its description lists it."""

from functools import cache, partial
from http import HTTPStatus
from types import MappingProxyType

from functions.api.models import access as who
from functions.api.models import escalations as matters
from functions.api.models import form, imports, reports, settings, texts
from functions.api.models import people as persons
from functions.api.operation import Operation, Subject
from functions.api.routes import access, acts, clinic, description, escalations, people
from functions.api.routes import imports as importing
from functions.api.routes import texts as wording
from functions.operations.table_reading import BYTES_MAX
from functions.roles import Permission

CSV, JSON, HTML = "text/csv", "application/json", "text/html"
FILE_BYTES_MAX = BYTES_MAX * 3 // 2
"""A file in base64, with what stands around it; the file itself has its own bound."""
_PERSON = "/v1/enrollments/<enrollment_id>"
_MATTER = "/v1/escalations/<enrollment_id>/<escalation_id>"
_CONFLICT = frozenset({HTTPStatus.CONFLICT})
_OUTDATED = frozenset({HTTPStatus.PRECONDITION_FAILED})
_MISSING = frozenset({HTTPStatus.NOT_FOUND})
_NEW_OR_KNOWN = MappingProxyType({
    HTTPStatus.CREATED: "It was made.",
    HTTPStatus.OK: "An earlier request with the same key made it.",
})  # fmt: skip
_MADE = MappingProxyType({HTTPStatus.CREATED: "It was made."})
_GONE = MappingProxyType({HTTPStatus.NO_CONTENT: "It is gone."})
_RUNG = MappingProxyType({HTTPStatus.NO_CONTENT: "It rings."})
_READ, _ACT = Permission.READ, Permission.ACT


@cache
def operations() -> tuple[Operation, ...]:
    return (*_people(), *_acts(), *_texts(), *_escalations(), *_import(), *_clinic(), *_access(), *_description())


def _people() -> tuple[Operation, ...]:
    at = partial(Operation, subject=Subject.PEOPLE, may=_CONFLICT)
    return (
        at(
            name="enroll",
            method="POST",
            path="/v1/enrollments",
            summary="Enroll somebody",
            needs=Permission.ENROLL,
            run=people.enroll,
            gives=persons.Person,
            good=_NEW_OR_KNOWN,
            gives_etag=True,
        ),
        at(
            name="listEnrollments",
            method="GET",
            path="/v1/enrollments",
            summary="List people",
            needs=_READ,
            run=people.find,
            gives=persons.People,
        ),
        at(
            name="searchEnrollments",
            method="POST",
            path="/v1/enrollments/search",
            summary="Search people",
            needs=_READ,
            run=people.search,
            gives=persons.People,
        ),
        at(
            name="readEnrollment",
            method="GET",
            path=_PERSON,
            summary="Read one record",
            needs=_READ,
            run=people.read,
            gives=persons.Person,
            gives_etag=True,
        ),
        at(
            name="preview",
            method="POST",
            path="/v1/previews",
            summary="Show a calendar before enrolling",
            needs=Permission.ENROLL,
            run=people.preview,
            gives=form.Preview,
        ),
    )


def _acts() -> tuple[Operation, ...]:
    at = partial(
        Operation,
        subject=Subject.PEOPLE,
        needs=_ACT,
        gives=persons.Person,
        gives_etag=True,
        may=_OUTDATED | _CONFLICT,
    )
    post = partial(at, method="POST")
    return (
        at(name="amend", method="PATCH", path=_PERSON, summary="Change how she is written to", run=acts.amend),
        post(name="pause", path=f"{_PERSON}/pause", summary="Pause her texts", run=acts.pause),
        post(name="resume", path=f"{_PERSON}/resume", summary="Let her texts go on", run=acts.resume),
        post(name="restore", path=f"{_PERSON}/restore", summary="Bring back every kind of text", run=acts.restore),
        post(name="switch", path=f"{_PERSON}/switch", summary="Put her on another pathway", run=acts.switch),
        post(name="moveAnchor", path=f"{_PERSON}/anchor", summary="Move a date of hers", run=acts.anchor),
        post(name="withdraw", path=f"{_PERSON}/withdraw", summary="End her texts", run=acts.withdraw),
        post(name="complete", path=f"{_PERSON}/complete", summary="End her texts as done", run=acts.complete),
    )


def _texts() -> tuple[Operation, ...]:
    at = partial(Operation, subject=Subject.TEXTS)
    return (
        at(
            name="listTexts",
            method="GET",
            path=f"{_PERSON}/texts",
            summary="List her texts",
            needs=_READ,
            run=wording.texts,
            gives=persons.Texts,
        ),
        at(
            name="writeText",
            method="POST",
            path=f"{_PERSON}/texts",
            summary="Send her a text",
            needs=_ACT,
            run=wording.write,
            gives=texts.Written,
            good=_NEW_OR_KNOWN,
            may=_OUTDATED | _CONFLICT,
        ),
        at(
            name="markText",
            method="PUT",
            path=f"{_PERSON}/texts/<text_id>/label",
            summary="Mark how a text should have been read",
            needs=_ACT,
            run=wording.mark,
            gives=persons.Person,
            gives_etag=True,
        ),
        at(
            name="countText",
            method="POST",
            path="/v1/texts/count",
            summary="Count the segments of a text",
            needs=_READ,
            run=wording.count,
            gives=texts.Counted,
        ),
        at(
            name="listMarked",
            method="GET",
            path="/v1/marked",
            summary="List texts that were read wrongly",
            needs=_READ,
            run=wording.marked,
            gives=texts.MarkedPage,
        ),
    )


def _escalations() -> tuple[Operation, ...]:
    at = partial(Operation, subject=Subject.ESCALATIONS)
    act = partial(at, method="POST", needs=_ACT, gives=persons.Person, gives_etag=True, may=_OUTDATED | _CONFLICT)
    return (
        at(
            name="listEscalations",
            method="GET",
            path="/v1/escalations",
            summary="List what is open",
            needs=_READ,
            run=escalations.inbox,
            gives=matters.Inbox,
        ),
        at(
            name="readEscalation",
            method="GET",
            path=_MATTER,
            summary="Read one escalation",
            needs=_READ,
            run=escalations.read,
            gives=matters.Escalation,
        ),
        act(name="acknowledge", path=f"{_MATTER}/acknowledge", summary="Take it", run=escalations.acknowledge),
        act(name="assign", path=f"{_MATTER}/assign", summary="Hand it over", run=escalations.assign),
        act(name="note", path=f"{_MATTER}/note", summary="Write a note", run=escalations.note),
        act(name="resolve", path=f"{_MATTER}/resolve", summary="Close it", run=escalations.resolve),
        act(name="release", path=f"{_MATTER}/release", summary="Let held texts go on", run=escalations.release),
    )


def _import() -> tuple[Operation, ...]:
    return (
        Operation(
            name="importPeople",
            method="POST",
            path="/v1/imports",
            subject=Subject.IMPORT,
            summary="Enroll a file of people, or look at it first",
            needs=Permission.ENROLL,
            run=importing.bring_in,
            gives=imports.Report,
            may=_CONFLICT,
            takes=(CSV, JSON),
            takes_model=imports.File,
            body_bytes_max=FILE_BYTES_MAX,
        ),
    )


def _clinic() -> tuple[Operation, ...]:
    at = partial(Operation, subject=Subject.CLINIC, may=_CONFLICT, needs=_READ)
    return (
        at(
            name="readSettings",
            method="GET",
            path="/v1/settings",
            summary="Read the clinic's settings",
            needs=Permission.SETTINGS,
            run=clinic.settings,
            gives=settings.Settings,
            gives_etag=True,
        ),
        at(
            name="changeSettings",
            method="PUT",
            path="/v1/settings",
            summary="Change the clinic's settings",
            needs=Permission.SETTINGS,
            run=clinic.change,
            gives=settings.Settings,
            gives_etag=True,
            may=_CONFLICT | _OUTDATED | {HTTPStatus.PRECONDITION_REQUIRED},
        ),
        at(
            name="ringLadder",
            method="POST",
            path="/v1/settings/ring",
            summary="Ring the ladder as a test",
            needs=Permission.SETTINGS,
            run=clinic.ring,
            gives=None,
            good=_RUNG,
        ),
        at(name="report", method="GET", path="/v1/reports", summary="Report", run=clinic.report,
           gives=reports.ClinicReport),
        at(name="reportTable", method="GET", path="/v1/reports/table", summary="Report as a table",
           run=clinic.report_table, gives=None, gives_media=CSV),
        at(
            name="listLog",
            method="GET",
            path="/v1/audit",
            summary="Read the log",
            needs=Permission.SETTINGS,
            run=clinic.log,
            gives=reports.Log,
        ),
    )  # fmt: skip


def _access() -> tuple[Operation, ...]:
    at = partial(Operation, subject=Subject.ACCESS, needs=Permission.STAFF)
    by_operator = partial(at, needs=Permission.OPERATE)
    return (
        at(name="listStaff", method="GET", path="/v1/staff", summary="List staff", run=access.staff,
           gives=who.StaffList),
        at(name="inviteStaff", method="POST", path="/v1/staff", summary="Invite somebody", run=access.invite,
           gives=who.StaffMember),
        at(name="removeStaff", method="DELETE", path="/v1/staff/<staff_id>", summary="Remove somebody",
           run=access.remove, gives=None, good=_GONE),
        at(name="listMachines", method="GET", path="/v1/machines", summary="List machines",
           run=access.list_machines, gives=who.MachineList),
        by_operator(name="letInMachine", method="POST", path="/v1/machines", summary="Let a machine in",
                    run=access.let_in, gives=who.Credentials, good=_MADE, may=_CONFLICT),
        by_operator(name="shutOutMachine", method="DELETE", path="/v1/machines/<client_id>",
                    summary="Shut a machine out", run=access.shut_out, gives=None, good=_GONE),
    )  # fmt: skip


def _description() -> tuple[Operation, ...]:
    at = partial(Operation, subject=Subject.DESCRIPTION, method="GET", needs=None)
    return (
        at(name="openapi", path="/v1/openapi.json", summary="Read this description", run=description.openapi,
           gives=None),
        at(name="swagger", path="/v1/docs", summary="Show this description", run=description.swagger, gives=None,
           gives_media=HTML, is_described=False),
    )  # fmt: skip
