"""Doubt: words that may mean danger bring one question, and whatever is not a clear no in time brings a person."""

from datetime import timedelta

import pytest

from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Sign, Topic
from messages.severity import Severity
from schedules.decide import decide
from schedules.decision import PhoneConsent
from schedules.doubts import DOUBT_WAITS
from schedules.enrollment import Status
from schedules.escalation import EscalationState, Reason
from schedules.facts import Acknowledged, Closed, DeliveryReported, ProviderHasNone, SendAnswered
from schedules.preview import coming
from schedules.talk import DOUBTS_AN_HOUR_MAX
from schedules.text import Failure, Purpose, TextState, Withheld
from tests.making import MONDAY, Life, check_in, life, reading, reply, touchpoint

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LATER = MONDAY + 5 * DAY
YES = reading(intent=Intent.ACK, answer=Answer(question=Question.DOUBT, value=True))
NO = reading(intent=Intent.ACK, answer=Answer(question=Question.DOUBT, value=False))
STOP = reading(intent=Intent.OPT_OUT, leaving=True)


def doubtful(severity: Severity = Severity.EMERGENCY, **more: object) -> Reading:
    return reading(doubt=severity, **more)  # type: ignore[arg-type]


@pytest.fixture
def lived() -> Life:
    """Five days in, nothing open, at two in the morning."""
    begun = life(touchpoint("day30", 30))
    begun.live_until(LATER.replace(hour=7))
    begun.texts.clear()
    return begun


@pytest.fixture
def asked(lived: Life) -> Life:
    """She has just been asked the safety question."""
    lived.happens(reply(doubtful()))
    lived.texts.clear()
    return lived


@pytest.mark.parametrize(
    ("severity", "question"),
    [
        (Severity.CRISIS, "ask.doubt.mind"),
        (Severity.EMERGENCY, "ask.doubt.body"),
        (Severity.URGENT, "ask.doubt.body"),
    ],
)
def test_a_doubtful_text_is_asked_about_at_any_hour_and_stands_in_the_inbox(
    lived: Life, severity: Severity, question: str
) -> None:
    decision = lived.happens(reply(doubtful(severity)))

    (one,) = lived.enrollment.escalations
    assert lived.sent() == [question]
    assert [text.purpose for text in decision.texts if text.message == question] == [Purpose.SAFETY]
    assert lived.sent(to_staff=True) == []
    assert (one.severity, one.reason, one.signs) == (Severity.SOON, Reason.DOUBT, (f"doubt:{severity.value}",))
    assert lived.enrollment.wake_at is not None
    assert lived.enrollment.wake_at <= lived.now + DOUBT_WAITS


def test_a_sign_that_can_wait_stays_on_record_beside_the_doubt(lived: Life) -> None:
    lived.happens(reply(reading(Sign.LONG_BLEEDING, doubt=Severity.URGENT)))

    assert lived.sent() == ["ask.doubt.body"]
    assert [one.signs for one in lived.enrollment.escalations] == [("doubt:urgent", "long_bleeding")]


@pytest.mark.parametrize(
    ("severity", "message"),
    [
        (Severity.CRISIS, "safety.crisis"),
        (Severity.EMERGENCY, "safety.emergency"),
        (Severity.URGENT, "safety.urgent"),
    ],
)
def test_a_yes_pages_at_the_severity_of_the_doubt_and_gets_its_answer(
    lived: Life, severity: Severity, message: str
) -> None:
    lived.happens(reply(doubtful(severity)))
    lived.texts.clear()

    lived.happens(reply(YES, sid="SM2"), after=MINUTE)

    assert lived.sent() == [message]
    assert lived.sent(to_staff=True) == ["page.first"]
    assert [(one.escalation_id, one.severity) for one in lived.enrollment.escalations] == [("e-SM1", severity)]
    assert lived.enrollment.doubt is None


