"""The one door to hearing: total, bounded, in the order that never lets STOP swallow a cry for help."""

from messages.hearing.amounts import numeric_signs
from messages.hearing.answers import answer_to, danger_in
from messages.hearing.intents import Said, heard_intents, topics_in
from messages.hearing.normalize import Plain, plain
from messages.hearing.reading import Answer, Evidence, Intent, Question, Reading, Sign
from messages.hearing.rules import Rule, sign_rules
from messages.hearing.standing import stands
from messages.language import Language
from messages.severity import Severity, gravest

MATCHES_MAX = 8  # of one rule in one text
SIGNS_MAX = 12  # beyond a dozen signs a person reads the text anyway

_DEMANDS = {
    Severity.CRISIS: Intent.CRISIS,
    Severity.EMERGENCY: Intent.EMERGENCY,
    Severity.URGENT: Intent.URGENT,
}


def read(text: str, language: Language, asked: Question | None) -> Reading:
    """Never raises: a failure within is a reading that says a person must look."""
    try:
        return _read(text, language, asked)
    except Exception:  # noqa: BLE001 - the one door: unread is a finding a person sees, never an error
        return Reading(intent=Intent.OTHER, readable=False)


def _read(text: str, language: Language, asked: Question | None) -> Reading:  # noqa: ARG001 - rules hear both languages; a model will not
    heard = plain(text)
    if not any(char.isalnum() for char in heard.words):
        return Reading(intent=Intent.OTHER, readable=False)
    answer = answer_to(heard.words, asked)
    found = _signs(heard, asked, answer)
    said = heard_intents(heard)
    severity = gravest([sign.severity for sign, _ in found if sign.severity])
    return Reading(
        intent=_intent(severity, tuple(sign for sign, _ in found), said, answer=answer),
        severity=severity,
        signs=tuple(sign for sign, _ in found),
        leaving=said.leaving,
        returning=said.returning,
        only_thanks=said.only_thanks and not found,
        answer=answer,
        topics=topics_in(heard),
        evidence=(*(evidence for _, evidence in found), *said.evidence),
    )


def _intent(severity: Severity | None, signs: tuple[Sign, ...], said: Said, *, answer: Answer | None) -> Intent:
    """Danger first, then what she asks of us; an answer with nothing else is an acknowledgement."""
    if severity in _DEMANDS:
        return _DEMANDS[severity]
    if said.leaving:
        return Intent.OPT_OUT
    if said.first is not None and said.first is not Intent.ACK:
        return said.first
    if Sign.DEPRESSED in signs or Sign.GUILT in signs:
        return Intent.DISTRESS
    if said.first is Intent.ACK or answer is not None:
        return Intent.ACK
    return Intent.OTHER


def _signs(heard: Plain, asked: Question | None, answer: Answer | None) -> list[tuple[Sign, Evidence]]:
    """Each sign once, with the first rule that heard it, gravest first."""
    found: dict[Sign, Evidence] = {}
    for sign, rule_id, start, end in numeric_signs(heard.words, asked):
        found.setdefault(sign, Evidence(rule=rule_id, phrase=heard.phrase(start, end)))
    if answer is not None and (danger := danger_in(answer)):
        found.setdefault(danger, Evidence(rule=f"answer.{answer.question}", phrase=heard.phrase(0, len(heard.words))))
    for rule in sign_rules():
        if rule.sign not in found and (evidence := _spoken(heard, rule)):
            found[rule.sign] = evidence
    order = {severity: severity.rank for severity in Severity}
    ranked = sorted(found.items(), key=lambda item: order[item[0].severity] if item[0].severity else len(order))
    return ranked[:SIGNS_MAX]


def _spoken(heard: Plain, rule: Rule) -> Evidence | None:
    words = heard.words
    match = rule.pattern.search(words)
    if match is None or (rule.beside and not rule.beside.search(words)):
        return None
    for _ in range(MATCHES_MAX):
        if stands(words, match.start(), match.end(), rule):
            return Evidence(rule=rule.id, phrase=heard.phrase(match.start(), match.end()))
        match = rule.pattern.search(words, match.start() + 1)  # a denied cry may hide one that stands
        if match is None:
            return None
    return None
