"""Whether a matched sign stands: negated, past and seen to, only supposed, or somebody else's is set aside.

Facts B rule 5: negation and tense count, and an uncertain parse stays high.
"""

import re
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of, later, pattern_of
from messages.hearing.rules import Rule
from messages.severity import Severity

NEAR_WORDS = 3
"""How far an `unless` looks to either side of the match: an idiom elsewhere must not silence a sign."""
RECENT_CHARS = 60
ASKING_CHARS = 120
_FILE = "standing.toml"


def stands(words: str, start: int, end: int, rule: Rule) -> bool:
    """True unless something plain in her own sentence sets the match aside."""
    before, after = _sentence(words, start, end)
    said = words[start:end].strip()
    if rule.unless and rule.unless.search(_near(words, start, end)):
        return False
    if rule.unless_anywhere and rule.unless_anywhere.search(words) and not _is_hers(before, said):
        return False
    if _found("answered_no", after):
        return False
    if rule.sign.severity is Severity.CRISIS:
        return _cry_stands(before, said, after, rule)
    if not _carries_denial(rule, said) and _denied(before, said, after):
        return False
    return not (
        _supposed(before, said, after)
        or _found("others", before)
        or _disclaimed(words, before, said, after)
        or _over(words, before, said, after)
    )


def degrees_stand(words: str, start: int, end: int) -> bool:
    """Not somebody else's, not of an oven or a film, not asked about ('is 39 a fever'). Never so for what is counted:
    'how do i know if it is too much, i have used five in two hours'."""
    before, after = _sentence(words, start, end)
    said = words[start:end].strip()
    if _found("others", before) or _disclaimed(words, before, said, after):
        return False
    return not _supposed(before, said, after)


def words_around(words: str, start: int, end: int) -> int:
    """How many words the match's own statement has, marks not counted: its sentence, cut where another of hers is
    joined on by 'and i', 'y me'."""
    before, after = _sentence(words, start, end)
    before, after = _joined().split(before)[-1], _joined().split(after)[0]
    return sum(word[0].isalnum() for word in f"{before} {words[start:end]} {after}".split())


def _cry_stands(before: str, said: str, after: str, rule: Rule) -> bool:
    """A cry is set aside only by a denial right beside it, or when it is plainly of long ago."""
    if not _carries_denial(rule, said) and _denied_cry(before, after):
        return False
    if _found("present_crisis", f" {before[-RECENT_CHARS:].strip()} {said} ".replace("  ", " ")):
        return True
    return not (_found("long_ago_crisis", before + after) and not _goes_on(before, said, after))


def _carries_denial(rule: Rule, said: str) -> bool:
    """'The bleeding will not stop' denies nothing; 'no chest pain' does, though 'cannot breathe' is the same rule."""
    return rule.firm and _found("denies", f" {said} ")


def _denied_cry(before: str, after: str) -> bool:
    if _found("denied_after_crisis", after):
        return True
    if _found("asked_crisis", before) and _found("answers_no", after):
        return True
    return _found("denied_crisis", before) and not _found("not_denied", before)


def _denied(before: str, said: str, after: str) -> bool:
    if (
        _found("denied_after", after)
        or _found("doubted", before)
        or (" " not in said and _found("denied_list", before))
    ):
        return True
    return _found("denied", before) and not _found("not_denied", before)


def _supposed(before: str, said: str, after: str) -> bool:
    """Asked about, not had: 'what if i get a fever'. Never for crisis: 'what if i just end it' is one."""
    asking = f" {before[-ASKING_CHARS:].strip()} {said} ".replace("  ", " ")
    supposed = _found("supposed", asking) or _found("supposed_before", before)
    return supposed and not _found("really_had", f"{before}{said}{after}")


def _disclaimed(words: str, before: str, said: str, after: str) -> bool:
    """She says herself that it is not hers, or it is told of a film, a match, a beast: 'none now, just asking'."""
    if _found("not_hers", words) and not _is_hers(before, said):
        return not _found("really_had", f"{before}{said}{after}")
    return _found("elsewhere", words) and not _found("person", f"{before[-RECENT_CHARS:]}{said}{after[:RECENT_CHARS]}")


def _is_hers(before: str, said: str) -> bool:
    """She says so right before the sign, or in its first word: 'i have', 'my', 'tengo'."""
    return _found("hers", f"{before}{said.split(maxsplit=1)[0]} ") or _found("hers", before)


def _over(words: str, before: str, said: str, after: str) -> bool:
    """Of another time, or seen to by somebody and gone; anything that says it goes on keeps it standing."""
    if _found("long_ago", before + after) and not _goes_on(before, said, after):
        return True
    return _found("treated", words) and _found("resolved", words) and not _goes_on(before, said, after)


def _goes_on(before: str, said: str, after: str) -> bool:
    """'Now' and 'since' of what is well again ('grand since') do not count."""
    return _found("present", f"{before}{said} ") or _found("now", _well().sub(" ", f"{before}{said}{after}"))


@cache
def _well() -> re.Pattern[str]:
    table = packaged(_FILE)["set_aside"]
    over = later((*table["not_now"], *table["resolved"]), _FILE)
    if over is None:
        raise ValueError(f"{_FILE} says nothing of what is over")
    return pattern_of(rf"{over.source}(?: (?:(?:ever|now|all) )?(?:since|now|again|desde|ayer|hoy)(?= ))*")


def _near(words: str, start: int, end: int) -> str:
    """The match with a few words of its own sentence to either side."""
    before = re.split(r" [.?]+(?= )", words[:start])[-1].split()[-NEAR_WORDS:]
    after = re.split(r" [.?]+(?= )", f" {words[end:].lstrip()}")[0].split()[:NEAR_WORDS]
    return f" {' '.join([*before, words[start:end].strip(), *after])} "


def _sentence(words: str, start: int, end: int) -> tuple[str, str]:
    """Her sentence before and after the match, cut at full stops and at 'but'; each keeps its outer spaces."""
    before = _break().split(words[:start])[-1]
    after = _break().split(words[end:])[0]
    return f" {before.strip()} ", f" {after.strip()} "


@cache
def _break() -> re.Pattern[str]:
    answered = "no|none|nope|nah|nada|ningun[oa]|negativo|nunca"  # "fever? no" stays one sentence
    turns = "but|pero|except|excepto|aunque|although|though|sino|however|only"
    return pattern_of(rf" (?:[.]+|[?]+(?! (?:{answered}) )|{turns})(?= )")


@cache
def _joined() -> re.Pattern[str]:
    hers = "i|im|ive|ill|id|my|yo|me|mi|estoy|tengo|creo|voy|siento"
    return pattern_of(rf" (?:and|so|because|cos|cuz|y|porque|asi que)(?= (?:{hers}) )")


def _found(name: str, text: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["set_aside"][name]), _FILE)
    return pattern is not None and pattern.search(text) is not None
