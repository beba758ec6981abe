"""Leaving in part: she gets less of what she asked less of, and never less of what keeps her safe."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from messages.catalogue import catalogue
from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Sign, Topic
from messages.language import Language
from messages.opt_in import OptIn
from schedules.decide import decide
from schedules.facts import Acknowledged, Paused, ProviderHasNone, Restored, Woke
from schedules.pathways import Silence, pathway, released
from schedules.text import TextState
from schedules.wanted import closing
from tests.making import MONDAY, NEW_YORK, Life, check_in, life, reading, reply, touchpoint

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SPAN = range(2, 30, 3)


def wants(part: Part, *closed: Topic, **more: Any) -> Reading:
    return reading(part=part, closing=closed, **more)


def begun(*rows: dict[str, Any], **more: Any) -> Life:
    """A day in, nothing open."""
    lived = life(*rows, **more)
    lived.live_until(MONDAY + DAY)
    lived.texts.clear()
    return lived


@pytest.fixture
def lived() -> Life:
    return begun(touchpoint("kind", 3), touchpoint("danger", 5, safety=True), touchpoint("late", 20))


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (Part.NOT_NOW, "notice.paused"),
        (Part.LATER_TODAY, "notice.later"),
        (Part.SAFETY_ONLY, "notice.safety_only"),
        (Part.LESS_OFTEN, "notice.weekly"),
        (Part.TOPIC, "notice.topic_closed"),
    ],
)
def test_each_wish_is_confirmed_once_and_disturbs_nobody(lived: Life, part: Part, message: str) -> None:
    lived.happens(reply(wants(part, Topic.PARTNER)))

    assert lived.sent() == [message]
    assert lived.enrollment.escalations == ()
    assert lived.enrollment.left_at is None


@pytest.mark.parametrize("part", [Part.SAFETY_ONLY, Part.LESS_OFTEN, Part.TOPIC])
def test_a_wish_said_again_may_mean_that_it_failed_and_a_person_looks(lived: Life, part: Part) -> None:
    lived.happens(reply(wants(part, Topic.PARTNER)))
    lived.texts.clear()

    lived.happens(reply(wants(part, Topic.PARTNER), sid="SM2"))

    assert lived.sent() == ["answer.read"]
    assert [one.reason.value for one in lived.enrollment.escalations] == ["callback"]


def test_a_topic_nobody_could_name_reaches_a_person(lived: Life) -> None:
    lived.happens(reply(wants(Part.TOPIC)))

    assert lived.sent() == ["answer.read"]
    assert [one.reason.value for one in lived.enrollment.escalations] == ["callback"]


def test_her_hours_are_set_by_a_person(lived: Life) -> None:
    lived.happens(reply(wants(Part.HOURS)))

    assert lived.sent() == ["answer.hours"]
    assert [one.reason.value for one in lived.enrollment.escalations] == ["callback"]


def test_a_pause_without_a_part_is_a_week_as_ever(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.PAUSE)))

    assert lived.sent() == ["notice.paused"]
    assert lived.enrollment.paused_until == lived.now + 7 * DAY


@pytest.mark.parametrize("wish", [wants(Part.NOT_NOW), reading(intent=Intent.PAUSE)])
@pytest.mark.parametrize("until", [None, MONDAY + 30 * DAY], ids=["without end", "a month"])
def test_a_week_of_rest_makes_no_longer_one_of_the_clinics_shorter(
    lived: Life, wish: Reading, until: datetime | None
) -> None:
    lived.happens(Paused(by="ana", until=until))
    rests = lived.enrollment.paused_until

    lived.happens(reply(wish))

    assert lived.enrollment.paused_until == rests
    assert lived.sent() == ["answer.read"]
    assert [one.reason.value for one in lived.enrollment.escalations] == ["callback"]


class TestLaterToday:
    """Half a day of rest, and not an hour less than somebody else asked for."""

    def test_planned_texts_rest_for_twelve_hours(self) -> None:
        lived = begun(touchpoint("soon", 1, at=(MONDAY + 2 * HOUR).time()))

        lived.happens(reply(wants(Part.LATER_TODAY)))

        assert lived.enrollment.paused_until == lived.now + 12 * HOUR

    def test_a_longer_pause_stays(self, lived: Life) -> None:
        lived.happens(Paused(by="ana", until=MONDAY + 10 * DAY))

        lived.happens(reply(wants(Part.LATER_TODAY)))

        assert lived.enrollment.paused_until == MONDAY + 10 * DAY

    def test_the_open_check_in_can_be_answered_later_today(self) -> None:
        lived = begun(touchpoint("ask", 1, check_in=check_in("mood")), touchpoint("late", 20))

        lived.happens(reply(wants(Part.LATER_TODAY)))

        assert lived.enrollment.asked is Question.MOOD


class TestSafetyOnly:
    """Texts about danger and healing come; every other is withheld, on record."""

    def test_kind_words_are_withheld_and_danger_is_told(self, lived: Life) -> None:
        lived.happens(reply(wants(Part.SAFETY_ONLY)))
        lived.live_until(MONDAY + 40 * DAY)

        assert lived.sent() == ["notice.safety_only", "danger"]
        assert lived.withheld() == {"kind": "not_wanted", "late": "not_wanted"}

    @pytest.mark.parametrize(
        ("question", "silence", "comes"),
        [
            ("temperature", "list", True),
            ("bleeding_stopped", "list", True),
            ("mood", "list", False),
            ("phq_interest", "list", False),
            ("mood", "escalate", True),
        ],
    )
    def test_check_ins_on_safety_are_asked_and_those_on_feelings_are_not(
        self, question: str, silence: str, comes: bool
    ) -> None:
        lived = begun(touchpoint("ask", 3, check_in=check_in(question, silence=silence)))

        lived.happens(reply(wants(Part.SAFETY_ONLY)))
        lived.live_until(MONDAY + 10 * DAY)

        assert ("ask" in lived.sent()) is comes

    def test_a_question_about_feelings_that_is_open_is_not_asked_again(self) -> None:
        lived = begun(touchpoint("ask", 1, check_in=check_in("mood")), touchpoint("late", 20))

        lived.happens(reply(wants(Part.SAFETY_ONLY)))
        lived.live_until(MONDAY + 10 * DAY)

        assert "nudge.mood" not in lived.sent()

    def test_a_text_on_its_way_is_not_sent_again_once_she_wants_it_no_more(self) -> None:
        lived = life(touchpoint("kind", 1), touchpoint("late", 20))
        lived.live_until(MONDAY + DAY - HOUR)
        lived.enrollment = decide(lived.program, lived.enrollment, Woke(), MONDAY + DAY).enrollment
        lived.now = MONDAY + DAY
        lived.happens(reply(wants(Part.SAFETY_ONLY)))

        decision = lived.happens(ProviderHasNone(text_id="t-kind"), after=HOUR)

        assert decision.resend == ()


class TestLessOften:
    """A week between planned texts, save those about danger and healing."""

    def test_ordinary_texts_come_a_week_apart(self) -> None:
        lived = begun(*(touchpoint(f"day{day}", day, expires_after_hours=24 * 30) for day in SPAN))

        lived.happens(reply(wants(Part.LESS_OFTEN)))
        lived.live_until(MONDAY + 60 * DAY)

        days = planned_days(lived)
        assert len(days) >= 4
        assert all((later - earlier).days >= 7 for earlier, later in pairwise(days))

    def test_danger_is_told_on_its_day_and_ordinary_texts_expire_as_usual(self) -> None:
        lived = begun(touchpoint("a", 2), touchpoint("danger", 3, safety=True), touchpoint("b", 5), touchpoint("c", 12))

        lived.happens(reply(wants(Part.LESS_OFTEN)))
        lived.live_until(MONDAY + 30 * DAY)

        assert lived.sent() == ["notice.weekly", "a", "danger", "c"]
        assert lived.withheld() == {"b": "too_late"}


def planned_days(lived: Life) -> list[date]:
    sent = [text for text in lived.texts if text.touchpoint and text.state is TextState.SENDING]
    return [text.at.astimezone(ZoneInfo(NEW_YORK)).date() for text in sent]


class TestTopics:
    """What she wants to hear no more about is left out of planned texts; what she asks about is answered."""

    def test_an_opt_in_topic_is_withheld_and_leaves_her_topics(self) -> None:
        plain = touchpoint("v", 9)
        lived = begun(touchpoint("t", 3, topic=OptIn.INTIMACY), touchpoint("u", 4, topic=OptIn.KEEPSAKES), plain)
        wanted = replace(lived.enrollment.person, topics=frozenset({OptIn.INTIMACY, OptIn.KEEPSAKES}))
        lived.enrollment = replace(lived.enrollment, person=wanted)

        lived.happens(reply(wants(Part.TOPIC, Topic.SEX)))
        lived.live_until(MONDAY + 10 * DAY)

        assert lived.enrollment.person.topics == {OptIn.KEEPSAKES}
        assert lived.enrollment.person.closed_topics == {"sex"}
        assert lived.withheld() == {"t": "topic_off"}

    def test_a_planned_text_that_speaks_of_it_is_withheld(self) -> None:
        lived = begun(touchpoint("heart.partner", 3), touchpoint("heart.time", 4))

        lived.happens(reply(wants(Part.TOPIC, Topic.PARTNER)))
        lived.live_until(MONDAY + 10 * DAY)

        assert lived.sent() == ["notice.topic_closed", "heart.time"]

    def test_her_own_question_about_it_is_answered(self, lived: Life) -> None:
        lived.happens(reply(wants(Part.TOPIC, Topic.PARTNER)))
        lived.texts.clear()

        lived.happens(reply(reading(intent=Intent.QUESTION, topics=(Topic.PARTNER,)), sid="SM2"))

        assert lived.sent() == ["answer.partner"]

    def test_no_topic_closes_a_text_about_danger(self) -> None:
        for key, version in released():
            for one in pathway(key, version).touchpoints:
                if one.message in closing():
                    assert not one.safety
                    assert one.check_in is None or one.check_in.silence is not Silence.ESCALATE

    def test_every_closing_names_a_topic_and_a_message_that_exist(self) -> None:
        assert set(closing()) <= set(catalogue().contracts)
        assert {topic for topics in closing().values() for topic in topics} <= {topic.value for topic in Topic}


class TestComingBack:
    """START brings everything back save closed topics; a person brings back those too."""

    @pytest.mark.parametrize("part", [Part.NOT_NOW, Part.LATER_TODAY, Part.SAFETY_ONLY, Part.LESS_OFTEN])
    def test_start_brings_every_coming_text_back(self, lived: Life, part: Part) -> None:
        lived.happens(reply(wants(part)))

        lived.happens(reply(reading(intent=Intent.OPT_IN, returning=True), sid="SM2"))
        lived.live_until(MONDAY + 40 * DAY)

        assert lived.sent()[1:] == ["notice.returned", "kind", "danger", "late"]

    def test_start_does_not_open_a_topic_she_closed_and_a_person_does(self, lived: Life) -> None:
        lived.happens(reply(wants(Part.TOPIC, Topic.PARTNER)))
        lived.happens(reply(reading(intent=Intent.OPT_IN, returning=True), sid="SM2"))
        after_start = lived.enrollment.person.closed_topics

        lived.happens(Restored(by="ana"))

        assert after_start == {"partner"}
        assert lived.enrollment.person.closed_topics == frozenset()


class TestOrder:
    """Danger beats leaving, leaving beats a part, and nothing she says beside it is lost."""

    def test_leaving_beats_a_part(self, lived: Life) -> None:
        lived.happens(reply(wants(Part.LESS_OFTEN, intent=Intent.OPT_OUT, leaving=True)))

        assert lived.sent() == ["notice.goodbye"]
        assert not lived.enrollment.person.weekly

    def test_danger_beats_a_part(self, lived: Life) -> None:
        danger = reading(Sign.SUICIDE, part=Part.NOT_NOW)

        lived.happens(reply(danger))

        assert lived.sent() == ["safety.crisis"]
        assert lived.enrollment.paused_until is None

    @pytest.mark.parametrize(
        ("read", "message"),
        [
            (reading(Sign.LONG_BLEEDING, part=Part.LESS_OFTEN), "safety.soon"),
            (reading(intent=Intent.HUMAN, part=Part.LESS_OFTEN), "answer.human"),
            (reading(intent=Intent.DISTRESS, part=Part.LESS_OFTEN), "answer.distress"),
            (reading(part=Part.LESS_OFTEN, readable=False), "answer.unsure"),
        ],
    )
    def test_what_a_person_should_hear_is_heard_beside_it(self, lived: Life, read: Reading, message: str) -> None:
        lived.happens(reply(read))

        assert lived.sent() == [message, "notice.weekly"]
        assert len(lived.enrollment.escalations) == 1

    def test_two_things_for_a_person_in_one_text_are_two_matters(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.LONG_BLEEDING, part=Part.HOURS)))

        assert [one.reason.value for one in lived.enrollment.escalations] == ["symptom", "callback"]
        assert lived.sent() == ["safety.soon", "answer.hours"]

    def test_an_answer_to_a_check_in_and_a_part_are_both_heard(self) -> None:
        lived = begun(touchpoint("ask", 1, check_in=check_in("mood")), touchpoint("late", 20))

        lived.happens(reply(wants(Part.LESS_OFTEN, answer=Answer(question=Question.MOOD, value=4))))

        assert lived.sent() == ["check.mood.ok", "notice.weekly"]

    def test_after_a_crisis_was_taken_a_part_is_granted_and_a_wish_for_a_person_goes_to_whoever_took_it(
        self, lived: Life
    ) -> None:
        lived.happens(reply(reading(Sign.SUICIDE)))
        lived.happens(Acknowledged(by="ben", escalation_id="e-SM1"))
        lived.texts.clear()

        lived.happens(reply(wants(Part.LESS_OFTEN), sid="SM2"))
        lived.happens(reply(wants(Part.LESS_OFTEN, intent=Intent.HUMAN), sid="SM3"))

        assert lived.sent() == ["notice.weekly", "safety.crisis"]
        assert [text.contact_id for text in lived.texts if text.contact_id] == ["ben"]


@pytest.mark.parametrize("key", ["notice.later", "notice.safety_only", "notice.topic_closed", "notice.weekly"])
@pytest.mark.parametrize("language", list(Language))
def test_every_confirmation_asks_nothing_and_says_how_to_get_all_back(key: str, language: Language) -> None:
    words = catalogue().entry(key, language).text

    assert "?" not in words
    assert "START" in words
    assert "{emergency}" in words
