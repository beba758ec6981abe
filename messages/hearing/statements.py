"""What she states: her text without what she asks back and without what she takes back."""

import re
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of

FILE = "answers_yes_no.toml"
ASKED_MAX = 7  # spaces: 'like a 2?' tells, a longer sentence with a question mark asks


def stated(words: str) -> str:
    """The sentences that tell, from her correction on; one space around each token, no mark at the end."""
    if correction := said("correction", words):
        words = f" {words[correction.end() :]}"
    sentences = re.findall(r"(?:(?![.?] )[^ ]+ )+(?:[.?] )*", words)
    told = " . ".join(kept for sentence in sentences if (kept := _told(sentence)))
    return f" {told} "


def said(name: str, words: str) -> re.Match[str] | None:
    return pattern(name).search(words)


def denied(words: str, match: re.Match[str]) -> bool:
    """Whether a no of the same clause stands before it: 'havent had any', and not 'no its still'."""
    if _breaks().match(f"{match.group()} "):
        return False
    clause = re.split(r" [.,](?= )", f"{words[: match.start()].rstrip()} ")[-1]
    return _denial().search(f" {clause.strip()} ") is not None


@cache
def pattern(name: str) -> re.Pattern[str]:
    found = any_of(tuple(packaged(FILE)["said"][name]), FILE)
    if found is None:
        raise KeyError(name)
    return found


def _told(sentence: str) -> str:
    """Up to where a question begins: '102 , is that bad ?' tells 102."""
    told: list[str] = []
    clauses = sentence.strip(" .?").split(" , ")
    for clause in clauses:
        if pattern("question").match(f" {clause} {'? ' if '?' in sentence else ''}", 1):
            break
        told.append(clause)
    kept = f" {' , '.join(told)} "
    if "?" in sentence and (asking := said("asks_within", kept)):
        kept = kept[: asking.start()]
    elif "?" in sentence and told == clauses and kept.count(" ") > ASKED_MAX and not said("begins_answer", kept):
        return ""
    return kept.strip()


@cache
def _denial() -> re.Pattern[str]:
    lists = packaged(FILE)["words"]
    return re.compile(f"(?<= )(?:{lists['not']}) (?:(?!(?:{lists['breaks']}) )[^ ]+ ){{0,4}}$")


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(f"(?:{packaged(FILE)['words']['breaks']}) ")