@pytest.mark.parametrize("has_left", [True, False])
def test_a_yes_that_the_carrier_takes_for_a_return_is_a_yes(lived: Life, has_left: bool) -> None:
    """YES is among the words on which a carrier lets texts through again, and says so of whoever writes it."""
    if has_left:
        lived.happens(reply(STOP, sid="SM0", carrier="STOP"))
    lived.happens(reply(doubtful(Severity.CRISIS)), after=MINUTE)
    lived.texts.clear()

    lived.happens(reply(YES, sid="SM2", carrier="START"), after=MINUTE)

    assert "safety.crisis" in lived.sent()
    assert [one.severity for one in lived.enrollment.escalations if one.severity.pages_now] == [Severity.CRISIS]
    assert lived.enrollment.left_at is None


def test_a_yes_to_a_doubt_about_violence_is_answered_in_neutral_words(lived: Life) -> None:
    """B28: whoever she fears may be reading."""
    lived.happens(reply(doubtful(Severity.CRISIS, doubted=(Sign.VIOLENCE,))))
    lived.texts.clear()
    lived.happens(reply(YES, sid="SM2"))

    (one,) = lived.enrollment.escalations
    assert lived.sent() == ["safety.violence"]
    assert (one.severity, one.signs) == (Severity.CRISIS, ("doubt:crisis", "violence"))


def test_a_doubt_about_violence_beside_a_death_wish_is_answered_as_a_crisis(lived: Life) -> None:
    lived.happens(reply(doubtful(Severity.CRISIS, doubted=(Sign.VIOLENCE, Sign.DEATH_WISH))))
    lived.texts.clear()
    lived.happens(reply(YES, sid="SM2"))

    assert lived.sent() == ["safety.crisis"]


def test_a_no_ends_the_doubt_and_leaves_it_in_the_inbox(asked: Life) -> None:
    asked.happens(reply(NO, sid="SM2"), after=MINUTE)
    asked.live_until(asked.now + 2 * DAY)

    assert asked.sent() == ["check.doubt.no"]
    assert asked.sent(to_staff=True) == []
    assert [one.severity for one in asked.enrollment.escalations] == [Severity.SOON]
    assert [entry.action for entry in asked.enrollment.escalations[0].history][-1] == "said_no"


@pytest.mark.parametrize(
    "read",
    [
        reading(intent=Intent.DISTRESS, answer=NO.answer),
        reading(intent=Intent.HUMAN, answer=NO.answer),
        reading(Sign.LONG_BLEEDING, answer=NO.answer),
        reading(intent=Intent.ACK, answer=NO.answer, readable=False),
    ],
)
def test_a_no_beside_something_a_person_should_hear_does_not_end_the_doubt(asked: Life, read: Reading) -> None:
    asked.happens(reply(read, sid="SM2"), after=MINUTE)

    assert asked.enrollment.doubt is not None


def test_a_no_of_whoever_else_holds_this_phone_ends_no_doubt_about_her(asked: Life) -> None:
    at = asked.now
    asked.happens(reply(reading(intent=Intent.WRONG_NUMBER), sid="SM2"), after=MINUTE)

    asked.happens(reply(NO, sid="SM3"), after=MINUTE)
    asked.live_until(at + DOUBT_WAITS)

    assert asked.sent(to_staff=True) != []
    assert [one.severity for one in asked.enrollment.escalations if one.severity.pages_now] == [Severity.EMERGENCY]


def test_a_no_with_a_question_is_both(asked: Life) -> None:
    read = reading(intent=Intent.QUESTION, topics=(Topic.BATHS,), answer=NO.answer)

    asked.happens(reply(read, sid="SM2"))

    assert asked.sent() == ["check.doubt.no", "answer.baths"]


def test_silence_pages_after_ten_minutes_and_tells_her_nothing_more(asked: Life) -> None:
    at = asked.now

    asked.live_until(at + DOUBT_WAITS - MINUTE)
    early = asked.sent(to_staff=True)
    asked.live_until(at + DOUBT_WAITS)

    assert early == []
    assert asked.sent(to_staff=True) == ["page.first"]
    assert asked.sent() == []
    assert [one.severity for one in asked.enrollment.escalations] == [Severity.EMERGENCY]


