"""What a track makes of a sign, what waits for a yes, and laws of random lives on every shipped pathway."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.catalogue import Catalogue, catalogue
from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Sign, Topic
from messages.language import Language
from messages.opt_in import ASKED_AS, OptIn
from messages.resources import lines
from messages.severity import Severity
from schedules.calendar import local_date
from schedules.decide import decide
from schedules.decision import Program
from schedules.enrollment import Enrollment, Person, Status, Words
from schedules.facts import Closed, Enrolled, Fact, SendAnswered, Switched, Woke
from schedules.pathways import Clock, latest_version, pathway, released
from schedules.text import Direction, Purpose, Text, TextState
from schedules.triage import judge
from schedules.wording import said_of_loss
from tests.making import (
    MONDAY,
    NEW_YORK,
    Life,
    check_in,
    clinic,
    echo_catalogue,
    enrollment,
    life,
    reading,
    reply,
    touchpoint,
)
from tests.making import program as short_program

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 3, 2)
KEYS = sorted({key for key, _ in released()})
ECTOPIC = [key for key in KEYS if key.startswith("ectopic-")]
EARLY = [key for key in KEYS if key.startswith("early-")]
U, E, S = Severity.URGENT, Severity.EMERGENCY, Severity.SOON


def severity_on(track: str, read: Reading, **changes: Any) -> Severity | None:
    clocks = pathway(track, latest_version(track)).clocks
    her = enrollment(pathway=track, pathway_version=latest_version(track), anchors={clocks[0]: TODAY}, **changes)
    return judge(short_program(touchpoint("day1", 1)), her, read, MONDAY + 3 * DAY).severity


def pain(value: int) -> Reading:
    return reading(intent=Intent.ACK, answer=Answer(question=Question.PAIN, value=value))


class TestTriage:
    """The same words, another track."""

    @pytest.mark.parametrize("track", ECTOPIC)
    @pytest.mark.parametrize(
        ("read", "severity"),
        [
            (reading(Sign.SOME_PAIN), U),
            (reading(Sign.SEVERE_PAIN), E),
            (reading(Sign.POSITIVE_TEST), U),
            (reading(Sign.SOME_PAIN, Sign.SEVERE_PAIN), E),
            (reading(Sign.SHARP_OR_SHOULDER_PAIN), E),
            (pain(1), U),
            (pain(3), U),
            (pain(7), U),
            (pain(8), E),
            (pain(9), E),
            (pain(10), E),
            (pain(0), None),
            (reading(answer=Answer(question=Question.TEST_RESULT, value=True)), U),
            (reading(answer=Answer(question=Question.TEST_RESULT, value=False)), None),
            (reading(Sign.FEVER), U),
            (reading(Sign.SUICIDE), Severity.CRISIS),
        ],
    )
    def test_on_an_ectopic_track_any_pain_counts(self, track: str, read: Reading, severity: Severity | None) -> None:
        assert severity_on(track, read) is severity

    @pytest.mark.parametrize(
        ("read", "severity"),
        [
            (reading(Sign.SPOTTING), U),
            (reading(Sign.LONG_BLEEDING), U),
            (reading(Sign.SOME_PAIN), U),
            (reading(Sign.WATERS), U),
            (reading(Sign.SEVERE_PAIN), U),
            (reading(Sign.HEAVY_BLEEDING), E),
            (reading(Sign.GUILT), None),
        ],
    )
    def test_waiting_late_any_bleeding_and_any_pain_are_urgent(self, read: Reading, severity: Severity | None) -> None:
        assert severity_on("late-waiting", read) is severity

    @pytest.mark.parametrize("track", [*EARLY, "late-surgery", "late-induction"])
    @pytest.mark.parametrize(
        ("read", "severity"),
        [
            (reading(Sign.SOME_PAIN), None),
            (reading(Sign.SPOTTING), None),
            (reading(Sign.SEVERE_PAIN), U),
            (reading(Sign.POSITIVE_TEST), S),
            (reading(Sign.LONG_BLEEDING), S),
            (pain(3), None),
            (pain(9), U),
            (pain(0), None),
        ],
    )
    def test_elsewhere_it_is_what_it_was(self, track: str, read: Reading, severity: Severity | None) -> None:
        assert severity_on(track, read) is severity

    def test_an_answer_of_nine_on_an_ectopic_track_pages_and_of_nought_calms(self) -> None:
        lived = lived_on("ectopic-methotrexate")
        lived.live_until(MONDAY + 4 * DAY)
        assert lived.enrollment.asked is Question.PAIN
        calm, grave = (replace(lived, texts=[]) for _ in range(2))

        calm.happens(reply(pain(0)))
        grave.happens(reply(pain(9)))

        assert calm.sent() == ["check.pain.ok"]
        assert grave.sent() == ["safety.emergency"]
        assert grave.sent(to_staff=True) == ["page.first"]


class TestHeld:
    """`once`: held until her last answer is yes; nothing that is off or not hers is ever sent."""

    ROWS = (
        touchpoint("ask", 1, check_in=check_in("bleeding_stopped", nudge=None)),
        touchpoint("held", 3, once="bleeding_stopped", expires_after_hours=10 * 24),
        touchpoint("last", 20),
    )

    def answers(self, lived: Life, *values: bool) -> None:
        for number, value in enumerate(values):
            said = reading(answer=Answer(question=Question.BLEEDING_STOPPED, value=value))
            lived.happens(reply(said, sid=f"SM{number}"))

    def test_never_told_it_is_withheld_as_not_yet(self) -> None:
        lived = life(*self.ROWS)

        lived.live_until(MONDAY + 30 * DAY)

        assert "held" not in lived.sent()
        assert lived.withheld() == {"held": "not_yet"}
        assert lived.enrollment.status is Status.COMPLETED

    def test_a_yes_before_its_day_lets_it_come_on_its_day(self) -> None:
        lived = life(*self.ROWS)
        lived.live_until(MONDAY + DAY)

        self.answers(lived, True)
        lived.live_until(MONDAY + 3 * DAY)

        assert lived.sent()[-1] == "held"

    def test_a_yes_after_its_day_lets_it_come_within_its_time(self) -> None:
        rows = (touchpoint("ask", 6, check_in=check_in("bleeding_stopped", nudge=None)), *self.ROWS[1:])
        lived = life(*rows)
        lived.live_until(MONDAY + 6 * DAY)
        assert "held" not in lived.sent()

        self.answers(lived, True)
        lived.live_until(MONDAY + 7 * DAY)

        assert lived.sent()[-1] == "held"
        assert lived.enrollment.wake_at is not None

    def test_a_yes_after_its_time_is_too_late(self) -> None:
        rows = (touchpoint("ask", 14, check_in=check_in("bleeding_stopped", nudge=None)), *self.ROWS[1:])
        lived = life(*rows)
        lived.live_until(MONDAY + 14 * DAY)

        self.answers(lived, True)
        lived.live_until(MONDAY + 30 * DAY)

        assert lived.withheld() == {"held": "not_yet"}

    def test_a_no_holds_it(self) -> None:
        lived = life(*self.ROWS)
        lived.live_until(MONDAY + DAY)

        self.answers(lived, False)
        lived.live_until(MONDAY + 30 * DAY)

        assert lived.withheld() == {"held": "not_yet"}

    def test_who_left_hears_of_it_as_left(self) -> None:
        lived = life(*self.ROWS)
        lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))
        lived.live_until(MONDAY + 30 * DAY)

        assert set(lived.withheld().values()) == {"left"}

    @pytest.mark.parametrize(("milk", "sent"), [(True, ["milk"]), (False, [])])
    def test_milk_is_spoken_of_only_where_it_may_come(self, milk: bool, sent: list[str]) -> None:
        lived = life(touchpoint("milk", 2, milk=True), person={"milk": milk})
        lived.live_until(MONDAY + 9 * DAY)

        assert lived.sent()[1:] == sent
        assert lived.withheld() == ({} if milk else {"milk": "not_hers"})

    @pytest.mark.parametrize(
        ("topics", "sent", "why"),
        [
            (frozenset(), ["plain"], {"private": "topic_off"}),
            (frozenset({OptIn.INTIMACY}), ["private"], {"plain": "superseded"}),
            (frozenset({OptIn.DATES}), ["plain"], {"private": "topic_off"}),
        ],
    )
    def test_a_private_text_takes_the_place_of_a_plain_one(
        self, topics: frozenset[OptIn], sent: list[str], why: dict[str, str]
    ) -> None:
        lived = life(
            touchpoint("private", 2, topic="intimacy"),
            touchpoint("plain", 3, instead=["intimacy"]),
            touchpoint("last", 9),
            person={"person": replace(enrollment().person, topics=topics)},
        )
        lived.live_until(MONDAY + 20 * DAY)

        assert lived.sent()[1:] == [*sent, "last"]
        assert lived.withheld() == why


class TestHopedFor:
    """A date told by her lies ahead, and keeps nobody who did not choose to hear of it."""

    ROWS = (touchpoint("day1", 1), touchpoint("hoped", -3, clock="due", topic="dates", expires_after_hours=96))
    DUE = MONDAY + 100 * DAY

    def hoping(self, *topics: OptIn, due: bool = True, days: int = 100) -> Life:
        anchors = {Clock.TABLETS: TODAY, **({Clock.DUE: TODAY + timedelta(days=days)} if due else {})}
        return life(
            *self.ROWS,
            clocks=("tablets", "due"),
            person={"anchors": anchors, "person": replace(enrollment().person, topics=frozenset(topics))},
        )

    def test_it_comes_before_the_date_she_told(self) -> None:
        lived = self.hoping(OptIn.DATES)
        lived.live_until(MONDAY + 60 * DAY)
        assert has_status(lived, Status.ACTIVE)
        assert lived.enrollment.wake_at is not None

        lived.live_until(MONDAY + 110 * DAY)

        assert lived.sent()[-1] == "hoped"
        assert local_date(lived.texts[-1].at, NEW_YORK) == TODAY + 97 * DAY
        assert has_status(lived, Status.COMPLETED)

    @pytest.mark.parametrize("lived", [{"due": True}, {"due": False}])
    def test_when_only_what_she_did_not_choose_is_left_it_ends(self, lived: dict[str, bool]) -> None:
        begun = self.hoping(**lived)

        begun.live_until(MONDAY + 2 * DAY)

        assert begun.enrollment.status is Status.COMPLETED
        assert begun.enrollment.wake_at is None

    def test_a_topic_on_without_a_date_keeps_nobody(self) -> None:
        lived = self.hoping(OptIn.DATES, due=False)

        lived.live_until(MONDAY + 2 * DAY)

        assert lived.enrollment.status is Status.COMPLETED

    def test_a_date_that_has_passed_is_not_spoken_of(self) -> None:
        lived = self.hoping(OptIn.DATES, days=-10)

        lived.live_until(MONDAY + 5 * DAY)

        assert lived.withheld() == {"hoped": "before_enrollment"}
        assert lived.enrollment.status is Status.COMPLETED

    @pytest.mark.parametrize(("safety", "day"), [(False, 6), (True, 5)])
    def test_that_day_itself_is_left_in_peace_save_for_safety(self, safety: bool, day: int) -> None:
        """Fact sheet D.6: no routine text on a date that hurts; it comes the day after."""
        lived = life(
            touchpoint("routine", 5, safety=safety),
            clocks=("tablets", "due"),
            person={"anchors": {Clock.TABLETS: TODAY, Clock.DUE: TODAY + timedelta(days=5)}},
        )

        lived.live_until(MONDAY + 20 * DAY)

        assert lived.sent()[-1] == "routine"
        assert local_date(lived.texts[-1].at, NEW_YORK) == TODAY + day * DAY

    def test_a_private_text_to_come_keeps_who_chose_it(self) -> None:
        chosen = replace(enrollment().person, topics=frozenset({OptIn.KEEPSAKES}))
        lived = life(touchpoint("day1", 1), touchpoint("keep", 30, topic="keepsakes"), person={"person": chosen})

        lived.live_until(MONDAY + 40 * DAY)

        assert lived.sent()[-1] == "keep"


class TestWording:
    """As she speaks of it, and neutrally where another may read."""

    @pytest.mark.parametrize(
        ("words", "name", "english", "spanish"),
        [
            (Words.NEUTRAL, None, "a loss", "una pérdida"),
            (Words.PREGNANCY, None, "the loss of a pregnancy", "la pérdida de un embarazo"),
            (Words.BABY, None, "the loss of your baby", "la pérdida de su bebé"),
            (Words.NAME, "Maya", "losing Maya", "la pérdida de Maya"),
            (Words.NAME, None, "a loss", "una pérdida"),
            (Words.BABY, "Maya", "the loss of your baby", "la pérdida de su bebé"),
        ],
    )
    def test_each_way(self, words: Words, name: str | None, english: str, spanish: str) -> None:
        person = replace(enrollment().person, words=words, name=name)

        assert said_of_loss(person, Language.ENGLISH) == english
        assert said_of_loss(person, Language.SPANISH) == spanish

    @pytest.mark.parametrize("words", Words)
    @pytest.mark.parametrize("language", Language)
    def test_a_discreet_phone_hears_of_a_loss_alone(self, words: Words, language: Language) -> None:
        person = replace(enrollment().person, words=words, name="Maya", discreet=True)

        assert said_of_loss(person, language) in {"a loss", "una pérdida"}

    def test_her_words_stand_in_her_texts(self) -> None:
        real = catalogue()
        named = [key for key, one in real.contracts.items() if "loss" in one.values]
        assert named
        lived = lived_on(
            "early-expectant", words=real, person=replace(enrollment().person, words=Words.NAME, name="Maya")
        )
        lived.live_until(MONDAY + 100 * DAY)

        said = [text.body for text in lived.texts if text.message in named and text.body]
        assert said
        assert all("losing Maya" in body for body in said)
        assert not any("{" in text.body for text in lived.texts)


class TestLinks:
    """A link opens the page of its message, in her language and for her country, and names nobody."""

    @pytest.mark.parametrize(("language", "end"), [(Language.ENGLISH, "en.us"), (Language.SPANISH, "es.us")])
    def test_address(self, language: Language, end: str) -> None:
        program = replace(short_program(touchpoint("day1", 1)), site="https://texts.example")

        assert program.link("water", language) == f"https://texts.example/r/water.{end}"
        abroad = replace(program, clinic=clinic(country="gb"))
        assert abroad.link("water", language).endswith(".gb")

    def test_every_linked_message_carries_its_own_page(self) -> None:
        real = catalogue()
        linked = {key: one.page for key, one in real.contracts.items() if one.page}
        lived = lived_on("early-medication", words=real, person=replace(enrollment().person, topics=frozenset(OptIn)))
        for number, topic in enumerate(Topic):
            lived.happens(reply(reading(intent=Intent.QUESTION, topics=(topic,)), sid=f"SM{number}"), after=HOUR)

        said = [text for text in lived.texts if text.message in linked]
        assert len(said) > 20
        for text in said:
            assert f"https://texts.example/r/{linked[text.message or '']}.en.us" in text.body
            assert lived.enrollment.enrollment_id not in text.body
            assert text.segments <= 3


def has_status(lived: Life, status: Status) -> bool:
    return lived.enrollment.status is status


def lived_on(key: str, *, words: Catalogue | None = None, **changes: Any) -> Life:
    program = program_of(key, words or echo_catalogue())
    assert program.pathway is not None
    anchors = {"anchors": {program.pathway.clocks[0]: TODAY}}
    her = enrollment(pathway=key, pathway_version=program.pathway.version, **{**anchors, **changes})
    lived = Life(program=program, enrollment=her, now=MONDAY, texts=[])
    lived.happens(Enrolled())
    return lived


def program_of(key: str, words: Catalogue) -> Program:
    return Program(
        pathway=pathway(key, latest_version(key)),
        clinic=clinic(),
        catalogue=words,
        lines=lines("us"),
        site="https://texts.example",
    )


def answer_values(question: Question) -> st.SearchStrategy[bool | float]:
    match question:
        case Question.PADS_PER_HOUR:
            return st.integers(0, 2)
        case Question.TEMPERATURE:
            return st.floats(35.5, 40.5).map(lambda value: round(value, 1))
        case Question.PAIN:
            return st.integers(0, 10)
        case Question.MOOD:
            return st.integers(1, 5)
        case Question.PHQ_INTEREST | Question.PHQ_DOWN:
            return st.integers(0, 3)
        case Question.OFFER:
            return st.integers(1, 3)
        case Question.CHOICES:
            return st.integers(0, 63)
        case Question.DOOR:
            return st.just(value=True)
        case _:
            return st.booleans()


@st.composite
def readings(draw: st.DrawFn) -> Reading | str:
    """Mostly calm, since grave matters hold everything else; "answer" stands for one to what is asked."""
    kind = draw(st.sampled_from(["answer"] * 4 + ["more", "asks", "asks", "closes", "any", "danger", "leaves", "back"]))
    match kind:
        case "answer":
            return "answer"
        case "more":
            return reading(intent=Intent.OTHER, more=True)
        case "asks":
            topics = draw(st.lists(st.sampled_from([*ASKED_AS, Topic.BATHS]), min_size=1, max_size=3, unique=True))
            return reading(intent=Intent.QUESTION, topics=tuple(topics))
        case "closes":
            topic = draw(st.sampled_from([*ASKED_AS, Topic.FEELINGS]))
            return reading(intent=Intent.PAUSE, part=draw(st.sampled_from(Part)), closing=(topic,))
        case "danger":
            return reading(draw(st.sampled_from([Sign.FEVER, Sign.SUICIDE, Sign.SOME_PAIN])))
        case "leaves":
            return reading(intent=Intent.OPT_OUT, leaving=True)
        case "back":
            return reading(intent=Intent.OPT_IN, returning=True)
        case _:
            doubt = draw(st.sampled_from([None, None, Severity.URGENT]))
            return reading(intent=draw(st.sampled_from(Intent)), doubt=doubt)


@st.composite
def happenings(draw: st.DrawFn) -> tuple[str, Any, timedelta]:
    jump = draw(st.sampled_from([timedelta(), HOUR, DAY, 2 * DAY, 3 * DAY, 9 * DAY]))
    kind = draw(st.sampled_from(["says", "says", "lives", "lives", "lives", "switched", "closed"]))
    match kind:
        case "says":
            return kind, draw(readings()), jump
        case "switched":
            return kind, (draw(st.sampled_from(KEYS)), draw(st.integers(0, 20))), jump
        case _:
            return kind, None, jump


people = st.builds(
    Person,
    phone=st.just("+12025550143"),
    language=st.sampled_from(Language),
    zone=st.sampled_from([NEW_YORK, "Pacific/Auckland"]),
    discreet=st.booleans(),
    words=st.sampled_from([Words.NEUTRAL, Words.BABY]),
    topics=st.frozensets(st.sampled_from(OptIn), max_size=2),
)


@st.composite
def beginnings(draw: st.DrawFn) -> Enrollment:
    """Anybody, on any shipped pathway, on its first day."""
    key, due = draw(st.sampled_from(KEYS)), draw(st.none() | st.integers(-30, 200))
    clocks = pathway(key, latest_version(key)).clocks
    anchors = {clocks[0]: TODAY}
    if due is not None and Clock.DUE in clocks:
        anchors[Clock.DUE] = TODAY + timedelta(days=due)
    version, milk = latest_version(key), draw(st.booleans())
    return enrollment(pathway=key, pathway_version=version, person=draw(people), milk=milk, anchors=anchors)


GATED: Mapping[str, OptIn] = {
    **{key: OptIn(one.topic) for key, one in catalogue().contracts.items() if one.topic},
    **{f"answer.{topic.value}": opt_in for topic, opt_in in ASKED_AS.items()},
}
DOORS = {"discreet.door", "discreet.door_question"}


@settings(max_examples=15, deadline=None)
@given(begun=beginnings(), told=st.lists(happenings(), max_size=10), data=st.data())
def test_nothing_private_leaves_unasked_in_any_life_on_any_pathway(
    begun: Enrollment, told: list[tuple[str, Any, timedelta]], data: st.DataObject
) -> None:
    lived = Life(program=program_of(begun.pathway or "", catalogue()), enrollment=begun, now=MONDAY, texts=[])
    step(lived, Enrolled())

    for number, (kind, what, jump) in enumerate(told):
        until = lived.now + jump
        for one in lived.enrollment.escalations if jump >= DAY else ():  # days of pages would tell nothing new
            step(lived, Closed(by="ana", escalation_id=one.escalation_id))
        while lived.enrollment.wake_at is not None and lived.enrollment.wake_at <= until:
            lived.now = lived.enrollment.wake_at
            step(lived, Woke())
        lived.now = max(lived.now, until)
        fact = happening(lived, kind, what, number, data)
        if fact is not None:
            step(lived, fact)

    ids = [text.text_id for text in lived.texts if text.direction is Direction.OUT]
    assert len(ids) == len(set(ids))


def happening(lived: Life, kind: str, what: Any, number: int, data: st.DataObject) -> Fact | None:
    match kind:
        case "says" if what == "answer":
            asked = lived.enrollment.asked
            answer = Answer(question=asked, value=data.draw(answer_values(asked))) if asked else None
            return reply(reading(intent=Intent.ACK, answer=answer), sid=f"SM{number}")
        case "says":
            return reply(what, sid=f"SM{number}")
        case "closed":
            open_ones = lived.enrollment.escalations
            return Closed(by="ana", escalation_id=open_ones[0].escalation_id) if open_ones else None
        case "switched":
            track, days = what
            new = pathway(track, latest_version(track))
            begun = local_date(lived.now, lived.enrollment.person.zone) - timedelta(days=days)
            return Switched(by="desk", pathway=track, version=new.version, anchors={new.clocks[0]: begun})
        case _:
            return None


def step(lived: Life, fact: Fact) -> None:
    decision = decide(lived.program, lived.enrollment, fact, lived.now)
    her = decision.enrollment
    for text in decision.texts:
        check_text(text, her.person)
    check_clock(lived, decision.enrollment.wake_at)
    assert her.sealed is None or (her.wake_at is not None and her.wake_at <= her.sealed.until)
    assert her.sealed is None or (her.person.discreet and her.status is Status.ACTIVE and her.left_at is None)
    lived.enrollment = her
    lived.texts += decision.texts
    lived.program = program_of(her.pathway or "", lived.program.catalogue)
    for text in decision.texts:
        if text.state is TextState.SENDING:
            accepted = SendAnswered(text_id=text.text_id, sid=f"sid-{text.text_id}")
            lived.enrollment = decide(lived.program, lived.enrollment, accepted, lived.now).enrollment


def check_text(text: Text, person: Person) -> None:
    if text.direction is Direction.IN or text.contact_id is not None or text.state is not TextState.SENDING:
        return
    if person.discreet and text.purpose is Purpose.PLANNED:
        assert text.message in DOORS
    if text.message is not None and text.message in GATED:
        assert GATED[text.message] in person.topics
    assert "{" not in text.body


def check_clock(lived: Life, wake_at: Any) -> None:
    assert wake_at is None or wake_at > lived.now
