"""The signs that rules and figures hear in one text, each with the words that said it."""

import re

from messages.hearing.amounts import numeric_signs
from messages.hearing.answers import danger_in
from messages.hearing.normalize import Plain
from messages.hearing.patterns import opened_by
from messages.hearing.reading import Answer, Evidence, Question, Sign
from messages.hearing.rules import Rule, rules_opened
from messages.hearing.standing import degrees_stand, stands, words_around
from messages.hearing.weighing import Found
from messages.severity import Severity

MATCHES_MAX = 8  # of one rule in one text
SIGNS_MAX = 12  # beyond a dozen signs a person reads the text anyway
PLAIN_WORDS_MAX = 15
"""A sign in a text or a sentence no longer than this is said plainly: it pages unless the model is sure that
all is calm."""
CRY_WORDS_MAX = 20
"""The same of a crisis, which is told in more words."""


def signs_in(heard: Plain, asked: Question | None, answer: Answer | None) -> list[Found]:
    """Each sign once, with the first that heard it, gravest first."""
    found: dict[Sign, Found] = {}
    for sign, rule_id, start, end in numeric_signs(heard.words, asked):
        aside = asked is None and sign is Sign.FEVER and not degrees_stand(heard.words, start, end)
        found.setdefault(
            sign,
            Found(
                sign=sign,
                evidence=Evidence(rule=rule_id, phrase=heard.phrase(start, end)),
                plain=not aside and _is_plain(heard, sign, start, end),
                final=asked is not None,
                hint=aside,
            ),
        )
    if answer is not None and (danger := danger_in(answer)):
        evidence = Evidence(rule=f"answer.{answer.question}", phrase=heard.phrase(0, len(heard.words)))
        found[danger] = Found(sign=danger, evidence=evidence, final=True)
    opened = opened_by(heard.words)
    for rule in () if _only_counts(heard.words, asked) else rules_opened(opened):
        known = found.get(rule.sign)
        if (known is None or known.hint) and (span := _spoken(heard.words, opened, rule)):
            found[rule.sign] = Found(
                sign=rule.sign,
                evidence=Evidence(rule=rule.id, phrase=heard.phrase(*span)),
                plain=not rule.hint and _is_plain(heard, rule.sign, *span),
                hint=rule.hint,
            )
    order = {severity: severity.rank for severity in Severity}
    ranked = sorted(found.values(), key=lambda one: order[one.sign.severity] if one.sign.severity else len(order))
    return ranked[:SIGNS_MAX]


def _only_counts(words: str, asked: Question | None) -> bool:
    """A bare figure after another question than that of her temperature is no fever: 38 is no number of days."""
    other = asked not in {None, Question.TEMPERATURE, Question.DOUBT}
    return other and re.fullmatch(r" [0-9.]+ (?:[.,?] )*", words) is not None


def _is_plain(heard: Plain, sign: Sign, start: int, end: int) -> bool:
    words_max = CRY_WORDS_MAX if sign.severity is Severity.CRISIS else PLAIN_WORDS_MAX
    return len(heard.offsets) <= words_max or words_around(heard.words, start, end) <= words_max


def _spoken(words: str, opened: frozenset[str], rule: Rule) -> tuple[int, int] | None:
    """Where one of the rule's patterns first stands."""
    for says in rule.says:
        match = says.pattern.search(words) if says.key in opened else None
        if match is None:
            continue
        if rule.beside and not rule.beside.search(words):
            return None
        for _ in range(MATCHES_MAX):
            if stands(words, match.start(), match.end(), rule):
                return match.span()
            match = says.pattern.search(words, match.start() + 1)  # a denied cry may hide one that stands
            if match is None:
                break
    return None
