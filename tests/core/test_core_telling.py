"""What she tells of her bleeding without being asked: the clock of waiting begins, what waits for the end may come, and
what is back is held again."""

from datetime import date, timedelta

import pytest

from messages.hearing.reader import read
from messages.hearing.reading import Intent, Question
from messages.language import Language
from messages.severity import Severity
from schedules.pathways import Clock
from schedules.triage import judge
from tests.making import MONDAY, Life, check_in, enrollment, life, program, reading, reply, touchpoint

DAY = timedelta(days=1)
DECIDED = {"anchors": {Clock.DECISION: date(2026, 3, 2)}}


def heard(words: str) -> tuple[tuple[str, bool], ...]:
    return tuple((one.question.value, bool(one.value)) for one in read(words, Language.ENGLISH, None).told)


@pytest.mark.parametrize(
    "words",
    [
        "the bleeding started today",
        "my bleeding started last night",
        "I started bleeding this morning",
        "bleeding has begun",
        "ya me empezó el sangrado",
        "ya empezó el sangrado",
        "empecé a sangrar ayer",
        "manché un poquito",
    ],
)
def test_that_it_began_is_heard(words: str) -> None:
    assert heard(words) == (("bleeding_started", True),)


@pytest.mark.parametrize(
    "words",
    [
        "the bleeding stopped yesterday",
        "the bleeding has stopped, can I take a bath?",
        "I stopped bleeding on Monday",
        "I'm not bleeding anymore",
        "ya no sangro",
        "ya paró el sangrado",
        "dejé de sangrar ayer",
        "se me quitó el sangrado",
    ],
)
def test_that_it_is_over_is_heard(words: str) -> None:
    assert heard(words) == (("bleeding_stopped", True),)


@pytest.mark.parametrize(
    "words", ["bleeding is back", "I am bleeding again", "volvió el sangrado", "otra vez estoy sangrando"]
)
def test_that_it_is_back_is_heard(words: str) -> None:
    assert heard(words) == (("bleeding_stopped", False),)


@pytest.mark.parametrize(
    "words",
    [
        "has the bleeding started?",
        "when the bleeding starts who do I call",
        "the bleeding hasn't started",
        "no ha empezado el sangrado",
        "the bleeding hasn't stopped",
        "I hope the bleeding started",
        "my sister's bleeding started",
        "when the bleeding stopped I felt better",
        "the bleeding stopped but started again",
        "cuando empieza el sangrado?",
        "the cramps started",
        "thank you",
    ],
)
def test_what_is_asked_hoped_or_denied_is_no_statement(words: str) -> None:
    assert heard(words) == ()


def waiting() -> Life:
    return life(
        touchpoint("begun", 5, clock="decision", until="bleeding", check_in=check_in("bleeding_started")),
        touchpoint("heaviest", 0, clock="bleeding", expires_after_hours=72),
        touchpoint("over", 13, clock="bleeding", check_in=check_in("bleeding_stopped", nudge=None)),
        touchpoint("closer", 20, clock="bleeding", once="bleeding_stopped", expires_after_hours=240),
        touchpoint("last", 60, clock="decision"),
        clocks=("decision", "bleeding"),
        person=DECIDED,
    )


def says(lived: Life, words: str, sid: str) -> list[str]:
    before = len(lived.sent())
    lived.happens(reply(read(words, Language.ENGLISH, lived.enrollment.asked), sid=sid))
    return lived.sent()[before:]


def test_the_clock_of_waiting_is_set_by_what_she_says_and_no_doubt_is_made_of_it() -> None:
    lived = waiting()
    lived.live_until(MONDAY + 3 * DAY)

    answered = says(lived, "the bleeding started today", "SM1")
    lived.live_until(MONDAY + 6 * DAY)

    assert answered == ["check.bleeding_started.yes"]
    assert lived.enrollment.anchors[Clock.BLEEDING] == date(2026, 3, 5)
    assert lived.enrollment.escalations == ()
    assert "heaviest" in lived.sent()
    assert "begun" not in lived.sent()


def test_words_that_may_mean_danger_set_the_clock_and_are_asked_about() -> None:
    lived = waiting()
    lived.live_until(MONDAY + 3 * DAY)

    answered = says(lived, "ya me empezó el sangrado, algo fuerte", "SM1")

    assert answered == ["ask.doubt.body"]
    assert Clock.BLEEDING in lived.enrollment.anchors


