"""Her whole calendar before anything is done: week by week, in her clock and the clinic's."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.operations.previewing import Dated
from functions.screens import speaking
from functions.screens.conversation import WHY_WITHHELD
from schedules.clinic import Clinic
from schedules.text import Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    hers: str
    clinics: str
    body: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`not_sent`: what has passed or is not for her, with the reason."""

    summary: str
    drafts: str  # how many nobody signed, in words; empty when all are signed
    one_clock: bool
    weeks: tuple[Week, ...]
    not_sent: tuple[Day, ...]


def calendar(texts: Sequence[Dated], clinic: Clinic) -> Calendar:
    sent = [one for one in texts if one.withheld is None]
    numbers = sorted({one.week or 0 for one in sent})
    return Calendar(
        summary=_summary([one for one in sent if not one.only_if_silent]),
        drafts=_drafts(sent),
        one_clock=all(one.at_hers.replace(tzinfo=None) == one.at_clinic.replace(tzinfo=None) for one in texts),
        weeks=tuple(
            Week(name=f"Week {number + 1}", days=tuple(_day(one, clinic) for one in sent if (one.week or 0) == number))
            for number in numbers
        ),
        not_sent=tuple(_day(one, clinic) for one in texts if one.withheld is not None),
    )


def _summary(planned: list[Dated]) -> str:
    if not planned:
        return "No planned text is left to send. Whatever she writes is heard all the same."
    first, last = (speaking.day(one.at, str(one.at_hers.tzinfo)) for one in (planned[0], planned[-1]))
    texts, segments = len(planned), sum(one.segments for one in planned)
    return f"{texts} planned text{'' if texts == 1 else 's'}, from {first} to {last}, billed as {segments}."


def _drafts(sent: list[Dated]) -> str:
    signed = sum(one.is_signed for one in sent)
    if signed == len(sent):
        return ""
    whose = "These texts are drafts" if signed == 0 else "Some of these texts are drafts"
    return f"{whose}: {signed} of {len(sent)} are signed by a clinician."


def _day(one: Dated, clinic: Clinic) -> Day:
    hers, clinics = (_wall(one, str(at.tzinfo), clinic) for at in (one.at_hers, one.at_clinic))
    return Day(hers=hers, clinics=clinics, body=one.body, note=_note(one))


def _wall(one: Dated, zone: str, clinic: Clinic) -> str:
    return f"{speaking.day(one.at, zone)}, {speaking.clock(one.at, zone, clinic.country)}"


def _note(one: Dated) -> str:
    if one.withheld is not None:
        return WHY_WITHHELD[Withheld(one.withheld)] if one.withheld in set(Withheld) else one.withheld
    return "only if the question before stays unanswered" if one.only_if_silent else ""
