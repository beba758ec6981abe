"""The clinic's list: filters and search, a page at a time, the same few reads for ten thousand people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.memory import MemoryStore
from functions.operations import person
from functions.operations.people import READS_MAX, Kind, Page, Wanted, folded, people
from functions.operations.showing import enrollment_view
from functions.ports import Commit, Ref
from functions.sights import Row
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.hearing.reading import Answer, Question
from messages.severity import Severity
from schedules.enrollment import Answered, Chart, Enrollment, Outcome, Status
from schedules.listing import listed
from schedules.pathways import Clock, pathway
from schedules.telling import who
from tests.contract.values import escalation
from tests.making import enrollment

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


class Counting(MemoryStore):
    """Counts what is read for one answer."""

    def __init__(self) -> None:
        super().__init__(as_values=True)
        self.reads = 0

    def people(self, clinic_id: str, *, after: str, limit: int) -> list[Row]:
        self.reads += 1
        return super().people(clinic_id, after=after, limit=limit)


def a_clinic_with(*changes: dict[str, Any], store: MemoryStore | None = None) -> Pocket:
    made = pocket(sample_clinic(), NOW)
    store = store or MemoryStore()
    store.save_clinic(sample_clinic())
    made.world = replace(made.world, store=store)
    for number, change in enumerate(changes):
        one = her(number, **change)
        store.commit(Commit(enrollment=one, listed=listed(one), takes_phone=True))
    return made


def her(number: int, **changes: Any) -> Enrollment:
    at = NOW - timedelta(minutes=20_000 - number)
    made = enrollment(at, enrollment_id=f"e{number:04d}", clinic_id="lakeside", version=1)
    made = replace(made, person=replace(made.person, phone=f"+1202{5550000 + number}"))
    return replace(made, **changes)


def ids(page: Page) -> list[str]:
    return [one.row.listed.enrollment_id for one in page.people]


LATER = {"anchors": {Clock.TABLETS: date(2026, 3, 18)}}
FILTERS: list[tuple[dict[str, Any], Wanted]] = [
    ({"status": Status.WITHDRAWN}, Wanted(status=Status.WITHDRAWN)),
    ({"pathway": "early-surgery", "anchors": {}}, Wanted(pathway="early-surgery")),
    (LATER, Wanted(week=0)),
    ({"left_at": NOW}, Wanted(kinds=frozenset({Kind.LEFT}))),
    ({"paused_until": NOW + timedelta(days=1)}, Wanted(kinds=frozenset({Kind.PAUSED}))),
    ({"unreachable": True}, Wanted(kinds=frozenset({Kind.UNDELIVERABLE}))),
    ({"escalations": (escalation("e-1", Severity.URGENT),)}, Wanted(kinds=frozenset({Kind.OPEN, Kind.GRAVE}))),
    ({"escalations": (escalation("e-1", Severity.SOON),)}, Wanted(kinds=frozenset({Kind.OPEN}))),
    ({"chart": Chart(name="Sofía Núñez Peña")}, Wanted(sought="nunez sofia")),
    ({"chart": Chart(reference="MRN-77")}, Wanted(sought="mrn-77")),
]


@pytest.mark.parametrize(("change", "wanted"), FILTERS)
def test_each_filter_finds_whom_it_is_for_and_nobody_else(change: dict[str, Any], wanted: Wanted) -> None:
    made = a_clinic_with({}, change, {"paused_until": NOW - timedelta(days=1)})

    assert ids(people(made.world, made.clinic, wanted)) == ["e0001"]


def test_silence_is_two_check_ins_in_a_row() -> None:
    first = {"outcomes": {"check-bleeding-started": Outcome.SILENT}}
    keys = [one.key for one in pathway("early-medication", 1).touchpoints if one.check_in is not None]
    made = a_clinic_with(first, {"outcomes": dict.fromkeys(keys[:2], Outcome.SILENT)})

    assert ids(people(made.world, made.clinic, Wanted(kinds=frozenset({Kind.SILENT})))) == ["e0001"]


@pytest.mark.parametrize("sought", ["+12025550001", "202-555-0001", " (202) 555 0001 "])
def test_a_phone_is_found_however_it_is_written(sought: str) -> None:
    made = a_clinic_with({}, {}, {})

    assert ids(people(made.world, made.clinic, Wanted(sought=sought))) == ["e0001"]
    assert ids(people(made.world, made.clinic, Wanted(sought=sought, status=Status.COMPLETED))) == []


@pytest.mark.parametrize("find", [lambda: who("e0001"), lambda: f"#{who('e0001')}", lambda: "0001"])
def test_the_number_on_a_page_and_the_end_of_a_phone_are_found(find: Callable[[], str]) -> None:
    made = a_clinic_with({}, {}, {})

    assert "e0001" in ids(people(made.world, made.clinic, Wanted(sought=find())))


@pytest.mark.parametrize("written", ["555-0001", "5550001", "(555) 0001", "2555 0001"])
def test_a_part_of_a_phone_finds_whoever_has_one_that_ends_so(written: str) -> None:
    clinic = a_clinic_with({}, {}, {})

    assert ids(people(clinic.world, sample_clinic(), Wanted(sought=written))) == ["e0001"]


def test_a_whole_phone_of_nobody_finds_nobody_though_another_ends_alike() -> None:
    clinic = a_clinic_with({}, {})

    assert ids(people(clinic.world, sample_clinic(), Wanted(sought="303-555-0001"))) == []


@pytest.mark.parametrize("kept", ["O'Brien", "O’Brien", "OBrien"])
@pytest.mark.parametrize("written", ["O'Brien", "o’brien", "OʼBrien", "obrien", "O`Brien"])
def test_an_apostrophe_is_found_however_it_is_written(kept: str, written: str) -> None:
    clinic = a_clinic_with({"chart": Chart(name=f"Ana {kept}")}, {})

    assert ids(people(clinic.world, sample_clinic(), Wanted(sought=written))) == ["e0000"]


def test_case_and_accents_do_not_matter() -> None:
    assert folded(" ŁUCJA  Núñez ") == "lucja nunez"
    assert folded("Ñandú") == folded("nandu")


def test_pages_follow_each_other_without_gap_or_double() -> None:
    made = a_clinic_with(*[{}] * 7)

    first = people(made.world, made.clinic, Wanted(), limit=3)
    second = people(made.world, made.clinic, Wanted(), after=first.next or "", limit=3)
    third = people(made.world, made.clinic, Wanted(), after=second.next or "", limit=3)

    assert ids(first) + ids(second) + ids(third) == [f"e{number:04d}" for number in reversed(range(7))]
    assert third.next is None


def test_ten_thousand_people_take_the_same_few_reads() -> None:
    store = Counting()
    made = a_clinic_with(*[{}] * 2_000, {"chart": Chart(name="Rare")}, *[{}] * 8_000, store=store)

    people(made.world, made.clinic, Wanted())
    assert store.reads == 1
    store.reads = 0
    page = people(made.world, made.clinic, Wanted(sought="rare"))
    assert store.reads == READS_MAX
    found, asked = ids(page), 1
    while page.next:
        page, asked = people(made.world, made.clinic, Wanted(sought="rare"), after=page.next), asked + 1
        found += ids(page)
    assert found == ["e2000"]
    assert asked <= 12


def test_another_clinics_people_are_never_shown() -> None:
    made = a_clinic_with({})
    other = replace(sample_clinic(), clinic_id="south")

    assert people(made.world, other, Wanted()).people == ()
    assert people(made.world, other, Wanted(sought="+12025550000")).people == ()


class TestOnePerson:
    """Everything her page needs, in one value."""

    def lived(self) -> tuple[Pocket, Ref]:
        made = pocket(sample_clinic(), NOW)
        made.enroll(sample_form(NOW, chart={"name": "Ana"}, planned_from="10:30"))
        made.live_until(NOW + timedelta(days=4))
        made.says("I want to die")
        assert made.ref is not None
        return made, made.ref

    def test_it_holds_what_was_what_is_open_and_what_comes(self) -> None:
        made, ref = self.lived()

        found = person.record(made.world, ref, made.world.store.inbox("lakeside"))

        assert found is not None
        record, clinic = found
        assert clinic == made.clinic
        assert {one.ref for one in record.open} == {ref}
        assert record.texts == made.texts()
        assert record.coming
        assert [one.action for one in record.audits] == ["enrolled"]
        assert person.record(made.world, replace(ref, clinic_id="south"), []) is None

    def test_her_weeks_hold_every_touchpoint_with_its_outcome_and_date(self) -> None:
        made, _ = self.lived()

        found = person.points(made.enrollment)

        assert [one.on for one in found] == sorted(one.on for one in found)
        assert {one.key: one.outcome for one in found if one.outcome} == {
            key: outcome for key, outcome in made.enrollment.outcomes.items() if key in {one.key for one in found}
        }
        assert {one.outcome for one in found} >= {None, Outcome.SENT}
        assert max(one.week for one in found) >= 5

    def test_her_answers_stand_question_by_question(self) -> None:
        said = [(Question.MOOD, 2), (Question.TEMPERATURE, 37.2), (Question.MOOD, 4), (Question.DOOR, True)]
        answers = tuple(
            Answered(answer=Answer(question=question, value=value), at=NOW + timedelta(days=day))
            for day, (question, value) in enumerate(said)
        )

        found = person.series(enrollment(answers=answers))

        assert [(one.question, [value for _, value in one.answers]) for one in found] == [
            (Question.TEMPERATURE, [37.2]),
            (Question.MOOD, [2.0, 4.0]),
        ]

    def test_the_same_as_plain_values(self) -> None:
        made, ref = self.lived()

        view = enrollment_view(made.world, ref)

        assert view is not None
        assert view["chart"]["name"] == "Ana"
        assert view["preferences"]["planned_from"] == "10:30"
        assert view["consent"]["safe_phone"] is True
        assert view["weeks"]
        assert view["audit"][0]["action"] == "enrolled"
