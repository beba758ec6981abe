"""Words spelt by ear or run together are heard as what they stand for; real words stay themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.hearing.normalize import plain
from messages.hearing.vocabulary import PARTS_MAX, by_ear, heard_as, parted, writers_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kitarme", "quitarme"),
        ("savanas", "sabanas"),
        ("ahorko", "ahorco"),
        ("voi", "voy"),
        ("biolencia", "violencia"),
        ("honbro", "hombro"),
        ("lavios", "labios"),
        ("nife", "knife"),
        ("rists", "wrists"),
        ("swolen", "swollen"),
    ],
)
def test_a_word_by_ear_is_the_word_of_a_rule_that_sounds_the_same(typed: str, meant: str) -> None:
    assert heard_as(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "raped",
        "knot",
        "butt",
        "poor",
        "booth",
        "boy",
        "tube",
        "sent",
        "hambre",
        "casa",
        "perro",
        "looking",
        "cell",
        "sin",
    ],
)
def test_a_real_word_stays_itself(word: str) -> None:
    assert by_ear(word) is None
    assert parted(word) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("iwanttodie", "i want to die"),
        ("nopuedorespirar", "no puedo respirar"),
        ("bleedingwontstop", "bleeding wont stop"),
        ("mequieromatar", "me quiero matar"),
        ("medesmayo", "me desmayo"),
        ("endit", "end it"),
    ],
)
def test_words_run_together_are_parted_into_words_often_side_by_side(typed: str, meant: str) -> None:
    assert heard_as(typed) == meant


@pytest.mark.parametrize("word", ["senos", "sangrando", "everything", "deseando", "vanilla", "restroom", "zzzzzzzz"])
def test_nothing_else_is_parted(word: str) -> None:
    assert parted(word) is None


def test_what_is_parted_keeps_the_way_back_to_her_letters() -> None:
    heard = plain("help IWANTTODIE now")
    at = heard.words.index("want")

    assert heard.phrase(at, at + 4) == "IWANTTODIE"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=40))
def test_parting_only_parts_and_is_bounded(word: str) -> None:
    found = parted(word)

    assert found is None or (found.replace(" ", "") == word and 1 < len(found.split()) <= PARTS_MAX)


def test_the_vocabulary_names_nobody_by_one_writer_alone() -> None:
    assert min(writers_of().values()) > 1
