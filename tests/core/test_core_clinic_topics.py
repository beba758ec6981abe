"""A clinic chooses which topics it writes about: of others nothing is offered, promised, answered or sent."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from messages.catalogue import catalogue
from messages.choices import BY_LETTER, listed, such_as
from messages.hearing.reading import Answer, Intent, Question, Reading, Sign, Topic
from messages.language import Language
from messages.opt_in import OptIn
from schedules.clinic import Clinic
from schedules.enrollment import Offered, Outcome, Status
from schedules.facts import Enrolled
from schedules.open_topics import topics_on
from schedules.pathways import Clock
from tests.making import MONDAY, Life, check_in, clinic, enrollment, life, program, reading, reply, touchpoint

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NONE: frozenset[OptIn] = frozenset()
ALL = 0b111111
A, B, F = 0b000001, 0b000010, 0b100000
OFFER = touchpoint("offer", 1, check_in=check_in("offer", nudge=None, window_hours=46))
GATED = [
    touchpoint("closer", 10, topic="intimacy"),
    touchpoint("calm", 12, instead=["intimacy"]),
    touchpoint("keeping", 14, topic="keepsakes"),
    touchpoint("last", 20),
]
AS_EVER = {
    Language.ENGLISH: (
        "Thank you. Here are the subjects. A closeness, B contraception, C a next pregnancy, D keepsakes and funeral, "
        "E hard dates, F a person close to you who would like texts too. Reply with the letters you want, such as A D. "
        "You may choose one, many or none, and end any of them later."
    ),
    Language.SPANISH: (
        "Gracias. Estos son los temas: A intimidad, B anticoncepción, C otro embarazo, D recuerdos y funeral, E fechas "
        "difíciles, F alguien cercano que quiera mensajes. Responda con las letras que quiera, como A D. Puede elegir "
        "uno, varios o ninguno, y dejarlos después."
    ),
}


def about(*topics: OptIn) -> Clinic:
    return clinic(topics=frozenset(topics))


def having(of: Clinic, *hers: OptIn) -> Life:
    """She has these on, whatever her clinic writes about, and was welcomed."""
    lived = life(OFFER, *GATED, of=of)
    person = replace(lived.enrollment.person, topics=frozenset(hers))
    lived.enrollment = replace(lived.enrollment, person=person)
    lived.live_until(MONDAY + MINUTE)
    lived.texts.clear()
    return lived


def turns_to(lived: Life, *topics: OptIn) -> None:
    lived.program = replace(lived.program, clinic=about(*topics))


def asks(*topics: Topic) -> Reading:
    return reading(intent=Intent.QUESTION, topics=topics)


def choice(question: Question, value: int) -> Reading:
    return reading(intent=Intent.ACK, answer=Answer(question=question, value=value))


def offered(of: Clinic) -> Life:
    lived = life(OFFER, *GATED, of=of)
    lived.live_until(MONDAY + DAY)
    assert lived.enrollment.asked is Question.OFFER
    lived.texts.clear()
    return lived


def choosing(of: Clinic) -> Life:
    lived = offered(of)
    lived.happens(reply(choice(Question.OFFER, 1)))
    assert lived.enrollment.asked is Question.CHOICES
    lived.texts.clear()
    return lived


def waiting(lived: Life) -> list[str]:
    return [one.reason.value for one in lived.enrollment.escalations]


def test_a_clinic_that_says_nothing_writes_about_all_of_them() -> None:
    assert clinic().topics == frozenset(OptIn)


def test_a_topic_counts_where_it_is_hers_and_the_clinics() -> None:
    hers = replace(enrollment().person, topics=frozenset({OptIn.DATES, OptIn.INTIMACY}))

    assert topics_on(hers, about(OptIn.DATES, OptIn.KEEPSAKES)) == {OptIn.DATES}
    assert topics_on(hers, about()) == NONE


class TestPlanned:
    """What waits for a topic waits for her clinic too."""

    def test_a_topic_the_clinic_turned_off_stays_on_record_and_sends_nothing(self) -> None:
        lived = having(about(OptIn.KEEPSAKES), OptIn.INTIMACY, OptIn.KEEPSAKES)

        lived.live_until(MONDAY + 21 * DAY)

        assert lived.sent() == ["calm", "keeping", "last"]
        assert lived.withheld()["closer"] == "topic_off"
        assert lived.enrollment.person.topics == {OptIn.INTIMACY, OptIn.KEEPSAKES}

    def test_turned_on_again_it_goes_on_and_nothing_that_was_due_meanwhile_comes_late(self) -> None:
        lived = having(about(), OptIn.INTIMACY, OptIn.KEEPSAKES)
        lived.live_until(MONDAY + 11 * DAY)

        turns_to(lived, *OptIn)
        lived.live_until(MONDAY + 21 * DAY)

        assert lived.sent() == ["keeping", "last"]
        assert {"closer", "calm"} <= lived.withheld().keys()

    def test_turned_off_before_its_day_it_is_not_sent_by_the_alarm_that_was_set(self) -> None:
        lived = having(clinic(), OptIn.INTIMACY)
        lived.live_until(MONDAY + 9 * DAY)

        turns_to(lived, OptIn.KEEPSAKES)
        lived.live_until(MONDAY + 10 * DAY + MINUTE)

        assert "closer" not in lived.sent()
        assert lived.withheld()["closer"] == "topic_off"

    def test_it_keeps_nobody_on_a_pathway_that_is_over(self) -> None:
        lived = life(touchpoint("day1", 1), touchpoint("closer", 40, topic="intimacy"), of=about())
        lived.enrollment = replace(
            lived.enrollment, person=replace(lived.enrollment.person, topics=frozenset({OptIn.INTIMACY}))
        )

        lived.live_until(MONDAY + 5 * DAY)

        assert lived.enrollment.status is Status.COMPLETED

    def test_nobody_asks_for_the_day_of_a_text_that_the_clinic_does_not_send(self) -> None:
        person = replace(enrollment().person, topics=frozenset({OptIn.DATES}))
        lived = life(touchpoint("day1", 1), of=about(), clocks=("tablets", "due"))
        lived.enrollment = replace(lived.enrollment, person=person)

        lived.happens(Enrolled())

        assert Clock.DUE not in lived.enrollment.anchors
        assert lived.enrollment.escalations == ()


class TestDiscreet:
    """A door to what the clinic has ceased to write about does not open; a person hears that she knocked."""

    @pytest.mark.parametrize(("off", "said"), [(False, ["closer"]), (True, ["answer.read"])])
    def test_one_opens_what_the_clinic_still_writes_about(self, off: bool, said: list[str]) -> None:
        lived = having(clinic(), OptIn.INTIMACY)
        lived.enrollment = replace(lived.enrollment, person=replace(lived.enrollment.person, discreet=True))
        lived.live_until(MONDAY + 10 * DAY)
        assert lived.enrollment.asked is Question.DOOR
        lived.texts.clear()

        turns_to(lived, *(NONE if off else OptIn))
        lived.happens(reply(choice(Question.DOOR, 1)))

        assert lived.sent() == said
        assert lived.enrollment.sealed is None
        assert ("unsure" in waiting(lived)) is off


class TestOffer:
    """It lists what the clinic writes about, and is not made when there is nothing to choose."""

    @pytest.mark.parametrize(
        ("of", "hers"), [([], []), ([OptIn.DATES], [OptIn.DATES]), ([OptIn.DATES], [OptIn.DATES, OptIn.PARTNER])]
    )
    def test_it_is_not_made_where_nothing_is_left_to_choose(self, of: list[OptIn], hers: list[OptIn]) -> None:
        lived = having(about(*of), *hers)

        lived.live_until(MONDAY + 2 * DAY)

        assert lived.sent() == []
        assert lived.withheld()["offer"] in {"topic_off", "superseded"}

    def test_it_is_made_where_one_is_left(self) -> None:
        lived = having(about(OptIn.DATES, OptIn.INTIMACY), OptIn.DATES)

        lived.live_until(MONDAY + 2 * DAY)

        assert lived.sent() == ["offer"]

    def test_a_yes_after_the_clinic_turned_all_off_reaches_a_person(self) -> None:
        lived = offered(clinic())

        turns_to(lived)
        lived.happens(reply(choice(Question.OFFER, 1)))

        assert lived.sent() == ["answer.unsure"]
        assert waiting(lived) == ["unsure"]
        assert lived.enrollment.question is None

    def test_a_letter_that_is_not_the_clinics_opens_nothing_and_a_person_reads_it(self) -> None:
        lived = choosing(about(OptIn.INTIMACY))

        lived.happens(reply(choice(Question.CHOICES, B)))

        assert lived.enrollment.person.topics == NONE
        assert lived.sent() == ["answer.unsure"]
        assert waiting(lived) == ["unsure"]

    @pytest.mark.parametrize("letters", [A | B, ALL])
    def test_of_several_letters_those_of_the_clinic_open(self, letters: int) -> None:
        lived = choosing(about(OptIn.INTIMACY))

        lived.happens(reply(choice(Question.CHOICES, letters)))

        assert lived.enrollment.person.topics == {OptIn.INTIMACY}
        assert lived.sent() == ["notice.topics_open"]
        assert waiting(lived) == []

    @pytest.mark.parametrize(
        ("of", "said"), [(about(OptIn.PARTNER), "notice.partner_asked"), (about(OptIn.DATES), "answer.unsure")]
    )
    def test_somebody_close_to_her_is_invited_only_where_the_clinic_writes_to_them(self, of: Clinic, said: str) -> None:
        lived = choosing(of)

        lived.happens(reply(choice(Question.CHOICES, F)))

        assert lived.sent() == [said]

    def test_a_letter_means_the_same_after_the_clinic_turned_others_off(self) -> None:
        lived = choosing(clinic())

        turns_to(lived, OptIn.KEEPSAKES)
        lived.happens(reply(choice(Question.CHOICES, 0b001000)))

        assert lived.enrollment.person.topics == {OptIn.KEEPSAKES}


class TestQuestion:
    """A question about what the clinic does not write about is one that no answer of ours fits."""

    @pytest.mark.parametrize("hers", [[], [OptIn.CONTRACEPTION]])
    def test_it_gets_no_promise_of_more_and_reaches_a_person(self, hers: list[OptIn]) -> None:
        lived = having(about(OptIn.KEEPSAKES), *hers)

        lived.happens(reply(asks(Topic.CONTRACEPTION)))

        assert lived.sent() == ["answer.unsure"]
        assert waiting(lived) == ["unsure"]
        assert lived.enrollment.offered is None

    def test_what_she_asks_besides_is_answered_and_a_person_reads_the_rest(self) -> None:
        lived = having(about(OptIn.KEEPSAKES))

        lived.happens(reply(asks(Topic.CONTRACEPTION, Topic.SLEEP)))

        assert lived.sent() == ["answer.sleep"]
        assert waiting(lived) == ["unsure"]

    def test_more_means_only_what_the_clinic_still_writes_about(self) -> None:
        lived = having(clinic())
        both = (Topic.CONTRACEPTION, Topic.KEEPSAKES)
        lived.enrollment = replace(lived.enrollment, offered=Offered(topics=both, until=MONDAY + DAY))

        turns_to(lived, OptIn.KEEPSAKES)
        lived.happens(reply(reading(more=True)))

        assert lived.sent() == ["answer.keepsakes"]
        assert lived.enrollment.person.topics == {OptIn.KEEPSAKES}

    def test_more_after_the_clinic_turned_it_off_reaches_a_person(self) -> None:
        lived = having(clinic())
        lived.happens(reply(asks(Topic.CONTRACEPTION)))
        lived.texts.clear()

        turns_to(lived)
        lived.happens(reply(reading(more=True), sid="SM2"))

        assert lived.sent() == ["answer.unsure"]
        assert lived.enrollment.person.topics == NONE

    def test_somebody_close_to_her_is_answered_as_always(self) -> None:
        lived = having(about())
        lived.enrollment = replace(lived.enrollment, pathway="partner-support")

        lived.happens(reply(asks(Topic.CONTRACEPTION)))

        assert lived.sent() == ["answer.from_partner"]
        assert waiting(lived) == []

    def test_what_danger_asks_for_is_said_whatever_the_clinic_writes_about(self) -> None:
        lived = having(about())

        lived.happens(reply(reading(Sign.EXPOSURE, intent=Intent.QUESTION, topics=(Topic.SEX,))))

        assert lived.sent() == ["answer.exposure"]


class TestList:
    """Each topic keeps its letter; with all of them the text is what it always was."""

    @pytest.mark.parametrize(("language", "text"), AS_EVER.items())
    def test_all_of_them_read_as_ever(self, language: Language, text: str) -> None:
        values = program(of=clinic()).values(language)

        assert catalogue().render("offer.choices", language, values) == text

    def test_a_list_names_the_clinics_alone_by_their_own_letters(self) -> None:
        few = {OptIn.DATES, OptIn.CONTRACEPTION}

        assert listed(few, Language.ENGLISH) == "B contraception, E hard dates"
        assert listed(few, Language.SPANISH) == "B anticoncepción, E fechas difíciles"

    @pytest.mark.parametrize(
        ("topics", "letters"),
        [(OptIn, "A D"), ([OptIn.CONTRACEPTION, OptIn.DATES], "B E"), ([OptIn.DATES], "E"), (BY_LETTER[:3], "A B")],
    )
    def test_the_example_is_of_letters_that_stand_in_the_list(self, topics: list[OptIn], letters: str) -> None:
        assert such_as(frozenset(topics)) == letters


def test_an_offer_made_before_the_clinic_turned_all_off_still_ends_by_itself() -> None:
    lived = offered(clinic())

    turns_to(lived)
    lived.live_until(MONDAY + 6 * DAY)

    assert lived.sent() == []
    assert lived.enrollment.outcomes["offer"] is Outcome.SILENT
    assert lived.enrollment.anchors[Clock.TABLETS] == date(2026, 3, 2)
