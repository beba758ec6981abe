"""A planned text about a topic she has to choose waits for that topic; else it comes to somebody who never asked."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from tomllib import loads

from messages.catalogue import Contract, catalogue
from messages.pages import pages
from schedules.pathways import Pathway

Finding = tuple[str, str, str, str]


def ungated(one: Pathway) -> Iterator[Finding]:
    """Every planned text whose topic, or whose page's, is not the one its touchpoint waits for."""
    for key, message, topic in _planned(one):
        contract = catalogue().contracts.get(message)
        if contract is None:
            continue
        for waits_for, why in _needs(contract):
            if waits_for != topic:
                said = f"sends {message!r} {'without a topic' if topic is None else f'under {topic}'}, and {why}"
                yield key, "gate", said, f'write topic = "{waits_for}", or send another text'
        if topic is None and (facts := gated_facts(contract)):
            said = f"sends {message!r} without a topic, and it carries {', '.join(facts)}"
            yield key, "gate", said, "give it the topic, or send another text"


def _planned(one: Pathway) -> Iterator[tuple[str, str, str | None]]:
    """Touchpoint, message, topic."""
    yield one.key, one.welcome, None
    for touchpoint in one.touchpoints:
        yield touchpoint.key, touchpoint.message, touchpoint.topic
        if touchpoint.check_in and touchpoint.check_in.nudge:
            yield touchpoint.key, touchpoint.check_in.nudge, touchpoint.topic
    for catch_up in one.catch_ups:
        yield catch_up.message, catch_up.message, None


def _needs(contract: Contract) -> Iterator[tuple[str, str]]:
    page = pages().get(contract.page or "")
    if contract.topic is not None:
        yield contract.topic, f"it belongs to {contract.topic}"
    elif page is not None and page.gate is not None:
        yield page.gate, f"its page {page.key!r} belongs to {page.gate}"


def gated_facts(contract: Contract) -> tuple[str, ...]:
    """Of the message and of its page: those that wait for a topic."""
    page = pages().get(contract.page or "")
    carried = {*contract.facts, *(page.facts if page else ())}
    return tuple(sorted(fact for fact in carried if "gate" in _facts().get(fact, {})))


@cache
def _facts() -> Mapping[str, Mapping[str, str]]:
    return loads(resources.files("messages").joinpath("facts.toml").read_text("utf-8"))
