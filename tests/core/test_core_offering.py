"""Topics she opts into: offered once, chosen by letters, opened by MORE, closed in her own words; never unasked."""

from collections.abc import Set
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from messages.hearing import read
from messages.hearing.answers_choice import choices_answer, door_answer, offer_answer, wants_more
from messages.hearing.normalize import plain
from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Sign, Topic
from messages.language import Language
from messages.opt_in import ASKED_AS, OptIn
from messages.severity import Severity
from schedules.decision import PhoneConsent
from schedules.enrollment import Outcome
from schedules.offering import CHOOSING, LIVE
from schedules.pathways import Clock
from tests.making import MONDAY, Life, check_in, enrollment, life, reading, reply, touchpoint

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
GATED = [
    touchpoint("closer", 10, topic="intimacy"),
    touchpoint("calm", 12, instead=["intimacy"]),
    touchpoint("keeping", 14, topic="keepsakes"),
]
ALL = 0b111111


def choice(question: Question, value: int, intent: Intent = Intent.ACK, **more: Any) -> Reading:
    return reading(intent=intent, answer=Answer(question=question, value=value), **more)


def asks(*topics: Topic) -> Reading:
    return reading(intent=Intent.QUESTION, topics=topics)


def more(intent: Intent = Intent.OTHER) -> Reading:
    return reading(intent=intent, more=True)


@pytest.fixture
def offered() -> Life:
    """A day in, the offer just made."""
    lived = life(touchpoint("offer", 1, check_in=check_in("offer", nudge=None, window_hours=46)), *GATED)
    lived.live_until(MONDAY + DAY)
    assert lived.enrollment.asked is Question.OFFER
    lived.texts.clear()
    return lived


@pytest.fixture
def choosing(offered: Life) -> Life:
    """The choices were shown."""
    offered.happens(reply(choice(Question.OFFER, 1)))
    assert offered.enrollment.asked is Question.CHOICES
    offered.texts.clear()
    return offered


@pytest.fixture
def curious() -> Life:
    """Nothing open; every topic off."""
    lived = life(touchpoint("day1", 1), *GATED)
    lived.live_until(MONDAY + DAY)
    lived.texts.clear()
    return lived


class TestOffer:
    """1 shows the choices, 2 and 3 end it; nothing is on before she chose."""

    def test_one_shows_the_choices_and_turns_nothing_on(self, offered: Life) -> None:
        offered.happens(reply(choice(Question.OFFER, 1)))

        assert offered.sent() == ["offer.choices"]
        assert offered.enrollment.person.topics == frozenset()
        assert offered.enrollment.question is not None
        assert offered.enrollment.question.closes_at == offered.now + CHOOSING

    @pytest.mark.parametrize(("value", "message"), [(2, "notice.topics_later"), (3, "notice.topics_never")])
    def test_two_and_three_end_it(self, offered: Life, value: int, message: str) -> None:
        offered.happens(reply(choice(Question.OFFER, value)))
        offered.live_until(MONDAY + 30 * DAY)

        assert offered.sent() == [message, "calm"]
        assert offered.enrollment.escalations == ()
        assert offered.withheld() == {"closer": "topic_off"}  # the other's day lies after the end

    def test_not_now_answers_the_offer_and_does_not_also_hold_her_other_texts(self, offered: Life) -> None:
        said = choice(Question.OFFER, 2, intent=Intent.PAUSE, part=Part.LATER_TODAY)  # so hearing reads "not now"

        offered.happens(reply(said))

        assert offered.sent() == ["notice.topics_later"]
        assert offered.enrollment.paused_until is None

    def test_silence_is_kept_to_itself(self, offered: Life) -> None:
        offered.live_until(MONDAY + 5 * DAY)

        assert offered.sent() == []
        assert offered.enrollment.escalations == ()
        assert offered.enrollment.outcomes["offer"] is Outcome.SILENT

    def test_a_late_yes_still_shows_the_choices(self, offered: Life) -> None:
        offered.live_until(MONDAY + 4 * DAY)

        offered.happens(reply(choice(Question.OFFER, 1)))

        assert offered.sent() == ["offer.choices"]
        assert offered.enrollment.asked is Question.CHOICES

    def test_who_said_never_is_not_offered_again(self) -> None:
        offer = check_in("offer", nudge=None, window_hours=46)
        lived = life(touchpoint("offer", 1, check_in=offer), touchpoint("again", 5, check_in=offer))
        lived.live_until(MONDAY + DAY)

        lived.happens(reply(choice(Question.OFFER, 3)))
        lived.live_until(MONDAY + 9 * DAY)

        assert "again" not in lived.sent()
        assert lived.withheld() == {"again": "superseded"}


