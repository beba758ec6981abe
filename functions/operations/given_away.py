"""What words of staff tell whoever reads her phone: a drug, a test, what happened. It warns, and forbids nothing."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from functions.operations.people import folded


class Tells(StrEnum):
    DRUG = "drug"
    TEST = "test"  # a test or its result
    LOSS = "loss"  # a diagnosis, or what happened


_WORDS: Mapping[Tells, str] = MappingProxyType(
    {
        Tells.DRUG: r"\b(?:miso(?:prostol\w*)?|mife(?:pristone?a?)?|cytotec|mifegyn\w*|mifeprex|mtx|methotrexate"
        r"|metotrexato|oxytocin|oxitocina|anti-?d|rho ?gam|cabergoline?a?|letrozole?|codeine?a?|tramadol|opioid\w*"
        r"|antibiotic\w*|contracepti\w*|anticoncepti\w*|birth control|abortion pills?|pastillas? abortivas?)\b",
        Tells.TEST: r"\b(?:(?:b-?|beta[ -]?)?hcg|gch|blood levels?|blood tests?|pregnancy tests?|ultrasounds?"
        r"|sonogra\w+|scan results?|biops\w+|histolog\w+|patholog\w+|analisis de sangre|prueba de embarazo"
        r"|ecogra\w+|ultrasonido|patologia|m?iu/m?l)\b",
        Tells.LOSS: r"\b(?:pregnan\w*|miscarr\w*|abort\w*|ectopic\w*|stillb\w*|fet(?:us|al)|foet\w+|bab(?:y|ies)"
        r"|embry\w+|d ?(?:&|and|y) ?[ce]|curettage|termination|your loss|molar|womb|uterus"
        r"|embaraz\w*|perdida|bebes?|fetos?|embrion\w*|legrado|utero|matriz)\b",
    }
)
"""In English and Spanish, without accents or capitals."""


def gives_away(body: str) -> dict[Tells, tuple[str, ...]]:
    """The words found, in small letters, each once; nothing of a kind that is not there."""
    plain = folded(body)
    found = {kind: tuple(dict.fromkeys(one[0] for one in re.finditer(of, plain))) for kind, of in _WORDS.items()}
    return {kind: words for kind, words in found.items() if words}
