"""People: the list with its filters and search, and a file of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from functions.operations import importing, people
from functions.operations.people_table import carried_out
from functions.operations.sessions import SignedIn
from functions.operations.table_reading import template, text_of
from functions.roles import Permission
from functions.screens import importing as import_screen
from functions.screens import people as people_screen
from functions.screens.rendering import Notice
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request, sheet
from functions.web.routes import Guarded, Route
from schedules.calendar import local_date

TO_MEND = 422
PEOPLE = "/console/people"
IMPORT = f"{PEOPLE}/import"


def routes(desk: Desk) -> tuple[Route, ...]:
    """Before the pages of one person: nobody is called import."""
    pages = PeoplePages(desk)
    enroll = partial(Guarded, needs=Permission.ENROLL)
    return (
        Guarded(method="GET", pattern=PEOPLE, needs=Permission.READ, run=pages.people),
        Guarded(method="POST", pattern=f"{PEOPLE}.csv", needs=Permission.CARRY, run=pages.sheet),
        enroll(method="GET", pattern=IMPORT, run=pages.to_import),
        enroll(method="GET", pattern=f"{IMPORT}/template.csv", run=pages.template),
        enroll(method="POST", pattern=IMPORT, run=pages.sent),
    )


@dataclass(frozen=True, slots=True)
class PeoplePages:
    desk: Desk

    def people(self, request: Request, who: SignedIn) -> Answer:
        return self.desk.show("people.html", request, who, "people", page=self._page(request.query, who))

    def sheet(self, request: Request, who: SignedIn) -> Answer:
        """Everybody the same filters leave; where they are too many, the page that says so. By a form, since it is
        logged, and so that whom she sought stands in no address."""
        world, clinic, filters = self.desk.world, self.desk.clinic(who), dict(request.fields)
        made = carried_out(world, clinic, people_screen.wanted(filters), by=who.staff.staff_id)
        if isinstance(made, str):
            return sheet(f"people-{local_date(world.time.now(), clinic.zone)}.csv", made)
        notice = Notice(words=f"These people {made.problem}: {made.mend}.", kind="bad")
        frame = self.desk.frame(request, who, "people", world.store.inbox(clinic.clinic_id), notice)
        return self.desk.page("people.html", frame, status=TO_MEND, page=self._page(filters, who))

    def to_import(self, request: Request, who: SignedIn) -> Answer:
        kept = request.draft.fields if request.draft else ()
        typed = next((value for name, value in kept if name == "csv"), "")
        return self.desk.show("import.html", request, who, "people", page=import_screen.page(csv=typed))

    def template(self, request: Request, who: SignedIn) -> Answer:  # noqa: ARG002 - the same for everybody
        return sheet("people.csv", template())

    def sent(self, request: Request, who: SignedIn) -> Answer:
        """First a look; with the button, the enrollment of all or nobody."""
        world, clinic = self.desk.world, self.desk.clinic(who)
        raw = request.files.get("file") or request.value("csv").encode()
        report = (
            importing.bring_in(world, clinic, raw, by=who.staff.staff_id)
            if request.value("do") == "done"
            else importing.look(world, clinic, raw)
        )
        page = import_screen.page(report, csv=text_of(raw))
        return self.desk.show("import.html", request, who, "people", page=page)

    def _page(self, filters: Mapping[str, str], who: SignedIn) -> people_screen.Page:
        clinic, now = self.desk.clinic(who), self.desk.world.time.now()
        asked, after = people_screen.wanted(filters), filters.get("after", "")
        found = people.people(self.desk.world, clinic, asked, after=after)
        may_carry = who.staff.role.may(Permission.CARRY)
        return people_screen.page(found, asked, clinic, now, after=after, may_carry=may_carry)