def test_a_page_her_silence_brought_climbs_like_any_other(asked: Life) -> None:
    asked.live_until(asked.now + DOUBT_WAITS + 11 * MINUTE)

    assert asked.sent(to_staff=True) == ["page.first", "page.again", "page.all", "page.all"]
    assert asked.sent() == ["safety.unanswered"]


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (reading(intent=Intent.OTHER), "answer.unsure"),
        (reading(intent=Intent.QUESTION, topics=(Topic.BATHS,)), "answer.baths"),
        (reading(intent=Intent.HUMAN), "answer.human"),
        (reading(intent=Intent.QUESTION, part=Part.LESS_OFTEN), "notice.weekly"),
        (reading(intent=Intent.OPT_IN, returning=True), "notice.returned"),
    ],
)
def test_any_other_reply_is_answered_as_usual_and_the_time_runs_on(asked: Life, read: Reading, message: str) -> None:
    at = asked.now

    asked.happens(reply(read, sid="SM2"), after=9 * MINUTE)
    asked.live_until(at + DOUBT_WAITS)

    assert asked.sent() == [message]
    assert asked.sent(to_staff=True) == ["page.first"]


def test_thanks_are_no_answer_to_a_safety_question(asked: Life) -> None:
    asked.happens(reply(reading(intent=Intent.ACK, only_thanks=True), sid="SM2"))

    assert asked.enrollment.doubt is not None


def test_a_second_doubtful_text_pages_at_once_at_the_graver_of_the_two(asked: Life) -> None:
    asked.happens(reply(doubtful(Severity.CRISIS, answer=NO.answer), sid="SM2"), after=MINUTE)

    assert asked.sent() == ["safety.crisis"]
    assert asked.sent(to_staff=True) == ["page.first"]
    assert [one.severity for one in asked.enrollment.escalations] == [Severity.CRISIS]


def test_danger_pages_as_always_and_ends_the_doubt(asked: Life) -> None:
    asked.happens(reply(reading(Sign.FAINTED, answer=YES.answer), sid="SM2"), after=MINUTE)
    asked.live_until(asked.now + DOUBT_WAITS - 5 * MINUTE - MINUTE)

    assert asked.enrollment.doubt is None
    assert asked.sent() == ["safety.emergency"]
    assert asked.sent(to_staff=True) == ["page.first"]


@pytest.mark.parametrize(
    ("answer", "severity"),
    [(None, Severity.CRISIS), (YES.answer, Severity.CRISIS), (NO.answer, Severity.URGENT)],
)
def test_danger_never_lowers_a_graver_doubt_unless_she_said_no(
    lived: Life, answer: Answer | None, severity: Severity
) -> None:
    lived.happens(reply(doubtful(Severity.CRISIS)))
    lived.texts.clear()

    lived.happens(reply(reading(Sign.FEVER, answer=answer), sid="SM2"), after=MINUTE)

    assert lived.sent() == [f"safety.{severity.value}"]
    assert [one.severity for one in lived.enrollment.escalations if one.severity.pages_now] == [severity]
    assert lived.enrollment.doubt is None


@pytest.mark.parametrize("act", [Acknowledged, Closed])
def test_staff_who_take_it_in_time_are_not_paged_and_she_is_not_told(
    asked: Life, act: type[Acknowledged] | type[Closed]
) -> None:
    asked.happens(act(by="ana", escalation_id="e-SM1"), after=MINUTE)
    asked.live_until(asked.now + DAY)

    assert asked.enrollment.doubt is None
    assert asked.sent() == []
    assert asked.sent(to_staff=True) == []


def test_staff_who_take_another_matter_leave_the_doubt_open(asked: Life) -> None:
    asked.happens(reply(reading(intent=Intent.HUMAN), sid="SM2"))

    asked.happens(Closed(by="ana", escalation_id="e-SM2"))

    assert asked.enrollment.doubt is not None


