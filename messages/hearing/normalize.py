"""Her text as plain tokens, each with the way back to her own letters."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from messages.hearing.packaged import packaged
from messages.hearing.spelling import respelled

TOKENS_MAX = 320  # as many words as fit; pictures and signs can make more, and then the middle is not read
TEXT_CHARS_MAX = 1600  # ten segments, the longest a provider delivers; above it the first and last halves are read
PHRASE_CHARS_MAX = 120
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
DOTTED_WORDS_MIN = 3
_WORDS_CACHED = 20_000
_FULL_STOP = "."
_TO = frozenset({"2", "too"})  # "want 2 die", "want too die"
_BEFORE_TO = frozenset({"want", "wants", "wanted", "going", "trying", "ready", "like", "able"})
_SIGNS = {"+": "plus", "+ve": "positive", "-ve": "negative", "½": "half"}
_LEET = str.maketrans("013457@$", "oieastas")


@dataclass(frozen=True, slots=True)
class Plain:
    """`words` is ' token token . token ', one space around each; `.` `?` end a sentence, `,` pauses.

    `offsets` holds where each token begins in `words`, `origins` where it stood in `original`.
    """

    original: str
    words: str
    offsets: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]

    def phrase(self, start: int, end: int) -> str:
        """What she wrote for `words[start:end]`, at most 120 characters."""
        if not self.origins:
            return self.original[:PHRASE_CHARS_MAX]
        first = max(bisect_right(self.offsets, start) - 1, 0)
        last = max(bisect_right(self.offsets, max(end - 1, start)) - 1, first)
        return self.original[self.origins[first][0] : self.origins[last][1]][:PHRASE_CHARS_MAX]


def plain(text: str) -> Plain:
    """Case, accents, quotes, shorthand, number emoji and spelling folded away."""
    text = _bounded(text)
    words, offsets, origins, length = [""], [], [], 1
    for token, span in _tokens(text):
        word = "to" if token in _TO and words[-1].split(" ")[-1] in _BEFORE_TO else token
        words.append(word)
        offsets.append(length)
        origins.append(span)
        length += len(word) + 1
    return Plain(text, spoken_punctuation(" ".join([*words, ""])), tuple(offsets), tuple(origins))


def _tokens(text: str) -> list[tuple[str, tuple[int, int]]]:
    dotted = _is_dotted(text)
    found = [(_fold(match.group()), match.span()) for match in _token_pattern().finditer(text)]
    kept = [(token, span) for token, span in found if token and not (dotted and token == _FULL_STOP)]
    if len(kept) <= TOKENS_MAX:
        return kept
    return [*kept[: TOKENS_MAX // 2], *kept[-TOKENS_MAX // 2 :]]


def _is_dotted(text: str) -> bool:
    """When nearly every word trails dots, they are her way of writing, not sentence ends."""
    words = len(re.findall(r"[^\W\d_]+", text))
    return words >= DOTTED_WORDS_MIN and len(re.findall(r"[^\W\d_][.]{2,}", text)) * 2 >= words


def spoken_punctuation(words: str) -> str:
    """Dictated 'period' and 'punto' become marks of the same length, so offsets hold."""
    return _spoken().sub(lambda match: " " + "." * (len(match.group()) - 1), words)


def _bounded(text: str) -> str:
    if len(text) <= TEXT_CHARS_MAX:
        return text
    half = TEXT_CHARS_MAX // 2
    return f"{text[:half]} . {text[-half:]}"


@cache
def _token_pattern() -> re.Pattern[str]:
    letters = r"[^\W\d_]"
    return re.compile(
        r"\d{1,6}½|[+-][vV][eE]\b"
        rf"|\d{{1,6}}(?:[.,:]\d{{1,4}})?(?:(?:nite|day|moro)\b)?"
        rf"|b4\b|{letters}+(?:[013457@$]{letters}+)+|{letters}+(?:['’‘`´ʼ]{letters}+)*"
        r"|[.!?;\n,:/%°+()\-]|½|[^\w\s]"
    )


@cache
def _spoken() -> re.Pattern[str]:
    # "period" is also what she waits for, "punto" also a stitch: only a word after which a sentence plainly begins
    kept = "".join(
        f"(?<! {word})"
        for word in ["my", "a", "the", "first", "next", "no", "your", "of", "her", "normal", "heavy", "last"]
    )
    kept_es = "".join(f"(?<! {word})" for word in ["un", "el", "a", "al", "en", "de", "los"])
    begins = "i|im|it|my|she|the|please|and|but|should|is it|there"
    begins_es = "y|me|mi|no|estoy|tengo|el|la|que|pero|es"
    return re.compile(f"{kept} (?:period|comma)(?= (?:{begins}) )|{kept_es} (?:punto|coma)(?= (?:{begins_es}) )")


def _fold(raw: str) -> str:
    emoji: dict[str, str] = packaged("words.toml")["emoji"]
    if raw in emoji:
        return emoji[raw]
    if raw.lower() in _SIGNS:
        return _SIGNS[raw.lower()]
    if raw in ".!;\n":
        return "."
    if raw in "?,:/%°":
        return {":": ",", "/": "/"}.get(raw, raw)
    if raw[0].isdigit():
        return _digits(raw)
    if not raw[0].isalpha():
        return ""
    return _word(raw)


def _digits(raw: str) -> str:
    texting: dict[str, str] = packaged("words.toml")["texting"]
    folded = unicodedata.normalize("NFKC", raw).lower()
    return texting.get(folded, folded.replace(",", ".").replace("1⁄2", ".5"))


@lru_cache(_WORDS_CACHED)
def _word(raw: str) -> str:
    folded = letters_of(raw)
    texting: dict[str, str] = packaged("words.toml")["texting"]
    if folded in texting:
        return texting[folded]
    if not folded.isalpha():
        folded = folded.translate(_LEET)
    folded = _long_run().sub(r"\1", folded)
    return texting.get(folded) or respelled(folded)


def letters_of(raw: str) -> str:
    """Lower case, without accents and apostrophes."""
    folded = unicodedata.normalize("NFKD", raw.lower()).translate(_APOSTROPHES)
    return "".join(char for char in folded if not unicodedata.combining(char))


def words_as_written(text: str) -> list[str]:
    """Every word of letters alone, before any spelling is mended."""
    written = (letters_of(match.group()) for match in _token_pattern().finditer(text) if match.group()[0].isalpha())
    return [word for word in written if word.isalpha() and word.isascii()]


@cache
def _long_run() -> re.Pattern[str]:
    return re.compile(r"(.)\1{2,}")
