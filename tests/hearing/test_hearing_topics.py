"""What her question is about: the most specific topic, at most two, and none rather than a wrong one."""

import pytest

from messages.hearing.normalize import TEXT_CHARS_MAX, plain
from messages.hearing.packaged import packaged
from messages.hearing.reading import Topic
from messages.hearing.topics import TOPICS_MAX, Named, topics_named

ASKED = [
    (Topic.SEX, "is it too early to sleep with my husband"),
    (Topic.SEX, "¿cuándo podemos tener relaciones?"),
    (Topic.TAMPONS, "would a tampax be all right on the last day"),
    (Topic.TAMPONS, "¿ya puedo usar la copa menstrual?"),
    (Topic.BATHS, "is the swimming pool off limits still"),
    (Topic.BATHS, "¿me puedo meter a la piscina?"),
    (Topic.BLEEDING, "how long will the bleeding carry on"),
    (Topic.BLEEDING, "¿cuántos días se sangra?"),
    (Topic.CLOTS, "i passed something the size of a plum, is that usual"),
    (Topic.CLOTS, "¿es común que salgan coágulos?"),
    (Topic.WARNING_SIGNS, "which symptoms mean i ought to ring you"),
    (Topic.WARNING_SIGNS, "¿cuáles son las señales de peligro?"),
    (Topic.PAIN_RELIEF, "is aspirin all right for cramps"),
    (Topic.PAIN_RELIEF, "¿qué tomo para los cólicos?"),
    (Topic.PERIOD, "when should i expect my next period"),
    (Topic.PERIOD, "¿cuándo me vuelve la regla?"),
    (Topic.CONTRACEPTION, "when could i have the coil fitted"),
    (Topic.CONTRACEPTION, "¿puedo empezar con anticonceptivos ya?"),
    (Topic.TRYING_AGAIN, "when is it sensible to try for another baby"),
    (Topic.TRYING_AGAIN, "¿cuánto hay que esperar para volver a intentarlo?"),
    (Topic.PREGNANCY_TEST, "my home test is positive still, is that expected"),
    (Topic.PREGNANCY_TEST, "¿cuándo hago la prueba de embarazo?"),
    (Topic.WORK, "could i be off work until thursday"),
    (Topic.WORK, "¿puedo volver al trabajo mañana?"),
    (Topic.EXERCISE, "is pilates ok in the second week"),
    (Topic.EXERCISE, "¿puedo hacer ejercicio ya?"),
    (Topic.DRIVING, "can i drive the morning after"),
    (Topic.DRIVING, "¿cuándo puedo conducir?"),
    (Topic.FLYING, "is a five hour flight a bad idea"),
    (Topic.FLYING, "¿puedo tomar un vuelo el lunes?"),
    (Topic.MILK, "my breasts are leaking, what do i do"),
    (Topic.MILK, "¿cómo se corta la leche?"),
    (Topic.DUE_DATE, "how do other people spend the due date"),
    (Topic.DUE_DATE, "¿qué hago el día que iba a nacer?"),
    (Topic.KEEPSAKES, "may we hold a small funeral"),
    (Topic.KEEPSAKES, "¿nos pueden entregar las cenizas?"),
    (Topic.PARTNER, "how do i support my husband through this"),
    (Topic.PARTNER, "¿cómo apoyo a mi esposo?"),
    (Topic.FEELINGS, "is it usual to cry every night"),
    (Topic.FEELINGS, "¿tienen un grupo de apoyo?"),
    (Topic.NUMBNESS, "why do i feel so numb"),
    (Topic.NUMBNESS, "no siento nada, ¿es raro?"),
    (Topic.SLEEP, "what helps with insomnia"),
    (Topic.SLEEP, "¿qué hago con las pesadillas?"),
    (Topic.TELLING_PEOPLE, "how do i tell my parents"),
    (Topic.TELLING_PEOPLE, "¿cómo se lo cuento a mis amigas?"),
    (Topic.CHILDREN, "how do i explain this to my daughter"),
    (Topic.CHILDREN, "¿cómo se lo explico a mi hijo?"),
    (Topic.FOLIC_ACID, "should i be on vitamins"),
    (Topic.FOLIC_ACID, "¿debo tomar hierro?"),
    (Topic.ALCOHOL, "is one glass of prosecco all right"),
    (Topic.ALCOHOL, "¿puedo fumar?"),
    (Topic.COSTS, "will i be charged for the scan"),
    (Topic.COSTS, "¿cuánto cuesta la consulta?"),
    (Topic.WHY, "was it something i ate"),
    (Topic.WHY, "¿fue mi culpa?"),
    (Topic.CONTACT, "what are your hours"),
    (Topic.CONTACT, "¿a qué número llamo?"),
]


