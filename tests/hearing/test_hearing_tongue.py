"""Which language she writes in is told where her small words leave no doubt, and never guessed."""

import pytest

from infra.training.bench import INBOXES
from infra.training.corpus import EXAMS, labelled_file
from messages.hearing.normalize import plain
from messages.hearing.reader import read
from messages.hearing.tongue import tongue_of
from messages.language import Language


@pytest.mark.parametrize(
    ("words", "tongue"),
    [
        ("i am bleeding and i feel faint", Language.ENGLISH),
        ("estoy sangrando muchisimo y me desmaye", Language.SPANISH),
        ("ya no quiero vivir", Language.SPANISH),
        ("cuando puedo tener relaciones", Language.SPANISH),
        ("me siento bad, i cant today", None),
        ("me desmayé", Language.SPANISH),
        ("me quiero morir", Language.SPANISH),
        ("STOP", None),
        ("38.4", None),
        ("no", None),
        ("me no he son", None),
        ("Y6D6 done", None),
        ("d6 y6", None),
        ("Y6D6 ya voy por ella", Language.SPANISH),
        ("Y6D6 i am calling her", Language.ENGLISH),
    ],
)
def test_what_both_have_tells_nothing(words: str, tongue: Language | None) -> None:
    assert read(words, Language.ENGLISH, None).tongue is tongue


@pytest.mark.parametrize("name", [one for one in INBOXES if one.endswith(("-en", "-es"))])
def test_of_a_whole_inbox_hardly_one_text_is_told_wrong_and_most_are_told(name: str) -> None:
    rows = labelled_file(EXAMS / f"{name}.jsonl")
    told = [(row, tongue) for row in rows if (tongue := tongue_of(plain(row.text).words)) is not None]

    assert len(told) > len(rows) * 0.7
    assert sum(tongue is not row.language for row, tongue in told) <= 1
