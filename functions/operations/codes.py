"""What a text of somebody on call does to the page whose code it bears: takes it, closes it, or nothing.

A list says what takes, since nobody can list what does not. A reaction, a forward, an automatic answer and a question
bear the code as well, and the pages may stop for none of them.
"""

import re
import unicodedata
from enum import StrEnum

CODE = re.compile(r"\b([A-Z]\s?\d\s?[A-Z]\s?\d)\b", re.IGNORECASE)
BESIDE_CHARACTERS_MAX = 60
"""Beside the code; whoever writes more is telling something."""
_TAKES = frozenset(
    (
        *("ok", "okay", "k", "yes", "yep", "yeah", "sure", "thanks", "thank you", "thx", "ack", "will do"),
        *("mine", "its mine", "this is mine", "on it", "im on it", "i am on it", "on my way", "im on my way", "omw"),
        *("got", "got it", "i got", "i got it", "ive got", "ive got it", "have it", "i have", "i have it"),
        *("taking", "taking it", "im taking it", "i take", "i take it", "ill take", "ill take it", "i will take it"),
        *("calling", "calling now", "calling her", "calling her now", "calling them", "calling them now"),
        *("will call", "will call her", "ill call", "ill call her", "i will call her"),
        *("im calling", "im calling now", "im calling her", "im calling her now", "i am calling her now"),
        *("okey", "vale", "si", "claro", "de acuerdo", "listo", "lista", "gracias", "muchas gracias"),
        *("yo", "mio", "mia", "es mio", "es mia", "voy", "ya voy", "yo voy", "voy yo", "en camino", "voy en camino"),
        *("lo tengo", "la tengo", "ya lo tengo", "ya la tengo", "yo lo tengo", "yo la tengo", "tengo"),
        *("tomo", "lo tomo", "yo tomo", "yo lo tomo", "me encargo", "yo me encargo"),
        *("llamando", "la llamo", "le llamo", "yo la llamo", "ya la llamo", "ya le llamo"),
        *("la llamo ya", "la llamo ahora"),
        *("estoy llamando", "la estoy llamando", "estoy llamandola"),
    )
)
WORDS_TOGETHER_MAX = 5
"""In the longest of these."""
_CLOSES = re.compile(r"(is |it is |its |all |ya |esta )?(done|closed?|resolved|listo|cerrad[oa]|resuelt[oa])")
_SIGNS = re.compile("[\\s.,;:!¡…()*_–—-]+|[\U0001f44d\U0001f44c\u2705\U0001f3fb-\U0001f3ff\ufe0f]")
"""Signs that may stand beside a code, a thumb held up among them. A question mark and a quotation may not."""
_APOSTROPHES = str.maketrans("", "", "'’‘´`")


class Said(StrEnum):
    """Of the page whose code stands in the text."""

    TAKES = "takes"
    CLOSES = "closes"
    NEITHER = "neither"


def codes_in(body: str) -> set[str]:
    return {re.sub(r"\s", "", code).upper() for code in CODE.findall(body)}


def beside_codes(body: str) -> str:
    """What is said besides, to be heard: a code is no word, and "help me please" is a cry with one behind it too."""
    return CODE.sub(" ", body).strip() or body


def said_of(body: str) -> Said:
    """Words before the code and after it are heard apart: "is S7S6 done" is a question without its mark."""
    beside = [_plain(part) for part in CODE.sub("\0", body).split("\0")]
    spoken = [part for part in beside if part]
    if len(spoken) == 1 and _CLOSES.fullmatch(spoken[0]):
        return Said.CLOSES
    is_short = sum(map(len, spoken)) <= BESIDE_CHARACTERS_MAX
    return Said.TAKES if is_short and all(_takes(part.split()) for part in spoken) else Said.NEITHER


def _takes(words: list[str]) -> bool:
    """Whether they are made of nothing but what takes."""
    ends = range(1, min(len(words), WORDS_TOGETHER_MAX) + 1)
    return not words or any(" ".join(words[:end]) in _TAKES and _takes(words[end:]) for end in ends)


def _plain(part: str) -> str:
    """In small letters without accents, apostrophes and the signs that say nothing."""
    letters = unicodedata.normalize("NFKD", _SIGNS.sub(" ", part.casefold().translate(_APOSTROPHES)))
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())
