"""Which messages anybody can get: by a pathway, as an answer, or because the code names them. The rest are orphans."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

from messages.catalogue import catalogue
from messages.hearing.reading import Question, Topic
from messages.lint_text import Problem, at
from messages.opt_in import OptIn
from messages.severity import Severity
from schedules.by_track import twins
from schedules.facts import Untaken
from schedules.offering import answer_about
from schedules.pathways import pathway, released

ROOT = Path(__file__).parents[2]
CODE = ("schedules", "functions")
NAMED_WITH: Mapping[str, frozenset[str]] = {
    "check.{answer.question.value}.ok": frozenset(f"check.{question.value}.ok" for question in Question),
    "page.{fact.why.value}": frozenset(f"page.{why.value}" for why in Untaken),
    "safety.{severity.value}": frozenset(f"safety.{severity.value}" for severity in Severity),
    "severity.{escalation.severity.value}": frozenset(f"severity.{severity.value}" for severity in Severity),
    "{message}.neutral": frozenset({"safety.acknowledged.neutral", "safety.unanswered.neutral"}),
}
"""Keys the code puts together, as it writes them, and what they can become. A test reads the code for others."""
_ANSWERS = ("answer.", "nudge.")
"""Put together by `answer_about` and the pathways, which are asked themselves."""


def problems() -> Iterator[Problem]:
    yield from orphans(catalogue().contracts)


def orphans(keys: Iterable[str]) -> Iterator[Problem]:
    for key in sorted(set(keys) - used()):
        said = "is sent by no touchpoint, no answer and no code"
        mend = "let something send it, or take it out in every file of the catalogue"
        yield at("messages/catalogue/contract.toml", key, None, "orphan", said=said, mend=mend)


@cache
def used() -> frozenset[str]:
    said_instead = chain.from_iterable(instead.values() for instead in twins().values())
    return frozenset(chain(_planned(), _answers(), said_instead, named_by_code(), *NAMED_WITH.values()))


def _planned() -> Iterator[str]:
    """By any released version: somebody may be pinned to it."""
    for key, version in released():
        one = pathway(key, version)
        yield one.welcome
        yield from (catch_up.message for catch_up in one.catch_ups)
        for touchpoint in one.touchpoints:
            yield touchpoint.message
            if touchpoint.check_in and touchpoint.check_in.nudge:
                yield touchpoint.check_in.nudge


def _answers() -> Iterator[str]:
    """To each question, on each track, with its topic on and off."""
    for track in {key for key, _ in released()}:
        for topic in Topic:
            yield answer_about(topic, frozenset(), track)
            yield answer_about(topic, frozenset(OptIn), track)


def named_by_code() -> Iterator[str]:
    """Every key that stands whole in the code."""
    for node in chain.from_iterable(ast.walk(tree) for tree in _trees()):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in catalogue().contracts:
            yield node.value


def put_together() -> Iterator[str]:
    """Every f-string of the code that could become a key, as it is written."""
    kinds = tuple({f"{key.split('.', 1)[0]}." for key in catalogue().contracts})
    for node in chain.from_iterable(ast.walk(tree) for tree in _trees()):
        if isinstance(node, ast.JoinedStr):
            written = ast.unparse(node)[2:-1]
            if written.startswith(kinds) and " " not in written and not written.startswith(_ANSWERS):
                yield written


def _trees() -> Iterator[ast.Module]:
    for folder in CODE:
        for source in sorted((ROOT / folder).rglob("*.py")):
            if not source.name.startswith("lint"):
                yield ast.parse(source.read_text("utf-8"))
