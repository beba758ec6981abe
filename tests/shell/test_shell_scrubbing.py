"""Scrubbing: numbers, addresses and names go; what a text is about stays, to the letter."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.operations.scrubbing import scrub
from messages.language import Language

EN, ES = Language.ENGLISH, Language.SPANISH


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ring +1 (555) 010-0100 after six", "ring a number after six"),
        ("ring (555) 010-0100", "ring a number"),
        ("my cell is 555-010-0100.", "my cell is a number."),
        ("5550100", "a number"),
        ("its 555-0100,thanks", "its a number,thanks"),
        ("its 555 0100 or 555 0199", "its a number or a number"),
        ("call 555.010.0100 pls", "call a number pls"),
        ("+52 55 1234 5678", "a number"),
        ("07700 900123", "a number"),
        ("555–010–0100", "a number"),
        ("5 5 5 0 1 0 0", "a number"),
        ("record 12345", "record a number"),
        ("my file is 123-456", "my file is a number"),
        ("+1 20 30", "a number"),
        ("born 3/14/1991 here", "born a number here"),
        ("born 1991-03-14", "born a number"),
        ("38.5 all night, ring 5550100", "38.5 all night, ring a number"),
        ("ring 5550100, its 102 now", "ring a number, its 102 now"),
    ],
)
def test_a_number_that_could_be_rung_or_looked_up_goes(text: str, left: str) -> None:
    assert scrub(text, EN) == left


@pytest.mark.parametrize(
    "text",
    [
        "38.5",
        "100.4",
        "38,5 de fiebre",
        "101 102 103 it climbs",
        "100.4 102 103",
        "102 103 100.4",
        "38 39 40",
        "37.5-38.5 since 2",
        "2 pads an hour",
        "10/10",
        "bp 120/80 and pulse 110",
        "bp was 120 80",
        "bp 140-90",
        "since 10:30, again at 11:45",
        "woke 02:15:30",
        "from 1030 to noon",
        "800mg then 1000 mg",
        "2 1000mg pills",
        "took 800 1000 mg",
        "400-600 of ibuprofen",
        "10000 iu of vitamin d",
        "10,000 steps",
        "1-2 pads, 3 4 days",
        "my answers are 2 1 0 3",
        "8",
        "24/7",
        "in 2026",
        "i rang 911 and 116 123",
        "6 weeks 2 days",
        "1/2 a tablet",
    ],
)
def test_temperatures_amounts_times_and_single_digits_stay(text: str) -> None:
    assert scrub(text, EN) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to ana.r+x@mail.example.org.", "write to an address."),
        ("see https://example.org/a?b=5550100, please", "see an address, please"),
        ("www.example.org", "an address"),
        ("its on clinic.com", "its on an address"),
        ("clinic.com/form and bit.ly/x1", "an address and an address"),
    ],
)
def test_addresses_go(text: str, left: str) -> None:
    assert scrub(text, EN) == left


@pytest.mark.parametrize(
    "text", ["it hurts.then stops", "bad day.it was", "3.5 pads/hour", "and/or", "@ home", "ok...so"]
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert scrub(text, EN) == text


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        (EN, "hi my name is kiki and i bleed", "hi my name is a name and i bleed"),
        (EN, "My name is Kiki Van Osten, i bleed", "My name is a name, i bleed"),
        (EN, "my name’s O’Dara", "my name’s a name"),
        (EN, "im called kiki", "im called a name"),
        (EN, "I'm called Kiki-Lu", "I'm called a name"),
        (EN, "MY NAME IS KIKI", "MY NAME IS a name"),
        (EN, "hi this is Kiki, still cramping", "hi this is a name, still cramping"),
        (EN, "its Kiki's sister here", "its a name's sister here"),
        (EN, "i saw Dr. Osten today", "i saw Dr. a name today"),
        (ES, "me llamo kika y tengo fiebre", "me llamo un nombre y tengo fiebre"),
        (ES, "Me llamo Kika de la Torre", "Me llamo un nombre"),
        (ES, "mi nombre es Úrsula", "mi nombre es un nombre"),
        (ES, "hola soy Kika, me duele", "hola soy un nombre, me duele"),
        (ES, "Hola Soy Kika Torre Me Duele Aqui", "Hola Soy un nombre Duele Aqui"),
        (ES, "soy la Kika", "soy la un nombre"),
        (ES, "me vio la Dra. Torre ayer", "me vio la Dra. un nombre ayer"),
    ],
)
def test_the_name_after_words_that_give_one_goes(language: Language, text: str, left: str) -> None:
    assert scrub(text, language) == left


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "my name is not on the list"),
        (EN, "my name is wrong"),
        (EN, "im called in to work"),
        (EN, "im scared"),
        (EN, "I'm Not ok"),
        (EN, "this is bad"),
        (EN, "call me please"),
        (EN, "I'm Bleeding A Lot And Scared"),
        (EN, "It's June and I'm freezing"),
        (EN, "this is Mum, she fainted"),
        (ES, "todos me dicen otra cosa"),
        (ES, "soy yo otra vez"),
        (ES, "SOY YO LA QUE ESCRIBE"),
        (ES, "soy alérgica"),
        (ES, "soy Rh negativo"),
        (ES, "me llamo el doctor ayer"),
        (ES, "nadie me llamo hoy"),
    ],
)
def test_no_name_is_seen_where_none_is_given(language: Language, text: str) -> None:
    assert scrub(text, language) == text


def test_spanish_texts_keep_their_language() -> None:
    left = scrub("llame al 55 1234 5678 o a kika@correo.example.org", ES)

    assert left == "llame al un número o a una dirección"


@example(text="a@a.a@0.0", language=EN)
@given(st.text(alphabet="0123456789 .,:/-+()@ax", max_size=60), st.sampled_from(Language))
def test_scrubbing_again_changes_nothing_and_no_long_number_is_left(text: str, language: Language) -> None:
    once = scrub(text, language)

    assert scrub(once, language) == once
    assert not any(part.isdigit() and len(part) > 4 for part in once.replace("a", " ").replace("x", " ").split())


@pytest.mark.parametrize("part", ["1", "1 ", "a", "a.", "@", "a@", "(1", "+", "my name is ", "https://"])
def test_a_long_text_of_one_thing_takes_no_time(part: str) -> None:
    assert scrub(part * (5000 // len(part)), EN)
