"""What a message promises: facts and sources that exist, values somebody fills in, and whom she can ring."""

import re
from collections.abc import Iterator, Mapping

from messages.catalogue import Contract, Entry
from messages.lint_shape import known_values
from messages.lint_text import Problem, at
from messages.lint_words import found, words

CONTRACT = "messages/catalogue/contract.toml"
NUMBER_VALUES = frozenset({"after_hours", "emergency", "phone"})
_SOURCE = re.compile(r"(sheet|public):\S+( \S+)*")
_NOT_HERS = ("page.", "severity.")
"""Staff read these."""


def contract_problems(contract: Contract, facts: Mapping[str, bool]) -> Iterator[Problem]:
    key = contract.key
    if not contract.facts and not contract.sources:
        yield at(CONTRACT, key, None, "source", said="has neither facts nor sources", mend="name where it comes from")
    for source in contract.sources:
        if not _SOURCE.fullmatch(source):
            yield at(
                CONTRACT,
                key,
                None,
                "source",
                said=f"has a source {source!r} nobody can look up",
                mend="write sheet:<section>",
            )
    for fact in contract.facts:
        if fact not in facts:
            yield at(
                CONTRACT,
                key,
                None,
                "fact",
                said=f"names a fact {fact!r} that is not known",
                mend="see messages/facts.toml",
            )
        elif facts[fact] and contract.topic is None:
            said = f"carries {fact!r}, which waits for an opt-in topic"
            yield at(CONTRACT, key, None, "gate", said=said, mend="give the message its topic, or leave the fact out")
    for value in sorted(contract.values - known_values()):
        yield at(
            CONTRACT, key, None, "value", said=f"uses a value {value!r} nobody fills in", mend="use a value that exists"
        )


def whom_to_call(entry: Entry, contract: Contract) -> Iterator[Problem]:
    """Whoever reads of a symptom or of dying is told whom to ring: by the facts that are named, and by the words."""
    if entry.key.startswith(_NOT_HERS):
        return

    def wrong(said: str, mend: str) -> Problem:
        file = f"messages/catalogue/{entry.language.value}.toml"
        return at(file, entry.key, entry.language, "number", said=said, mend=mend)

    symptoms = found(entry.text, words().symptom, entry.language)
    told = entry.key.startswith("safety.") or any(fact.startswith("redflag.") for fact in contract.facts)
    if (symptoms or told) and not entry.values & NUMBER_VALUES:
        spoken = f" ({symptoms[0]!r})" if symptoms else ""
        yield wrong(
            f"speaks of a symptom{spoken} and names nobody to ring", "add {after_hours}, {phone} or {emergency}"
        )
    dying = found(entry.text, words().dying, entry.language)
    if (dying or "depression.suicide" in contract.facts) and "crisis_line" not in entry.values:
        yield wrong("speaks of dying and names no crisis line", "add {crisis_line}")
