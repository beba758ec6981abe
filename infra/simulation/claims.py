"""Texts that were decided, and how often a phone got them: each once, and of the planned ones one a day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.ports import Ref
from infra.simulation.answering import Break
from schedules.enrollment import Enrollment
from schedules.text import Channel, Purpose, Text, TextState

WORKER = timedelta(seconds=150)
"""As long as a worker may live between deciding and handing over, and a little more."""
IN_VAIN = timedelta(minutes=3)
"""As long as we try to ask, at least, before a grave text goes again unasked."""
SAME_WORKER = timedelta(seconds=45)
"""From deciding, within which nobody else hands over what must arrive. Whoever does so later hands over what can be
read of it: a page does not wait for an answer that the table does not give out just now."""
UNNAMED = timedelta(seconds=20)
"""As long as a call's own callbacks have, at least, to name it before it is made again, since no list tells calls
apart: our 45 seconds from deciding, less what a slow worker takes to hand it over."""
NO_SUCH_NUMBER, STOPPED = 21211, 21610
REFUSED_FOR_GOOD = frozenset({NO_SUCH_NUMBER, STOPPED})
PATIENT_FOR = timedelta(minutes=45)
"""For so long, at least, we try to send a text of which the provider says nothing, or ask what became of it; half of
the time it may be under way, where that is less."""


@dataclass(slots=True)
class Twins:
    """Texts to one phone in the very same words."""

    claims: int = 0
    carried: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A text a commit decided to send, to which phone, and how she stood then."""

    text: Text
    at: datetime
    enrollment: Enrollment
    twins: Twins
    to: str
    carried: list[datetime] = field(default_factory=list)


@dataclass(slots=True)
class Carrying:
    """`repeated_in_vain`: grave texts that went again while nobody could tell whether they had arrived."""

    repeated_in_vain: int = 0
    attempted: set[tuple[Ref, str]] = field(default_factory=set)  # were handed over, whatever came of it
    _to_her: dict[tuple[Ref, int], list[str]] = field(default_factory=dict)  # answers to danger, by commit
    _twins: dict[tuple[str, str], Twins] = field(default_factory=dict)
    _settled: set[tuple[Ref, str]] = field(default_factory=set)
    _again: set[tuple[Ref, str]] = field(default_factory=set)
    _withheld: set[tuple[Ref, str]] = field(default_factory=set)
    _planned: dict[Ref, list[Claim]] = field(default_factory=dict)

    def decided(self, phone: str, text: Text) -> Twins:
        words = text.body if text.channel is Channel.SMS else text.text_id
        twins = self._twins.setdefault((phone, words), Twins())
        twins.claims += 1
        return twins

    def moved(self, ref: Ref, text: Text) -> None:
        if text.state.rank >= TextState.ACCEPTED.rank:
            self._settled.add((ref, text.text_id))
        if text.state is TextState.WITHHELD:
            self._withheld.add((ref, text.text_id))

    def claimed(self, ref: Ref, enrollment: Enrollment, text: Text) -> None:
        if text.purpose is Purpose.SAFETY and text.contact_id is None:
            self._to_her.setdefault((ref, enrollment.version), []).append(text.text_id)

    def after_her(self, ref: Ref, page: Claim, at: datetime) -> Iterator[Break]:
        """Whoever wrote of danger is answered first, and staff are paged then, by the worker that decided both."""
        texts = self._to_her.get((ref, page.enrollment.version), ())
        waits = [one for one in texts if (ref, one) not in self.attempted]
        if waits and at < page.enrollment.acted_at + SAME_WORKER:
            yield "danger_unanswered", f"{page.text.text_id} went out before {waits[0]} was handed over"

    def given_up(self, claim: Claim | None, text: Text, at: datetime) -> Iterator[Break]:
        """The provider says what it refuses for good. Everything else is tried again or asked about for a while, but
        for what must arrive: there a person is told instead."""
        if text.state is not TextState.REJECTED or text.error in REFUSED_FOR_GOOD or claim is None:
            return
        if not text.purpose.must_arrive and at < claim.at + min(PATIENT_FOR, claim.text.valid_for / 2):
            yield "lost", f"{text.text_id} was given up after {at - claim.at}"

    def decided_again(self, ref: Ref, before: Enrollment | None, after: Enrollment) -> None:
        """What is handed over once more while nobody can tell; that it is named before a slow worker does so comes too
        late."""
        attempts = {one.text_id: one.attempts for one in before.in_flight} if before else {}
        for one in after.in_flight:
            place = (ref, one.text_id)
            if one.attempts > attempts.get(one.text_id, one.attempts) and place not in self._settled:
                self._again.add(place)

    def once(self, ref: Ref, claim: Claim, to: str, at: datetime) -> Iterator[Break]:
        """A phone gets a text once; texts of one person in the very same words are counted together, since no provider
        can tell them apart. A grave one goes again when nobody could tell in time whether it arrived: rather twice than
        never. Whoever is on call and has another phone since gets there what went to the old one."""
        twins = claim.twins
        moved_on = to != claim.to
        excused = moved_on or self._is_in_vain(ref, claim, at) or _is_taken_for_another(claim)
        if claim.carried and claim.text.purpose.must_arrive and excused:
            self.repeated_in_vain += not moved_on
            twins.claims += 1
        elif claim.carried and len(twins.carried) >= twins.claims:
            yield "duplicated", f"{claim.text.text_id} arrived once more than it was decided"
            twins.claims += 1  # told once
        self._again.discard((ref, claim.text.text_id))
        claim.carried.append(at)
        twins.carried.append(at)

    def _is_in_vain(self, ref: Ref, claim: Claim, at: datetime) -> bool:
        """It was asked about for a while, and nothing on record says, or said when this was decided, that it came."""
        place = (ref, claim.text.text_id)
        patience = UNNAMED if claim.text.channel is Channel.CALL else IN_VAIN
        waited = claim.carried and at >= claim.carried[-1] + patience
        return bool(waited) and (place not in self._settled or place in self._again)

    def one_a_day(self, ref: Ref, claim: Claim) -> Iterator[Break]:
        """By the days where she is."""
        on = _day(claim, claim.enrollment)
        if self.planned_last(ref, claim.enrollment) == on:
            yield "two_a_day", f"{claim.text.text_id} is the second planned text of {on}"
        self._planned.setdefault(ref, []).append(claim)

    def planned_last(self, ref: Ref, enrollment: Enrollment) -> date | None:
        """The day, where she is, of her last planned text. What was withheld before it left is none."""
        sent = (
            one for one in self._planned.get(ref, ()) if one.carried or (ref, one.text.text_id) not in self._withheld
        )
        return max((_day(one, enrollment) for one in sent), default=None)


def _day(claim: Claim, enrollment: Enrollment) -> date:
    return claim.at.astimezone(ZoneInfo(enrollment.person.zone)).date()


def _is_taken_for_another(claim: Claim) -> bool:
    """What went again in vain is one copy more than there are texts in these words, and may be taken for any of them:
    then this one looks as if it had never arrived."""
    return len(claim.carried) > 1 and claim.twins.claims > len(claim.carried) + 1
