"""What staff change of one person: how she is written to, a date, her treatment, that her texts end."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from functions.operations import amending, enrolling, previewing, staff_acts
from functions.operations.acting import Acted
from functions.operations.enrollment_fields import Problem
from functions.operations.enrollment_form import check_switch
from functions.operations.sessions import SignedIn
from functions.operations.staff_acts import Wrong
from functions.ports import Ref
from functions.roles import Permission
from functions.screens import changing
from functions.screens.calendar import Calendar, calendar
from functions.screens.rendering import Notice
from functions.screens.typed import Typed
from functions.web.desk import Desk, done
from functions.web.exchange import Answer, Request
from functions.web.looking import looked_at, to_look
from functions.web.person_pages import PERSON
from functions.web.routes import Guarded, Route
from functions.web.views import message
from schedules.enrollment import Enrollment, Status
from schedules.facts import AnchorMoved, StaffActed

TO_MEND = 422
DONE = "done"
_LOOKED_AT = frozenset({"dates", "switch"})
"""What she will get is shown before it is done."""
_NOT_DONE = frozenset({Acted.OUTDATED, Acted.KEY_REUSED})
"""Somebody else was faster, or a page that was done with was gone back to and changed."""
CONFLICT = 409


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = ChangingPages(desk)
    guarded = partial(Guarded, needs=Permission.ACT)
    changes = {"amend": pages.amend, "dates": pages.dates, "switch": pages.switch, "end": pages.end}
    shows = [guarded(method="GET", pattern=f"{PERSON}/{name}", run=partial(pages.show, name)) for name in changes]
    takes = [
        guarded(method="POST", pattern=f"{PERSON}/{name}", run=partial(pages.take, name, run))
        for name, run in changes.items()
    ]
    return (*shows, *takes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """One change on its way: who makes it, of whom, and what she typed."""

    request: Request
    who: SignedIn
    ref: Ref
    enrollment: Enrollment
    typed: Typed

    @property
    def expects(self) -> int | None:
        version = self.typed.value("version")
        return int(version) if version.isascii() and version.isdecimal() and len(version) < len("1000000000") else None

    @property
    def at(self) -> str:
        return f"/console/people/{self.ref.enrollment_id}"


def _look(one: Changing) -> str:
    """What the form is kept as: to be looked at, whatever was asked for."""
    asked = one.typed.value("do")
    return "" if asked == DONE else asked


Run = Callable[[Changing], Answer]


@dataclass(frozen=True, slots=True)
class ChangingPages:
    desk: Desk

    def show(self, name: str, request: Request, who: SignedIn) -> Answer:
        found = self._found(request, who)
        if found is None:
            return message("missing", status=404)
        kept = looked_at(self.desk, request, who, at=f"{found.at}/{name}")
        if kept is not None and kept.value("do") != DONE:
            return self._shown(name, replace(found, typed=kept))
        typed = Typed.of(request.draft.fields) if request.draft else None
        blank = changing.as_she_is(found.enrollment, key=secrets.token_urlsafe(18))
        return self._page(f"{name}.html", replace(found, typed=typed or blank))

    def take(self, name: str, run: Run, request: Request, who: SignedIn) -> Answer:
        found = self._found(request, who)
        if found is None:
            return message("missing", status=404)
        if name in _LOOKED_AT and found.typed.value("do") != DONE:
            return self._to_look(name, found) or run(found)
        answer = run(found)
        return (self._to_look(name, found) if answer.status == TO_MEND else None) or answer

    def _to_look(self, name: str, one: Changing) -> Answer | None:
        return to_look(self.desk, one.request, one.who, at=f"{one.at}/{name}", typed=one.typed.but(do=_look(one)))

    def _shown(self, name: str, one: Changing) -> Answer:
        """What would be done, or what is wrong with it; nothing is done."""
        match name:
            case "dates":
                return self.dates(one)
            case "switch":
                return self.switch(one)
            case "amend":
                clinic = self.desk.clinic(one.who)
                checked = amending.check_changes(changing.amended(one.typed), one.enrollment.person, clinic)
                problems = checked.problems if isinstance(checked, enrolling.Refused) else ()
                return self._page("amend.html", one, problems=problems)
            case _:
                return self._page("end.html", one, problems=changing.ended(one.typed)[1])

    def amend(self, one: Changing) -> Answer:
        raw, key = changing.amended(one.typed), one.typed.value("key")
        acted = amending.amend(self.desk.world, one.ref, raw, key=key, by=one.who.staff.staff_id, expects=one.expects)
        if isinstance(acted, enrolling.Refused):
            return self._page("amend.html", one, problems=acted.problems)
        return self._after(one, acted, "amended", "amend.html")

    def dates(self, one: Changing) -> Answer:
        """Each date is moved by itself; a page made of an older record moves none."""
        moves, problems = changing.moved(one.typed, one.enrollment)
        facts: list[StaffActed] = []
        for move in moves:
            fact = self._fact("anchor", move, one)
            if isinstance(fact, Wrong):
                field = next((name for name, value in one.typed.fields if value.strip() == move["on"]), "")
                problems += [replace(one, field=field) for one in fact.problems] or [
                    Problem(field=field, problem=fact.problem, mend=fact.mend)
                ]
            else:
                facts.append(fact)
        if problems:
            return self._page("dates.html", one, problems=problems)
        if one.typed.value("do") != DONE:
            return self._page("dates.html", one, shown=self._lived(one, facts))
        acted, expects, key = Acted.NOTHING, one.expects, one.typed.value("key")
        for fact in facts:
            assert isinstance(fact, AnchorMoved)  # noqa: S101 - `_fact` of an anchor
            action = staff_acts.logged("anchor", fact, one.enrollment)
            of_it = replace(one, typed=one.typed.but(key=f"{key}-{fact.clock}" if key else ""))
            acted = self._apply(of_it, fact, action, expects=expects)
            if acted in _NOT_DONE:
                break
            expects = None
        return self._after(one, acted, "moved", "dates.html")

    def switch(self, one: Changing) -> Answer:
        raw, clinic = changing.switched(one.typed), self.desk.clinic(one.who)
        if one.typed.value("do") == "fields":
            return self._page("switch.html", replace(one, typed=one.typed.but(narrowed="yes")))
        now = self.desk.world.time.now()
        new, problems = check_switch(raw, now=now, zone=one.enrollment.person.zone, country=clinic.country)
        if new is None:
            return self._page("switch.html", one, problems=problems)
        fact = self._fact("switch", raw, one)
        if isinstance(fact, Wrong):
            problem = Problem(field="treatment", problem=fact.problem, mend=fact.mend)
            return self._page("switch.html", one, problems=[problem])
        if one.typed.value("do") != DONE:
            return self._page("switch.html", one, shown=self._lived(one, [fact]))
        return self._after(one, self._apply(one, fact, "switch", expects=one.expects), "switched", "switch.html")

    def end(self, one: Changing) -> Answer:
        ending, problems = changing.ended(one.typed)
        if ending is None:
            return self._page("end.html", one, problems=problems)
        fact = self._fact(ending, {}, one)
        if isinstance(fact, Wrong):
            problem = Problem(field="ending", problem=fact.problem, mend=fact.mend)
            return self._page("end.html", one, problems=[problem])
        words = "withdrawn" if ending == "withdraw" else "completed"
        return self._after(one, self._apply(one, fact, ending, expects=one.expects), words, "end.html")

    def _found(self, request: Request, who: SignedIn) -> Changing | None:
        ref = self.desk.ref(request, who)
        enrollment = self.desk.world.store.enrollment(ref)
        if enrollment is None or enrollment.status is Status.STRANGER:
            return None
        return Changing(request=request, who=who, ref=ref, enrollment=enrollment, typed=Typed.of(request.fields))

    def _fact(self, name: str, raw: dict[str, object], one: Changing) -> StaffActed | Wrong:
        country, now = self.desk.clinic(one.who).country, self.desk.world.time.now()
        return staff_acts.from_request(name, raw, one.enrollment, by=one.who.staff.staff_id, now=now, country=country)

    def _apply(self, one: Changing, fact: StaffActed, action: str, *, expects: int | None) -> Acted:
        key, by = one.typed.value("key") or None, one.who.staff.staff_id
        return staff_acts.apply(self.desk.world, one.ref, fact, key=key, action=action, by=by, expects=expects)

    def _after(self, one: Changing, acted: Acted, words: str, template: str) -> Answer:
        """Nothing typed is lost when somebody else was faster: it is shown again over the record as it is now."""
        if acted not in _NOT_DONE:
            return done(one.at, words, request=one.request)
        now = self.desk.world.store.enrollment(one.ref) or one.enrollment
        again = replace(
            one, enrollment=now, typed=one.typed.but(version=str(now.version), key=secrets.token_urlsafe(18))
        )
        return self._page(template, again, notice=changing.OUTDATED, status=CONFLICT)

    def _lived(self, one: Changing, facts: Sequence[StaffActed]) -> Calendar:
        clinic, now = self.desk.clinic(one.who), self.desk.world.time.now()
        return calendar(previewing.dated(self.desk.world, clinic, one.enrollment, now, after=facts), clinic)

    def _page(
        self,
        template: str,
        one: Changing,
        *,
        problems: Iterable[Problem] = (),
        shown: Calendar | None = None,
        notice: Notice | None = None,
        status: int = 200,
    ) -> Answer:
        problems = list(problems)
        inbox = self.desk.world.store.inbox(one.ref.clinic_id)
        frame = self.desk.frame(one.request, one.who, "people", inbox, notice)
        change = changing.change(one.enrollment, frame.clinic, one.typed, frame.at, problems=problems, calendar=shown)
        more = self._ending(one) if template == "end.html" else {}
        return self.desk.page(template, frame, status=TO_MEND if problems else status, change=change, **more)

    def _ending(self, one: Changing) -> dict[str, int]:
        clinic, now = self.desk.clinic(one.who), self.desk.world.time.now()
        ahead = previewing.dated(self.desk.world, clinic, one.enrollment, now)
        coming = sum(text.withheld is None and not text.only_if_silent for text in ahead)
        return {"coming": coming, "open": len(one.enrollment.escalations)}
