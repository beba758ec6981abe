"""What stands around every page of somebody signed in, and the words said once after something was done."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from functions.operations.reception import Reception
from functions.operations.sessions import SignedIn
from functions.operations.world import World
from functions.ports import Inbox, Ref
from functions.ports_access import Staff
from functions.screens.now import Reader
from functions.screens.rendering import Frame, Lacks, Notice, render
from functions.web.exchange import Answer, Request, page, redirect
from schedules.clinic import Clinic
from schedules.escalation import NOTE_CHARACTERS_MAX

NAMES_KNOWN_SECONDS = 60
DONE = "done"
"""The query's name for what was just done: a key of `SAID`, never words."""
UNDONE = "undone"
ENROLLED = "enrolled"


class NoClinic(Exception):
    """Somebody signed in to a clinic without settings: the operator has to set it up."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """The world a page shows, and who stands before it."""

    world: World
    reception: Reception
    _staff: dict[str, tuple[float, list[Staff]]] = field(default_factory=dict)

    def clinic(self, who: SignedIn) -> Clinic:
        found = self.world.store.clinic(who.staff.clinic_id)
        if found is None:
            raise NoClinic
        return found

    def names(self, clinic: Clinic) -> Mapping[str, str]:
        """Staff by the ids that stand in records, also by that under which they are on call: both have one address."""
        staff = self._staff_of(clinic.clinic_id)
        by_address = {one.email.casefold(): one.name for one in staff}
        on_call = {one.contact_id: by_address.get((one.email or "").casefold()) for one in clinic.ladder}
        known = {contact: name for contact, name in on_call.items() if name is not None}
        return {**known, **{one.staff_id: one.name for one in staff}}

    def reader(self, who: SignedIn, clinic: Clinic, now: datetime) -> Reader:
        address = who.staff.email.casefold()
        on_call = {one.contact_id for one in clinic.ladder if (one.email or "").casefold() == address}
        return Reader(clinic=clinic, now=now, names=self.names(clinic), me=frozenset({who.staff.staff_id, *on_call}))

    def _staff_of(self, clinic_id: str) -> list[Staff]:
        """Known for a minute: *Now* asks one question of the table."""
        until, known = self._staff.get(clinic_id, (0.0, []))
        if time.monotonic() >= until:
            known = self.reception.access.staff_of(clinic_id)
            self._staff[clinic_id] = (time.monotonic() + NAMES_KNOWN_SECONDS, known)
        return known

    def show(
        self, template: str, request: Request, who: SignedIn, section: str, *, status: int = 200, **values: Any
    ) -> Answer:
        """A whole page with the count of what waits."""
        inbox = self.world.store.inbox(who.staff.clinic_id)
        return self.page(template, self.frame(request, who, section, inbox), status=status, **values)

    def page(self, template: str, frame: Frame, *, status: int = 200, **values: Any) -> Answer:
        return page(render(template, frame, **values), status=status)

    def frame(
        self, request: Request, who: SignedIn, section: str, inbox: list[Inbox], notice: Notice | None = None
    ) -> Frame:
        return Frame(
            clinic=self.clinic(who),
            staff_name=who.staff.name,
            role=who.staff.role.value,
            csrf_token=who.session.csrf,
            section=section,
            at=self.world.time.now(),
            waiting=len(inbox),
            newest_at=max((at for one in inbox for at in _heard(one)), default=None),
            grave=any(one.escalation.severity.pages_now for one in inbox),
            notice=notice or kept(request) or said(request),
            lacks=lacking(request),
        )

    def ref(self, request: Request, who: SignedIn) -> Ref:
        """The clinic is hers, whatever the address says: what is another's is not found."""
        return Ref(clinic_id=who.staff.clinic_id, enrollment_id=request.names["enrollment"])


def done(where: str, what: str, *, request: Request) -> Answer:
    """After a form: back to a page, which then says it."""
    path, _, part = where.partition("#")
    joined = "&" if "?" in path else "?"
    return redirect(f"{path}{joined}{DONE}={what}{'#' + part if part else ''}", request=request)


def _heard(one: Inbox) -> Iterator[datetime]:
    """When it was opened; and while it is grave, when she last wrote of it: danger in an open matter is new danger."""
    yield one.escalation.opened_at
    if one.escalation.severity.pages_now and one.latest is not None:
        yield one.latest.at


def undone(request: Request) -> Notice | None:
    """What she was about when her session ended was not done, though she pressed the button."""
    if request.draft is None:
        return None
    typed = dict(request.draft.fields)
    if typed.get("body", "").strip():
        return Notice(kind="bad", words=_UNSENT)
    note = typed.get("note", "").strip()
    return Notice(kind="bad", words=f"{_UNDONE} You had written: “{note}”." if note else _UNDONE)


def kept(request: Request) -> Notice | None:
    """Over a form that is shown as she left it when her session had ended."""
    return Notice(kind="bad", words=_KEPT) if request.draft is not None else None


