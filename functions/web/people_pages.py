"""People: the list with its filters and search, and a file of people."""

from dataclasses import dataclass
from functools import partial

from functions.operations import importing, people
from functions.operations.sessions import SignedIn
from functions.operations.table_reading import template, text_of
from functions.roles import Permission
from functions.screens import importing as import_screen
from functions.screens import people as people_screen
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request
from functions.web.routes import Guarded, Route

PEOPLE = "/console/people"
IMPORT = f"{PEOPLE}/import"


def routes(desk: Desk) -> tuple[Route, ...]:
    """Before the pages of one person: nobody is called import."""
    pages = PeoplePages(desk)
    enroll = partial(Guarded, needs=Permission.ENROLL)
    return (
        Guarded(method="GET", pattern=PEOPLE, needs=Permission.READ, run=pages.people),
        enroll(method="GET", pattern=IMPORT, run=pages.to_import),
        enroll(method="GET", pattern=f"{IMPORT}/template.csv", run=pages.template),
        enroll(method="POST", pattern=IMPORT, run=pages.sent),
    )


@dataclass(frozen=True, slots=True)
class PeoplePages:
    desk: Desk

    def people(self, request: Request, who: SignedIn) -> Answer:
        clinic, now = self.desk.clinic(who), self.desk.world.time.now()
        asked, after = people_screen.wanted(request.query), request.query.get("after", "")
        found = people.people(self.desk.world, clinic, asked, after=after)
        page = people_screen.page(found, asked, clinic, now, after=after)
        return self.desk.show("people.html", request, who, "people", page=page)

    def to_import(self, request: Request, who: SignedIn) -> Answer:
        kept = request.draft.fields if request.draft else ()
        typed = next((value for name, value in kept if name == "csv"), "")
        return self.desk.show("import.html", request, who, "people", page=import_screen.page(csv=typed))

    def template(self, request: Request, who: SignedIn) -> Answer:  # noqa: ARG002 - the same for everybody
        headers = {
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="people.csv"',
        }
        return Answer(status=200, body=template(), headers=headers)

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