class TestChoices:
    """The letters she names and no other."""

    @pytest.mark.parametrize(
        ("letters", "on"),
        [
            (0b000001, {OptIn.INTIMACY}),
            (0b001001, {OptIn.INTIMACY, OptIn.KEEPSAKES}),
            (0b000110, {OptIn.CONTRACEPTION, OptIn.TRYING_AGAIN}),
            (0b010000, {OptIn.DATES}),
        ],
    )
    def test_what_she_chose_is_on_and_said_once(self, choosing: Life, letters: int, on: set[OptIn]) -> None:
        choosing.happens(reply(choice(Question.CHOICES, letters), sid="SM2"))

        assert choosing.enrollment.person.topics == on
        assert choosing.sent() == ["notice.topics_open"]
        assert choosing.enrollment.question is None

    def test_planned_texts_follow_and_what_stood_in_their_place_gives_way(self, choosing: Life) -> None:
        choosing.happens(reply(choice(Question.CHOICES, 0b001001), sid="SM2"))
        choosing.live_until(MONDAY + 30 * DAY)

        assert choosing.sent() == ["notice.topics_open", "closer", "keeping"]
        assert choosing.withheld() == {"calm": "superseded"}

    def test_none_leaves_everything_as_it_is(self, choosing: Life) -> None:
        choosing.happens(reply(choice(Question.CHOICES, 0), sid="SM2"))

        assert choosing.sent() == ["notice.topics_later"]
        assert choosing.enrollment.person.topics == frozenset()

    def test_all_turns_on_what_is_texted_and_tells_how_somebody_close_signs_up(self, choosing: Life) -> None:
        choosing.happens(reply(choice(Question.CHOICES, ALL), sid="SM2"))

        assert choosing.enrollment.person.topics == set(OptIn) - {OptIn.PARTNER}
        assert choosing.sent() == ["notice.topics_open", "notice.partner_asked"]

    def test_a_partner_alone_turns_nothing_on(self, choosing: Life) -> None:
        choosing.happens(reply(choice(Question.CHOICES, 0b100000), sid="SM2"))

        assert choosing.enrollment.person.topics == frozenset()
        assert choosing.sent() == ["notice.partner_asked"]

    def test_stop_while_choosing_leaves(self, choosing: Life) -> None:
        decision = choosing.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True), sid="SM2"))
        choosing.live_until(MONDAY + 30 * DAY)

        assert decision.phone is PhoneConsent.LEFT
        assert choosing.sent() == ["notice.goodbye"]

    def test_danger_while_choosing_pages_and_the_letters_can_come_later(self, choosing: Life) -> None:
        choosing.happens(reply(reading(Sign.HEAVY_BLEEDING, intent=Intent.EMERGENCY), sid="SM2"))

        assert choosing.sent() == ["safety.emergency"]
        assert choosing.sent(to_staff=True) == ["page.first"]
        assert choosing.enrollment.asked is Question.CHOICES

    def test_letters_beside_a_doubt_are_not_lost(self, choosing: Life) -> None:
        choosing.happens(reply(choice(Question.CHOICES, 0b000001, doubt=Severity.URGENT), sid="SM2"))

        assert choosing.sent() == ["ask.doubt.body"]
        assert choosing.enrollment.person.topics == {OptIn.INTIMACY}

    def test_letters_while_a_grave_matter_is_open_are_not_lost(self, choosing: Life) -> None:
        choosing.happens(reply(reading(Sign.FEVER, intent=Intent.URGENT), sid="SM2"))

        choosing.happens(reply(choice(Question.CHOICES, 0b001000), sid="SM3"))

        assert choosing.enrollment.person.topics == {OptIn.KEEPSAKES}

    def test_after_the_time_to_choose_the_letters_are_still_understood_for_a_while(self, choosing: Life) -> None:
        choosing.live_until(choosing.now + CHOOSING + DAY)

        choosing.happens(reply(choice(Question.CHOICES, 1), sid="SM2"))

        assert choosing.enrollment.person.topics == {OptIn.INTIMACY}

    def test_what_she_closed_in_words_opens_again_when_she_chooses_it(self, choosing: Life) -> None:
        choosing.happens(reply(reading(intent=Intent.PAUSE, part=Part.TOPIC, closing=(Topic.SEX,)), sid="SM2"))

        choosing.happens(reply(choice(Question.CHOICES, 1), sid="SM3"))

        assert choosing.enrollment.person.topics == {OptIn.INTIMACY}
        assert choosing.enrollment.person.closed_topics == frozenset()


