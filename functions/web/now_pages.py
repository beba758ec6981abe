"""Now: what is open, by itself up to date, taken with one tap."""

from dataclasses import dataclass
from functools import partial

from functions.operations import escalation_acts, staff_acts
from functions.operations.acting import Acted
from functions.operations.sessions import SignedIn
from functions.operations.staff_acts import Wrong
from functions.ports import Inbox, Ref
from functions.roles import Permission
from functions.screens.now import matters
from functions.web.desk import Desk, done, undone
from functions.web.exchange import Answer, Request
from functions.web.routes import Guarded, Route
from functions.web.views import message

DONE_WORDS = {
    "acknowledge": "taken",
    "note": "noted",
    "assign": "handed",
    "release": "released",
    "close": "closed",
}
MATTER = "/console/matters/{enrollment}/{escalation}"


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = NowPages(desk)
    read, act = partial(Guarded, needs=Permission.READ), partial(Guarded, needs=Permission.ACT)
    return (
        read(method="GET", pattern="/console", run=pages.now),
        read(method="GET", pattern="/console/now/list", run=pages.listed, keeps_awake=False),
        read(method="GET", pattern="/console/beat", run=pages.beat, keeps_awake=False),
        *(act(method="POST", pattern=f"{MATTER}/{name}", run=partial(pages.act, name)) for name in DONE_WORDS),
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
        """Taken, noted, handed on, released or closed; then back to the page it was done on."""
        ref, escalation_id = self.desk.ref(request, who), request.names["escalation"]
        if not self._is_known(ref, escalation_id):
            return message("missing", status=404)
        by, asked = who.staff.staff_id, {key: value for key, value in request.fields if value}
        fact = escalation_acts.from_request(name, asked, escalation_id, by=by, clinic=self.desk.clinic(who))
        if isinstance(fact, Wrong):
            return done(_back(request), "unmended", request=request)
        acted = staff_acts.apply(self.desk.world, ref, fact, key=None, action=name, by=by)
        return done(_back(request), DONE_WORDS[name] if acted is Acted.DONE else "taken_already", request=request)

    def _is_known(self, ref: Ref, escalation_id: str) -> bool:
        return any(one.escalation_id == escalation_id for one in self.desk.world.store.escalations(ref))

    def _shown(self, template: str, request: Request, who: SignedIn) -> Answer:
        inbox: list[Inbox] = self.desk.world.store.inbox(who.staff.clinic_id)
        frame = self.desk.frame(request, who, "now", inbox, undone(request))
        names = self.desk.names(who.staff.clinic_id)
        grave, later = matters(inbox, frame.clinic, frame.at, names)
        return self.desk.page(template, frame, grave=grave, later=later)


def _back(request: Request) -> str:
    """To the page it was done on: Now, or hers."""
    person = f"/console/people/{request.names['enrollment']}"
    return f"{person}#matters" if request.value("page") == person else "/console"
