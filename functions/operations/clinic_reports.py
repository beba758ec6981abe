"""What a clinic may be told of its people together: counts over a period, the small ones hidden.

People are those enrolled in the period, escalations those of people opened in it. The only parts shown are parts of
one whole each, and none can be chosen: a report of one track beside a report of all would tell by subtraction what
either hides. Two periods that differ by a day might too, so periods are whole weeks, from a Monday to a Sunday.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from functions.operations.enrollment_fields import Problem
from functions.operations.small_cells import PEOPLE_MIN, Cell, cells, total
from functions.operations.world import World
from functions.sights import NOTHING, Over, Row
from messages.severity import Severity
from schedules.calendar import at_local, local_date
from schedules.clinic import Clinic
from schedules.escalation import Escalation
from schedules.listing import Listed, week_since

PERIOD_DAYS_MAX = 371
"""53 weeks."""
DAYS_IN_WEEK = 7
READ_AT_ONCE = 200
PEOPLE_READ_MAX = 20_000
PERCENTILE = 0.95
ENDED_UNSAID, OPEN = "closed", "open"
"""Of a matter that was closed without a word of how, and of one that is open still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Local days of the clinic, both of them in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Check-ins asked in a week after the first date. `share` of those asked, hidden with either of its parts."""

    week: int
    asked: Cell
    answered: Cell
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """From opening to somebody taking it, of what pages. None where too few people are behind it."""

    taken: Cell
    median_seconds: int | None
    ninety_fifth_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`is_cut`: more people were enrolled in the period than are read for a report; the latest stand in it."""

    period: Period
    enrolled: Cell
    by_track: tuple[Cell, ...]
    by_language: tuple[Cell, ...]
    sent: Cell
    delivered: Cell
    delivered_share: float | None
    replied: tuple[Cell, ...]
    reached: tuple[Cell, ...]
    check_ins: tuple[Week, ...]
    left: tuple[Cell, ...]  # by week, and those who stayed
    waits: Waits
    escalations: tuple[Cell, ...]  # severity and how it ended, as one whole
    is_cut: bool


def whole_weeks(around: date, weeks: int) -> Period:
    """The last so many whole weeks before a day's own."""
    monday = around - timedelta(days=around.weekday())
    return Period(first=monday - timedelta(weeks=weeks), last=monday - timedelta(days=1))


def problem_of(period: Period) -> Problem | None:
    """None: a report can be made of it."""
    days = (period.last - period.first).days + 1
    if days < 1:
        return Problem(
            field="period", problem="ends before it begins", mend="choose a last week that is not before the first"
        )
    if period.first.weekday() or days % DAYS_IN_WEEK or days < DAYS_IN_WEEK:
        mend = "begin it on a Monday and end it on a Sunday: days more or less would point at single people"
        return Problem(field="period", problem="is not made of whole weeks", mend=mend)
    if days > PERIOD_DAYS_MAX:
        return Problem(field="period", problem="is longer than a year", mend="ask for parts of it")
    return None


def report(world: World, clinic: Clinic, period: Period) -> Report | Problem:
    problem = problem_of(period)
    if problem is not None:
        return problem
    if period.last >= local_date(world.time.now(), clinic.zone):
        mend = "end it with last week: day by day, a week that goes on would point at single people"
        return Problem(field="period", problem="is not over yet", mend=mend)
    since = at_local(period.first, time.min, clinic.zone)
    until = at_local(period.last + timedelta(days=1), time.min, clinic.zone)
    rows, is_cut = _enrolled(world, clinic.clinic_id, since, until)
    matters = _matters(world, clinic.clinic_id, since, until)
    people, counted = len(rows), sum((row.counts for row in rows), NOTHING)
    listed = [row.listed for row in rows]
    left = {one.enrollment_id for one in listed if one.left_at is not None}
    delivered = total("delivered", counted.delivered, people)
    sent = total("sent", counted.sent, people)
    return Report(
        period=period,
        enrolled=total("enrolled", people),
        by_track=cells(_counted(one.pathway or "none" for one in listed)),
        by_language=cells(_counted(one.language.value for one in listed)),
        sent=sent,
        delivered=delivered,
        delivered_share=_share(delivered, sent),
        replied=_parts("replied", "not yet", sum(row.counts.replies > 0 for row in rows), people),
        reached=_parts("undeliverable", "reached", sum(one.unreachable for one in listed), people),
        check_ins=tuple(_weeks(listed)),
        left=cells(_counted(map(partial(_week_left, zone=clinic.zone), listed))) if left else (),
        waits=_waits(matters),
        escalations=_by_ending(matters),
        is_cut=is_cut,
    )


