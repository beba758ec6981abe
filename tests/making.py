"""Builders for tests: a clinic, a person, a short pathway, and a catalogue whose words are its keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from messages.catalogue import Catalogue, Entry
from messages.hearing.reading import Answer, Intent, Reading, Sign
from messages.language import Language
from messages.resources import lines
from messages.severity import gravest
from schedules.clinic import Clinic, Contact
from schedules.decide import decide
from schedules.decision import Decision, Program
from schedules.enrollment import Consent, Enrollment, Person, Status
from schedules.facts import Enrolled, Fact, ReplyReceived, SendAnswered, Woke
from schedules.pathways import Clock, Pathway, parse
from schedules.text import Direction, Text, TextState

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""10:00 in New York, before the clocks change on 8 March."""
NEW_YORK = "America/New_York"


class _EchoEntries(Mapping[tuple[str, Language], Entry]):
    def __getitem__(self, key: tuple[str, Language]) -> Entry:
        return Entry(key=key[0], language=key[1], text=key[0], review="draft")

    def __iter__(self) -> Iterator[tuple[str, Language]]:
        return iter(())

    def __len__(self) -> int:
        return 0


def echo_catalogue() -> Catalogue:
    """Every message says its own key, so that a test reads which message was sent."""
    return Catalogue(contracts={}, entries=_EchoEntries())


def clinic(**changes: Any) -> Clinic:
    made = Clinic(
        clinic_id="north",
        name="North Clinic",
        country="us",
        zone=NEW_YORK,
        phone="202-555-0100",
        after_hours_phone="202-555-0101",
        messaging_service="MG" + "0" * 32,
        ladder=(
            Contact(contact_id="ana", phone="+12025550111"),
            Contact(contact_id="ben", phone="+12025550112"),
        ),
    )
    return replace(made, **changes)


def touchpoint(key: str, day: int, **more: Any) -> dict[str, Any]:
    row = {"key": key, "message": key, "clock": "tablets", "day": day, "at": time(10), "expires_after_hours": 48}
    return {**row, **more}


def check_in(question: str, **more: Any) -> dict[str, Any]:
    row = {"question": question, "nudge": f"nudge.{question}", "nudge_after_hours": 24, "window_hours": 72}
    return {**row, "silence": "list", **more}


def pathway(*touchpoints: dict[str, Any], clocks: tuple[str, ...] = ("tablets",), **more: Any) -> Pathway:
    return parse(
        {"key": "early-medication", "version": 1, "clocks": list(clocks), "touchpoint": list(touchpoints), **more}
    )


def program(*touchpoints: dict[str, Any], of: Clinic | None = None, **more: Any) -> Program:
    return Program(
        pathway=pathway(*touchpoints, **more), clinic=of or clinic(), catalogue=echo_catalogue(), lines=lines("us")
    )


def enrollment(at: datetime = MONDAY, **changes: Any) -> Enrollment:
    made = Enrollment(
        clinic_id="north",
        enrollment_id="e0001",
        version=0,
        status=Status.ACTIVE,
        person=Person(phone="+12025550143", language=Language.ENGLISH, zone=NEW_YORK),
        enrolled_at=at,
        acted_at=at,
        pathway="early-medication",
        pathway_version=1,
        anchors={Clock.TABLETS: date(2026, 3, 2)},
        consent=Consent(
            method="staff", wording="consent-1", collected_by="ana", given_at=at - timedelta(hours=1), safe_phone=True
        ),
    )
    return replace(made, **changes)


def reading(
    *signs: Sign, intent: Intent = Intent.OTHER, answer: Answer | None = None, leaving: bool = False, **more: Any
) -> Reading:
    severity = gravest([sign.severity for sign in signs if sign.severity])
    return Reading(intent=intent, severity=severity, signs=signs, answer=answer, leaving=leaving, **more)


def reply(read: Reading, sid: str = "SM1", **more: Any) -> ReplyReceived:
    return ReplyReceived(sid=sid, body="words", reading=read, **more)


@dataclass(slots=True)
class Life:
    """One enrollment lived through facts, with a provider that accepts everything."""

    program: Program
    enrollment: Enrollment
    now: datetime
    texts: list[Text]
    last: Decision | None = None

    def happens(self, fact: Fact, *, after: timedelta = timedelta()) -> Decision:
        self.now += after
        decision = decide(self.program, self.enrollment, fact, self.now)
        self.enrollment, self.last = decision.enrollment, decision
        self.texts += decision.texts
        for text in decision.texts:
            if text.state is TextState.SENDING:
                accepted = SendAnswered(text_id=text.text_id, sid=f"sid-{text.text_id}")
                self.enrollment = decide(self.program, self.enrollment, accepted, self.now).enrollment
        return decision

    def live_until(self, until: datetime) -> None:
        """Wakes whenever the alarm clock rings, up to and including `until`."""
        while self.enrollment.wake_at is not None and self.enrollment.wake_at <= until:
            self.now = max(self.now, self.enrollment.wake_at)
            self.happens(Woke())
        self.now = max(self.now, until)

    def sent(self, *, to_staff: bool = False) -> list[str]:
        """The messages that left, in order."""
        return [
            text.message or ""
            for text in self.texts
            if text.direction is Direction.OUT
            and text.state is TextState.SENDING
            and (text.contact_id is not None) is to_staff
        ]

    def withheld(self) -> dict[str, str]:
        return {
            text.touchpoint or "": text.withheld.value
            for text in self.texts
            if text.state is TextState.WITHHELD and text.withheld is not None
        }


def life(*touchpoints: dict[str, Any], at: datetime = MONDAY, of: Clinic | None = None, **more: Any) -> Life:
    """A life that has just begun: enrolled at `at`."""
    changes = more.pop("person", {})
    begun = Life(program=program(*touchpoints, of=of, **more), enrollment=enrollment(at, **changes), now=at, texts=[])
    begun.happens(Enrolled())
    return begun
