"""What a world comes to when it has healed: every text, reply and cry for help accounted for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.ports import Ref
from infra.simulation.claims import Claim
from infra.simulation.climbing import is_overdue
from infra.simulation.forgetting import still_kept
from infra.simulation.outcomes import undecided
from infra.simulation.people import Said, Woman
from infra.simulation.world import RAGES, WEEKS, Simulated
from schedules.enrollment import Enrollment, Status
from schedules.escalation import EscalationState
from schedules.text import Channel, Direction, Purpose, Text, TextState

LEAP_DAY = (2, 29)
PAGED_WITHIN = timedelta(minutes=20)
"""Of being on record: a page is then on some phone, whatever went wrong."""
_HANDED_OVER = frozenset({TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED, TextState.UNDELIVERED})
_OPEN = frozenset({TextState.SENDING, TextState.UNKNOWN})


@dataclass(slots=True)
class Counts:
    """`bad` is what must be empty: by law, how often it was broken."""

    journeys: int = 0
    weeks: int = 0
    due: int = 0
    sent: int = 0  # to the women; what went to staff is in `pages`
    withheld: Counter[str] = field(default_factory=Counter)
    gave_up: int = 0  # refused for good, out of date, or tried as often as may be: on record, and no secret
    repeated_in_vain: int = 0  # grave texts sent again while the provider could not be asked
    replies: int = 0
    pages: int = 0
    commits: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    lived: Counter[str] = field(default_factory=Counter)  # what people did, and what befell them

    def add(self, other: "Counts") -> None:
        for name in ("journeys", "weeks", "due", "sent", "gave_up", "repeated_in_vain", "replies", "pages", "commits"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.withheld += other.withheld
        self.bad += other.bad
        self.faults += other.faults
        self.lived += other.lived

    def as_tree(self) -> dict[str, Any]:
        """Every bad count is named, zero or not."""
        bad = {name: self.bad[name] for name in sorted({*BAD, *self.bad})}
        return {
            "journeys": self.journeys,
            "weeks": self.weeks,
            "texts_due": self.due,
            "sent": self.sent,
            "withheld": dict(sorted(self.withheld.items())),
            "gave_up": self.gave_up,
            "repeated_in_vain": self.repeated_in_vain,
            "replies": self.replies,
            "pages": self.pages,
            "commits": self.commits,
            **bad,
            "lived": dict(sorted(self.lived.items())),
            "faults": dict(sorted(self.faults.items())),
        }


BAD = (
    *("lost", "duplicated", "after_stop", "quiet_hours", "wrong_person", "unanswered", "dangerous_unpaged"),
    *("unknown_left", "out_of_date", "two_a_day", "state_backwards", "version_moved", "unescalated", "tenant_crossed"),
    *("log_leak", "uncommitted", "no_consent", "claimed_twice", "version_skipped", "stuck", "queues_left"),
    *("taken_by_nobody", "page_leak", "unsent", "undecided", "danger_unanswered", "rung_late", "doubt_forgotten"),
    *("hold_broken", "indiscreet", "wrong_language", "taken_untold", "over_grave", "cover_ignored", "stop_unseen"),
    *("after_erasing", "not_erased", "mark_acts", "mark_lost", "taken_unheard", "not_as_asked", "return_unheard"),
    *("dispatch_late", "too_early", "unwanted", "after_switch", "promised_in_vain", "left_unasked", "clock_unset"),
    *("withheld_in_vain", "too_often"),
)
"""What each count of `Counts.bad` is called; none of them may ever be more than zero."""


def reckon(whole: Simulated) -> Counts:
    """Judges the healed world; what is wrong joins what the laws found on the way."""
    for her in whole.cast.women:
        if her.ref is not None and her.ref not in whole.laws.forgets.ever:
            _her_texts(whole, her.ref)
            _her_calendar(whole, her, whole.table.peek(her.ref))
    for said in whole.cast.said:
        _reply(whole, said)
    _forgotten(whole)
    _marks(whole)
    whole.laws.judged(whole.laws.reach.untold(whole.cast.said, whole.clinics, whole.laws.standing))
    for clinic in whole.clinics.values():
        for row in whole.table.peek_inbox(clinic.clinic_id):
            one = row.escalation
            untaken = one.severity.pages_now and one.state is EscalationState.OPEN and one.rung <= len(clinic.ladder)
            if untaken and (one.next_page_at is None or one.next_page_at < whole.engine.at - PAGED_WITHIN):
                whole.laws.broken("dangerous_unpaged", f"{one.escalation_id} stopped climbing")
    if whole.queues.waiting or whole.queues.dead_events:
        whole.laws.broken("queues_left", f"{whole.queues.waiting} waiting, {whole.queues.dead_events} dead")
    return _counted(whole)


def _forgotten(whole: Simulated) -> None:
    laws = whole.laws
    for ref, one in laws.forgets.ever.items():
        if ref not in laws.forgets.ended:
            laws.broken("not_erased", f"{ref.enrollment_id} began to be erased and never was")
            continue
        hers = (said for said in whole.cast.said if laws.replies.heard_by.get(said.sid) == ref)
        gone = [said for said in hers if laws.replies.heard_at[said.sid] <= one.at]
        laws.judged(still_kept(whole.table, one, gone, laws.replies.heard_at))


def _marks(whole: Simulated) -> None:
    for (ref, text_id), label in whole.laws.marks.items():
        text = whole.table.peek_text(ref, text_id)
        is_kept = text is not None and text.marked is not None and text.marked.value == label
        if not is_kept and ref not in whole.laws.forgets.ever:
            whole.laws.broken("mark_lost", f"{text_id} was marked {label}, and is not")


def _her_texts(whole: Simulated, ref: Ref) -> None:
    for text in whole.table.peek_texts(ref):
        if text.direction is Direction.IN:
            continue
        claim = whole.laws.claims.get((ref, text.text_id))
        if text.state in _OPEN:
            whole.laws.broken("unknown_left", f"{text.text_id} of {ref.enrollment_id} is {text.state.value}")
        elif text.state in _HANDED_OVER and (claim is None or not _has_its_words(whole, claim)):
            whole.laws.broken("lost", f"{text.text_id} is {text.state.value} and no phone has it")
        elif text.state is TextState.REJECTED and _is_lost(text, whole, ref):
            whole.laws.broken("lost", f"{text.text_id} was given up and nobody is told")


def _has_its_words(whole: Simulated, claim: Claim) -> bool:
    """Of two texts in the very same words minutes apart one may stand for both: the phone has what it should say."""
    if claim.text.channel is Channel.EMAIL:
        return bool(whole.laws.letters.left[claim.to, claim.text.body])
    return any(at >= claim.at for at in claim.twins.carried)


def _is_lost(text: Text, whole: Simulated, ref: Ref) -> bool:
    """An answer to danger that could not be sent: then a person must have been told to phone her."""
    if text.purpose is not Purpose.SAFETY or text.error is not None:
        return False
    tells = (f"p-e-unreached-{text.text_id}", f"more-unreached-{text.text_id}")
    left = whole.table.peek(ref).left_at is not None
    question = text.text_id.endswith("-doubt")
    return not (left or question or any(mark in key[1] for key in whole.laws.claims for mark in tells if key[0] == ref))


def _her_calendar(whole: Simulated, her: Woman, enrollment: Enrollment) -> None:
    """Nothing that was due is undecided, and the clock of whoever goes on still ticks."""
    late = enrollment.wake_at is not None and enrollment.wake_at < whole.engine.at - timedelta(hours=1)
    if late:
        whole.laws.broken("stuck", f"{enrollment.enrollment_id} should have woken at {enrollment.wake_at}")
    if enrollment.status is Status.ACTIVE and enrollment.wake_at is None:
        whole.laws.broken("stuck", f"{enrollment.enrollment_id} of {her.form['loss']} will never wake again")
    clinic = whole.clinics[enrollment.clinic_id]
    ref = Ref(clinic_id=enrollment.clinic_id, enrollment_id=enrollment.enrollment_id)
    whole.laws.judged(undecided(enrollment, whole.table.peek_texts(ref), whole.engine.at))
    whole.laws.judged(whole.laws.withholds.caught_up(ref, enrollment, whole.engine.at))
    whole.laws.judged(whole.laws.climbs.untold(ref, enrollment, clinic, whole.engine.at))
    if is_overdue(enrollment.doubt, whole.engine.at - PAGED_WITHIN):
        whole.laws.broken("doubt_forgotten", f"{enrollment.enrollment_id} was asked and nobody was paged")
    late_ones = [one for one in enrollment.in_flight if one.first_claimed_at < whole.engine.at - PAGED_WITHIN]
    if late_ones:
        whole.laws.broken("unknown_left", f"{enrollment.enrollment_id} still has {len(late_ones)} in flight")


def _reply(whole: Simulated, one: Said) -> None:
    was_erased = whole.laws.replies.heard_by.get(one.sid) in whole.laws.forgets.ever
    if not was_erased and not whole.table.peek_fact(one.clinic_id, one.sid):
        whole.laws.broken("lost", f"the reply {one.sid[-6:]} ({one.kind}) is not on record")
        return
    if one.is_by_staff or (one.sid in whole.laws.replies.by_staff and one.kind != "danger"):
        return
    if not whole.laws.replies.answered.get(one.sid, False):
        whole.laws.broken("unanswered", f"nothing came of {one.sid[-6:]} ({one.kind})")
    stopped = one.sid in whole.laws.replies.stopped or _came_back(whole, one)
    if one.kind == "stop" and not stopped and not _was_misread(whole, one):
        whole.laws.broken("after_stop", f"{one.sid[-6:]} asked us to stop and was not heard")
    alone = whole.laws.standing.is_alone(whole.clinics[one.clinic_id], one.number)
    if one.kind == "danger" and not alone and not _was_misread(whole, one) and not _is_paged(whole, one):
        whole.laws.broken("dangerous_unpaged", f"{one.sid[-6:]} reached nobody on call")


def _came_back(whole: Simulated, stop: Said) -> bool:
    """She wrote later that she wants texts again: a stop that is heard only then counts no more."""
    heard = ((one.clinic_id, one.number, one.kind) for one in whole.cast.said if one.at > stop.at)
    return (stop.clinic_id, stop.number, "start") in heard


def _was_misread(whole: Simulated, one: Said) -> bool:
    """Understanding failed, as a fault: then a person finds it in the inbox, which `unanswered` sees to. Beside a code
    only her own words are read."""
    at = whole.laws.replies.heard_at[one.sid]
    return any(body in one.body and abs(failed - at) < timedelta(minutes=1) for body, failed in whole.laws.misread)


def _is_paged(whole: Simulated, one: Said) -> bool:
    """Some phone on call got a page about her after she wrote, within the bound of its being on record."""
    ref = whole.laws.replies.heard_by.get(one.sid)
    if ref is None:
        return False
    record = whole.laws.replies.heard_at[one.sid]
    healed = whole.began + RAGES
    bound = max(record + PAGED_WITHIN, min(healed, record + timedelta(hours=3)) + PAGED_WITHIN)
    erased = whole.laws.forgets.ever.get(ref)
    if erased is not None and record <= erased.at < bound:  # somebody wanted it although it was not over
        return True
    return any(one.at <= at <= bound for at in whole.laws.paged_at.get(ref, ()))


def _counted(whole: Simulated) -> Counts:
    claims = whole.laws.claims.values()
    planned = [claim for claim in claims if claim.text.touchpoint is not None]
    withheld: Counter[str] = Counter()
    gave_up = undecided = 0
    begun = [her for her in whole.cast.women if her.ref is not None]
    for her in begun:
        for text in whole.table.peek_texts(her.ref) if her.ref else ():
            withheld[text.withheld.value if text.withheld else ""] += text.state is TextState.WITHHELD
            undecided += text.state is TextState.WITHHELD and (her.ref, text.text_id) not in whole.laws.claims
            gave_up += text.state is TextState.REJECTED
    withheld = +withheld
    for her in begun:
        whole.engine.lived.update(_odd(whole, her))
    return Counts(
        journeys=len(begun),
        weeks=sum(min((whole.engine.at - her.began) // timedelta(weeks=1), WEEKS) for her in begun),
        due=len(planned) + undecided,
        sent=sum(bool(claim.twins.carried) for claim in claims if claim.text.contact_id is None),
        withheld=withheld,
        gave_up=gave_up,
        repeated_in_vain=whole.laws.carrying.repeated_in_vain,
        replies=sum(not one.is_by_staff for one in whole.cast.said),
        pages=sum(len(times) for times in whole.laws.paged_at.values()),
        commits=whole.laws.commits,
        bad=Counter(one.law for one in whole.laws.found),
        faults=Counter(whole.engine.faults),
        lived=Counter(whole.engine.lived),
    )


def _odd(whole: Simulated, her: Woman) -> Iterator[str]:
    """What is odd about the days of these weeks where she lives."""
    zone = ZoneInfo(her.zone)
    days = [whole.began + timedelta(days=number) for number in range((whole.engine.at - whole.began).days)]
    offsets = {day.astimezone(zone).utcoffset() for day in days}
    if len(offsets) > 1:
        yield "clocks_changed"
    if any((offset or timedelta()) % timedelta(hours=1) for offset in offsets):
        yield "odd_offset"
    if any((day.month, day.day) == LEAP_DAY for day in days):
        yield "leap_day"
