"""Enrolling, finding and reading people."""

from functions.api.call import Answer, Call, answer, table
from functions.api.models.form import EnrollmentForm
from functions.api.models.people import Search, Sought
from functions.api.parameters import (
    PAGE_MAX,
    Cursor,
    EnrollmentId,
    Key,
    KindAsked,
    Limit,
    PathwayAsked,
    StatusAsked,
    WeekAsked,
    cursor_of,
    place_of,
)
from functions.api.problems import key_reused, to_mend
from functions.api.showing import listed, previewed
from functions.operations import enrolling, previewing
from functions.operations.people import Wanted, people
from functions.operations.people_table import carried_out


def enroll(call: Call, *, form: EnrollmentForm, key: Key) -> Answer:
    """Enrolls one person, and sends her first text when its hour comes. Every problem of the form is named at once,
    and with any nothing is stored. The same request again is answered with the same enrollment."""
    match enrolling.enroll(call.world, call.clinic(), form.given(), key=key, by=call.by):
        case enrolling.Made(enrollment_id=made, repeated=repeated):
            call.world.note("enrolled", repeated=repeated)
            shown = call.person(made)
            shown.status_code = 200 if repeated else 201
            return shown
        case enrolling.Refused(problems=problems):
            raise to_mend(problems)
        case _:
            raise key_reused()


def preview(call: Call, *, form: EnrollmentForm) -> Answer:
    """Her whole calendar in her clock and the clinic's, before anybody is enrolled. Stores nothing."""
    found = previewing.preview(call.world, call.clinic(), form.given())
    if isinstance(found, enrolling.Refused):
        raise to_mend(found.problems)
    return answer(previewed(found))


def read(call: Call, *, enrollment_id: EnrollmentId) -> Answer:
    """Everything on record of one enrollment: state, conversation, answers, what is to come, escalations, audit."""
    return call.person(enrollment_id)


def find(
    call: Call,
    *,
    status: StatusAsked = None,
    pathway: PathwayAsked = None,
    week: WeekAsked = None,
    kind: KindAsked = None,
    cursor: Cursor = None,
    limit: Limit = PAGE_MAX,
) -> Answer:
    """The clinic's people, those enrolled last first. Every filter that is given must hold. A page may be empty and
    not be the last: go on while there is `next`."""
    kinds = frozenset({kind} if kind else ())
    return _page(call, Wanted(status=status, pathway=pathway, week=week, kinds=kinds), cursor, limit)


def search(call: Call, *, asked: Search) -> Answer:
    """Finds people by phone, name, reference, or who pages call them. What is sought stands in the body, since
    addresses are written into logs on their way."""
    return _page(call, asked.wanted(), asked.cursor, asked.limit)


def sheet(call: Call, *, asked: Sought) -> Answer:
    """Everybody who fits, as one table that no spreadsheet takes for formulas. Names stand in it: that it was taken,
    by whom and how many, is logged."""
    made = carried_out(call.world, call.clinic(), asked.wanted(), by=call.by)
    if not isinstance(made, str):
        raise to_mend([made], "one file cannot hold these people", "nothing was given out")
    return table(made, "people.csv")


def _page(call: Call, wanted: Wanted, cursor: str | None, limit: int) -> Answer:
    page = people(call.world, call.clinic(), wanted, after=place_of(cursor), limit=limit)
    return answer({"people": [listed(one) for one in page.people], "next": cursor_of(page.next)})