class TestMore:
    """A closed answer says only what safety needs; MORE has the rest, while it means that answer."""

    @pytest.mark.parametrize("topic", ASKED_AS)
    def test_while_off_a_question_gets_the_closed_answer_and_more_the_open_one(
        self, curious: Life, topic: Topic
    ) -> None:
        curious.happens(reply(asks(topic)))
        curious.happens(reply(more(), sid="SM2"), after=MINUTE)

        assert curious.sent() == [f"answer.{topic.value}_closed", f"answer.{topic.value}"]
        assert curious.enrollment.person.topics == {ASKED_AS[topic]}
        assert curious.enrollment.offered is None
        assert curious.enrollment.escalations == ()

    def test_planned_texts_about_it_follow(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX)))
        curious.happens(reply(more(), sid="SM2"))
        curious.live_until(MONDAY + 30 * DAY)

        assert curious.sent() == ["answer.sex_closed", "answer.sex", "closer"]

    def test_while_on_a_question_is_answered_at_once(self, curious: Life) -> None:
        curious.enrollment = replace(
            curious.enrollment, person=replace(curious.enrollment.person, topics=frozenset({OptIn.DATES}))
        )

        curious.happens(reply(asks(Topic.DUE_DATE)))

        assert curious.sent() == ["answer.due_date"]
        assert curious.enrollment.offered is None

    def test_two_topics_are_offered_and_opened_together(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX, Topic.BATHS)))
        curious.happens(reply(asks(Topic.CONTRACEPTION, Topic.KEEPSAKES), sid="SM2"))
        curious.happens(reply(more(), sid="SM3"))

        assert curious.sent()[-2:] == ["answer.contraception", "answer.keepsakes"]
        assert curious.enrollment.person.topics == {OptIn.CONTRACEPTION, OptIn.KEEPSAKES}

    def test_a_topic_that_was_not_answered_is_not_offered(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.BATHS, Topic.WORK, Topic.SEX)))
        curious.happens(reply(more(), sid="SM2"))

        assert curious.enrollment.person.topics == frozenset()

    def test_what_nobody_understood_offers_nothing(self, curious: Life) -> None:
        curious.happens(reply(reading(intent=Intent.OTHER, topics=(Topic.SEX,))))

        assert curious.sent() == ["answer.unsure"]
        assert curious.enrollment.offered is None

    def test_the_offer_ends_after_three_days(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX)))

        curious.happens(reply(more(), sid="SM2"), after=LIVE)

        assert curious.enrollment.person.topics == frozenset()
        assert curious.sent()[-1] == "answer.unsure"

    def test_just_before_its_end_it_stands(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX)))

        curious.happens(reply(more(), sid="SM2"), after=LIVE - MINUTE)

        assert curious.enrollment.person.topics == {OptIn.INTIMACY}

    def test_more_twice_is_one_opening_and_then_a_person_looks(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX)))
        curious.happens(reply(more(), sid="SM2"))
        curious.happens(reply(more(), sid="SM3"))

        assert curious.sent() == ["answer.sex_closed", "answer.sex", "answer.unsure"]

    @pytest.mark.parametrize(
        "heard",
        [
            more(),
            more(Intent.QUESTION),
            reading(intent=Intent.OPT_OUT, leaving=True, more=True),
            reading(intent=Intent.OPT_IN, returning=True, more=True),
        ],
    )
    @pytest.mark.parametrize("first", [None, Topic.SEX])
    def test_more_is_never_leaving_nor_coming_back(self, curious: Life, heard: Reading, first: Topic | None) -> None:
        """Hearing may take the word alone for either."""
        if first is not None:
            curious.happens(reply(asks(first)))

        decision = curious.happens(reply(heard, sid="SM2"))

        assert decision.phone is None
        assert curious.enrollment.left_at is None
        assert curious.sent()[-1] == ("answer.sex" if first else "answer.unsure")

    def test_the_carriers_own_stop_is_leaving_whatever_was_read(self, curious: Life) -> None:
        curious.happens(reply(more(), carrier="STOP"))

        assert curious.enrollment.left_at is not None

    def test_after_leaving_more_brings_nobody_back(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX)))
        curious.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True), sid="SM2"))
        curious.texts.clear()

        curious.happens(reply(more(), sid="SM3"))

        assert curious.enrollment.left_at is not None
        assert curious.sent() == []


