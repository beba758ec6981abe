"""The early pathways: what is planned, when, and that nothing of it is lost when two clocks meet."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.operations.acting import program_for
from messages.catalogue import catalogue
from messages.hearing.reading import Question
from messages.language import Language
from messages.lint_shape import longest
from messages.resources import lines
from schedules import lint
from schedules.decision import Program
from schedules.enrollment import Status
from schedules.facts import AnchorMoved, Enrolled
from schedules.lint import check, problems
from schedules.pathways import Clock, Pathway, PathwayError, Silence, digests_at_release, pathway, released
from schedules.text import Purpose, Text, Withheld
from tests.making import MONDAY, NEW_YORK, Life, clinic, enrollment

EARLY = ["early-expectant", "early-medication", "early-surgery"]
SEGMENTS_MAX = 40


def changed(one: Pathway, name: str, /, **changes: object) -> Pathway:
    touchpoints = tuple(
        replace(touchpoint, **changes) if touchpoint.key == name else touchpoint  # type: ignore[arg-type]
        for touchpoint in one.touchpoints
    )
    return replace(one, touchpoints=touchpoints)


def rules(one: Pathway) -> set[str]:
    return {problem.rule for problem in check(one)}


def test_the_shipped_pathways_have_no_problems() -> None:
    assert [str(problem) for problem in problems()] == []


@pytest.mark.parametrize(
    ("key", "changes", "rule"),
    [
        ("temperature-3", {"message": "care.nobody_wrote_this"}, "message"),
        ("temperature-3", {"message": "safety.crisis"}, "message"),
        ("temperature-3", {"day": 4}, "day"),
        ("precautions-4", {"day": 2}, "order"),
        ("temperature-3", {"at": time(8, 30)}, "hour"),
        ("temperature-3", {"at": time(20)}, "hour"),
        ("temperature-3", {"clock": Clock.PROCEDURE}, "clock"),
        ("temperature-3", {"expires_after": timedelta(0)}, "expiry"),
        ("temperature-3", {"unless": Question.PERIOD_BACK}, "unless"),
        ("temperature-3", {"key": "pads-5"}, "twice"),
    ],
)
def test_a_fault_planted_in_a_pathway_is_found(key: str, changes: dict[str, object], rule: str) -> None:
    assert rule in rules(changed(pathway("early-medication", 1), key, **changes))


def test_a_reminder_counts_as_the_text_of_its_day() -> None:
    one = changed(pathway("early-medication", 1), "temperature-3", day=2)

    assert "day" in rules(one)


def test_a_question_asked_while_another_is_open_is_found() -> None:
    one = pathway("early-medication", 1)
    asked = next(touchpoint for touchpoint in one.touchpoints if touchpoint.key == "pads-5")
    assert asked.check_in is not None

    one = changed(one, "pads-5", check_in=replace(asked.check_in, window=timedelta(days=3)))

    assert "window" in rules(one)


def test_a_hole_in_the_catch_ups_is_found() -> None:
    one = pathway("early-medication", 1)

    assert "catch_up" in rules(replace(one, catch_ups=(one.catch_ups[0], one.catch_ups[2])))
    assert "catch_up" in rules(replace(one, catch_ups=()))


@pytest.mark.parametrize("key", EARLY)
def test_a_pathway_stays_within_its_texts_and_segments(key: str) -> None:
    touchpoints = pathway(key, 1).touchpoints
    english = [catalogue().entry(touchpoint.message, Language.ENGLISH).text for touchpoint in touchpoints]

    assert len(touchpoints) <= 26
    assert sum(longest(text, Language.ENGLISH).segments for text in english) <= SEGMENTS_MAX


@pytest.mark.parametrize("key", EARLY)
def test_the_screen_is_asked_in_weeks_two_four_and_twelve_on_the_first_clock(key: str) -> None:
    one = pathway(key, 1)
    asked = [
        (touchpoint.clock, touchpoint.day)
        for touchpoint in one.touchpoints
        if touchpoint.check_in and touchpoint.check_in.question is Question.PHQ_INTEREST
    ]

    assert asked == [(one.clocks[0], day) for day in (15, 28, 84)]


@pytest.mark.parametrize("key", EARLY)
def test_no_opt_in_topic_is_offered(key: str) -> None:
    assert all(touchpoint.topic is None for touchpoint in pathway(key, 1).touchpoints)


@pytest.mark.parametrize("key", EARLY)
def test_danger_signs_are_named_in_the_first_week_again_in_the_third_and_about_the_fourth(key: str) -> None:
    signs = {"redflag.fever", "redflag.pads", "redflag.complications"}
    days = sorted(
        touchpoint.day
        for touchpoint in pathway(key, 1).touchpoints
        if signs & set(catalogue().contracts[touchpoint.message].facts)
    )

    assert days[0] <= 1
    assert any(7 <= day <= 15 for day in days)
    assert any(20 <= day <= 30 for day in days)


def test_silence_after_tablets_and_in_the_heaviest_days_brings_a_person() -> None:
    escalating = {
        (key, touchpoint.key)
        for key in EARLY
        for touchpoint in pathway(key, 1).touchpoints
        if touchpoint.check_in and touchpoint.check_in.silence is Silence.ESCALATE
    }

    assert escalating == {
        ("early-expectant", "pads-2"),
        ("early-medication", "bleeding-started-1"),
        ("early-surgery", "pads-2"),
    }


def test_after_surgery_nobody_is_asked_for_a_home_test() -> None:
    messages = {touchpoint.message for touchpoint in pathway("early-surgery", 1).touchpoints}

    assert not messages & {"care.test", "ask.test_result"}


@pytest.mark.parametrize("key", EARLY)
def test_the_last_text_is_the_kind_goodbye_and_follows_the_last_screen(key: str) -> None:
    one = pathway(key, 1)
    first_clock = [touchpoint for touchpoint in one.touchpoints if touchpoint.clock is one.clocks[0]]

    assert first_clock[-1].message == "heart.last"
    assert first_clock[-1].day == 86


def lived(key: str, first: Clock, *, began: int | None = None) -> list[Text]:
    """Twelve weeks in the real core with somebody who answers nothing; `began` is the day bleeding began."""
    program = Program(pathway=pathway(key, 1), clinic=clinic(), catalogue=catalogue(), lines=lines("us"))
    person = enrollment(MONDAY, pathway=key, anchors={first: MONDAY.date()})
    life = Life(program=program, enrollment=person, now=MONDAY, texts=[])
    life.happens(Enrolled())
    if began is not None:
        life.live_until(MONDAY + timedelta(days=began, hours=3))
        life.happens(AnchorMoved(by="ana", clock=Clock.BLEEDING, on=MONDAY.date() + timedelta(days=began)))
    life.live_until(MONDAY + timedelta(days=140))
    assert life.enrollment.status is Status.COMPLETED
    return [text for text in life.texts if text.purpose is Purpose.PLANNED and text.contact_id is None]


def too_late(texts: list[Text]) -> list[str | None]:
    return [text.touchpoint for text in texts if text.withheld is Withheld.TOO_LATE]


def first_sent(texts: list[Text], *messages: str) -> date:
    return next(text.at.date() for text in texts if text.message in messages and text.withheld is None)


@pytest.mark.parametrize(("key", "first"), [("early-medication", Clock.TABLETS), ("early-surgery", Clock.PROCEDURE)])
def test_every_text_of_a_pathway_with_one_clock_goes_out_to_somebody_who_answers_nothing(
    key: str, first: Clock
) -> None:
    texts = lived(key, first)

    sent = [text.touchpoint for text in texts if text.text_id.startswith("t-") and text.withheld is None]
    assert sent == [touchpoint.key for touchpoint in pathway(key, 1).touchpoints]


@pytest.mark.parametrize("began", [None, *range(15)])
def test_whatever_day_bleeding_begins_no_text_of_the_waiting_pathway_comes_too_late(began: int | None) -> None:
    assert too_late(lived("early-expectant", Clock.DECISION, began=began)) == []


@pytest.mark.parametrize("began", range(15))
def test_the_heaviest_days_and_the_precautions_are_described_while_they_matter(began: int) -> None:
    texts = lived("early-expectant", Clock.DECISION, began=began)
    start = MONDAY.date() + timedelta(days=began)

    assert first_sent(texts, "care.heavy_days", "catch_up.bleeding") <= start + timedelta(days=1)
    assert first_sent(texts, "care.precautions") <= start + timedelta(days=7)


@pytest.mark.parametrize("began", [None, 0, 3, 7, 14])
def test_at_most_one_planned_text_leaves_on_a_day(began: int | None) -> None:
    texts = lived("early-expectant", Clock.DECISION, began=began)
    days = [text.at.astimezone(ZoneInfo(NEW_YORK)).date() for text in texts if text.withheld is None]

    assert len(days) == len(set(days))


def test_a_released_pathway_that_was_edited_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    edited = dict.fromkeys(digests_at_release(), "0" * 16)
    monkeypatch.setattr(lint, "digests_at_release", lambda: edited)

    found = [problem for problem in lint.problems() if problem.rule == "edited"]

    assert len(found) == len(released())
    assert all("write the change as version" in problem.mend for problem in found)


def test_she_stays_on_the_version_she_began_with() -> None:
    began = replace(enrollment(), pathway="early-surgery", pathway_version=1)

    program = program_for(clinic(), began, site="")

    assert program.pathway == pathway("early-surgery", 1)
    with pytest.raises(PathwayError):
        program_for(clinic(), replace(began, pathway_version=99), site="")