def test_a_doubt_after_a_no_days_ago_holds_planned_texts_like_a_new_matter(asked: Life) -> None:
    asked.happens(reply(NO, sid="SM2"))
    asked.live_until(asked.now + 6 * DAY)

    asked.happens(reply(doubtful(), sid="SM3"))
    asked.live_until(asked.now + DOUBT_WAITS)

    (one,) = asked.enrollment.escalations
    assert one.opened_at == asked.now
    assert one.history[0].action == "opened:soon:doubt"


class TestLeaving:
    """Who has left cannot be asked: a person is told to phone her."""

    def test_a_doubtful_text_after_leaving_pages_at_once(self, lived: Life) -> None:
        lived.happens(reply(STOP))
        lived.texts.clear()

        lived.happens(reply(doubtful(Severity.CRISIS), sid="SM2"))

        assert lived.sent() == []
        assert lived.sent(to_staff=True) == ["page.left"]
        assert lived.enrollment.escalations[0].signs == ("doubt:crisis",)

    def test_a_doubtful_text_that_asks_us_to_stop_is_both(self, lived: Life) -> None:
        decision = lived.happens(reply(doubtful(Severity.CRISIS, leaving=True)))

        assert decision.phone is PhoneConsent.LEFT
        assert lived.sent() == ["notice.goodbye_danger"]
        assert lived.sent(to_staff=True) == ["page.first"]

    def test_asking_us_to_stop_instead_of_answering_pages_at_once(self, asked: Life) -> None:
        asked.happens(reply(STOP, sid="SM2"), after=MINUTE)

        assert asked.sent() == ["notice.goodbye_danger"]
        assert asked.sent(to_staff=True) == ["page.left"]
        assert asked.enrollment.doubt is None

    def test_a_stop_that_the_carrier_answered_pages_without_a_word_of_ours(self, asked: Life) -> None:
        asked.happens(reply(STOP, sid="SM2", carrier="STOP"))

        assert asked.sent() == []
        assert asked.sent(to_staff=True) == ["page.left"]

    def test_a_no_that_asks_us_to_stop_is_both(self, asked: Life) -> None:
        asked.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True, answer=NO.answer), sid="SM2"))
        asked.live_until(asked.now + DAY)

        assert asked.sent() == ["notice.goodbye"]
        assert asked.sent(to_staff=True) == []

    def test_coming_back_with_a_doubtful_text_is_asked_like_anyone(self, lived: Life) -> None:
        lived.happens(reply(STOP))
        lived.texts.clear()

        decision = lived.happens(reply(doubtful(intent=Intent.OPT_IN, returning=True), sid="SM2"))

        assert decision.phone is PhoneConsent.RETURNED
        assert lived.sent() == ["ask.doubt.body"]

    def test_coming_back_with_a_doubtful_text_in_a_crisis_gets_its_answer(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.SUICIDE, leaving=True)))
        lived.texts.clear()

        lived.happens(reply(doubtful(intent=Intent.OPT_IN, returning=True), sid="SM2"))

        assert lived.enrollment.left_at is None
        assert lived.sent() == ["safety.crisis"]


def test_a_doubtful_text_of_a_stranger_is_paged_without_a_word_about_health() -> None:
    lived = life(person={"status": Status.STRANGER, "pathway": None, "pathway_version": None, "anchors": {}})

    lived.happens(reply(doubtful(Severity.URGENT)))

    assert lived.sent() == ["stranger.danger"]
    assert lived.sent(to_staff=True) == ["page.first"]
    assert [one.reason for one in lived.enrollment.escalations] == [Reason.STRANGER]