class TestClosing:
    """In her own words, a topic is off again: planned texts and full answers both."""

    @pytest.mark.parametrize("topic", ASKED_AS)
    def test_a_closed_topic_is_off_and_answered_closed(self, curious: Life, topic: Topic) -> None:
        curious.happens(reply(asks(topic)))
        curious.happens(reply(more(), sid="SM2"))
        curious.texts.clear()

        curious.happens(reply(reading(intent=Intent.PAUSE, part=Part.TOPIC, closing=(topic,)), sid="SM3"))
        curious.happens(reply(asks(topic), sid="SM4"))
        curious.live_until(MONDAY + 30 * DAY)

        assert curious.sent()[:2] == ["notice.topic_closed", f"answer.{topic.value}_closed"]
        assert {"closer", "keeping"}.isdisjoint(curious.sent())
        assert curious.enrollment.person.topics == frozenset()

    def test_somebody_close_is_turned_off_too(self) -> None:
        lived = life(touchpoint("day9", 9))
        lived.enrollment = replace(
            lived.enrollment,
            person=replace(lived.enrollment.person, topics=frozenset({OptIn.PARTNER, OptIn.DATES})),
        )

        lived.happens(reply(reading(intent=Intent.PAUSE, part=Part.TOPIC, closing=(Topic.PARTNER,))))

        assert lived.enrollment.person.topics == {OptIn.DATES}

    def test_closing_takes_back_what_more_would_have_opened(self, curious: Life) -> None:
        curious.happens(reply(asks(Topic.SEX)))
        curious.happens(reply(reading(intent=Intent.PAUSE, part=Part.TOPIC, closing=(Topic.SEX,)), sid="SM2"))

        curious.happens(reply(more(), sid="SM3"))

        assert curious.enrollment.person.topics == frozenset()


class TestHeard:
    """The letters, as people type them."""

    @pytest.mark.parametrize(
        ("words", "bits"),
        [
            ("A D", 0b001001),
            ("a, c y f", 0b100101),
            ("A & D", 0b001001),
            ("A,B,C", 0b000111),
            ("a/c", 0b000101),
            ("abd", 0b001011),
            ("ACD", 0b001101),
            ("abcdef", ALL),
            ("all", ALL),
            ("All of them!", ALL),
            ("todo", ALL),
            ("todas", ALL),
            ("none", 0),
            ("NONE", 0),
            ("ninguno", 0),
            ("nada", 0),
            ("no", 0),
            ("a a", 1),
            ("a please", 1),
            ("d gracias", 0b001000),
            ("e", 0b010000),
            ("A E", 0b010001),
        ],
    )
    def test_letters(self, words: str, bits: int) -> None:
        answer = read(words, Language.ENGLISH, Question.CHOICES).answer

        assert answer == Answer(question=Question.CHOICES, value=bits)

    @pytest.mark.parametrize(
        "words", ["bed", "dad", "cab", "dead", "g", "A G", "7", "what is A?", "a little blood", "stop", "y", "and", "?"]
    )
    def test_what_is_no_choice(self, words: str) -> None:
        assert read(words, Language.ENGLISH, Question.CHOICES).answer is None

    def test_stop_still_leaves_and_danger_is_still_danger(self) -> None:
        assert read("STOP", Language.ENGLISH, Question.CHOICES).leaving
        danger = read("i am soaking two pads an hour", Language.ENGLISH, Question.CHOICES)
        assert danger.severity is Severity.EMERGENCY
        assert danger.answer is None

    @pytest.mark.parametrize(
        ("words", "value"),
        [
            ("1", 1),
            ("1.", 1),
            ("uno", 1),
            ("yes", 1),
            ("Sí", 1),
            ("2", 2),
            ("not now", 2),
            ("ahora no", 2),
            ("3", 3),
            ("never", 3),
            ("no", 3),
            ("nunca más", 3),
            ("4", None),
            ("1 2", None),
            ("yes but I am bleeding", None),
        ],
    )
    def test_offers(self, words: str, value: int | None) -> None:
        assert offer_answer(plain(words).words) == value

    @pytest.mark.parametrize(
        ("words", "opens"),
        [("1", True), ("yes", True), ("leer", True), ("2", None), ("no", None), ("11", None), ("1 pad", None)],
    )
    def test_doors(self, words: str, opens: bool | None) -> None:
        assert door_answer(plain(words).words) is opens

    @pytest.mark.parametrize(
        ("words", "wants"),
        [
            ("MORE", True),
            ("more please", True),
            ("más", True),
            ("MAS INFORMACION", True),
            ("no more", False),
            ("no más", False),
            ("more bleeding", False),
            ("more texts please", False),
        ],
    )
    def test_more(self, words: str, wants: bool) -> None:
        assert wants_more(plain(words).words) is wants
        assert read(words, Language.ENGLISH, None).more is wants

    def test_every_other_word_is_total(self) -> None:
        for words in ("", " ", "🙂", "🙂🙂 a", "'", "-", "a" * 3000):
            choices_answer(plain(words).words)
            offer_answer(plain(words).words)
            door_answer(plain(words).words)


