"""Enroll: checked while it is typed, her calendar before the button, once however often it is sent."""

import secrets
from dataclasses import dataclass
from functools import partial

from functions.operations import enrolling, people, previewing
from functions.operations.sessions import SignedIn
from functions.roles import Permission
from functions.screens import enroll, wrong
from functions.screens.calendar import calendar
from functions.screens.rendering import Notice
from functions.screens.typed import Typed
from functions.web.desk import ENROLLED, Desk, done
from functions.web.exchange import Answer, Request
from functions.web.looking import MARK, looked_at, to_look
from functions.web.routes import Guarded, Route
from schedules.clinic import Clinic

ENROLL = "/console/enroll"
TO_MEND = 422
DONE, FIELDS = "done", "fields"


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = EnrollPages(desk)
    guarded = partial(Guarded, needs=Permission.ENROLL)
    return (
        guarded(method="GET", pattern=ENROLL, run=pages.blank),
        guarded(method="POST", pattern=f"{ENROLL}/fields", run=pages.narrowed),
        guarded(method="POST", pattern=f"{ENROLL}/check", run=pages.checked),
        guarded(method="POST", pattern=ENROLL, run=pages.sent),
    )


@dataclass(frozen=True, slots=True)
class EnrollPages:
    desk: Desk

    def blank(self, request: Request, who: SignedIn) -> Answer:
        """Or as it was typed before her session ended, or as it was sent to be looked at."""
        if request.draft:
            return self._shown(request, who, Typed.of(request.draft.fields))
        kept = looked_at(self.desk, request, who, at=ENROLL)
        if kept is not None:
            return self._looked_at(request, who, kept)
        fresh = enroll.blank(self.desk.clinic(who), key=secrets.token_urlsafe(18))
        return self._shown(request, who, fresh, notice=enroll.FORGOTTEN if MARK in request.query else None)

    def narrowed(self, request: Request, who: SignedIn) -> Answer:
        """With JavaScript off: what this treatment needs, and all she typed."""
        return self._to_look(request, who, Typed.of(request.fields).but(narrowed="yes", do=FIELDS))

    def checked(self, request: Request, who: SignedIn) -> Answer:
        """While she types: what is wrong, beside each field."""
        typed, clinic, now = Typed.of(request.fields), self.desk.clinic(who), self.desk.world.time.now()
        found = enrolling.checked(self.desk.world, clinic, enroll.raw(typed, by=who.staff.name, now=now))
        problems = found.problems if isinstance(found, enrolling.Refused) else ()
        assumed = () if isinstance(found, enrolling.Refused) else found.assumed
        understood = enroll.understood(typed, clinic, now, assumed)
        judged = wrong.while_typing(typed, problems)
        filled = wrong.filled(typed, judged, understood, record=self._record(typed, clinic))
        frame = self.desk.frame(request, who, "enroll", [])
        return self.desk.page("enroll_checks.html", frame, filled=filled, names=tuple(wrong.LABELS))

    def sent(self, request: Request, who: SignedIn) -> Answer:
        """On to her calendar; and with the button beside it, the enrollment, when it is the calendar that was shown."""
        typed, clinic, now = Typed.of(request.fields), self.desk.clinic(who), self.desk.world.time.now()
        raw = enroll.raw(typed, by=who.staff.name, now=now)
        if typed.value("do") == DONE and enroll.saw_it(typed):
            made = enrolling.enroll(self.desk.world, clinic, raw, key=typed.value("key"), by=who.staff.staff_id)
            if isinstance(made, enrolling.Made):
                words = "enrolled_already" if made.repeated else ENROLLED
                return done(f"/console/people/{made.enrollment_id}", words, request=request)
            if isinstance(made, enrolling.KeyReused):
                fresh = typed.but(key=secrets.token_urlsafe(18))
                return self._shown(request, who, fresh, notice=enroll.SENT_BEFORE, status=409)
        return self._to_look(request, who, typed)

    def _to_look(self, request: Request, who: SignedIn, typed: Typed) -> Answer:
        return to_look(self.desk, request, who, at=ENROLL, typed=typed) or self._looked_at(request, who, typed)

    def _looked_at(self, request: Request, who: SignedIn, typed: Typed) -> Answer:
        """Her calendar, or what is wrong; gone back to when it has enrolled her, that it has."""
        if typed.value("do") == FIELDS:
            return self._shown(request, who, typed)
        clinic, now = self.desk.clinic(who), self.desk.world.time.now()
        seen = previewing.preview(self.desk.world, clinic, enroll.raw(typed, by=who.staff.name, now=now))
        made = enrolling.made_with(self.desk.world, clinic, typed.value("key"))
        if isinstance(seen, enrolling.Refused) and made is not None:
            enrolled = Notice(words=enroll.ENROLLED, her=f"/console/people/{made.enrollment_id}")
            return self._shown(request, who, typed.but(key=secrets.token_urlsafe(18)), notice=enrolled)
        if isinstance(seen, enrolling.Refused):
            checked, record = typed.but(checked="yes"), self._record(typed, clinic)
            return self._shown(request, who, checked, problems=seen.problems, record=record, status=TO_MEND)
        notice = enroll.CHANGED if typed.value("do") == DONE else None
        shown = calendar(seen.texts, clinic)
        return self._shown(request, who, typed, calendar=shown, assumed=seen.assumed, notice=notice)

    def _record(self, typed: Typed, clinic: Clinic) -> str | None:
        """The page of whoever has this phone."""
        ref = people.by_phone(self.desk.world, clinic, typed.value("phone"))
        return f"/console/people/{ref.enrollment_id}" if ref else None

    def _shown(
        self,
        request: Request,
        who: SignedIn,
        typed: Typed,
        *,
        notice: Notice | None = None,
        status: int = 200,
        **more: object,
    ) -> Answer:
        frame = self.desk.frame(request, who, "enroll", self.desk.world.store.inbox(who.staff.clinic_id), notice)
        form = enroll.form(typed, frame.clinic, now=frame.at, by=who.staff.name, **more)  # type: ignore[arg-type]
        return self.desk.page("enroll.html", frame, status=status, form=form)