_KEPT = (
    "Not done: you were signed out before. What you typed stands below as you left it; look at it and send it again."
)
_UNSENT = "Not sent: you were signed out before. What you wrote stands below as you left it; look at it and send it."
_UNDONE = "Not done: you were signed out before. Do it again."


def said(request: Request) -> Notice | None:
    """Also what can be taken back with one tap, on the page of the person it was done to."""
    found = SAID.get(request.query.get(DONE, ""))
    return found(request) if found else None


def _good(words: str, request: Request, undo: str | None = None) -> Notice:
    return Notice(words=words, undo=f"{request.path}/{undo}" if undo else None, passes=True)


def _closed(words: str, request: Request) -> Notice:
    """`matter`: which it was, to be opened again."""
    found = _MATTER.fullmatch(request.query.get("matter", ""))
    undo = f"/console/matters/{found[1]}/{found[2]}/reopen" if found else None
    return Notice(words=words, undo=undo, passes=True)


def _bad(words: str, request: Request) -> Notice:  # noqa: ARG001 - as `_good`
    return Notice(words=words, kind="bad")


def lacking(request: Request) -> Lacks | None:
    """What the card it was done on was sent without."""
    done, matter = request.query.get(DONE, ""), _MATTER.fullmatch(request.query.get("matter", ""))
    if done not in LACKING or matter is None:
        return None
    field, words = LACKING[done]
    return Lacks(card=f"m-{matter[1]}-{matter[2]}", field=field, words=words, query=f"matter={matter[0]}&{DONE}={done}")


_MATTER = re.compile(r"([A-Za-z0-9-]{1,80})\.([A-Za-z0-9-]{1,80})")

_NOTED = "The note you wrote is kept with the matter: it need not be written again."
_LACKING = {
    "no_outcome": ("outcome", "Not closed yet. Choose what came of it, then press “Close” again."),
    "no_colleague": ("to", "Not handed on yet. Choose to whom, then press “Hand it on” again."),
    "no_note": ("note", f"No note was kept. Write one of at most {NOTE_CHARACTERS_MAX} characters first."),
}
LACKING = {
    **_LACKING,
    **{f"{key}_noted": (field, f"{words} {_NOTED}") for key, (field, words) in _LACKING.items()},
}
"""The field of a card that an act needs, and what is said without it; `_noted` where a note was kept."""

SAID = {
    UNDONE: partial(_bad, _UNDONE),
    "taken": partial(_good, "You have it. The pages have stopped, and she is told that a person has seen it."),
    "taken_already": partial(_good, "Somebody has it already, or it is closed."),
    "noted": partial(_good, "The note is kept with the matter."),
    "taken_quietly": partial(_good, "You have it now, and the pages have stopped."),
    "handed": partial(_good, "Handed on: your colleague is told now. Until somebody takes it, it goes on ringing."),
    "handed_later": partial(_good, "Handed on: your colleague is told. It stays in the list until it is taken."),
    "gave_back": partial(_good, "Given back: nobody has it now. If it is grave, it rings again."),
    "reopened": partial(_good, "It is open again, and nobody has it: press “I have it” if you look after her."),
    "reopened_mine": partial(_good, "It is open again, and you have it."),
    "released": partial(_good, "Her planned texts go on."),
    **{key: partial(_bad, words) for key, (_, words) in LACKING.items()},
    "closed": partial(_closed, "Closed, with what came of it. Her planned texts go on."),
    "paused": partial(_good, "Her planned texts are paused. What she writes is heard all the same.", undo="resume"),
    "resumed": partial(_good, "Her planned texts go on.", undo="pause"),
    "written": partial(_good, "Sent to her."),
    "waits": partial(_bad, "Not sent yet, as far as we know: the provider has not taken it. We go on trying."),
    "amended": partial(_good, "Changed. What is still to come follows."),
    "moved": partial(_good, "The date is moved, and what is still to come with it."),
    "switched": partial(_good, "She is on the other pathway now."),
    "withdrawn": partial(_good, "Her texts have ended. If she writes, she is heard."),
    "completed": partial(_good, "Her texts have ended, as done. If she writes, she is heard."),
    ENROLLED: partial(_good, "She is enrolled."),
    "enrolled_already": partial(_good, "She was enrolled by the same form before: nothing was done twice."),
    "imported": partial(_good, "Everybody in the file is enrolled."),
    "marked": partial(_good, "Marked. It will help to read such words better."),
    "saved": partial(_good, "Saved."),
    "invited": partial(_good, "Invited by e-mail."),
    "removed": partial(_good, "Removed, and signed out everywhere."),
    "rung": partial(_good, "The ladder is ringing, as a test."),
    "conflict": partial(_bad, "Something changed meanwhile: look again, then repeat it."),
    "impossible": partial(_bad, "That is not possible any more: look at what has changed."),
}