@pytest.mark.parametrize("severity", [Severity.CRISIS, Severity.EMERGENCY, Severity.URGENT])
def test_a_doubtful_text_that_says_wrong_number_is_paged_like_a_strangers_and_asks_nothing(
    lived: Life, severity: Severity
) -> None:
    lived.happens(reply(doubtful(severity, intent=Intent.WRONG_NUMBER)))
    lived.live_until(lived.now + 2 * MINUTE)

    (one,) = lived.enrollment.escalations
    assert lived.sent() == ["stranger.danger"]
    assert lived.sent(to_staff=True) == ["page.first"]
    assert (one.severity, one.reason, one.signs) == (severity, Reason.STRANGER, (f"doubt:{severity.value}",))
    assert lived.enrollment.doubt is None


def test_who_says_wrong_number_answers_no_check_in_of_hers() -> None:
    lived = TestCheckIns.with_check_in()

    lived.happens(reply(doubtful(intent=Intent.WRONG_NUMBER, answer=Answer(question=Question.MOOD, value=1))))

    assert lived.enrollment.answers == ()
    assert lived.sent() == ["stranger.danger"]


def test_a_second_doubtful_text_that_says_wrong_number_pages_at_once_in_a_strangers_words(asked: Life) -> None:
    asked.happens(reply(doubtful(Severity.CRISIS, intent=Intent.WRONG_NUMBER), sid="SM2"), after=MINUTE)

    assert asked.sent() == ["stranger.danger"]
    assert asked.sent(to_staff=True) == ["page.first"]
    assert {one.severity: one.reason for one in asked.enrollment.escalations} == {
        Severity.CRISIS: Reason.DOUBT,
        Severity.SOON: Reason.STRANGER,
    }


def test_a_doubtful_text_that_says_wrong_number_after_leaving_pages_without_a_word_of_ours(lived: Life) -> None:
    lived.happens(reply(STOP))
    lived.texts.clear()

    lived.happens(reply(doubtful(intent=Intent.WRONG_NUMBER), sid="SM2"))

    assert lived.sent() == []
    assert lived.sent(to_staff=True) == ["page.left"]


def test_on_the_day_of_the_tablets_she_is_asked_all_the_same() -> None:
    lived = life(touchpoint("day30", 30))
    lived.texts.clear()

    lived.happens(reply(reading(Sign.CHILLS, intent=Intent.URGENT, doubt=Severity.URGENT)))

    assert lived.sent() == ["ask.doubt.body"]
    assert lived.sent(to_staff=True) == []


class TestGraveMatters:
    """A doubtful text while a grave matter is open belongs to it."""

    @pytest.mark.parametrize(
        ("sign", "doubt", "message", "severity"),
        [
            (Sign.SUICIDE, Severity.URGENT, "safety.crisis", Severity.CRISIS),
            (Sign.FEVER, Severity.CRISIS, "safety.crisis", Severity.CRISIS),
        ],
    )
    def test_it_is_told_to_those_paged_and_can_only_make_it_graver(
        self, lived: Life, sign: Sign, doubt: Severity, message: str, severity: Severity
    ) -> None:
        lived.happens(reply(reading(sign)))
        lived.texts.clear()

        lived.happens(reply(doubtful(doubt), sid="SM2"))

        assert lived.sent() == [message]
        assert lived.sent(to_staff=True) == ["page.more"]
        assert [one.severity for one in lived.enrollment.escalations] == [severity]
        assert lived.enrollment.doubt is None

    def test_it_goes_to_whoever_took_the_matter_within_a_day(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.SUICIDE)))
        lived.happens(Acknowledged(by="ben", escalation_id="e-SM1"))
        lived.texts.clear()

        lived.happens(reply(doubtful(intent=Intent.ACK), sid="SM2"), after=timedelta(hours=1))

        assert [text.contact_id for text in lived.texts if text.contact_id] == ["ben"]
        assert lived.sent() == ["safety.crisis"]


