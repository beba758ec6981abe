"""What the model sees of a text: letters, words, sounds and concepts, each as a number, with the tokens it came from.

The same function feeds training and reading, so the two cannot disagree. Letters carry misspellings, words carry
wording, neighbors by their beginnings and by their sound carry it across endings and spelling by ear, and pairs of
concepts carry meaning across wordings and across English and Spanish ("empape dos toallas", "soaked two pads").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

from messages.hearing.packaged import packaged

Feature = tuple[int, int, int]  # its number (32 bits), the first and the last token it came from

LETTERS_MIN, LETTERS_MAX = 2, 5
LETTERS_READ = 40  # of one token
SKIPS = range(2, 6)  # tokens apart
NEAR = 2
CONCEPTS_WITHIN = 6
DENIAL_REACHES = 4
TOKENS_MAX = 120
"""A reply of 1,600 letters has more; the beginning and the end are kept, where people say what matters."""
_TOKENS_CACHED = 20_000
_STEM_MIN = 3
BEGINNING = 4  # letters: "empapando toallas" and "empape toalla" begin alike
SOUND_LETTERS_MIN = 4  # shorter words have too many that sound like them
LENGTHS_EACH = 5  # texts of up to as many tokens are told apart, longer ones by how many times as many
LENGTHS_MAX = 6
_MASK = 0xFFFFFFFF
_BIGRAM, _TRIGRAM, _SKIP, _PAIR, _CLOSE, _AFTER, _BEFORE, _DENIED, _STATED, _BEGIN, _SOUND, _ENDS, _LENGTH = (
    crc32(bytes([kind])) for kind in range(13)
)
_START, _END = crc32(b"<"), crc32(b">")
FEVER_C, BODY_C = (38.0, 42.5), (35.0, 38.0)
FEVER_F, BODY_F = (100.4, 108.5), (95.0, 100.4)
COUNT_MAX = 12
_SAME_SOUND = str.maketrans("vzkqyjw", "bsccigu")


@dataclass(frozen=True, slots=True)
class _Token:
    word: int
    beginning: int
    sound: int  # 0: too short to have one
    letters: tuple[int, ...]
    concepts: tuple[int, ...]
    denies: bool
    ends_denial: bool


def features(words: str) -> Iterator[Feature]:
    """Of the plain words of a text (`Plain.words`). May name one feature more than once."""
    tokens = [_token(words[start : min(end, start + LETTERS_READ)]) for start, end in token_spans(words)]
    if not tokens:
        return
    yield from _alone(tokens)
    yield from _in_a_row([token.word for token in tokens])
    yield from _alike(tokens)
    yield from _concepts(tokens)
    yield from _denied(tokens)


def token_spans(words: str) -> list[tuple[int, int]]:
    """Where the tokens that are read stand; the middle of a very long text is not read."""
    found = [match.span() for match in re.finditer(r"\S+", words)]
    if len(found) <= TOKENS_MAX:
        return found
    return found[: TOKENS_MAX // 2] + found[-TOKENS_MAX // 2 :]


def _alone(tokens: list[_Token]) -> Iterator[Feature]:
    for at, token in enumerate(tokens):
        yield token.word, at, at
        for number in token.letters:
            yield number, at, at
        for number in token.concepts:
            yield number, at, at


def _in_a_row(words: list[int]) -> Iterator[Feature]:
    last = len(words) - 1
    framed = [_START, *words, _END]
    for at in range(len(framed) - 1):
        yield _joined(_BIGRAM, framed[at], framed[at + 1]), max(at - 1, 0), min(at, last)
    for at in range(len(framed) - 2):
        pair = _joined(_TRIGRAM, framed[at], framed[at + 1])
        yield _joined(_TRIGRAM, pair, framed[at + 2]), max(at - 1, 0), min(at + 1, last)
    for at, word in enumerate(words):
        for skip in SKIPS:
            if at + skip <= last:
                yield _joined(_SKIP, word, words[at + skip]), at, at + skip


def _alike(tokens: list[_Token]) -> Iterator[Feature]:
    """Neighbors by how they begin and by how they sound; how the text begins and ends, and how long it is."""
    last = len(tokens) - 1
    framed = [_START, *(token.beginning for token in tokens), _END]
    for at in range(len(framed) - 1):
        yield _joined(_BEGIN, framed[at], framed[at + 1]), max(at - 1, 0), min(at, last)
    for at, token in enumerate(tokens):
        if token.sound:
            yield token.sound, at, at
            if at < last and tokens[at + 1].sound:
                yield _joined(_SOUND, token.sound, tokens[at + 1].sound), at, at + 1
    yield _joined(_ENDS, framed[1], framed[-2]), 0, last
    count = len(tokens)
    length = count if count <= LENGTHS_EACH else LENGTHS_EACH + min(count // LENGTHS_EACH, LENGTHS_MAX)
    yield _joined(_LENGTH, length, _START), 0, last


def _concepts(tokens: list[_Token]) -> Iterator[Feature]:
    for at, token in enumerate(tokens):
        for further in range(at + 1, min(at + CONCEPTS_WITHIN + 1, len(tokens))):
            near = further - at <= NEAR
            for other in tokens[further].concepts:
                for concept in token.concepts:
                    yield _joined(_PAIR, concept, other), at, further
                    if near:
                        yield _joined(_CLOSE, concept, other), at, further
                if near:
                    yield _joined(_AFTER, token.word, other), at, further
            if near:
                for concept in token.concepts:
                    yield _joined(_BEFORE, concept, tokens[further].word), at, further


def _denied(tokens: list[_Token]) -> Iterator[Feature]:
    """Each word and concept a denial reaches, and each concept that none does."""
    left = 0
    for at, token in enumerate(tokens):
        if token.ends_denial:
            left = 0
            continue
        kind = _DENIED if left else _STATED
        if left:
            left -= 1
            yield _joined(_DENIED, token.word, _START), at, at
        for concept in token.concepts:
            yield _joined(kind, concept, _END), at, at
        if token.denies:
            left = DENIAL_REACHES


def _joined(kind: int, first: int, second: int) -> int:
    """One number of two, in order; spread so that neighbors do not meet."""
    return ((first * 0x9E3779B1 ^ second * 0x85EBCA6B) + kind) & _MASK


@lru_cache(maxsize=_TOKENS_CACHED)
def _token(word: str) -> _Token:
    framed = f" {word} "
    letters = {
        framed[at : at + size]
        for size in range(LETTERS_MIN, LETTERS_MAX + 1)
        for at in range(max(len(framed) - size, 0) + 1)
    }
    return _Token(
        word=crc32(f"w{word}".encode()),
        beginning=crc32(f"b{word[:BEGINNING]}".encode()),
        sound=crc32(f"s{_sound(word)}".encode()) if len(word) >= SOUND_LETTERS_MIN and word.isalpha() else 0,
        letters=tuple(crc32(f"c{part}".encode()) for part in sorted(letters)),
        concepts=tuple(crc32(f"k{name}".encode()) for name in concepts_of(word)),
        denies=word in _denial()[0],
        ends_denial=word in _denial()[1],
    )


def _sound(word: str) -> str:
    """Its first letter and its consonants, with those written one for another made the same: fiebre, fievre, fiebr."""
    folded = word.replace("ph", "f").replace("ll", "y").replace("ck", "c").translate(_SAME_SOUND).replace("h", "")
    return folded[:1] + re.sub(r"(.)\1+", r"\1", re.sub("[aeiou]", "", folded[1:]))


def concepts_of(word: str) -> list[str]:
    """Its meanings by the word lists; of a number, what it may be: a fever, a body's warmth, a count."""
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return [_number(float(word))]
    exact, stems = _lists()
    found = set(exact.get(word, ()))
    for length in range(_STEM_MIN, len(word) + 1):
        found |= stems.get(word[:length], frozenset())
    return sorted(found)


def _number(value: float) -> str:
    if FEVER_C[0] <= value <= FEVER_C[1] or FEVER_F[0] <= value <= FEVER_F[1]:
        return "#fever"
    if BODY_C[0] <= value < BODY_C[1] or BODY_F[0] <= value < BODY_F[1]:
        return "#body"
    return f"#{int(value)}" if value <= COUNT_MAX else "#many"


@cache
def _denial() -> tuple[frozenset[str], frozenset[str]]:
    table = packaged("concepts.toml")["denial"]
    return frozenset(table["words"]), frozenset(table["ends"])


@cache
def _lists() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    exact: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for concept, entries in packaged("concepts.toml")["concepts"].items():
        for entry in entries:
            table = stems if entry.endswith("*") else exact
            table.setdefault(entry.rstrip("*"), set()).add(concept)
    return ({k: frozenset(v) for k, v in exact.items()}, {k: frozenset(v) for k, v in stems.items()})
