"""Topics she opts into: offered once, turned on by her, and opened by the first question about them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from messages.choices import chosen
from messages.hearing.answers_choice import NEVER, YES
from messages.hearing.reading import Question, Reading, Topic
from messages.opt_in import ASKED_AS, OptIn
from messages.severity import Severity
from schedules.by_track import on_track
from schedules.clinic import Clinic
from schedules.draft import Draft
from schedules.enrollment import Offered, OpenQuestion, Person
from schedules.escalation import Reason
from schedules.open_topics import is_written_about, topics_on
from schedules.paging import escalate
from schedules.pathways import Clock
from schedules.text import Purpose

LIVE = timedelta(days=3)
"""How long MORE still means the last answer."""
CHOOSING = timedelta(days=2)
_OF_ANYBODY = frozenset(
    {Topic.CONTACT, Topic.FEELINGS, Topic.NUMBNESS, Topic.SLEEP, Topic.PARTNER, Topic.TELLING_PEOPLE, Topic.CHILDREN}
)
"""What a partner may be answered; the rest would speak of her, or to him as if it were his body."""


def answer_about(topic: Topic, on: frozenset[OptIn], track: str | None) -> str:
    """The message that answers a question about this topic, on her track and with her topics."""
    if _is_hers_alone(topic, track):
        return "answer.from_partner"
    closed = topic in ASKED_AS and ASKED_AS[topic] not in on
    return on_track(f"answer.{topic.value}_closed" if closed else f"answer.{topic.value}", track)


def is_answered(topic: Topic, clinic: Clinic, track: str | None) -> bool:
    """Whether any answer of ours fits; to somebody close to her one that speaks of no topic does."""
    return _is_hers_alone(topic, track) or is_written_about(topic, clinic)


def _is_hers_alone(topic: Topic, track: str | None) -> bool:
    return (track or "").startswith("partner") and topic not in _OF_ANYBODY


def offer(draft: Draft, reading: Reading, answers: tuple[str, ...]) -> None:
    """After answers that could not say all: what MORE would turn on."""
    on = topics_on(draft.enrollment.person, draft.program.clinic)
    closed = tuple(
        topic
        for topic in reading.topics
        if topic in ASKED_AS
        and ASKED_AS[topic] not in on
        and answer_about(topic, on, draft.enrollment.pathway) in answers
    )
    if closed:
        draft.change(offered=Offered(topics=closed, until=draft.now + LIVE))


def offered(draft: Draft) -> tuple[Topic, ...]:
    """What MORE means now."""
    pending = draft.enrollment.offered
    topics = pending.topics if pending is not None and draft.now < pending.until else ()
    return tuple(topic for topic in topics if is_written_about(topic, draft.program.clinic))


def turn_on(draft: Draft, topics: tuple[Topic, ...], *, cause: str) -> tuple[str, ...]:
    """On from now, planned texts too; gives the answers she asked for."""
    opened = [ASKED_AS[topic] for topic in topics]
    _open(draft, opened)
    ask_for_date(draft, opened, cause=cause)
    draft.change(offered=None)
    on, track = topics_on(draft.enrollment.person, draft.program.clinic), draft.enrollment.pathway
    return tuple(dict.fromkeys(answer_about(topic, on, track) for topic in topics))


def on_offered(draft: Draft, question: OpenQuestion, value: int, *, cause: str) -> None:
    """Her answer to the offer, or her choice among what was offered."""
    if question.question is Question.CHOICES:
        _on_choices(draft, value, cause=cause)
    else:
        _on_offer(draft, question, value, cause=cause)


def _on_offer(draft: Draft, question: OpenQuestion, wish: int, *, cause: str) -> None:
    """1 shows the choices, 2 is not now, 3 is never; none of them is asked again."""
    if wish != YES:
        _say(draft, "notice.topics_never" if wish == NEVER else "notice.topics_later", cause)
        return
    if not draft.program.clinic.topics:
        _nothing_fits(draft, cause)
        return
    _say(draft, "offer.choices", cause)
    draft.change(
        question=replace(
            question,
            question=Question.CHOICES,
            nudge_at=None,
            asked_at=draft.now,
            closes_at=draft.now + CHOOSING,
            is_over=False,
        )
    )


def _on_choices(draft: Draft, letters: int, *, cause: str) -> None:
    named, texted = chosen(letters, draft.program.clinic.topics), _texted(draft, letters)
    if not letters:
        _say(draft, "notice.topics_later", cause)
    elif not named:
        _nothing_fits(draft, cause)
    if texted:
        _say(draft, "notice.topics_open", cause)
    ask_for_date(draft, texted, cause=cause)
    if OptIn.PARTNER in named:
        draft.say("notice.partner_asked", text_id=f"{cause}-partner", purpose=Purpose.ANSWER)


def _nothing_fits(draft: Draft, cause: str) -> None:
    """Her clinic has ceased to write about what she was offered, and now asks for: a person reads it."""
    _say(draft, "answer.unsure", cause)
    escalate(draft, key=cause, severity=Severity.SOON, reason=Reason.UNSURE)


def ask_for_date(draft: Draft, opened: Iterable[OptIn], *, cause: str) -> None:
    """She wants a text before a hard day, and nobody knows the day: a person asks her, and she is told so."""
    if lacks_date(draft, opened):
        draft.say("notice.dates_asked", text_id=f"{cause}-date", purpose=Purpose.ANSWER)
        need_date(draft, cause=cause)


def lacks_date(draft: Draft, opened: Iterable[OptIn]) -> bool:
    pathway = draft.program.pathway
    counts = pathway is not None and Clock.DUE in pathway.clocks
    on = OptIn.DATES in opened and OptIn.DATES in draft.program.clinic.topics
    return counts and on and Clock.DUE not in draft.enrollment.anchors


def need_date(draft: Draft, *, cause: str) -> None:
    escalate(draft, key=f"{cause}-date", severity=Severity.SOON, reason=Reason.CALLBACK, signs=("due_date_needed",))


def choose(draft: Draft, letters: int) -> None:
    """On from now, even when something graver is answered first."""
    _open(draft, _texted(draft, letters))


def _texted(draft: Draft, letters: int) -> list[OptIn]:
    """Of what she named and her clinic writes about. Somebody close to her signs up themselves."""
    return [topic for topic in chosen(letters, draft.program.clinic.topics) if topic is not OptIn.PARTNER]


def _open(draft: Draft, topics: Iterable[OptIn]) -> None:
    draft.change(person=reopened(draft.enrollment.person, frozenset(topics)))


def reopened(person: Person, topics: frozenset[OptIn]) -> Person:
    """With these topics on, whatever she closed of them before."""
    asked = {topic.value for topic, opt_in in ASKED_AS.items() if opt_in in topics}
    return replace(person, topics=person.topics | topics, closed_topics=person.closed_topics - asked)


def _say(draft: Draft, message: str, cause: str) -> None:
    draft.say(message, text_id=f"{cause}-answer", purpose=Purpose.ANSWER)
