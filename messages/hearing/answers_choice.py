"""Her answer to an offer: a number, a plain word, or the letters of a list; anything longer is talk, and no answer."""

import re

CHOICES = "abcdef"
YES, NOT_NOW, NEVER = 1, 2, 3
_OFFER = (
    (
        NEVER,
        r"3|three|tres|never|nunca( mas)?|no|nope|nah|no (thanks|thank you|gracias)|(not|no) (interested|me interesa)",
    ),
    (
        NOT_NOW,
        (
            r"2|two|dos|not (now|yet|today)|later|maybe later|none (for|right) now|ningun[ao]s? (por ahora|todavia)|"
            r"(por )?ahora no|todavia no|(mas )?(luego|tarde|adelante)"
        ),
    ),
    (YES, r"1|one|uno|una|yes|yeah|yep|ok|okay|sure|please|yes please|si|claro|vale|si (por favor|gracias)"),
)
_LETTERS = {"be": "b", "bee": "b", "see": "c", "de": "d", "the": "d"}  # a single letter may have been read as shorthand
_JOINS = frozenset({"and", "y", "e", "plus", "also", "tambien", "please", "por", "favor", "thanks", "gracias"})
_MORE = r"((yes|si|please|por favor) )*(more|mas)( (info|informacion))?( (please|por favor))?"
_ALL = r"(all|all of (them|it)|everything|todo|todos|todas|todos ellos)"
_NONE = r"((none|ningun[ao]s?) (for now|por ahora)|none|none of (them|it)|nothing|ninguno|ninguna|nada|no)"


def offer_answer(words: str) -> int | None:
    """YES, NOT_NOW or NEVER."""
    told = _bare(words)
    return next((value for value, said in _OFFER if re.fullmatch(said, told)), None)


def door_answer(words: str) -> bool | None:
    """True when she asks to read it; every other answer is none, and the door stays."""
    told = _bare(words)
    return True if re.fullmatch(rf"{_OFFER[-1][1]}|read|open|show|leer|abrir|ver", told) else None


def choices_answer(words: str) -> int | None:
    """Bits of the letters, 0 for none of them; None when there is anything but letters in her text."""
    told = _bare(words)
    if re.fullmatch(_ALL, told):
        return (1 << len(CHOICES)) - 1
    if re.fullmatch(_NONE, told):
        return 0
    letters = [letter for word in told.split() if word not in _JOINS or word == "e" for letter in _spelt(word)]
    if not letters or any(letter not in CHOICES for letter in letters):
        return None
    return sum(1 << CHOICES.index(letter) for letter in set(letters))


def wants_more(words: str) -> bool:
    """MORE and nothing besides: she takes up what our last answer offered."""
    return re.fullmatch(_MORE, _bare(words)) is not None


def _spelt(word: str) -> str:
    """Letters written as one word count when they rise, as in 'acd'; 'bed' is a bed, and gives what is no choice."""
    word = _LETTERS.get(word, word)
    return word if list(word) == sorted(word) else "?"


def _bare(words: str) -> str:
    return " ".join(word for word in words.split() if word[0].isalnum() and not word.startswith("emoji"))
