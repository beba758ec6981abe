"""One line of the clinic's list of people: what tells at a glance who may need somebody, and what reports count."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from messages.language import Language
from messages.severity import Severity, gravest
from schedules.enrollment import Enrollment, Outcome, Status
from schedules.pathways import CheckIn, Pathway, pathway

PHONE_DIGITS_SHOWN = 4
DAYS_IN_WEEK = 7
_ASKED = frozenset({Outcome.SENT, Outcome.ANSWERED, Outcome.SILENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Check-ins of one week after the anchor, 0 being the first."""

    week: int
    asked: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`silent` counts the check-ins since her last answer that nobody answered. `name` and `reference` are the
    clinic's own words for her; of her phone the last digits are enough."""

    enrollment_id: str
    name: str | None
    reference: str | None
    phone_ending: str
    language: Language
    pathway: str | None
    status: Status
    enrolled_at: datetime
    anchor_on: date | None
    paused_until: datetime | None
    left_at: datetime | None
    unreachable: bool
    silent: int
    last_reply_at: datetime | None
    open: Severity | None  # the gravest of what is open
    weeks: tuple[Week, ...]

    def week_on(self, today: date) -> int | None:
        """Weeks since the anchor, 0 being the first."""
        return None if self.anchor_on is None else week_since(self.anchor_on, today)


def week_since(anchor_on: date, day: date) -> int:
    return max((day - anchor_on).days, 0) // DAYS_IN_WEEK


def first_anchor(enrollment: Enrollment) -> date | None:
    """The date her weeks are counted from."""
    current = _pathway(enrollment)
    return enrollment.anchors.get(current.clocks[0]) if current else None


def listed(enrollment: Enrollment) -> Listed:
    person, chart, current = enrollment.person, enrollment.chart, _pathway(enrollment)
    return Listed(
        enrollment_id=enrollment.enrollment_id,
        name=chart.name,
        reference=chart.reference,
        phone_ending=person.phone[-PHONE_DIGITS_SHOWN:],
        language=person.language,
        pathway=enrollment.pathway,
        status=enrollment.status,
        enrolled_at=enrollment.enrolled_at,
        anchor_on=first_anchor(enrollment),
        paused_until=enrollment.paused_until,
        left_at=enrollment.left_at,
        unreachable=enrollment.unreachable,
        silent=_silent(enrollment, current),
        last_reply_at=enrollment.last_reply_at,
        open=gravest([one.severity for one in enrollment.escalations]),
        weeks=_weeks(enrollment, current),
    )


def may_differ(before: Enrollment, after: Enrollment) -> bool:
    """Cheap, and never False where `listed` differs: most commits touch nothing of it."""
    return bool(_listed_from(before) != _listed_from(after))


_listed_from = attrgetter(
    "status",
    "person",
    "chart",
    "pathway",
    "pathway_version",
    "anchors",
    "outcomes",
    "escalations",
    "left_at",
    "paused_until",
    "unreachable",
    "last_reply_at",
)


def _pathway(enrollment: Enrollment) -> Pathway | None:
    key, version = enrollment.pathway, enrollment.pathway_version
    return pathway(key, version) if key and version else None


def _silent(enrollment: Enrollment, current: Pathway | None) -> int:
    told = [outcome for _, _, outcome in _check_ins(enrollment, current) if outcome is not Outcome.SENT]
    return next((at for at, outcome in enumerate(reversed(told)) if outcome is Outcome.ANSWERED), len(told))


def _weeks(enrollment: Enrollment, current: Pathway | None) -> tuple[Week, ...]:
    asked: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    for day, _, outcome in _check_ins(enrollment, current):
        asked[max(day, 0) // DAYS_IN_WEEK] += 1
        answered[max(day, 0) // DAYS_IN_WEEK] += outcome is Outcome.ANSWERED
    return tuple(Week(week=week, asked=asked[week], answered=answered[week]) for week in sorted(asked))


def _check_ins(enrollment: Enrollment, current: Pathway | None) -> list[tuple[int, CheckIn, Outcome]]:
    """Those asked, by day."""
    touchpoints = current.touchpoints if current else ()
    asked = [
        (one.day, one.check_in, outcome)
        for one in touchpoints
        if one.check_in is not None and (outcome := enrollment.outcomes.get(one.key)) in _ASKED
    ]
    return sorted(asked, key=lambda one: one[0])
