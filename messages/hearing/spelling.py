"""Words that matter, found through one slip of the thumb: hemorage, feever, clotts, wnat, kil."""

import re
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.vocabulary import heard_as

LETTERS_MIN = 5  # shorter words have too many neighbors
LETTERS_MAX = 14
MIXED_LETTERS_MIN = 7  # "suidical": the right letters in the wrong order
_SOUND_ALIKE = {"b": "v", "v": "b", "z": "s", "s": "z"}  # where Spanish spells by ear: bomitar, zangre


@cache
def _known() -> frozenset[str]:
    """Correct words and the look-alikes that must stay themselves."""
    table = packaged("words.toml")["spelling"]
    return frozenset([*table["words"], *table["keep"]])


@cache
def _misspellings() -> dict[str, str]:
    near: dict[str, str] = {}
    for word in packaged("words.toml")["spelling"]["words"]:
        for variant in (word, _squeezed(word), *sorted(_without_one(word) | _without_one(_squeezed(word)))):
            near.setdefault(variant, word)
    return near


@cache
def _mixed() -> dict[str, str]:
    words = packaged("words.toml")["spelling"]["words"]
    return {_letters(word): word for word in words if len(word) >= MIXED_LETTERS_MIN}


def _letters(word: str) -> str:
    """First and last in place, the rest in any order."""
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


@cache
def _short_misspellings() -> dict[str, str]:
    """Short words have too many neighbors: only two letters swapped, or a double letter lost, is a slip."""
    words = packaged("words.toml")["spelling"]["short"]
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]: word for word in words for at in range(1, len(word) - 1)
    }
    squeezed = {_squeezed(word): word for word in words}
    return {slip: word for slip, word in (swapped | squeezed).items() if slip not in {*words, *_known()}}


def respelled(word: str) -> str:
    """One slip away from a word that matters, and beginning like it: that word; else what it sounds like."""
    if word in _known():
        return word
    if word in _short_misspellings():
        return _short_misspellings()[word]
    return _slipped(word) or heard_as(word)


def _slipped(word: str) -> str | None:
    if not LETTERS_MIN <= len(word) <= LETTERS_MAX:
        return None
    near = _misspellings()
    for variant in (_squeezed(word), word, *sorted(_without_one(word))):
        found = near.get(variant)
        if found and _one_slip(word, found):
            return found
    return _mixed().get(_letters(word)) or _by_ear(word)


def _by_ear(word: str) -> str | None:
    """Begun with the other letter of the same sound; the rest must be right."""
    other = _SOUND_ALIKE.get(word[0], word[0]) + word[1:]
    return other if other != word and other in packaged("words.toml")["spelling"]["words"] else None


def _one_slip(word: str, meant: str) -> bool:
    """One letter wrong, missing, extra or swapped, or only doubled letters apart."""
    if word[0] != meant[0]:
        return False
    short, long = sorted((_squeezed(word), _squeezed(meant)), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((place for place, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short[at:] == long[at + 1 :] or swapped


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _squeezed(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)
