"""What the API does for the clinic itself: settings, reports, log, staff, machines, and its own description."""

from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from functions.api.operation import CONFLICT, CSV, HTML, OUTDATED, Operation, Subject
from functions.roles import Permission

_MADE = MappingProxyType({HTTPStatus.CREATED: "It was made."})
_GONE = MappingProxyType({HTTPStatus.NO_CONTENT: "It is gone."})
_RUNG = MappingProxyType({HTTPStatus.NO_CONTENT: "It rings."})


def clinic_room() -> tuple[Operation, ...]:
    from functions.api.models import reports, settings
    from functions.api.routes import clinic

    at = partial(Operation, subject=Subject.CLINIC, may=CONFLICT)
    read, lead = partial(at, method="GET", needs=Permission.READ), partial(at, needs=Permission.SETTINGS)
    return (
        read(name="readSettings", path="/v1/settings", summary="Read the clinic's settings",
             needs_of_machine=Permission.SETTINGS, run=clinic.settings, gives=settings.Settings, gives_etag=True),
        lead(name="changeSettings", method="PUT", path="/v1/settings", summary="Change the clinic's settings",
             run=clinic.change, gives=settings.Settings, gives_etag=True,
             may=CONFLICT | OUTDATED | {HTTPStatus.PRECONDITION_REQUIRED}),
        lead(name="ringLadder", method="POST", path="/v1/settings/ring", summary="Ring the ladder as a test",
             run=clinic.ring, gives=None, good=_RUNG),
        read(name="report", path="/v1/reports", summary="Report", run=clinic.report, gives=reports.ClinicReport),
        read(name="reportTable", path="/v1/reports/table", summary="Report as a table", run=clinic.report_table,
             gives=None, gives_media=CSV, gives_like="what,which,count,share\r\n"),
        read(name="listLog", path="/v1/audit", summary="Read the log", needs=Permission.STAFF, run=clinic.log,
             gives=reports.Log),
    )  # fmt: skip


def access_room() -> tuple[Operation, ...]:
    from functions.api.models import access as who
    from functions.api.routes import access

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
                    run=access.let_in, gives=who.Credentials, good=_MADE, may=CONFLICT),
        by_operator(name="shutOutMachine", method="DELETE", path="/v1/machines/<client_id>",
                    summary="Shut a machine out", run=access.shut_out, gives=None, good=_GONE),
    )  # fmt: skip


def description_room() -> tuple[Operation, ...]:
    from functions.api.routes import description

    at = partial(Operation, subject=Subject.DESCRIPTION, method="GET", needs=None)
    return (
        at(name="openapi", path="/v1/openapi.json", summary="Read this description", run=description.openapi,
           gives=None),
        at(name="swagger", path="/v1/docs", summary="Show this description", run=description.swagger, gives=None,
           gives_media=HTML, is_described=False),
    )  # fmt: skip
