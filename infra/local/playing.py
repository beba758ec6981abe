"""Plays the script: moves time from one happening to the next and lets everybody answer what their phone shows."""

import heapq
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.ports import Ref, Store
from infra.local.clinic_api import ClinicApi
from infra.local.phone import Call, Direction, PhoneClient, Text
from infra.local.story import FIRST_MINUTES, NURSE_ZONE, Persona
from infra.local.time_machine import LocalTime
from messages.hearing.reading import Question
from schedules.pathways import pathway

STEPS_MAX = 1200
_CALLBACK = re.compile(r"/status/(?P<enrollment>[^/]+)/(?P<text>[^/?]+)")
_CODE = re.compile(r"\b[A-Z]\d[A-Z]\d\b")
IGNORED_PAGES = {2}
"""Which page, counted from 1, the first nurse sleeps through, so that it climbs."""
LEAD = "+12025550112"
Tell = Callable[[Text], None]


@dataclass(order=True, slots=True)
class Moment:
    at: datetime
    order: int
    act: Callable[[], None] = field(compare=False)


@dataclass(slots=True, kw_only=True)
class Play:
    local: LocalTime
    phone: PhoneClient
    store: Store
    api: ClinicApi
    sender: str
    people: Mapping[str, Persona]  # by enrollment id
    tell: Tell
    mention: Callable[[str, datetime, str], None]
    moments: list[Moment] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    asked: Counter[tuple[str, Question]] = field(default_factory=Counter)
    pages: int = 0
    round_planned: bool = False

    def run(self, until: datetime) -> None:
        for _ in range(STEPS_MAX):
            alarm = self.local.next_alarm()
            planned = self.moments[0].at if self.moments else None
            coming = min((at for at in (alarm, planned) if at is not None), default=None)
            if coming is None or coming > until:
                return
            self.local.move_to(coming)
            if planned is not None and planned <= coming:
                heapq.heappop(self.moments).act()
            self.local.tick()
            self.listen()

    def at(self, instant: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.moments, Moment(instant, len(self.seen) + len(self.moments), act))

    def writes(self, number: str, words: str) -> Callable[[], None]:
        def write() -> None:
            self.phone.send(number, self.sender, words)

        return write

    def listen(self) -> None:
        """Everybody looks at their phone."""
        for text in self.phone.record():
            if text.sid in self.seen or (text.direction is not Direction.INBOUND and text.received_at is None):
                continue
            self.seen.add(text.sid)
            self.tell(text)
            if text.direction is not Direction.INBOUND:
                self._react(text)
        for call in self.phone.calls():
            if call.status.is_final and call.sid not in self.seen:
                self.seen.add(call.sid)
                self.mention(self._label(call.to), call.at, f"the phone rings: {in_words(call)}")
        if not self.round_planned and self.api.inbox():
            self._plan_round()

    def _label(self, number: str) -> str:
        return next((one.label for one in self.phone.handsets_now() if one.number == number), "On call")

    def _react(self, text: Text) -> None:
        enrollment, text_id = ids_of(text)
        persona = self.people.get(enrollment)
        if persona is None or text.to != persona.number:
            self._nurse_reacts(text)
            return
        words = self._answer(enrollment, persona, text_id)
        if words is not None:
            self.at(self.local.now() + timedelta(minutes=FIRST_MINUTES), self.writes(persona.number, words))

    def _answer(self, enrollment: str, persona: Persona, text_id: str) -> str | None:
        if text_id == "t-welcome":
            return persona.thanks
        question = self._question(enrollment, text_id)
        if question is None:
            return None
        planned = persona.answers.get(question, (None,))
        number = self.asked[enrollment, question]
        self.asked[enrollment, question] += 1
        return planned[min(number, len(planned) - 1)]

    def _question(self, enrollment: str, text_id: str) -> Question | None:
        """The question a text puts: its touchpoint's, or the second item that follows the first."""
        ref = Ref(clinic_id=self.api.clinic_id, enrollment_id=enrollment)
        text, state = self.store.text(ref, text_id), self.store.enrollment(ref)
        if text is None or state is None or state.pathway is None or state.pathway_version is None:
            return None
        if text.message == "check.phq_down":
            return Question.PHQ_DOWN
        touchpoint = pathway(state.pathway, state.pathway_version).touchpoint(text.touchpoint or "")
        return touchpoint.check_in.question if touchpoint and touchpoint.check_in else None

    def _nurse_reacts(self, text: Text) -> None:
        code = _CODE.search(text.body)
        _, text_id = ids_of(text)
        if code is None or not text_id.startswith("p-"):
            return
        first = text_id.split("-")[-2] == "0"
        self.pages += first
        if first and self.pages in IGNORED_PAGES:
            return
        now = self.local.now()
        self.at(now + timedelta(minutes=2), self.writes(text.to, code[0]))
        self.at(now + timedelta(hours=2), self.writes(text.to, f"{code[0]} done"))

    def _plan_round(self) -> None:
        """The next clinic morning somebody goes through the inbox."""
        zone = ZoneInfo(NURSE_ZONE)
        day = self.local.now().astimezone(zone).date() + timedelta(days=1)
        while day.weekday() > 4:  # noqa: PLR2004 - Saturday and Sunday
            day += timedelta(days=1)
        self.round_planned = True
        self.at(datetime.combine(day, time(9, 40), tzinfo=zone).astimezone(UTC), self._go_round)

    def _go_round(self) -> None:
        self.round_planned = False
        for one in self.api.inbox():
            if one["severity"] != "soon":
                continue
            self.api.on_escalation(one["enrollment_id"], one["escalation_id"], "acknowledge")
            self.api.on_escalation(one["enrollment_id"], one["escalation_id"], "resolve")
            persona = self.people.get(one["enrollment_id"])
            who = persona.label if persona else "somebody not enrolled"
            self.mention(who, self.local.now(), f"the clinic looked after an inbox matter: {one['reason']}")


def in_words(call: Call) -> str:
    if call.answered_by is None:
        return "nobody answers"
    pressed = f"pressed {call.pressed[-1]}" if call.pressed else "no key pressed"
    return f"answered, {pressed}"


def ids_of(text: Text | Call) -> tuple[str, str]:
    """Enrollment and text id from the address where its fate was to be reported."""
    match = _CALLBACK.search(text.status_callback or "")
    return (match["enrollment"], match["text"]) if match else ("", "")
