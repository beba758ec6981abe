"""The clinic itself: its settings, its log, its reports."""

from datetime import date
from http import HTTPStatus
from zoneinfo import ZoneInfo

from functions.api.call import Answer, Call, answer, nothing, table
from functions.api.models.parts import Nothing
from functions.api.models.settings import SettingsChange
from functions.api.parameters import (
    PAGE_MAX,
    Cursor,
    FirstDay,
    LastDay,
    Limit,
    MaybeKey,
    SettingsMatch,
    cursor_of,
    place_of,
)
from functions.api.problems import outdated, stop, to_mend
from functions.operations import clinic_acts, clinic_reports, clinic_settings
from functions.operations.clinic_reports import Period, Report
from functions.operations.enrollment_fields import Problem
from functions.operations.setting_problems import Unusable
from functions.operations.showing import audit_view
from functions.operations.versions import settings_etag

WEEKS_SHOWN = 4


def settings(call: Call) -> Answer:
    """The clinic's settings as they stand, with the ETag that a change must name."""
    found = clinic_settings.read(call.world, call.clinic_id)
    if found is None:
        raise _no_clinic()
    return answer(found.plain, etag=settings_etag(found.digest))


def change(call: Call, *, given: SettingsChange, if_match: SettingsMatch = None, key: MaybeKey = None) -> Answer:  # noqa: ARG001 - the same again changes nothing
    """Puts settings in place of those that stand; what is left out stays as it is, and every problem is named at once.
    If-Match is required: nobody overwrites what she has not seen. Country, zone and what sends and calls are changed by
    an operator alone, and no two clinics have one sender."""
    if if_match is None:
        told = {"field": "If-Match", "problem": "is missing", "mend": "send the ETag of the settings as you read them"}
        raise stop(
            HTTPStatus.PRECONDITION_REQUIRED, "if_match", "the If-Match header is missing", "read them first", [told]
        )
    raw = {**given.given(), **(given.model_extra or {})}
    done = clinic_settings.change(
        call.world, call.clinic_id, raw, seen=if_match.strip('"'), by=call.by, may=call.caller.permissions
    )
    match done:
        case None:
            raise _no_clinic()
        case Unusable(problems=problems):
            raise to_mend(problems, "the settings cannot be used; nothing was changed")
        case clinic_settings.Outdated():
            raise outdated()
        case clinic_settings.Settings(digest=digest):
            return answer(done.plain, etag=settings_etag(digest))


def ring(call: Call, *, asked: Nothing, key: MaybeKey = None) -> Answer:  # noqa: ARG001 - it has no fields
    """Rings whoever is first on the ladder, with words that say it is a test. It is about nobody."""
    clinic_acts.ring_test(call.world, call.clinic(), by=call.by, asked_under=key)
    return nothing()


def log(call: Call, *, cursor: Cursor = None, limit: Limit = PAGE_MAX) -> Answer:
    """Who did what, and who was refused, newest first: action words and opaque ids, never a name or a word of hers."""
    found = call.world.store.logged(call.clinic_id, before=place_of(cursor), limit=limit)
    more = found[-1].cursor if len(found) == limit else None
    return answer({"entries": [audit_view(one.audit) for one in found], "next": cursor_of(more)})


def report(call: Call, *, first: FirstDay = None, last: LastDay = None) -> Answer:
    """Counts over whole weeks, Monday to Sunday, the small ones hidden with what would give them away."""
    from functions.operations.report_views import as_plain  # noqa: PLC0415 - few ask

    return answer(as_plain(_report(call, first, last)))


def report_table(call: Call, *, first: FirstDay = None, last: LastDay = None) -> Answer:
    """The same as a table that no spreadsheet takes for formulas."""
    from functions.operations.report_views import as_table  # noqa: PLC0415 - few ask

    return table(as_table(_report(call, first, last)), "report.csv")


def _report(call: Call, first: date | None, last: date | None) -> Report:
    clinic = call.clinic()
    usual = clinic_reports.whole_weeks(call.world.time.now().astimezone(ZoneInfo(clinic.zone)).date(), WEEKS_SHOWN)
    asked = usual if first is None and last is None else Period(first=first or usual.first, last=last or usual.last)
    made = clinic_reports.report(call.world, clinic, asked)
    if isinstance(made, Problem):
        raise to_mend([made], "no report can be made of this", "ask for whole weeks")
    return made


def _no_clinic() -> Exception:
    return stop(HTTPStatus.CONFLICT, "no_clinic", "this clinic has no settings", "ask the operator to add it")