def test_who_left_cannot_be_answered_so_a_person_must_ask() -> None:
    lived = waiting()
    lived.live_until(MONDAY + 3 * DAY)
    says(lived, "STOP", "SM0")

    says(lived, "the bleeding started today, lots of it", "SM1")

    assert Clock.BLEEDING in lived.enrollment.anchors
    assert lived.sent(to_staff=True) == ["page.left"]


@pytest.mark.parametrize(
    "words", ["the bleeding started today", "when can I have a bath?", "thank you, 3", "once a week please"]
)
def test_what_who_left_tells_or_asks_is_read_by_a_person_since_no_answer_may_go_out(words: str) -> None:
    lived = waiting()
    lived.live_until(MONDAY + 3 * DAY)
    says(lived, "STOP", "SM0")

    answered = says(lived, words, "SM1")

    assert answered == []
    assert len(lived.enrollment.escalations) == 1
    assert lived.sent(to_staff=True) == []


def test_plain_thanks_of_who_left_ask_nobody() -> None:
    lived = waiting()
    says(lived, "STOP", "SM0")

    says(lived, "thank you", "SM1")

    assert lived.enrollment.escalations == ()


def test_danger_sets_no_clock() -> None:
    lived = waiting()
    lived.live_until(MONDAY + 3 * DAY)

    says(lived, "the bleeding started and I soaked 3 pads in an hour, I feel faint", "SM1")

    assert Clock.BLEEDING not in lived.enrollment.anchors
    assert lived.sent(to_staff=True)


def bleeding_for(days: int) -> Life:
    lived = waiting()
    says(lived, "the bleeding started today", "SM0")
    lived.live_until(MONDAY + days * DAY)
    return lived


def test_that_it_is_over_is_thanked_for_and_lets_come_what_waited_for_it() -> None:
    lived = bleeding_for(9)

    answered = says(lived, "the bleeding stopped yesterday", "SM1")
    lived.live_until(MONDAY + 25 * DAY)

    assert answered == ["check.bleeding_stopped.yes"]
    assert lived.enrollment.said_yes(Question.BLEEDING_STOPPED)
    assert "closer" in lived.sent()


def test_a_question_beside_it_is_answered_too() -> None:
    lived = bleeding_for(9)

    answered = says(lived, "the bleeding has stopped, can I take a bath?", "SM1")

    assert answered == ["check.bleeding_stopped.yes", "answer.baths"]


@pytest.mark.parametrize("words", ["bleeding is back", "the bleeding started again", "volví a sangrar"])
def test_what_is_back_is_held_again(words: str) -> None:
    lived = bleeding_for(14)
    says(lived, "ya no sangro", "SM1")

    says(lived, words, "SM2")
    lived.live_until(MONDAY + 45 * DAY)

    assert not lived.enrollment.said_yes(Question.BLEEDING_STOPPED)
    assert "closer" not in lived.sent()


def test_a_track_that_asks_nothing_about_it_answers_as_before() -> None:
    lived = life(touchpoint("day30", 30))

    answered = says(lived, "el sangrado ya paró", "SM1")

    assert not lived.enrollment.answers
    assert answered != ["check.bleeding_stopped.yes"]


@pytest.mark.parametrize(
    "words", ["manché un poquito", "I spotted a little", "the bleeding started", "bleeding is back"]
)
def test_while_a_later_loss_is_waited_for_any_bleeding_she_tells_of_is_urgent(words: str) -> None:
    """Fact sheet A.6."""
    her = enrollment(pathway="late-waiting", anchors={Clock.DECISION: date(2026, 3, 2)})

    judged = judge(program(touchpoint("day1", 1)), her, read(words, Language.SPANISH, None), MONDAY)

    assert judged.severity is Severity.URGENT


def test_help_is_answered_with_the_numbers_and_the_signs_of_danger() -> None:
    """Fact sheet F.3.2: the signs are in the way of HELP."""
    lived = life(touchpoint("day30", 30))
    asked = len(lived.sent())

    lived.happens(reply(reading(intent=Intent.HELP, help_word=True)))

    assert lived.sent()[asked:] == ["notice.help", "notice.help_signs"]
