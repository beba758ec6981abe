"""What she states: her text without what she asks back and without what she takes back."""

import re
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of, pattern_of

FILE = "answers_yes_no.toml"
ASKED_MAX = 7  # spaces: 'like a 2?' tells, a longer sentence with a question mark asks


def stated(words: str) -> str:
    """The sentences that tell, from her last correction on; one space around each token, no mark at the end.

    What she only supposed is left out: 'thought it was negative but its positive'.
    """
    words = pattern("supposed").sub(" ", _corrected(words)).replace("  ", " ")
    sentences = re.findall(r"(?:(?![.?] )[^ ]+ )+(?:[.?] )*", words)
    told = " . ".join(kept for sentence in sentences if (kept := _told(sentence)))
    return f" {told} "


def without_past(told: str) -> str:
    """Without the clauses of yesterday and before, when others stand beside them: '1, last night it was 3'."""
    kept = [clause for clause in _clauses().split(told.rstrip()) if not said("of_time_past", f"{clause} ")]
    return f"{' ,'.join(kept)} "


def present(told: str) -> str:
    """Without the clauses of another time, when a clause of now stands beside them: 'was daily, now some days'."""
    clauses = _clauses().split(told.rstrip())
    for here, before in (("of_now", "of_past"), ("of_morning", "of_night")):
        now = [said(here, f"{clause} ") is not None for clause in clauses]
        then = _of_then(clauses, before, now)
        kept = [clause for clause, current, past in zip(clauses, now, then, strict=True) if current or not past]
        if True in now and len(kept) < len(clauses):
            return f"{' ,'.join(kept)} "
    return told


def _of_then(clauses: list[str], before: str, now: list[bool]) -> list[bool]:
    """A clause of no time goes with the past one it follows, when one of now comes after: 'was bad, a 9, now 3'."""
    then: list[bool] = []
    for at, clause in enumerate(clauses):
        follows = at > 0 and then[-1] and not now[at] and not now[at - 1] and True in now[at:]
        alone = at > 0 and said("time_alone", f"{clauses[at - 1]} ") is not None
        then.append(follows or alone or said(before, f"{clause} ") is not None)
    return then


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


def _corrected(words: str) -> str:
    """From the last figure or word she puts in place of another: '1 no 2', 'positive , sorry , negative'."""
    while correction := said("correction", words):
        words = f" {words[correction.end() :]}"
    return words


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
        return " , ".join(told[:-1])  # the last clause asks
    return kept.strip()


@cache
def _clauses() -> re.Pattern[str]:
    """At marks and at 'but', and before a word of now, which needs none: 'negative then now positive'."""
    now = "(?:now|today|ahora|ahorita|hoy)"
    marked = rf" (?:[.,]|but|pero|(?:and|y)(?= {now} ))(?= )"
    return pattern_of(rf"{marked}|(?<! [.,])(?<! and)(?<! y)(?<! but)(?<! pero)(?= {now} )")


@cache
def _denial() -> re.Pattern[str]:
    lists = packaged(FILE)["words"]
    return pattern_of(f"(?<= )(?:{lists['not']}) (?:(?!(?:{lists['breaks']}) )[^ ]+ ){{0,4}}$")


@cache
def _breaks() -> re.Pattern[str]:
    return pattern_of(f"(?:{packaged(FILE)['words']['breaks']}) ")
