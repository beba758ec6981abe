"""How rules and model are weighed: each may only raise the other, and doubt is never silence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.hearing import reader
from messages.hearing.model import CLASSES, VIOLENCE, Model, Opinion, model
from messages.hearing.normalize import plain
from messages.hearing.reader import LOWEST_ADDS, findings, read, read_with
from messages.hearing.reading import Band, Evidence, Intent, Question, Reading, Sign
from messages.hearing.weighing import RULE_ADDS, SURELY_CALM, Found, weigh
from messages.language import Language
from messages.severity import Severity

GRAVE = [sign for sign in Sign if sign.severity is not None and sign.severity.pages_now]
CALM = [sign for sign in Sign if sign not in GRAVE]
BELOW_ASK = -RULE_ADDS - 20


def trained() -> Model:
    return replace(model(), page_at=2.0, ask_at=-1.0)


def opinion(danger: float, likeliest: str = "emergency") -> Opinion:
    scores = [0.0] * len(CLASSES)
    scores[CLASSES.index(likeliest)] = 5.0
    return Opinion(tuple(scores), danger)


def found(sign: Sign, *, plain: bool = False, final: bool = False, hint: bool = False) -> Found:
    return Found(sign=sign, evidence=Evidence(rule="r", phrase="p"), plain=plain, final=final, hint=hint)


@given(sign=st.sampled_from(GRAVE), danger=st.floats(-40, 40))
def test_the_model_never_silences_a_rule_that_stands(sign: Sign, danger: float) -> None:
    weighed = weigh([found(sign)], opinion(danger), trained())

    assert weighed.severity is not None or weighed.doubt is not None


@given(sign=st.sampled_from(GRAVE), danger=st.floats(-40, 40))
def test_a_grave_answer_to_our_own_question_pages_whatever_the_model_thinks(sign: Sign, danger: float) -> None:
    weighed = weigh([found(sign, final=True)], opinion(danger), trained())

    assert weighed.severity is not None
    assert sign.severity is not None
    assert weighed.severity.rank <= sign.severity.rank
    assert sign in weighed.signs


@given(sign=st.sampled_from(GRAVE), danger=st.floats(SURELY_CALM, 40))
def test_a_plain_statement_pages_unless_the_model_is_sure_that_all_is_calm(sign: Sign, danger: float) -> None:
    weighed = weigh([found(sign, plain=True)], opinion(danger), trained())

    assert weighed.severity is not None
    assert sign in weighed.signs


@given(sign=st.sampled_from(GRAVE), danger=st.floats(-40, SURELY_CALM, exclude_max=True))
def test_a_plain_statement_that_the_model_thinks_harmless_is_asked_about_and_a_cry_of_crisis_pages(
    sign: Sign, danger: float
) -> None:
    weighed = weigh([found(sign, plain=True)], opinion(danger), trained())

    assert (weighed.severity is Severity.CRISIS) == (sign.severity is Severity.CRISIS)
    assert weighed.severity is not None or weighed.doubt is sign.severity


@given(danger=st.floats(2.0, 40), likeliest=st.sampled_from(["crisis", "emergency", "urgent", VIOLENCE]))
def test_the_model_alone_pages_when_it_is_sure(danger: float, likeliest: str) -> None:
    weighed = weigh([], opinion(danger, likeliest), trained())

    assert weighed.severity is Severity.CRISIS if likeliest in {"crisis", VIOLENCE} else weighed.severity is not None
    assert weighed.doubt is None


@given(danger=st.floats(-1.0, 1.99))
def test_the_model_alone_asks_when_it_is_not_sure(danger: float) -> None:
    weighed = weigh([], opinion(danger), trained())

    assert weighed.severity is None
    assert weighed.doubt is Severity.EMERGENCY


def test_what_the_model_raises_is_never_lowered_by_a_milder_rule() -> None:
    weighed = weigh([found(Sign.FEVER)], opinion(6.0, "crisis"), trained())

    assert weighed.severity is Severity.CRISIS


def test_a_hint_neither_asks_nor_pages_by_itself() -> None:
    weighed = weigh([found(Sign.FEVER, hint=True)], opinion(BELOW_ASK), trained())

    assert weighed.severity is None
    assert weighed.doubt is None


def test_a_doubted_sign_is_not_among_the_signs_that_page() -> None:
    weighed = weigh([found(Sign.CHILLS), found(Sign.NO_PERIOD)], opinion(BELOW_ASK), trained())

    assert weighed.doubt is Severity.URGENT
    assert weighed.signs == (Sign.NO_PERIOD,)
    assert weighed.doubted == (Sign.CHILLS,)
    assert weighed.severity is Severity.SOON


def test_danger_from_a_person_is_named_so_that_the_answer_stays_neutral() -> None:
    weighed = weigh([], opinion(5.0, VIOLENCE), trained())

    assert weighed.signs == (Sign.VIOLENCE,)


def test_doubted_danger_from_a_person_is_named_too() -> None:
    weighed = weigh([], opinion(0.0, VIOLENCE), trained())

    assert (weighed.doubt, weighed.doubted, weighed.signs) == (Severity.CRISIS, (Sign.VIOLENCE,), ())


def test_violence_is_not_guessed_beside_a_crisis_a_rule_has_named() -> None:
    weighed = weigh([found(Sign.SUICIDE)], opinion(5.0, VIOLENCE), trained())

    assert Sign.VIOLENCE not in weighed.signs


def test_a_failing_reader_means_review_never_auto(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Model:
        raise OSError("no weights")

    monkeypatch.setattr(reader, "model", broken)
    reading = read("i am bleeding a lot", Language.ENGLISH, None)

    assert not reading.readable
    assert reading.band is Band.REVIEW


@given(st.builds(Reading, intent=st.sampled_from(Intent), readable=st.just(False)))
def test_what_was_not_read_is_never_answered_by_the_machine(reading: Reading) -> None:
    assert reading.band is not Band.AUTO


@given(st.sampled_from(Severity), st.sampled_from([*Severity, None]), st.sampled_from(Intent))
def test_bands_are_ordered_by_what_demands_most(severity: Severity, doubt: Severity | None, intent: Intent) -> None:
    band = Reading(intent=intent, severity=severity, doubt=doubt).band

    if severity.pages_now:
        assert band is Band.PAGE
    elif doubt is not None:
        assert band is Band.ASK
    else:
        assert band is Band.REVIEW


@pytest.mark.parametrize("text", ["qzx", "brumf", "4 pads in 12 hours", "2 toallas en todo el dia"])
def test_a_word_that_means_nothing_and_a_plain_small_count_are_no_danger(text: str) -> None:
    assert read(text, Language.ENGLISH, None).band in {Band.REVIEW, Band.AUTO}


@pytest.mark.parametrize("text", ["suicidal", "bleeding heavily", "4 pads in 12 hours and i fainted"])
def test_a_word_that_means_danger_and_danger_beside_a_count_are_heard(text: str) -> None:
    assert read(text, Language.ENGLISH, None).band is Band.PAGE


@pytest.mark.parametrize(
    ("asked", "text", "band"),
    [
        (Question.PHQ_DOWN, "3 and the kettle is on", Band.ASK),
        (Question.MOOD, "1 and the kettle is on", Band.ASK),
        (Question.MOOD, "3 and the kettle is on", Band.AUTO),
        (None, "3 and the kettle is on", Band.REVIEW),
    ],
)
def test_words_beside_the_lowest_answer_are_asked_about_at_less(asked: Question | None, text: str, band: Band) -> None:
    """A text that lies just below the threshold by itself."""
    by_itself = findings(model(), plain(text), None).opinion
    assert by_itself is not None

    reading = read_with(replace(model(), ask_at=by_itself.danger + LOWEST_ADDS / 2), text, asked)

    assert reading.band is band
