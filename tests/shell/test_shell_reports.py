"""What a clinic is told of its people together: right counts, and nobody who could be recognized in them."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.adapters.memory import MemoryStore
from functions.operations.clinic_reports import Period, Report, problem_of, report, whole_weeks
from functions.operations.report_views import as_plain, as_table
from functions.operations.small_cells import PEOPLE_MIN, Cell, cells, total
from functions.operations.table_writing import neutral, table
from functions.ports import Commit
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket
from messages.language import Language
from messages.severity import Severity
from schedules.enrollment import Enrollment, Outcome
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.listing import listed
from schedules.pathways import Clock, pathway
from schedules.text import TextState
from tests.contract.values import escalation, moved, text
from tests.making import enrollment

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
WEEK = Period(first=date(2026, 3, 2), last=date(2026, 3, 8))
CHECK_INS = [one.key for one in pathway("early-medication", 1).touchpoints if one.check_in is not None and one.day < 7]


def clinic_with(*people: Enrollment) -> Pocket:
    made = pocket(sample_clinic(), MONDAY + timedelta(days=30))
    store = MemoryStore()
    store.save_clinic(sample_clinic())
    for one in people:
        out = text("t-a", state=TextState.SENDING)
        store.commit(Commit(enrollment=one, texts=(out,), escalations=one.escalations, listed=listed(one)))
        arrived = replace(one, version=2)
        store.commit(Commit(enrollment=arrived, moved=(moved(TextState.DELIVERED, text_id="t-a"),)))
    made.world = replace(made.world, store=store)
    return made


def her(number: int, at: datetime = MONDAY, **changes: Any) -> Enrollment:
    made = enrollment(at + timedelta(minutes=number), enrollment_id=f"e{number:04d}", clinic_id="lakeside", version=1)
    person = replace(made.person, phone=f"+1202{5550000 + number}", language=changes.pop("language", Language.ENGLISH))
    return replace(made, person=person, **changes)


def made_of(world: Pocket, period: Period = WEEK) -> Report:
    found = report(world.world, sample_clinic(), period)
    assert isinstance(found, Report)
    return found


def shown(parts: tuple[Cell, ...]) -> dict[str, str]:
    return {one.label: one.shown for one in parts}


def test_people_are_those_enrolled_in_the_period_by_the_clinics_days() -> None:
    first = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # midnight in New York
    before = [her(number, first - timedelta(hours=1)) for number in range(20)]
    within = [her(100 + number, first) for number in range(6)]
    after = [her(200 + number, first + timedelta(days=7)) for number in range(7)]

    found = made_of(clinic_with(*before, *within, *after))

    assert (found.enrolled.count, found.sent.count, found.delivered.count, found.delivered_share) == (6, 6, 6, 1.0)
    assert not found.is_cut


def test_tracks_and_languages_are_counted() -> None:
    surgery: dict[str, Any] = {"pathway": "early-surgery", "anchors": {Clock.PROCEDURE: date(2026, 3, 2)}}
    people = [her(number, language=Language.SPANISH) for number in range(6)]
    people += [her(10 + number, **surgery) for number in range(8)]

    found = made_of(clinic_with(*people))

    assert shown(found.by_track) == {"early-medication": "6", "early-surgery": "8"}
    assert shown(found.by_language) == {"en": "8", "es": "6"}


def test_check_ins_are_counted_by_week_with_the_share_answered() -> None:
    said = [Outcome.ANSWERED] * 12 + [Outcome.SILENT] * 8
    people = [her(number, outcomes={CHECK_INS[0]: outcome}) for number, outcome in enumerate(said)]

    (week,) = made_of(clinic_with(*people)).check_ins

    assert (week.week, week.asked.count, week.answered.count, week.share) == (0, 20, 12, 0.6)


def test_a_share_of_few_who_were_silent_is_hidden_like_a_share_of_few_who_answered() -> None:
    said = [Outcome.ANSWERED] * 18 + [Outcome.SILENT] * 2
    people = [her(number, outcomes={CHECK_INS[0]: outcome}) for number, outcome in enumerate(said)]

    (week,) = made_of(clinic_with(*people)).check_ins

    assert (week.asked.count, week.answered.count, week.share) == (20, None, None)


def test_those_who_left_are_counted_by_the_week_they_left_in() -> None:
    people = [her(number) for number in range(10)]
    people += [her(20 + number, left_at=MONDAY + timedelta(days=1)) for number in range(5)]
    people += [her(40 + number, left_at=MONDAY + timedelta(days=15)) for number in range(6)]

    assert shown(made_of(clinic_with(*people)).left) == {"stayed": "10", "week 00": "5", "week 02": "6"}


def over(number: int, minutes: int | None, severity: Severity = Severity.URGENT) -> Escalation:
    taken = None if minutes is None else MONDAY + timedelta(minutes=minutes)
    return escalation(
        f"x-{number}",
        severity,
        opened_at=MONDAY,
        state=EscalationState.CLOSED,
        acknowledged_at=taken,
        closed_at=MONDAY + timedelta(hours=9),
    )


def test_waits_are_those_of_what_pages_until_somebody_took_it() -> None:
    people = [her(number, escalations=(over(number, minutes),)) for number, minutes in enumerate([1, 2, 3, 4, 90])]
    people += [her(50 + number, escalations=(over(50 + number, 600, Severity.SOON),)) for number in range(6)]

    found = made_of(clinic_with(*people))

    assert found.waits.taken.count == 5
    assert (found.waits.median_seconds, found.waits.ninety_fifth_seconds) == (180, 5400)
    assert shown(found.escalations) == {"urgent: closed": "5", "soon: closed": "6"}


@pytest.mark.parametrize("reason", [one for one in Reason if one.is_of_nobody])
@pytest.mark.parametrize("is_over", [True, False])
def test_what_concerns_the_clinic_and_no_patient_is_no_matter_of_care(reason: Reason, is_over: bool) -> None:
    def about_nobody(number: int) -> Escalation:
        matter = replace(over(number, 1), reason=reason)
        return matter if is_over else replace(matter, state=EscalationState.ACKNOWLEDGED, closed_at=None)

    people = [her(number, escalations=(over(number, 3),)) for number in range(5)]
    people += [her(50 + number, escalations=(about_nobody(50 + number),)) for number in range(6)]

    found = made_of(clinic_with(*people))

    assert shown(found.escalations) == {"urgent: closed": "5"}
    assert (found.waits.taken.count, found.waits.median_seconds) == (5, 180)


def test_many_matters_of_few_people_are_few() -> None:
    many = tuple(over(number, 5) for number in range(12))

    found = made_of(clinic_with(her(0, escalations=many), *[her(number) for number in range(1, 9)]))

    assert found.waits.taken.shown == "<5"
    assert found.waits.median_seconds is None
    assert shown(found.escalations) == {"urgent: closed": "<5"}


def test_a_small_clinic_is_told_nothing_of_its_few() -> None:
    plain = as_plain(made_of(clinic_with(*[her(number) for number in range(4)])))

    assert plain["enrolled"]["shown"] == plain["sent"]["shown"] == "<5"
    assert plain["by_track"] == [{"label": "early-medication", "count": None, "shown": "<5"}]
    assert plain["delivered_share"] is None


def test_another_clinic_is_never_counted() -> None:
    world = clinic_with(*[her(number) for number in range(9)])

    found = report(world.world, replace(sample_clinic(), clinic_id="south"), WEEK)

    assert isinstance(found, Report)
    assert found.enrolled.count == 0


class TestSmallCells:
    """Few are hidden, and what hides with them leaves no sum to solve."""

    def test_nothing_is_hidden_where_nobody_is_few(self) -> None:
        assert shown(cells({"a": 5, "b": 0, "c": 90})) == {"a": "5", "b": "0", "c": "90"}

    def test_one_few_hides_the_next_smallest_too(self) -> None:
        assert shown(cells({"a": 2, "b": 7, "c": 90})) == {"a": "<5", "b": "hidden", "c": "90"}

    def test_two_few_that_are_few_together_hide_a_third(self) -> None:
        assert shown(cells({"a": 1, "b": 1, "c": 90})) == {"a": "<5", "b": "<5", "c": "hidden"}
        assert shown(cells({"a": 4, "b": 3, "c": 90})) == {"a": "<5", "b": "<5", "c": "90"}

    def test_nobody_is_hidden_where_only_that_keeps_the_secret(self) -> None:
        assert shown(cells({"a": 2, "b": 0})) == {"a": "<5", "b": "hidden"}

    @settings(max_examples=300, deadline=None)
    @given(counts=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), min_size=2))
    def test_whoever_knows_the_sum_cannot_compute_a_small_one(self, counts: dict[str, int]) -> None:
        found = cells(counts)

        hidden = [one.label for one in found if one.count is None]
        few = [label for label, count in counts.items() if 0 < count < PEOPLE_MIN]
        assert set(few) <= set(hidden)
        assert all(one.count == counts[one.label] for one in found if one.count is not None)
        if few:
            assert len(hidden) > 1
            assert sum(counts[label] for label in hidden) >= PEOPLE_MIN or len(hidden) == len(counts)
        else:
            assert hidden == []

    def test_a_total_of_few_is_few(self) -> None:
        assert [total("x", count).shown for count in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]
        assert total("texts", 80, 3).shown == "<5"


@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        ("2026-03-02", "2026-03-08", True),
        ("2026-03-02", "2027-03-07", True),
        ("2026-03-02", "2027-03-14", False),
        ("2026-03-03", "2026-03-09", False),
        ("2026-03-02", "2026-03-09", False),
        ("2026-03-09", "2026-03-08", False),
    ],
)
def test_a_period_is_whole_weeks_of_a_year_at_most(first: str, last: str, good: bool) -> None:
    assert (problem_of(Period(first=date.fromisoformat(first), last=date.fromisoformat(last))) is None) is good


def test_the_last_whole_weeks_end_before_this_one() -> None:
    period = whole_weeks(date(2026, 3, 18), 2)

    assert (period.first, period.last) == (date(2026, 3, 2), date(2026, 3, 15))
    assert problem_of(period) is None


class TestTables:
    """Files a spreadsheet opens: no cell of ours runs."""

    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", '=HYPERLINK("x")', "\r=1"])
    def test_what_would_be_a_formula_is_text(self, cell: str) -> None:
        assert neutral(cell) == f"'{cell}"

    @pytest.mark.parametrize(("cell", "said"), [("Ana", "Ana"), (-2, "-2"), (None, ""), ("<5", "<5"), ("", "")])
    def test_the_rest_is_as_it_is(self, cell: object, said: str) -> None:
        assert neutral(cell) == said

    @settings(max_examples=100, deadline=None)
    @given(cell=st.text(max_size=30).filter(lambda one: "\x00" not in one))
    def test_every_cell_is_read_back_alone_and_harmless(self, cell: str) -> None:
        rows = list(csv.reader(io.StringIO(table(["a"], [[cell, "next"]]).removeprefix("\ufeff"), newline="")))

        assert rows[1][1] == "next"
        assert rows[1][0] in {cell, f"'{cell}"}

    def test_a_report_is_a_table_of_what_is_shown(self) -> None:
        said = as_table(made_of(clinic_with(*[her(number) for number in range(6)])))

        rows = list(csv.reader(io.StringIO(said.removeprefix("\ufeff"))))
        assert rows[0] == ["what", "which", "count", "share"]
        assert ["enrolled", "", "6", ""] in rows
        assert ["by track", "early-medication", "6", ""] in rows

    def test_a_table_counts_weeks_from_one_as_the_page_does(self) -> None:
        said = [Outcome.ANSWERED] * 12 + [Outcome.SILENT] * 8
        people = [her(number, outcomes={CHECK_INS[0]: outcome}) for number, outcome in enumerate(said)]
        people += [her(40 + number, left_at=MONDAY + timedelta(days=8)) for number in range(6)]

        rows = list(csv.reader(io.StringIO(as_table(made_of(clinic_with(*people))).removeprefix("\ufeff"))))

        assert ["check-ins asked", "Week 1", "20", ""] in rows
        assert ["check-ins answered", "Week 1", "12", "0.6"] in rows
        assert ["left", "stayed", "20", ""] in rows
        assert ["left", "Week 2", "6", ""] in rows