@pytest.mark.parametrize(("topic", "text"), ASKED)
def test_a_question_is_heard_as_what_it_is_about(topic: Topic, text: str) -> None:
    assert topics_named(plain(text)).topics == (topic,)


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_can_be_heard_in_both_languages(topic: Topic) -> None:
    assert sum(topic is expected for expected, _ in ASKED) == 2
    assert sum(entry.get("topic") == topic.value for entry in packaged("topics.toml")["subject"]) == 1


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.FLYING, "could a long flight give me a blood clot"),
        (Topic.DRIVING, "can i drive while on codeine"),
        (Topic.WHY, "did the glass of wine i had before i knew cause it?"),
        (Topic.ALCOHOL, "a little spotting left, may i have a beer"),
        (Topic.CONTRACEPTION, "do we need condoms before my first period"),
        (Topic.COSTS, "is the therapy included or do i pay for it"),
        (Topic.TAMPONS, "tampons now, or wait until my next cycle?"),
        (Topic.BATHS, "i feel fine, can i swim"),
    ],
)
def test_what_she_asks_for_outranks_what_she_mentions(topic: Topic, text: str) -> None:
    assert topics_named(plain(text)).topics == (topic,)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.PREGNANCY_TEST, "is that an evap i see"),
        (Topic.EXERCISE, "kettlebells on saturday, yes or no"),
        (Topic.MILK, "my nipples are tingling, is that usual"),
        (Topic.CHILDREN, "how honest can i be with a five year old"),
        (Topic.DRIVING, "is the clutch too much this week"),
        (Topic.PERIOD, "no me llega la visita, ¿cuándo vendrá?"),
        (Topic.TRYING_AGAIN, "¿podré tener hijos algún día?"),
        (Topic.NUMBNESS, "ni una lágrima y ya pasó una semana"),
    ],
)
def test_a_topic_is_heard_without_its_own_name(topic: Topic, text: str) -> None:
    assert topics_named(plain(text)).topics == (topic,)


@pytest.mark.parametrize(
    ("topics", "text"),
    [
        ((Topic.TAMPONS, Topic.BATHS), "are tampons ok and can i go swimming"),
        ((Topic.BATHS, Topic.TAMPONS), "can i go swimming and are tampons ok"),
        ((Topic.WHY, Topic.TRYING_AGAIN), "was it my fault, and will it happen again?"),
        ((Topic.WORK, Topic.DRIVING), "¿cuándo puedo volver al trabajo y puedo manejar?"),
        ((Topic.SEX, Topic.TAMPONS), "is it ok to have sex, tampons, a bath?"),
    ],
)
def test_two_questions_are_answered_in_her_order(topics: tuple[Topic, ...], text: str) -> None:
    assert topics_named(plain(text)).topics == topics


@pytest.mark.parametrize(
    "text",
    [
        "is my dog allowed milk after surgery",
        "my brother has a fever, what can he take?",
        "where can i leave the car, is there parking",
        "mi abuela tose mucho, ¿qué le doy?",
        "¿me pueden firmar el formulario de la escuela?",
        "do you give the flu vaccine",
        "how long until the second lot of tablets",
        "do the stitches come out by themselves",
    ],
)
def test_what_no_answer_fits_is_left_to_a_person(text: str) -> None:
    """A wrong answer is worse than none."""
    assert topics_named(plain(text)).topics == ()


@pytest.mark.parametrize("text", ["thanks", "ok will do", "gracias", "STOP", "2", "no", ""])
def test_a_text_that_asks_nothing_has_no_topic(text: str) -> None:
    assert topics_named(plain(text)).topics == ()


def test_of_a_long_story_only_the_questions_are_read() -> None:
    story = (
        "my boss drove me home and we talked about wine and about the garden for a long while and it was kind . " * 2
    )

    assert topics_named(plain(f"{story} when will my period come back?")).topics == (Topic.PERIOD,)


@pytest.mark.parametrize("text", ["can i swim ", "my husband ", "is it ok when will i ", "¿cómo le digo a "])
def test_the_longest_text_names_at_most_two(text: str) -> None:
    assert len(topics_named(plain(text * TEXT_CHARS_MAX)).topics) <= TOPICS_MAX


def test_what_is_named_is_sure_and_what_is_only_talked_around_is_guessed() -> None:
    named, around = plain("is sex ok yet"), plain("no puedo dejar de pensar en la fecha")

    assert topics_named(named) == Named((Topic.SEX,))
    assert topics_named(around) == Named((Topic.DUE_DATE,), hinted=True)
