"""The words that people write to us, and what a word nobody writes may be: one spelt by ear, or several run together.

Made by `aftercare train` from the training texts: `vocabulary.txt`, a word, how many writers use it and in which
language the sign rules speak of it, and `pairs.txt`, words that several writers use side by side. Only words that the
rules speak of are found by ear: for others a wrong guess would do more harm than none.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources

from messages.hearing.features import concepts_of
from messages.hearing.packaged import packaged

WORDS_FILE, PAIRS_FILE = "vocabulary.txt", "pairs.txt"
ENGLISH, SPANISH = "signs.en.toml", "signs.es.toml"
LANGUAGES = {ENGLISH: "en", SPANISH: "es"}
EAR_LETTERS_MIN = {ENGLISH: 4, SPANISH: 3}
EAR_WRITERS_MAX = 6
TIMES_MORE = 3
TOLD_LETTERS = 5
"""A word is taken for another only if few write it so, and so many times more write the other."""
RUN_TOGETHER = range(5, 26)  # letters
PART_LETTERS_MAX = 14
MEANING_LETTERS_MAX = 9
PARTS_MAX = 6
_CACHED = 20_000
_I = "i"  # the one letter alone that begins what is run together: iwanttodie


def heard_as(word: str) -> str:
    """The word or words it stands for; itself when nothing is sure. Lower case letters without accents only."""
    return by_ear(word) or parted(word) or word


@lru_cache(_CACHED)
def by_ear(word: str) -> str | None:
    """'kitarme' is quitarme and 'rists' wrists: a word of the rules that sounds the same and that many more write."""
    writers = writers_of().get(word, 0)
    if writers > EAR_WRITERS_MAX or word in words_of_rules(ENGLISH) or word in words_of_rules(SPANISH):
        return None
    for file, sound in ((SPANISH, spanish_sound), (ENGLISH, english_sound)):
        meant = _sounding(file, sound).get(sound(word)) if len(word) >= EAR_LETTERS_MIN[file] else None
        if meant and writers_of()[meant] >= TIMES_MORE * writers:
            return meant
    return None


@lru_cache(_CACHED)
def parted(word: str) -> str | None:
    """'nopuedorespirar' is no puedo respirar: words that are often written side by side, for a word that is none."""
    if len(word) not in RUN_TOGETHER or word in writers_of() or _has_meaning(word):
        return None
    rows: list[dict[str, tuple[str, ...]]] = [{} for _ in range(len(word) + 1)]  # ending here, by last word
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - PART_LETTERS_MAX), end):
            part = word[start:end]
            if len(part) == 1 and word[:end] != _I:
                continue
            if start == 0 and part in writers_of():
                rows[end][part] = (part,)
            for last, row in rows[start].items():
                known = rows[end].get(part)
                if part in _followers().get(last, ()) and len(row) < PARTS_MAX and (not known or len(row) < len(known)):
                    rows[end][part] = (*row, part)
    found = sorted(rows[-1].values(), key=lambda row: (len(row), row))
    return " ".join(found[0]) if found else None


def _has_meaning(word: str) -> bool:
    """Rare and no slip: 'senos', 'quemas'. Of a long word only the beginning is one: 'bleedingwontstop'."""
    return len(word) <= MEANING_LETTERS_MAX and bool(concepts_of(word))


def spanish_sound(word: str) -> str:
    """As it is said in most of the Americas: b and v, s and z, ll and y, c and k and qu alike, the h silent."""
    word = re.sub("(?<![cstpgw])h", "", word)
    word = re.sub("qu(?=[ei])", "k", word)
    word = re.sub("g(?=[ei])", "j", re.sub("gu(?=[ei])", "G", word))
    word = re.sub("c(?=[ei])", "s", re.sub("ll(?=.)", "y", word)).translate(_SPANISH)
    return re.sub("n(?=[bp])", "m", re.sub("y$", "i", word))


def english_sound(word: str) -> str:
    """Silent first letters, hard c, ph, and doubled consonants folded away."""
    word = re.sub("^wr", "r", re.sub("^kn", "n", word)).replace("ph", "f").replace("ck", "k")
    word = re.sub("c(?![eiyh])", "k", word).replace("z", "s")
    return re.sub(r"([^aeiou])\1+", r"\1", word)


_SPANISH = str.maketrans({"v": "b", "z": "s", "q": "k", "c": "k", "w": "u", "G": "g"})


@cache
def writers_of() -> dict[str, int]:
    return {word: int(writers) for word, writers, *_ in (line.split() for line in _lines(WORDS_FILE))}


def told_of(word: str) -> list[str]:
    """The languages whose sign rules have a word that begins like it; noted in the file when the weights are made."""
    return [LANGUAGES[file] for file in (ENGLISH, SPANISH) if word[:TOLD_LETTERS] in _begun(file)]


@cache
def _begun(file: str) -> frozenset[str]:
    return frozenset(word[:TOLD_LETTERS] for word in words_of_rules(file))


@cache
def _followers() -> dict[str, frozenset[str]]:
    return {first: frozenset(others) for first, *others in (line.split() for line in _lines(PAIRS_FILE))}


def _lines(name: str) -> list[str]:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()


@cache
def words_of_rules(file: str) -> frozenset[str]:
    """The words of the sign rules, as they stand in the patterns."""
    table = packaged(file)
    patterns = [pattern for rule in table["rule"] for pattern in rule["says"]]
    return frozenset(re.findall("[a-z]{3,}", " ".join([*patterns, *table.get("words", {}).values()])))


@cache
def _sounding(file: str, sound: Callable[[str], str]) -> dict[str, str]:
    """Each sound with the word that most people write for it."""
    told = [(int(writers), word) for word, writers, *of in map(str.split, _lines(WORDS_FILE)) if LANGUAGES[file] in of]
    return {sound(word): word for _, word in sorted(told) if len(word) >= EAR_LETTERS_MIN[file]}