class TestDates:
    """A text before a hard day needs the day: without it a person asks."""

    ROWS = (
        touchpoint("offer", 1, check_in=check_in("offer", nudge=None, window_hours=46)),
        touchpoint("hoped", -3, clock="due", topic="dates", expires_after_hours=96),
        touchpoint("day60", 60),
    )
    E = 0b010000

    def begun(self, **person: Any) -> Life:
        lived = life(*self.ROWS, clocks=("tablets", "due"), person=person)
        lived.live_until(MONDAY + DAY)
        lived.texts.clear()
        return lived

    def needed(self, lived: Life) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.reason.value, one.signs) for one in lived.enrollment.escalations]

    def test_choosing_dates_without_one_tells_her_that_a_person_will_ask_and_tells_the_clinic(self) -> None:
        lived = self.begun()
        lived.happens(reply(choice(Question.OFFER, 1)))

        lived.happens(reply(choice(Question.CHOICES, self.E), sid="SM2"))

        assert lived.sent() == ["offer.choices", "notice.topics_open", "notice.dates_asked"]
        assert self.needed(lived) == [("callback", ("due_date_needed",))]

    def test_more_about_dates_does_the_same(self) -> None:
        lived = self.begun()
        lived.happens(reply(asks(Topic.DUE_DATE)))

        lived.happens(reply(more(), sid="SM2"))

        assert set(lived.sent()) == {"answer.due_date_closed", "answer.due_date", "notice.dates_asked"}
        assert self.needed(lived) == [("callback", ("due_date_needed",))]

    def test_chosen_at_enrollment_the_clinic_is_told_and_she_is_not_bothered(self) -> None:
        her = replace(enrollment().person, topics=frozenset({OptIn.DATES}))

        lived = self.begun(person=her)

        assert "notice.dates_asked" not in lived.sent()
        assert self.needed(lived) == [("callback", ("due_date_needed",))]

    def test_where_the_date_is_known_nobody_asks(self) -> None:
        dates = {Clock.TABLETS: date(2026, 3, 2), Clock.DUE: date(2026, 5, 1)}
        lived = self.begun(anchors=dates)
        lived.happens(reply(choice(Question.OFFER, 1)))

        lived.happens(reply(choice(Question.CHOICES, self.E), sid="SM2"))

        assert "notice.dates_asked" not in lived.sent()
        assert lived.enrollment.escalations == ()

    @pytest.mark.parametrize(
        "words",
        [
            "my due date is October 4",
            "My due date was October 4th.",
            "I was due March 10",
            "we were due on the 3rd of June",
            "due date 10/04/2026",
            "mi fecha de parto era el 4 de octubre",
        ],
    )
    def test_the_date_she_writes_reaches_a_person_as_such_and_is_answered_kindly(self, words: str) -> None:
        lived = life(touchpoint("day60", 60))
        lived.texts.clear()

        lived.happens(reply(read(words, Language.ENGLISH, None)))

        assert lived.sent() == ["answer.due_date_told"]
        assert self.needed(lived) == [("callback", ("due_date_told",))]

    @pytest.mark.parametrize("words", ["when is my due date?", "my due date is October 4 and I can't stop crying"])
    def test_more_than_the_date_is_heard_as_what_it_is(self, words: str) -> None:
        assert not read(words, Language.ENGLISH, None).gives_date


@pytest.mark.parametrize("chosen", [frozenset(OptIn) - {OptIn.PARTNER}, {OptIn.CONTRACEPTION, OptIn.DATES}])
def test_who_chose_among_the_topics_at_enrollment_is_offered_nothing(chosen: Set[OptIn]) -> None:
    """She has been offered them once, and what she left out then is not put to her again."""
    her = replace(enrollment().person, topics=frozenset(chosen))

    lived = life(touchpoint("offer", 1, check_in=check_in("offer", nudge=None)), *GATED, person={"person": her})
    lived.live_until(MONDAY + 20 * DAY)

    assert "offer" not in lived.sent()
    assert lived.withheld()["offer"] == "superseded"


def test_who_opened_one_topic_by_asking_is_still_offered_the_others() -> None:
    her = replace(enrollment().person, topics=frozenset({OptIn.INTIMACY}))

    lived = life(touchpoint("offer", 1, check_in=check_in("offer", nudge=None)), *GATED, person={"person": her})
    lived.live_until(MONDAY + 20 * DAY)

    assert "offer" in lived.sent()