class TestCheckIns:
    """The safety question goes before a check-in, and the check-in stays open."""

    @staticmethod
    def with_check_in() -> Life:
        begun = life(touchpoint("ask", 5, check_in=check_in("mood")), touchpoint("day6", 6), touchpoint("day30", 30))
        begun.live_until(LATER + timedelta(hours=1))
        begun.texts.clear()
        return begun

    def test_a_bare_answer_answers_the_safety_question_first_and_then_the_check_in(self) -> None:
        lived = self.with_check_in()
        lived.happens(reply(doubtful()))
        first = lived.enrollment.asked

        lived.happens(reply(NO, sid="SM2"))

        assert (first, lived.enrollment.asked) == (Question.DOUBT, Question.MOOD)
        assert lived.enrollment.answers == ()

    def test_an_answer_beside_a_doubt_is_on_record_and_still_asked_about(self) -> None:
        lived = self.with_check_in()

        lived.happens(reply(doubtful(answer=Answer(question=Question.MOOD, value=1))))

        assert lived.enrollment.last_answer(Question.MOOD) is not None
        assert lived.sent() == ["ask.doubt.body"]

    def test_planned_texts_wait_while_the_doubt_is_open_and_no_longer(self) -> None:
        lived = self.with_check_in()
        lived.live_until(LATER + DAY - timedelta(hours=1) - MINUTE)  # the clocks changed that night
        lived.happens(reply(doubtful()))

        lived.live_until(lived.now + DOUBT_WAITS - MINUTE)
        waiting = "day6" in lived.sent()
        lived.happens(reply(NO, sid="SM2"))
        lived.live_until(lived.now + timedelta(hours=1))

        assert not waiting
        assert "day6" in lived.sent()


class TestDelivery:
    """A safety question that does not reach her cannot be answered with no; one that is settled is not sent again."""

    @staticmethod
    def in_flight(lived: Life) -> None:
        decision = decide(lived.program, lived.enrollment, reply(doubtful()), lived.now)
        lived.enrollment = decision.enrollment

    @pytest.mark.parametrize("failure", [Failure.PERMANENT, Failure.OPTED_OUT])
    def test_one_that_is_refused_pages_at_once(self, lived: Life, failure: Failure) -> None:
        self.in_flight(lived)

        lived.happens(SendAnswered(text_id="SM1-doubt", failure=failure))

        assert len(lived.sent(to_staff=True)) == 1
        assert [one.severity for one in lived.enrollment.escalations] == [Severity.EMERGENCY]

    def test_one_that_is_undelivered_pages_at_once(self, asked: Life) -> None:
        asked.happens(undelivered())

        assert asked.sent(to_staff=True) == ["page.first"]

    def test_one_that_is_undelivered_after_a_person_took_it_pages_nobody(self, asked: Life) -> None:
        asked.happens(Closed(by="ana", escalation_id="e-SM1"))

        asked.happens(undelivered())

        assert asked.sent(to_staff=True) == []

    def test_one_that_is_settled_is_not_sent_again(self, lived: Life) -> None:
        self.in_flight(lived)
        lived.happens(Acknowledged(by="ana", escalation_id="e-SM1"))

        decision = lived.happens(ProviderHasNone(text_id="SM1-doubt"), after=2 * MINUTE)

        assert decision.resend == ()
        assert [(one.state, one.withheld) for one in decision.moved] == [(TextState.WITHHELD, Withheld.SUPERSEDED)]


def undelivered() -> DeliveryReported:
    return DeliveryReported(
        text_id="SM1-doubt",
        sid="sid-SM1-doubt",
        state=TextState.UNDELIVERED,
        purpose=Purpose.SAFETY,
        failure=Failure.RETRY,
    )


def test_the_coming_texts_are_shown_as_if_the_doubt_were_settled(asked: Life) -> None:
    assert [one.text.message for one in coming(asked.program, asked.enrollment, asked.now)] == ["day30"]


def test_two_machines_cannot_keep_a_doubt_busy(lived: Life) -> None:
    for number in range(100):
        lived.happens(reply(doubtful(), sid=f"SM{number}"), after=timedelta(seconds=3))

    assert len(lived.sent()) <= DOUBTS_AN_HOUR_MAX + 3
    assert [one.state for one in lived.enrollment.escalations] == [EscalationState.OPEN]
