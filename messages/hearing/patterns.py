"""The little language our rules are written in, turned into bounded regular expressions.

`~` any four words or fewer of one sentence, `word*` any ending, `<name>` a word list of the same file, `(...)*`
that group up to six times; the rest is regular expression. Patterns match whole words only.
"""

import re
from functools import cache

from messages.hearing.packaged import packaged

_GAP = r"(?:(?![.?])[^ ]+ ){0,4}"
_ENDING = r"(?<=[a-z0-9])\*"
DEPTH_MAX = 4  # word lists inside word lists


@cache
def compiled(pattern: str, file: str) -> re.Pattern[str]:
    return re.compile(f"(?<= )(?:{_expand(pattern, file)})(?:(?<= )|(?= ))")


def any_of(patterns: tuple[str, ...], file: str) -> re.Pattern[str] | None:
    return compiled("|".join(patterns), file) if patterns else None


@cache
def _expand(pattern: str, file: str) -> str:
    lists: dict[str, str] = packaged(file).get("words", {})
    for _ in range(DEPTH_MAX):
        pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda found: f"(?:{lists[found.group(1)]})", pattern)
    pattern = re.sub(r" ~(?=[|)]|$)", "", pattern)  # a gap before nothing
    pattern = re.sub(_ENDING, "[a-z0-9]*", pattern.replace("|. |", "|[.?]+ |"))
    return pattern.replace(")*", "){0,6}").replace(" ~ ", f" {_GAP}")
