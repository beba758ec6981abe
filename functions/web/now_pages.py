"""Now: what is open, by itself up to date, taken with one tap."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from functions.operations import escalation_acts, staff_acts
from functions.operations.acting import Acted
from functions.operations.sessions import SignedIn
from functions.operations.staff_acts import Wrong
from functions.ports import Inbox, Ref
from functions.roles import Permission
from functions.screens.now import holder, part
from functions.screens.speaking import SEVERITIES, heading
from functions.web.desk import Desk, done, undone
from functions.web.exchange import Answer, Request
from functions.web.routes import Guarded, Route
from functions.web.views import message
from schedules.clinic import Clinic
from schedules.escalation import NOTE_CHARACTERS_MAX, Escalation, EscalationState
from schedules.facts import Closed, Reopened

DONE_WORDS = {
    "note": "noted",
    "release": "released",
    "close": "closed",
    "give-back": "gave_back",
}
LACKS = {"close": "no_outcome", "assign": "no_colleague", "note": "no_note"}
ACTS = (*DONE_WORDS, "acknowledge", "assign", "reopen")
ALREADY = "taken_already"
NOBODYS = "yes"
_NUMBER = re.compile(r"[0-9]{1,4}")
MATTER = "/console/matters/{enrollment}/{escalation}"


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = NowPages(desk)
    read, act = partial(Guarded, needs=Permission.READ), partial(Guarded, needs=Permission.ACT)
    return (
        read(method="GET", pattern="/console", run=pages.now),
        read(method="GET", pattern="/console/now/list", run=pages.listed, keeps_awake=False),
        read(method="GET", pattern="/console/beat", run=pages.beat, keeps_awake=False),
        *(act(method="POST", pattern=f"{MATTER}/{name}", run=partial(pages.act, name)) for name in ACTS),
    )


@dataclass(frozen=True, slots=True)
class NowPages:
    desk: Desk

    def now(self, request: Request, who: SignedIn) -> Answer:
        return self._shown("now.html", request, who)

    def listed(self, request: Request, who: SignedIn) -> Answer:
        """The part that a page of ours asks for every few seconds."""
        return self._shown("now_list.html", request, who)

    def beat(self, request: Request, who: SignedIn) -> Answer:
        """What every other page asks for more rarely: how many wait, and since when the newest."""
        inbox = self.desk.world.store.inbox(who.staff.clinic_id)
        return self.desk.page("beat.html", self.desk.frame(request, who, "now", inbox))

    def act(self, name: str, request: Request, who: SignedIn) -> Answer:
        """Taken, noted, handed on, given back, released, closed or opened again; then back to the page it was done on.
        A note that was typed on the card is kept first, whatever was pressed."""
        ref, before = self.desk.ref(request, who), self._asked_about(request, who)
        if before is None:
            return message("missing", status=404)
        by, asked = who.staff.staff_id, {key: value for key, value in request.fields if value}
        clinic = self.desk.clinic(who)
        fact = (
            Reopened(by=by, escalation=before)
            if name == "reopen"
            else escalation_acts.from_request(
                name, asked, before.escalation_id, by=by, clinic=clinic, hers=self._phone(ref, name)
            )
        )
        noted = name != "note" and self._keep_note(ref, before, asked, by=by, clinic=clinic)
        if isinstance(fact, Wrong) or (isinstance(fact, Closed) and fact.outcome is None):
            return done(_lacks(request), f"{LACKS[name]}{'_noted' if noted else ''}", request=request)
        whose = self._whose(before, who, clinic) if isinstance(fact, Closed) else ""
        if isinstance(fact, Closed) and whose and request.value("sure") != whose:
            return self._asks_whether(fact, before, request, who, whose)
        if isinstance(fact, Reopened):
            escalation_acts.reopen(self.desk.world, ref, before, by=by)
        else:
            action = escalation_acts.logged(name, fact)
            staff_acts.apply(self.desk.world, ref, fact, key=None, action=action, by=by)
        came = self._came_of(name, request, who, before)
        return done(_page(request) if came == ALREADY else _back(request, name), came, request=request)

    def _came_of(self, name: str, request: Request, who: SignedIn, before: Escalation) -> str:
        """Read from the record, whoever else acted meanwhile."""
        after, by = self._asked_about(request, who), who.staff.staff_id
        if after is None or not (_has(after, by) if name == "acknowledge" else _did(before, after, by)):
            return ALREADY
        if name == "acknowledge":
            told = before.state is EscalationState.OPEN and after.severity.pages_now and not after.is_unanswered
            return "taken" if told or before == after else "taken_quietly"
        if name == "assign":
            return "handed" if after.severity.pages_now else "handed_later"
        if name == "reopen":
            return "reopened" if after.is_untaken else "reopened_mine"
        return DONE_WORDS[name]

    def _phone(self, ref: Ref, name: str) -> str:
        """Of whom it is about, who is handed nothing of it."""
        about = self.desk.world.store.enrollment(ref) if name == "assign" else None
        return about.person.phone if about is not None else ""

    def _keep_note(self, ref: Ref, one: Escalation, asked: Mapping[str, str], *, by: str, clinic: Clinic) -> bool:
        """Typed, and another button of the card pressed. What cannot be kept stops no other act."""
        typed = {"note": asked.get("note", "")[:NOTE_CHARACTERS_MAX]}
        fact = escalation_acts.from_request("note", typed, one.escalation_id, by=by, clinic=clinic)
        if isinstance(fact, Wrong):
            return False
        return staff_acts.apply(self.desk.world, ref, fact, key=None, action="note", by=by) is Acted.DONE

    def _whose(self, one: Escalation, who: SignedIn, clinic: Clinic) -> str:
        """What she must be sure of who closes it: that nobody has it, or who does. Empty where it is hers, or waits in
        the inbox and is nobody's."""
        if one.is_grave_and_untaken:
            return NOBODYS
        me = self.desk.reader(who, clinic, self.desk.world.time.now()).me
        is_hers = one.state is not EscalationState.ACKNOWLEDGED or me & {one.acknowledged_by, one.assigned_to}
        return "" if is_hers else one.acknowledged_by or ""

    def _asks_whether(self, fact: Closed, one: Escalation, request: Request, who: SignedIn, whose: str) -> Answer:
        reader = self.desk.reader(who, self.desk.clinic(who), self.desk.world.time.now())
        about = self.desk.world.store.enrollment(self.desk.ref(request, who))
        said = heading(one, enrolled=about is not None and about.pathway is not None)
        return self.desk.show(
            "matter_close.html",
            request,
            who,
            "now",
            path=request.path,
            back=_back(request),
            here=request.value("page"),
            outcome=fact.outcome or "",
            sure=whose,
            holder=None if whose == NOBODYS else holder(one, reader),
            what=f"{SEVERITIES[one.severity]}: {said}",
        )

    def _asked_about(self, request: Request, who: SignedIn) -> Escalation | None:
        return self._found(self.desk.ref(request, who), request.names["escalation"])

    def _found(self, ref: Ref, escalation_id: str) -> Escalation | None:
        found = self.desk.world.store.escalations(ref)
        return next((one for one in found if one.escalation_id == escalation_id), None)

    def _shown(self, template: str, request: Request, who: SignedIn) -> Answer:
        inbox: list[Inbox] = self.desk.world.store.inbox(who.staff.clinic_id)
        frame = self.desk.frame(request, who, "now", inbox, undone(request))
        asked = request.query.get("page", "")
        number = int(asked) if _NUMBER.fullmatch(asked) else 1
        return self.desk.page(template, frame, part=part(inbox, self.desk.reader(who, frame.clinic, frame.at), number))


def _has(one: Escalation, by: str) -> bool:
    return one.state is EscalationState.ACKNOWLEDGED and one.acknowledged_by == by


def _did(before: Escalation, after: Escalation, by: str) -> bool:
    """Read from the record: something else that was due may have changed it as well."""
    return any(entry.author == by for entry in after.history if entry not in before.history)


def _page(request: Request) -> str:
    """The page it was done on, Now or hers, from its top: what is said there concerns no card of hers any more."""
    person = f"/console/people/{request.names['enrollment']}"
    return person if request.value("page") == person else "/console"


def _lacks(request: Request) -> str:
    """To the field of the card that is still to be filled in."""
    return f"{_page(request)}?matter={request.names['enrollment']}.{request.names['escalation']}#lacks"


def _back(request: Request, name: str = "") -> str:
    """To the page it was done on, Now or hers, and there to the card, so that the keyboard goes on from it; what was
    closed has no card, and is named to be opened again."""
    enrollment, escalation = request.names["enrollment"], request.names["escalation"]
    page = _page(request)
    if name == "close":
        return f"{page}?matter={enrollment}.{escalation}{'' if page == '/console' else '#matters'}"
    return f"{page}#m-{enrollment}-{escalation}"
