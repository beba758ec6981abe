"""Laws that hold whatever happens in whatever order: a random life of replies, reports, staff acts and clock jumps."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Sign, Topic
from messages.language import Language
from messages.severity import Severity
from schedules.calendar import SUNDAY
from schedules.decide import decide
from schedules.decision import Decision
from schedules.doubts import DOUBT_WAITS
from schedules.enrollment import Chart
from schedules.escalation import EscalationState
from schedules.facts import (
    Acknowledged,
    Amended,
    AnchorMoved,
    Closed,
    Completed,
    DeliveryReported,
    Fact,
    Paused,
    ProviderHasNone,
    ReplyReceived,
    Restored,
    Resumed,
    SendAnswered,
    StaffWrote,
    Withdrawn,
    Woke,
)
from schedules.pathways import Clock
from schedules.text import Direction, Failure, Purpose, Text, TextState, Withheld
from tests.making import MONDAY, Life, check_in, enrollment, life, reading, reply, touchpoint

TOUCHPOINTS = [
    touchpoint("day0", 0, safety=True),
    touchpoint("day1", 1, check_in=check_in("bleeding_started", silence="escalate")),
    touchpoint("day3", 3, check_in=check_in("temperature")),
    touchpoint("day3b", 3, at=time(15)),
    touchpoint("day5", 5, check_in=check_in("mood"), unless="bleeding_stopped"),
    touchpoint("day8", 8, check_in=check_in("phq_interest")),
]
ANSWERS = [
    None,
    *(
        Answer(question=question, value=value)
        for question, value in [
            (Question.BLEEDING_STARTED, True),
            (Question.TEMPERATURE, 39.0),
            (Question.MOOD, 1),
            (Question.PHQ_INTEREST, 3),
            (Question.DOUBT, True),
            (Question.DOUBT, False),
        ]
    ),
]


def heard(
    signs: list[Sign],
    intent: Intent,
    answer: Answer | None,
    doubt: Severity | None,
    part: Part | None,
    *,
    leaving: bool,
) -> Reading:
    return reading(
        *signs, intent=intent, answer=answer, leaving=leaving, doubt=doubt, part=part, closing=(Topic.FEELINGS,)
    )


readings = st.builds(
    heard,
    st.lists(st.sampled_from(Sign), max_size=2),
    st.sampled_from(Intent),
    st.sampled_from(ANSWERS),
    st.sampled_from([None, None, Severity.CRISIS, Severity.EMERGENCY, Severity.URGENT]),
    st.sampled_from([None, None, *Part]),
    leaving=st.booleans(),
)


def amended(language: Language, discreet: bool, chart: Chart) -> Amended:
    return Amended(by="ana", person=replace(enrollment().person, language=language, discreet=discreet), chart=chart)


text_ids = st.sampled_from(
    ["t-welcome", "t-day0", "t-day1", "n-t-day1", "t-day3", "SM1-safety", "SM1-doubt", "p-e-SM1-0-ana"]
)
facts: st.SearchStrategy[Fact] = st.one_of(
    st.just(Woke()),
    st.builds(reply, readings),
    st.builds(SendAnswered, text_id=text_ids, failure=st.sampled_from([None, *Failure]), sid=st.just("SMx")),
    st.builds(
        DeliveryReported,
        text_id=text_ids,
        sid=st.just("SMx"),
        state=st.sampled_from([TextState.SENT, TextState.DELIVERED, TextState.UNDELIVERED]),
        purpose=st.sampled_from([Purpose.PLANNED, Purpose.SAFETY, Purpose.PAGE]),
        failure=st.sampled_from([None, *Failure]),
    ),
    st.builds(ProviderHasNone, text_id=text_ids),
    st.builds(Acknowledged, by=st.just("ana"), escalation_id=st.sampled_from(["e-SM1", "e-silent-day1"])),
    st.builds(Closed, by=st.just("ana"), escalation_id=st.sampled_from(["e-SM1", "e-silent-day1"])),
    st.builds(Paused, by=st.just("ana"), until=st.none()),
    st.just(Resumed(by="ana")),
    st.just(Restored(by="ana")),
    st.just(Withdrawn(by="ana")),
    st.just(Completed(by="ana")),
    st.builds(StaffWrote, by=st.just("ana"), text_key=st.just("k"), body=st.just("Call us"), urgent=st.booleans()),
    st.builds(amended, st.sampled_from(Language), st.booleans(), st.sampled_from([Chart(), Chart(name="Ana")])),
    st.builds(
        AnchorMoved, by=st.just("ana"), clock=st.just(Clock.TABLETS), on=st.dates(date(2026, 2, 25), date(2026, 3, 9))
    ),
)
jumps = st.sampled_from([timedelta(0), timedelta(minutes=1), timedelta(hours=3), timedelta(days=1), timedelta(days=4)])
lives = st.lists(st.tuples(facts, jumps), max_size=25)
zones = st.sampled_from(["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland"])


@settings(max_examples=250, deadline=None)
@given(happenings=lives, zone=zones)
def test_every_law_holds_in_every_life(happenings: list[tuple[Fact, timedelta]], zone: str) -> None:
    lived = life(*TOUCHPOINTS)
    lived.enrollment = replace(lived.enrollment, person=replace(lived.enrollment.person, zone=zone))
    start = len(lived.texts)

    for number, (fact, jump) in enumerate(happenings):
        happen(lived, numbered(lived, fact, number), jump)

    check_planned(lived.texts[start:], zone)


def numbered(lived: Life, fact: Fact, number: int) -> Fact:
    """The store lets a sid, and a key, pass once. She stays where she lives."""
    match fact:
        case ReplyReceived():
            return replace(fact, sid=f"SM{number}")
        case StaffWrote():
            return replace(fact, text_key=f"k{number}")
        case Amended():
            return replace(fact, person=replace(fact.person, zone=lived.enrollment.person.zone))
        case _:
            return fact


def happen(lived: Life, fact: Fact, jump: timedelta) -> None:
    """One fact, and the laws of a single decision."""
    before, left = lived.enrollment, lived.enrollment.left_at is not None
    decision = lived.happens(fact, after=jump)
    after = decision.enrollment

    assert after.version == before.version + decision.changes(before)
    assert after.acted_at >= before.acted_at
    assert after.wake_at is None or after.wake_at > lived.now
    assert len({text.text_id for text in decision.texts}) == len(decision.texts)
    if not isinstance(fact, AnchorMoved):
        assert after.outcomes.keys() >= before.outcomes.keys()
    sent = [text for text in decision.texts if to_her(text)]
    if left and after.left_at is not None:
        assert sent == []
        unanswered = [one for one in decision.texts if one.withheld is Withheld.LEFT and one.purpose is Purpose.ANSWER]
        if isinstance(fact, ReplyReceived) and unanswered:
            assert decision.escalations
    check_doubt(decision)
    again = decide(lived.program, after, Woke(), lived.now)
    assert not again.changes(after)


def check_doubt(decision: Decision) -> None:
    """An open doubt has its matter in the inbox and its alarm ahead, and nothing is planned over its head."""
    after = decision.enrollment
    if after.doubt is None:
        return
    (its_own,) = [one for one in after.escalations if one.escalation_id == after.doubt.escalation_id]
    assert its_own.state is EscalationState.OPEN
    assert not its_own.severity.pages_now
    assert after.wake_at is not None
    assert after.acted_at < after.doubt.page_at
    assert after.wake_at <= after.doubt.page_at
    assert after.left_at is None or after.left_at > after.doubt.asked_at
    assert [text for text in decision.texts if to_her(text) and text.purpose is Purpose.PLANNED] == []


def check_planned(texts: list[Text], zone: str) -> None:
    planned = [text for text in texts if to_her(text) and text.purpose is Purpose.PLANNED]
    ids = [text.text_id for text in texts if text.direction is Direction.OUT]
    days = [text.at.astimezone(ZoneInfo(zone)).date() for text in planned]

    assert len(ids) == len(set(ids))
    assert len(days) == len(set(days))
    for text in planned:
        local: datetime = text.at.astimezone(ZoneInfo(zone))
        assert time(10 if local.weekday() == SUNDAY else 9) <= local.time() <= time(19, 45)


def to_her(text: Text) -> bool:
    return text.direction is Direction.OUT and text.contact_id is None and text.state is TextState.SENDING


def test_a_life_in_which_nothing_happens_ends_with_every_touchpoint_accounted_for() -> None:
    lived = life(*TOUCHPOINTS)

    lived.live_until(MONDAY + timedelta(days=40))

    assert set(lived.enrollment.outcomes) >= {row["key"] for row in TOUCHPOINTS}


@settings(max_examples=150, deadline=None)
@given(after=st.lists(readings, max_size=4), doubt=st.sampled_from([Severity.CRISIS, Severity.URGENT]))
def test_whoever_raised_a_doubt_is_paged_about_unless_she_said_no(after: list[Reading], doubt: Severity) -> None:
    """Whatever she writes meanwhile: within the time to answer, somebody is paged or her no is on record."""
    lived = life(*TOUCHPOINTS)
    lived.live_until(MONDAY + timedelta(days=4))
    lived.texts.clear()
    lived.happens(reply(reading(doubt=doubt), sid="SMdoubt"))

    for number, read in enumerate(after):
        lived.happens(reply(read, sid=f"SM{number}"), after=timedelta(minutes=1))
    lived.live_until(lived.now + DOUBT_WAITS)

    said_no = any(read.answer == Answer(question=Question.DOUBT, value=False) for read in after)
    assert said_no or lived.sent(to_staff=True)
    assert lived.enrollment.doubt is None


@settings(max_examples=150, deadline=None)
@given(happenings=lives)
def test_texts_about_danger_come_whatever_she_wants_less_of(happenings: list[tuple[Fact, timedelta]]) -> None:
    """Her wishes short of leaving and pausing never withhold a safety text, nor does a closed topic."""
    lived = life(*TOUCHPOINTS)

    for number, (fact, jump) in enumerate(happenings):
        happen(lived, numbered(lived, fact, number), jump)

    assert "day0" not in {key for key, why in lived.withheld().items() if why in {"not_wanted", "topic_off"}}
