"""Leaving in part: she says which texts she wants less of, and is neither unsubscribed nor ignored."""

import pytest

from messages.hearing.intents import heard_intents
from messages.hearing.normalize import plain
from messages.hearing.parts import part_of
from messages.hearing.reading import Intent, Part, Topic

PARTS = [
    (Part.SAFETY_ONLY, "please send the important ones only"),
    (Part.SAFETY_ONLY, "just the warning signs, drop the rest"),
    (Part.SAFETY_ONLY, "solamente lo importante por favor"),
    (Part.LESS_OFTEN, "too many messages, could you slow down"),
    (Part.LESS_OFTEN, "can you send them every other week"),
    (Part.LESS_OFTEN, "menos seguido por favor"),
    (Part.LESS_OFTEN, "mejor una vez por semana"),
    (Part.HOURS, "please don't text before 9am"),
    (Part.HOURS, "nothing at night please, the baby monitor is my phone"),
    (Part.HOURS, "no me escriban de madrugada"),
    (Part.NOT_NOW, "pause"),
    (Part.NOT_NOW, "can you hold off until the christening is over"),
    (Part.NOT_NOW, "give me two weeks"),
    (Part.NOT_NOW, "denme unos días"),
    (Part.NOT_NOW, "escríbanme la otra semana"),
    (Part.LATER_TODAY, "busy, text me tonight"),
    (Part.LATER_TODAY, "ask me again tomorrow morning"),
    (Part.LATER_TODAY, "not now"),
    (Part.LATER_TODAY, "ahorita no puedo, más tarde"),
    (Part.SAFETY_ONLY, "i only want to hear about infection and bleeding, none of the fluffy bits"),
    (Part.SAFETY_ONLY, "no me escriban a menos que sea urgente"),
    (Part.LESS_OFTEN, "con la mitad estaría bien"),
    (Part.LESS_OFTEN, "could you cut down the number"),
    (Part.HOURS, "evenings from now on"),
    (Part.HOURS, "a las 7 pm, cámbienme la hora"),
    (Part.HOURS, "could these come at lunchtime instead"),
    (Part.NOT_NOW, "in a couple of weeks"),
    (Part.NOT_NOW, "please suspend your messages and begin again on the first of august"),
    (Part.LATER_TODAY, "I'm driving, send it again when I'm in, about nine"),
    (Part.LATER_TODAY, "on shift til 10 tonight, hit me up after that"),
]

CLOSINGS = [
    (Topic.SEX, "no more texts about sex please"),
    (Topic.SEX, "quiten lo de las relaciones íntimas"),
    (Topic.CONTRACEPTION, "stop sending me birth control advice"),
    (Topic.CONTRACEPTION, "no me manden nada de anticonceptivos"),
    (Topic.TRYING_AGAIN, "could you leave out the ones about getting pregnant again"),
    (Topic.KEEPSAKES, "the memory box messages, skip all that"),
    (Topic.DUE_DATE, "please don't write to me about my due date"),
    (Topic.PARTNER, "we split up, drop the partner stuff"),
    (Topic.FEELINGS, "please skip the bits about emotions"),
]

NONE = [
    "when can i have sex again",
    "should i stop the pill now",
    "no sex since the op",
    "he never talks about his feelings",
    "i cry about once a week",
    "my appointment is next week",
    "back at work tomorrow morning",
    "i can't sleep at night",
    "a few days of spotting and then nothing",
    "solo un poco de dolor",
    "mañana tengo la cita",
    "ya no quiero tener relaciones, me duele",
    "please don't stop",
    "mornings are the worst, evenings i'm ok",
    "the pain comes less often, maybe twice a day",
    "doctor later today",
    "only a medical student saw me, is that ok",
    "no quiero otro hijo por ahora",
    "ya no me duele tanto, sólo en la noche",
    "qué horario tienen",
    "i'd like more about contraception",
]

WHOLLY = ["STOP", "no more texts", "quítenme de la lista", "take me off all of it", "stop every message please"]


def _closed(text: str) -> tuple[Part | None, tuple[Topic, ...]]:
    return part_of(plain(text))


@pytest.mark.parametrize(("part", "text"), PARTS)
def test_less_is_heard_as_less_and_never_as_leaving(part: Part, text: str) -> None:
    """She keeps the texts she did not refuse."""
    said = heard_intents(plain(text))

    assert _closed(text) == (part, ())
    assert not said.leaving
    assert said.first is Intent.PAUSE


@pytest.mark.parametrize(("topic", "text"), CLOSINGS)
def test_a_refused_topic_is_closed_by_name(topic: Topic, text: str) -> None:
    """In doubt between leaving and a topic, it is the topic."""
    assert _closed(text) == (Part.TOPIC, (topic,))
    assert not heard_intents(plain(text)).leaving


@pytest.mark.parametrize("text", NONE)
def test_what_she_tells_of_herself_changes_nothing(text: str) -> None:
    """Time, topics and refusals in her own life are not requests to us."""
    assert _closed(text) == (None, ())


@pytest.mark.parametrize("text", WHOLLY)
def test_leaving_wholly_has_no_part(text: str) -> None:
    """All of it means all of it."""
    said = heard_intents(plain(text))

    assert said.leaving
    assert said.part is None
    assert said.closing == ()


def test_two_topics_close_together_in_her_order() -> None:
    """One sentence may refuse two."""
    assert _closed("no more texts about contraception or sex please") == (
        Part.TOPIC,
        (Topic.CONTRACEPTION, Topic.SEX),
    )


@pytest.mark.parametrize(
    ("topics", "text"),
    [
        ((Topic.SEX, Topic.CONTRACEPTION), "no sex stuff no contraception stuff"),
        ((Topic.FEELINGS, Topic.DUE_DATE), "sáquenme lo del duelo y lo de los aniversarios"),
        ((Topic.FEELINGS, Topic.KEEPSAKES), "not keen on the grief ones or the naming ones"),
        ((Topic.KEEPSAKES,), "the funeral and footprints ones make me feel sick, leave those out"),
    ],
)
def test_every_topic_of_one_refusal_closes(topics: tuple[Topic, ...], text: str) -> None:
    """Two in one breath are two; a sickness is no topic."""
    assert _closed(text) == (Part.TOPIC, topics)


def test_a_topic_she_keeps_is_not_closed() -> None:
    """Keeping is said beside refusing."""
    assert _closed("keep the contraception messages but no more about sex please") == (Part.TOPIC, (Topic.SEX,))


def test_coming_back_after_a_pause_is_not_returning_now() -> None:
    """She asks for silence first; START would break it."""
    said = heard_intents(plain("not this week please, start again on monday"))

    assert said.part is Part.NOT_NOW
    assert not said.returning