def _enrolled(world: World, clinic_id: str, since: datetime, until: datetime) -> tuple[list[Row], bool]:
    """The list has those enrolled last first, so the reading ends with the period."""
    found: list[Row] = []
    after = ""
    for _ in range(PEOPLE_READ_MAX // READ_AT_ONCE):
        rows = world.store.people(clinic_id, after=after, limit=READ_AT_ONCE)
        found += [row for row in rows if since <= row.listed.enrolled_at < until]
        if len(rows) < READ_AT_ONCE or rows[-1].listed.enrolled_at < since:
            return found, False
        after = rows[-1].cursor
    return found, True


def _matters(world: World, clinic_id: str, since: datetime, until: datetime) -> list[tuple[Escalation, str]]:
    """Closed and open, each with whose it is; one of an older release counts as nobody else's. A test of the ladder
    and what concerns somebody on call are no care of anybody's."""
    over: list[Over] = world.store.closed(clinic_id, since=since, until=until)
    closed = [(one.escalation, one.enrollment_id or one.escalation.escalation_id) for one in over]
    still = [
        (one.escalation, one.ref.enrollment_id)
        for one in world.store.inbox(clinic_id)
        if since <= one.escalation.opened_at < until
    ]
    return [(one, whose) for one, whose in (*closed, *still) if not one.reason.is_of_nobody]


def _weeks(listed: Sequence[Listed]) -> Iterable[Week]:
    asked, answered, people = Counter[int](), Counter[int](), Counter[int]()
    for one in listed:
        for week in one.weeks:
            asked[week.week] += week.asked
            answered[week.week] += week.answered
            people[week.week] += 1
    for number in sorted(asked):
        whole = total("asked", asked[number], people[number])
        part, _ = _parts("answered", "silent", answered[number], asked[number])
        part = part if whole.count is not None else Cell(label="answered", count=None, shown=whole.shown)
        yield Week(week=number, asked=whole, answered=part, share=_share(part, whole))


def _parts(label: str, others: str, count: int, whole: int) -> tuple[Cell, ...]:
    """Two parts of a whole: either is known with the other."""
    return cells({label: count, others: whole - count})


def _week_left(one: Listed, *, zone: str) -> str:
    if one.left_at is None:
        return "stayed"
    on = one.left_at.astimezone(ZoneInfo(zone)).date()
    began = one.anchor_on or one.enrolled_at.astimezone(ZoneInfo(zone)).date()
    return f"week {week_since(began, on):02d}"


def _waits(matters: Iterable[tuple[Escalation, str]]) -> Waits:
    taken = [(one, whose) for one, whose in matters if one.severity.pages_now and one.acknowledged_at is not None]
    seconds = sorted(
        int((one.acknowledged_at - one.opened_at).total_seconds())
        for one, _ in taken
        if one.acknowledged_at is not None
    )
    people = len({whose for _, whose in taken})
    enough = people >= PEOPLE_MIN
    return Waits(
        taken=total("taken", len(taken), people),
        median_seconds=_at(seconds, 0.5) if enough else None,
        ninety_fifth_seconds=_at(seconds, PERCENTILE) if enough else None,
    )


def _at(ordered: Sequence[int], share: float) -> int:
    """The nearest rank: a wait that somebody really had."""
    return ordered[max(-(-len(ordered) * round(share * 100) // 100), 1) - 1]


def _by_ending(matters: Iterable[tuple[Escalation, str]]) -> tuple[Cell, ...]:
    counts: Counter[str] = Counter()
    people: dict[str, set[str]] = {}
    for one, whose in matters:
        label = f"{one.severity.value}: {_ending(one)}"
        counts[label] += 1
        people.setdefault(label, set()).add(whose)
    order = {severity.value: severity.rank for severity in Severity}
    labels = sorted(counts, key=lambda label: (order[label.partition(":")[0]], label))
    return cells({label: counts[label] for label in labels}, {label: len(people[label]) for label in labels})


def _ending(one: Escalation) -> str:
    if one.closed_at is None:
        return OPEN
    return one.outcome.value if one.outcome is not None else ENDED_UNSAID


def _counted(labels: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(labels).items()))


def _share(part: Cell, whole: Cell) -> float | None:
    return round(part.count / whole.count, 3) if part.count is not None and whole.count else None
