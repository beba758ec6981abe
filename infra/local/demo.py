"""The demonstration: three people, twelve weeks, every reply they send, in under three minutes; then the counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from functions.ports import Ref
from infra.local.cloud import ROOT
from infra.local.counting import Counts, count, read_book
from infra.local.house import SENDER, House, house
from infra.local.phone import Answering, Handset, HandsetKind
from infra.local.playing import LEAD, Play
from infra.local.story import NURSE_ZONE, WEEKS, Persona, people
from infra.local.telling import Teller

RESULT = ROOT / "build" / "demo.json"
AFTERMATH = timedelta(days=6)
"""Long enough after the last text for its answer, its window and the inbox round after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """Something the demonstration promises and the counts do not show."""

    words: str


def demonstrate(console: Console, *, result: Path = RESULT) -> list[Failing]:
    """Plays everything and writes the counts; what it returns should be empty."""
    with house(say=lambda words: console.print(words, style="dim")) as home:
        play, teller = begin(home, console)
        play.run(home.local.now() + timedelta(weeks=WEEKS) + AFTERMATH)
        counts = tally(home, play)
        left = [one for one in play.people if _has_left(home, one)]
    counts.write(result)
    teller.sums(counts)
    return list(_failing(counts, [play.people[one] for one in left]))


def monday_before_a_clock_change(now: datetime) -> datetime:
    """10:30 at the clinic on the Monday before the next spring clock change: the story crosses it."""
    zone = ZoneInfo(NURSE_ZONE)
    day = now.astimezone(zone).date() + timedelta(days=1)
    while True:
        week = datetime.combine(day, time(10, 30), tzinfo=zone)
        later = datetime.combine(day + timedelta(days=7), time(10, 30), tzinfo=zone)
        if day.weekday() == 0 and (later.utcoffset() or timedelta()) > (week.utcoffset() or timedelta()):
            return week.astimezone(UTC)
        day += timedelta(days=1)


def begin(home: House, console: Console) -> tuple[Play, Teller]:
    """Moves to the first Monday, enrolls everybody and plans what they will say."""
    home.local.move_to(monday_before_a_clock_change(home.local.now()))
    staff = [
        Handset(number=one.phone, label=f"On call: {one.contact_id}", zone=NURSE_ZONE, kind=HandsetKind.STAFF)
        for one in home.clinic.ladder
    ]
    patients = [Handset(number=one.number, label=one.label, zone=one.zone, language=one.language) for one in people()]
    home.phone.handsets([*patients, *staff])
    before = home.phone.behavior_now()
    home.phone.behavior(replace(before, answering=Answering.NO_ANSWER, answers={LEAD: Answering.PRESSES_1}))
    teller = Teller(console=console, handsets={one.number: one for one in [*patients, *staff]})
    enrolled: dict[str, Persona] = {}
    for persona in people():
        now = home.local.now()
        made = home.api.enroll(persona.form(now), request_key=f"demo-{persona.number}")
        enrolled[made["enrollment_id"]] = persona
        teller.mention(persona.label, now, f"enrolled by the clinic, pathway {made['pathway']}")
    play = Play(
        local=home.local,
        phone=home.phone,
        store=home.store,
        api=home.api,
        sender=SENDER,
        people=enrolled,
        tell=teller.text,
        mention=teller.mention,
    )
    for persona in enrolled.values():
        today = home.local.now().astimezone(ZoneInfo(persona.zone)).date()
        for at, words in persona.moments(today):
            play.at(at.astimezone(UTC), play.writes(persona.number, words))
    home.phone.wait_quiet()
    play.listen()
    return play, teller


def _has_left(home: House, enrollment_id: str) -> bool:
    found = home.store.enrollment(Ref(clinic_id=home.clinic.clinic_id, enrollment_id=enrollment_id))
    return found is not None and found.left_at is not None


def tally(home: House, play: Play) -> Counts:
    """The counts of a play, while its house still stands."""
    refs = [Ref(clinic_id=home.clinic.clinic_id, enrollment_id=one) for one in play.people]
    record = home.phone.record()
    return count(
        book=read_book(home.store, refs, record),
        record=record,
        people=len(play.people),
        weeks=WEEKS,
        log_lines=home.log_lines(),
        calls=home.phone.calls(),
    )


def _failing(counts: Counts, left: list[Persona]) -> Iterator[Failing]:
    if counts.lost or counts.duplicated:
        yield Failing(words=f"{counts.lost} texts lost and {counts.duplicated} duplicated; both must be 0")
    if counts.log_leaks or not counts.log_lines:
        yield Failing(words=f"{counts.log_leaks} of {counts.log_lines} log lines show a number or words; none may")
    if [one.label for one in left] != ["Dana (waiting)"]:
        yield Failing(words=f"opted out: {[one.label for one in left]}; only Dana asked for it")
    if counts.escalations_acknowledged != counts.escalations_opened:
        yield Failing(words=f"{counts.escalations_opened} escalations, {counts.escalations_acknowledged} acknowledged")
