"""The signs that rules and figures hear in one text, each with the words that said it."""

from messages.hearing.amounts import numeric_signs
from messages.hearing.answers import danger_in
from messages.hearing.normalize import Plain
from messages.hearing.reading import Answer, Evidence, Question, Sign
from messages.hearing.rules import Rule, sign_rules
from messages.hearing.standing import stands, words_around
from messages.hearing.weighing import Found
from messages.severity import Severity

MATCHES_MAX = 8  # of one rule in one text
SIGNS_MAX = 12  # beyond a dozen signs a person reads the text anyway
PLAIN_WORDS_MAX = 9
"""A sign in a text or a sentence no longer than this is said plainly: it pages whatever the model thinks."""


def signs_in(heard: Plain, asked: Question | None, answer: Answer | None) -> list[Found]:
    """Each sign once, with the first that heard it, gravest first."""
    found: dict[Sign, Found] = {}
    for sign, rule_id, start, end in numeric_signs(heard.words, asked):
        final = asked is not None or _is_plain(heard, start, end)
        found.setdefault(
            sign, Found(sign=sign, evidence=Evidence(rule=rule_id, phrase=heard.phrase(start, end)), final=final)
        )
    if answer is not None and (danger := danger_in(answer)):
        evidence = Evidence(rule=f"answer.{answer.question}", phrase=heard.phrase(0, len(heard.words)))
        found[danger] = Found(sign=danger, evidence=evidence, final=True)
    for rule in sign_rules():
        known = found.get(rule.sign)
        if (known is None or known.hint) and (span := _spoken(heard.words, rule)):
            found[rule.sign] = Found(
                sign=rule.sign,
                evidence=Evidence(rule=rule.id, phrase=heard.phrase(*span)),
                final=not rule.hint and _is_plain(heard, *span),
                hint=rule.hint,
            )
    order = {severity: severity.rank for severity in Severity}
    ranked = sorted(found.values(), key=lambda one: order[one.sign.severity] if one.sign.severity else len(order))
    return ranked[:SIGNS_MAX]


def _is_plain(heard: Plain, start: int, end: int) -> bool:
    return len(heard.offsets) <= PLAIN_WORDS_MAX or words_around(heard.words, start, end) <= PLAIN_WORDS_MAX


def _spoken(words: str, rule: Rule) -> tuple[int, int] | None:
    """Where the rule first stands."""
    match = rule.pattern.search(words)
    if match is None or (rule.beside and not rule.beside.search(words)):
        return None
    for _ in range(MATCHES_MAX):
        if stands(words, match.start(), match.end(), rule):
            return match.span()
        match = rule.pattern.search(words, match.start() + 1)  # a denied cry may hide one that stands
        if match is None:
            return None
    return None
