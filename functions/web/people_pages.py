"""People: the list with its filters and search, and a file of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from functions.operations import importing, people
from functions.operations.import_plans import plans
from functions.operations.people import Wanted
from functions.operations.people_table import carried_out
from functions.operations.sessions import SignedIn
from functions.operations.table_reading import template, text_of
from functions.ports_access import SEARCHES_KEPT
from functions.roles import Permission
from functions.screens import importing as import_screen
from functions.screens import people as people_screen
from functions.screens.rendering import Notice
from functions.web.cookies import Jar
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request, redirect, sheet
from functions.web.routes import Guarded, Route
from functions.web.searches import looked_for, mark_of, with_one_more
from schedules.calendar import local_date

TO_MEND = 422
PEOPLE = "/console/people"
IMPORT = f"{PEOPLE}/import"
SOUGHT = "q"


def routes(desk: Desk) -> tuple[Route, ...]:
    """Before the pages of one person: nobody is called import."""
    pages = PeoplePages(desk)
    enroll = partial(Guarded, needs=Permission.ENROLL)
    return (
        Guarded(method="GET", pattern=PEOPLE, needs=Permission.READ, run=pages.people),
        Guarded(method="POST", pattern=PEOPLE, needs=Permission.READ, run=pages.sought),
        Guarded(method="POST", pattern=f"{PEOPLE}.csv", needs=Permission.CARRY, run=pages.sheet),
        enroll(method="GET", pattern=IMPORT, run=pages.to_import),
        enroll(method="GET", pattern=f"{IMPORT}/template.csv", run=pages.template),
        enroll(method="POST", pattern=IMPORT, run=pages.sent),
    )


@dataclass(frozen=True, slots=True)
class PeoplePages:
    desk: Desk

    def people(self, request: Request, who: SignedIn) -> Answer:
        if request.draft is not None:
            return self._found(dict(request.draft.fields), request, who)
        mark = request.query.get(people_screen.MARK, "")
        asked = people_screen.wanted(request.query, looked_for(who.session, self._searches(request), mark) or "")
        page = self._page(asked, who, mark=mark, after=request.place("after"))
        return self.desk.show("people.html", request, who, "people", page=page)

    def sought(self, request: Request, who: SignedIn) -> Answer:
        """By a form, so that whom she looks for stands in no address, history or log; the page that shows them has an
        address all the same, to go back to."""
        return self._found(dict(request.fields), request, who)

    def sheet(self, request: Request, who: SignedIn) -> Answer:
        """Everybody the same filters leave; where they are too many, the page that says so. By a form, since it is
        logged, and so that whom she sought stands in no address."""
        world, clinic = self.desk.world, self.desk.clinic(who)
        asked = people_screen.wanted(dict(request.fields), request.value(SOUGHT))
        made = carried_out(world, clinic, asked, by=who.staff.staff_id)
        if isinstance(made, str):
            return sheet(f"people-{local_date(world.time.now(), clinic.zone)}.csv", made)
        notice = Notice(words=f"These people {made.problem}: {made.mend}.", kind="bad")
        frame = self.desk.frame(request, who, "people", world.store.inbox(clinic.clinic_id), notice)
        return self.desk.page("people.html", frame, status=TO_MEND, page=self._page(asked, who))

    def to_import(self, request: Request, who: SignedIn) -> Answer:
        kept = request.draft.fields if request.draft else ()
        typed = next((value for name, value in kept if name == "csv"), "")
        return self.desk.show(
            "import.html",
            request,
            who,
            "people",
            page=import_screen.page(csv=typed, offered=self.desk.clinic(who).topics),
        )

    def template(self, request: Request, who: SignedIn) -> Answer:  # noqa: ARG002 - the same for everybody
        return sheet("people.csv", template())

    def sent(self, request: Request, who: SignedIn) -> Answer:
        """First a look; with the button, the enrollment of all or nobody."""
        world, clinic = self.desk.world, self.desk.clinic(who)
        raw = request.files.get("file") or request.value("csv").encode()
        if not raw.strip():
            missing = import_screen.page(is_missing=True, offered=clinic.topics)
            return self.desk.show("import.html", request, who, "people", status=TO_MEND, page=missing)
        if request.value("do") == "done":
            report = importing.bring_in(world, clinic, raw, by=who.staff.staff_id, has_time=request.has_time)
            page = import_screen.page(report, csv=text_of(raw), offered=clinic.topics)
        else:
            report = importing.look(world, clinic, raw)
            planned = plans(world, clinic, report)
            page = import_screen.page(
                report, csv=text_of(raw), plans=planned, country=clinic.country, offered=clinic.topics
            )
        return self.desk.show("import.html", request, who, "people", page=page)

    def _found(self, filters: Mapping[str, str], request: Request, who: SignedIn) -> Answer:
        asked = people_screen.wanted(filters, filters.get(SOUGHT, ""))
        if not asked.sought:
            return redirect(people_screen.address(asked, ""), request=request)
        kept = self._jar.keep(self._jar.searches, with_one_more(self._searches(request), asked.sought), SEARCHES_KEPT)
        at = people_screen.address(asked, mark_of(who.session, asked.sought))
        return redirect(at, request=request).with_cookies(kept)

    @property
    def _jar(self) -> Jar:
        return Jar(self.desk.reception.is_tls)

    def _searches(self, request: Request) -> str:
        return request.cookies.get(self._jar.searches, "")

    def _page(self, asked: Wanted, who: SignedIn, *, mark: str = "", after: str = "") -> people_screen.Page:
        clinic, now = self.desk.clinic(who), self.desk.world.time.now()
        found = people.people(self.desk.world, clinic, asked, after=after)
        may_carry = who.staff.role.may(Permission.CARRY)
        return people_screen.page(found, asked, clinic, now, mark=mark, after=after, may_carry=may_carry)
