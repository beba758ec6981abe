"""Law: a yes or no inside any wording is found or is unknown, and never the opposite."""

import pytest

from messages.hearing import read
from messages.hearing.reading import Question
from messages.language import Language

EN, ES = Language.ENGLISH, Language.SPANISH

ANSWERS: dict[Question, list[tuple[Language, str, float]]] = {
    Question.BLEEDING_STARTED: [
        (EN, "1", True),
        (EN, "2", False),
        (EN, "yes", True),
        (EN, "no", False),
        (EN, "y", True),
        (EN, "n", False),
        (EN, "Yep!", True),
        (EN, "1️⃣", True),
        (EN, "2️⃣", False),
        (EN, "yes it started", True),
        (EN, "not yet", False),
        (EN, "nope nothing", False),
        (EN, "it started 2 hours ago", True),
        (EN, "yes 2 hours ago", True),
        (EN, "started at 1", True),
        (EN, "no it hasnt started", False),
        (EN, "nothing yet", False),
        (EN, "one", True),
        (EN, "two", False),
        (EN, "option 1", True),
        (EN, "yesterday no, but today yes", True),
        (EN, "well you asked at the right time. 1", True),
        (ES, "no.. perdon si, ya hay sangre", True),
        (EN, "nt yet", False),
        (ES, "si", True),
        (ES, "sí", True),
        (ES, "no", False),
        (ES, "todavia no", False),
        (ES, "ya empezo", True),
        (ES, "uno", True),
        (ES, "dos", False),
    ],
    Question.BLEEDING_STOPPED: [
        (EN, "1", True),
        (EN, "2", False),
        (EN, "yes", True),
        (EN, "no", False),
        (EN, "yes stopped", True),
        (EN, "still bleeding", False),
        (EN, "no still going", False),
        (EN, "not yet", False),
        (EN, "no more bleeding", True),
        (EN, "no bleeding", True),
        (EN, "it stopped 2 days ago", True),
        (EN, "stopped then started again", False),
        (EN, "it hasnt stopped", False),
        (EN, "no it stopped", True),
        (EN, "yes still bleeding", False),
        (EN, "almost", False),
        (EN, "yes but a bit of spotting", False),
        (ES, "si", True),
        (ES, "no", False),
        (ES, "ya no sangro", True),
        (ES, "ya paro", True),
        (ES, "sigo sangrando", False),
        (ES, "todavia no", False),
        (ES, "no ha parado", False),
        (EN, "it was stop last week, now it is again a little", False),
        (EN, "yes it stopped but my back hurts", True),
    ],
    Question.PERIOD_BACK: [
        (EN, "1", True),
        (EN, "2", False),
        (EN, "yes", True),
        (EN, "no", False),
        (EN, "not yet", False),
        (EN, "yes 2 days ago", True),
        (EN, "came on tuesday", True),
        (EN, "no period yet", False),
        (EN, "got it yesterday", True),
        (EN, "peroid came yestrday", True),
        (EN, "hasnt shown", False),
        (ES, "si", True),
        (ES, "no", False),
        (ES, "ya me bajo", True),
        (ES, "me vino ayer", True),
        (ES, "todavia no", False),
    ],
    Question.TEST_RESULT: [
        (EN, "positive", True),
        (EN, "negative", False),
        (EN, "POSITIVE", True),
        (EN, "NEGATIVE.", False),
        (EN, "neg", False),
        (EN, "pos", True),
        (EN, "2 lines", True),
        (EN, "1 line", False),
        (EN, "one line", False),
        (EN, "two lines", True),
        (EN, "not positive", False),
        (EN, "faint line", True),
        (EN, "pregnant", True),
        (EN, "not pregnant", False),
        (EN, "postive", True),
        (EN, "negitive", False),
        (EN, "was positive now negative", False),
        (EN, "positive no sorry negative", False),
        (EN, "I thought it'd be negative but it's positive", True),
        (EN, "+", True),
        (EN, "it was +ve", True),
        (EN, "-VE", False),
        (ES, "la de la semana pasada positiva, la de hoy ya negativa", False),
        (ES, "positiva", True),
        (ES, "negativa", False),
        (ES, "positivo", True),
        (ES, "negativo", False),
        (ES, "dos rayas", True),
        (ES, "una raya", False),
    ],
}

UNKNOWN = [
    (Question.BLEEDING_STARTED, EN, "2 hours ago"),
    (Question.BLEEDING_STARTED, EN, "2 days ago"),
    (Question.BLEEDING_STARTED, EN, "1 pad so far"),
    (Question.BLEEDING_STARTED, EN, "maybe"),
    (Question.BLEEDING_STARTED, EN, "i think so"),
    (Question.BLEEDING_STARTED, EN, "yes and no"),
    (Question.BLEEDING_STARTED, EN, "12"),
    (Question.BLEEDING_STARTED, EN, "no idea"),
    (Question.BLEEDING_STARTED, EN, "not sure"),
    (Question.BLEEDING_STARTED, ES, "hace 2 horas"),
    (Question.BLEEDING_STARTED, ES, "no se"),
    (Question.TEST_RESULT, EN, "1"),
    (Question.TEST_RESULT, EN, "2"),
    (Question.TEST_RESULT, EN, "yes"),
    (Question.TEST_RESULT, EN, "no"),
    (Question.TEST_RESULT, EN, "not negative"),
    (Question.TEST_RESULT, EN, "not done it yet"),
    (Question.TEST_RESULT, EN, "negative yesterday positive today"),
    (Question.TEST_RESULT, ES, "1"),
    (Question.TEST_RESULT, ES, "no he hecho la prueba"),
    (Question.BLEEDING_STARTED, EN, "no worries"),
    (Question.BLEEDING_STARTED, EN, "ok thanks"),
    (Question.BLEEDING_STARTED, EN, "yes please call me"),
    (Question.BLEEDING_STARTED, ES, "y eso es normal?"),
    (Question.TEST_RESULT, EN, "what does positive mean"),
]


@pytest.mark.parametrize(
    ("asked", "language", "text", "value"),
    [(asked, language, text, value) for asked, rows in ANSWERS.items() for language, text, value in rows],
)
def test_an_answer_is_found(asked: Question, language: Language, text: str, value: float) -> None:
    answer = read(text, language, asked).answer

    assert answer is not None
    assert answer.value == value


@pytest.mark.parametrize(("asked", "language", "text"), UNKNOWN)
def test_a_reply_that_does_not_answer_is_left_unknown(asked: Question, language: Language, text: str) -> None:
    assert read(text, language, asked).answer is None
