"""Words of leaving spelt one slip wrong: a letter wrong, missing or extra, or two swapped."""

from collections.abc import Sequence
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.vocabulary import writers_of

WORDS_MAX = 5  # in a longer text one word spelt wrong decides nothing
WRITERS_MAX = 4  # a word that more people write is a word
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mended_slips(words: Sequence[str]) -> list[str] | None:
    """The few words of a whole text with their slips mended, or run together as one; None where there is no slip."""
    if not 0 < len(words) <= WORDS_MAX:
        return None
    joined = "".join(words)
    slips = _slips()
    mended = [joined] if joined in slips.values() else [slips.get(word, word) for word in words]
    if mended == list(words) or any(writers_of().get(word, 0) > WRITERS_MAX for word in words if word in slips):
        return None
    return mended


@cache
def _slips() -> dict[str, str]:
    """The right word by each slip of it; real words are no slips."""
    table = packaged("intents.toml")["slips"]
    words = table["words"].split()
    real = frozenset([*words, *table["real"].split()])
    return {slip: word for word in words for slip in _one_slip(word) if slip not in real}


def _one_slip(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if tail[1:]}
    extra = {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    wrong = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    return missing | swapped | extra | wrong
