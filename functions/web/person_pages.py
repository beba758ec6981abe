"""One person: her record, and what staff do with her texts."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from functions.operations import marking, staff_acts, writing
from functions.operations.acting import Acted
from functions.operations.nobody import of_clinic
from functions.operations.person import record
from functions.operations.sessions import SignedIn
from functions.ports import Ref
from functions.roles import Permission
from functions.screens.enrolled import enrolled
from functions.screens.person import heard, shown
from functions.screens.rendering import Notice
from functions.screens.typed import Typed
from functions.screens.writing import look
from functions.web.desk import DONE, ENROLLED, Desk, done, undone
from functions.web.exchange import Answer, Request, redirect
from functions.web.looking import looked_at, to_look
from functions.web.routes import Guarded, Route
from functions.web.views import message
from schedules.facts import Paused, Resumed, StaffActed

PERSON = "/console/people/{enrollment}"
Run = Callable[[Request, SignedIn], Answer]


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = PersonPages(desk)
    read = partial(Guarded, method="GET", needs=Permission.READ)
    act = partial(Guarded, needs=Permission.ACT)
    of_somebody = (
        read(pattern=PERSON, run=pages.person),
        read(pattern=f"{PERSON}/beat", run=pages.beat, keeps_awake=False),
        read(pattern=f"{PERSON}/news", run=pages.news),
        act(method="POST", pattern=f"{PERSON}/pause", run=pages.pause),
        act(method="POST", pattern=f"{PERSON}/resume", run=pages.resume),
        act(method="POST", pattern=f"{PERSON}/write", run=pages.write),
        act(method="GET", pattern=f"{PERSON}/write", run=pages.seen),
        act(method="POST", pattern=f"{PERSON}/mark", run=pages.mark),
    )
    return tuple(replace(one, run=partial(pages.of_somebody, one.run)) for one in of_somebody)


@dataclass(frozen=True, slots=True)
class PersonPages:
    desk: Desk

    def of_somebody(self, run: Run, request: Request, who: SignedIn) -> Answer:
        """What is kept of the clinic itself stands where a person would, and is none."""
        ref = self.desk.ref(request, who)
        return message("missing", status=404) if ref == of_clinic(self.desk.world, ref.clinic_id) else run(request, who)

    def person(self, request: Request, who: SignedIn, *, notice: Notice | None = None) -> Answer:
        ref = self.desk.ref(request, who)
        inbox = self.desk.world.store.inbox(ref.clinic_id)
        found = record(self.desk.world, ref, inbox)
        if found is None:
            return message("missing", status=404)
        hers, clinic = found
        said = enrolled(hers, clinic, self.desk.world.time.now()) if request.query.get(DONE) == ENROLLED else None
        frame = self.desk.frame(request, who, "people", inbox, notice or undone(request) or said)
        status = 422 if notice is not None else 200
        person = shown(hers, self.desk.reader(who, frame.clinic, frame.at))
        return self.desk.page(
            "person.html",
            frame,
            status=status,
            person=person,
            typed=_typed(request, "body"),
            urgent=_typed(request, "urgent") == "yes",
            key=who.session.csrf[:8] + frame.now,
        )

    def beat(self, request: Request, who: SignedIn) -> Answer:
        """How many wait, as on every page; and whether something came in of her that her page does not show."""
        ref = self.desk.ref(request, who)
        inbox, enrollment = self.desk.world.store.inbox(ref.clinic_id), self.desk.world.store.enrollment(ref)
        if enrollment is None:
            return message("missing", status=404)
        is_news = heard(enrollment, inbox) != request.query.get("seen", "")
        frame = self.desk.frame(request, who, "people", inbox)
        return self.desk.page("person_beat.html", frame, is_news=is_news, at=_at(ref))

    def news(self, request: Request, who: SignedIn) -> Answer:
        """The parts of her page that change by themselves, put into it around what is typed there."""
        ref = self.desk.ref(request, who)
        inbox = self.desk.world.store.inbox(ref.clinic_id)
        found = record(self.desk.world, ref, inbox)
        if found is None:
            return message("missing", status=404)
        frame = self.desk.frame(request, who, "people", inbox)
        person = shown(found[0], self.desk.reader(who, frame.clinic, frame.at))
        return self.desk.page("person_news.html", frame, person=person)

    def pause(self, request: Request, who: SignedIn) -> Answer:
        return self._apply(request, who, Paused(by=who.staff.staff_id, until=None), "pause", "paused")

    def resume(self, request: Request, who: SignedIn) -> Answer:
        return self._apply(request, who, Resumed(by=who.staff.staff_id), "resume", "resumed")

    def write(self, request: Request, who: SignedIn) -> Answer:
        """First what she would get; with the button, sent. What could not go out stands in the form again,
        with why."""
        ref, asked = self.desk.ref(request, who), request.value("do")
        if asked == "change":
            return self.person(request, who)
        if asked != "send":
            typed = Typed.of(request.fields)
            return to_look(self.desk, request, who, at=_write(ref), typed=typed) or self._look(request, who, ref)
        written = writing.write(
            self.desk.world,
            ref,
            request.value("body"),
            key=request.value("key") or who.session.key,
            by=who.staff.staff_id,
            urgent=request.value("urgent") == "yes",
        )
        if isinstance(written, writing.Written):
            return done(_at(ref), "waits" if written.waits else "written", request=request)
        return self._not_sent(request, who, written)

    def seen(self, request: Request, who: SignedIn) -> Answer:
        """What she would get, at an address to go back to; on her page where that is long forgotten."""
        ref = self.desk.ref(request, who)
        kept = looked_at(self.desk, request, who, at=_write(ref))
        return redirect(_at(ref)) if kept is None else self._look(replace(request, fields=kept.fields), who, ref)

    def _look(self, request: Request, who: SignedIn, ref: Ref) -> Answer:
        """Other words are another text, however she came back to the form."""
        body, urgent = request.value("body"), request.value("urgent") == "yes"
        counted = writing.look(self.desk.world, ref, body, urgent=urgent)
        if isinstance(counted, writing.Unwritten):
            return self._not_sent(request, who, counted)
        enrollment = self.desk.world.store.enrollment(ref)
        if enrollment is None:
            return message("missing", status=404)
        frame = self.desk.frame(request, who, "people", self.desk.world.store.inbox(ref.clinic_id))
        key = f"{request.value('key') or who.session.key}-{hashlib.sha256(body.encode()).hexdigest()[:12]}"
        seen = look(enrollment, frame.clinic, frame.at, body=body, counted=counted, urgent=urgent, key=key)
        return self.desk.page("write.html", frame, look=seen)

    def _not_sent(self, request: Request, who: SignedIn, why: writing.Unwritten) -> Answer:
        words = f"Not sent: {why.problem}. To mend it: {why.mend}."
        return self.person(request, who, notice=Notice(words=words, kind="bad"))

    def mark(self, request: Request, who: SignedIn) -> Answer:
        ref = self.desk.ref(request, who)
        body = {"label": request.value("label")}
        wrong = marking.mark(self.desk.world, ref, request.value("text"), body, key=None, by=who.staff.staff_id)
        return done(_at(ref), "impossible" if wrong else "marked", request=request)

    def _apply(self, request: Request, who: SignedIn, fact: StaffActed, action: str, words: str) -> Answer:
        ref = self.desk.ref(request, who)
        acted = staff_acts.apply(self.desk.world, ref, fact, key=None, action=action, by=who.staff.staff_id)
        if acted is Acted.UNKNOWN:
            return message("missing", status=404)
        return done(_at(ref), words, request=request)


def _at(ref: Ref) -> str:
    return f"/console/people/{ref.enrollment_id}"


def _write(ref: Ref) -> str:
    return f"{_at(ref)}/write"


def _typed(request: Request, field: str) -> str:
    """What she typed, just now or before her session ended."""
    kept = request.draft.fields if request.draft else request.fields
    return next((value for name, value in kept if name == field), "")
