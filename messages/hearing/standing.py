"""Whether a matched sign stands: negated, long past and over, only supposed, or somebody else's is set aside.

Facts B rule 5: negation and tense count, and an uncertain parse stays high.
"""

import re
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of
from messages.hearing.rules import Rule
from messages.severity import Severity

NEAR_CHARS = 60
ASKING_CHARS = 120
_FILE = "standing.toml"


def stands(words: str, start: int, end: int, rule: Rule) -> bool:
    """True unless something plain in her own sentence sets the match aside."""
    if rule.unless and rule.unless.search(_around(words, start, end)):
        return False
    before, after = _sentence(words, start, end)
    if _found("answered_no", after):
        return False
    if rule.firm:
        return not _supposed(words, start, end, rule)
    if _crisis(rule):
        return _cry_stands(before, words[start:end], after)
    if _found("denied_after", after) or (_found("denied", before) and not _found("not_denied", before)):
        return False
    return not (
        _supposed(words, start, end, rule)
        or _found("others", before)
        or (_found("long_ago", before + after) and not _found("now", before + after))
        or (_found("treated", words) and _found("resolved", words) and not _found("now", before + after))
    )


def _cry_stands(before: str, said: str, after: str) -> bool:
    """A cry is set aside only by a denial right beside it, or when it is plainly of long ago."""
    if _found("denied_after_crisis", after) or (_found("denied_crisis", before) and not _found("not_denied", before)):
        return False
    if _found("present_crisis", f" {before[-NEAR_CHARS:].strip()} {said.strip()} ".replace("  ", " ")):
        return True
    return not (_found("long_ago_crisis", before + after) and not _found("now", before + after))


def _supposed(words: str, start: int, end: int, rule: Rule) -> bool:
    """Asked about, not had: 'what if i get a fever'. Never for crisis: 'what if i just end it' is one."""
    if _crisis(rule):
        return False
    before, after = _sentence(words, start, end)
    asking = f" {before[-ASKING_CHARS:].strip()} {words[start:end].strip()} "
    return _found("supposed", asking) and not _found("really_had", f"{before}{words[start:end].strip()}{after}")


def _crisis(rule: Rule) -> bool:
    return rule.sign.severity is Severity.CRISIS


def _around(words: str, start: int, end: int) -> str:
    """The match with its near neighbors: an idiom elsewhere in the text must not silence a cry."""
    before, after = _sentence(words, start, end)
    return f"{before[-NEAR_CHARS:].rstrip()} {words[start:end].strip()} {after[:NEAR_CHARS].lstrip()} "


def _sentence(words: str, start: int, end: int) -> tuple[str, str]:
    """Her sentence before and after the match, cut at full stops and at 'but'; each keeps its outer spaces."""
    before = _break().split(words[:start])[-1]
    after = _break().split(words[end:])[0]
    return f" {before.strip()} ", f" {after.strip()} "


@cache
def _break() -> re.Pattern[str]:
    answered = "no|none|nope|nah|nada|ningun[oa]|negativo|nunca"  # "fever? no" stays one sentence
    turns = "but|pero|except|excepto|aunque|although|though|sino|however|only"
    return re.compile(rf" (?:[.]+|[?]+(?! (?:{answered}) )|{turns})(?= )")


def _found(name: str, text: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["set_aside"][name]), _FILE)
    return pattern is not None and pattern.search(text) is not None
