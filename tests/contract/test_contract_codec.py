"""Laws of what is written down: it reads back the same, in this release and across releases."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from functions.adapters.codec import Undecodable, decode, encode
from functions.sights import Audit
from messages.hearing.reading import Answer, Question
from messages.opt_in import OptIn
from messages.severity import Severity
from schedules.clinic import Clinic, Contact, Hours
from schedules.enrollment import Answered, Consent, Enrollment, InFlight, OpenQuestion, Person
from schedules.escalation import Entry, Escalation
from schedules.text import Text
from schedules.thresholds import BOUNDS, Thresholds
from tests.making import MONDAY, clinic, enrollment

INSTANTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    datetime: INSTANTS,
    str: st.text(max_size=20),
    timedelta: st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)),
    time: st.times(),
    float: st.floats(allow_nan=False, allow_infinity=False),
}


def values(kind: type, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a dataclass, each field by its type: a field added tomorrow is covered tomorrow."""
    fields = {name: fixed.get(name, of_type(hint)) for name, hint in get_type_hints(kind).items()}
    return st.builds(kind, **fields)


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    arguments: tuple[Any, ...] = get_args(hint)
    match getattr(hint, "__origin__", None) or type(hint).__name__:
        case "UnionType":
            return st.one_of([of_type(one) for one in arguments])
        case origin if origin is tuple:
            return st.lists(of_type(arguments[0]), max_size=3).map(tuple)
        case origin if origin is frozenset:
            return st.frozensets(of_type(arguments[0]), max_size=3)
        case origin if isinstance(origin, type):
            entries = st.dictionaries(of_type(arguments[0]), of_type(arguments[1]), max_size=3)
            return entries.map(MappingProxyType)
    if hint in LEAVES:
        return LEAVES[hint]
    return values(hint) if hasattr(hint, "__dataclass_fields__") else st.from_type(hint)


CLINICS = values(
    Clinic,  # which refuses settings that cannot be used
    **{name: st.just(getattr(clinic(), name)) for name in ("clinic_id", "ladder", "messaging_service")},
    **{name: st.text("abc é-1", min_size=1, max_size=16) for name in ("name", "phone", "after_hours_phone")},
    calls_from=st.sampled_from([None, "+12025550199"]),
    zone=st.sampled_from(["America/New_York", "Europe/Madrid"]),
    thresholds=values(Thresholds, **{name: st.integers(0, one.steps - 1).map(one.at) for name, one in BOUNDS.items()}),
    acknowledge_within=st.dictionaries(
        st.sampled_from(Severity), st.timedeltas(timedelta(seconds=1), timedelta(days=2)), max_size=3
    ),
)
KINDS = [Person, Consent, OpenQuestion, Answered, InFlight, Entry, Escalation, Text, Audit, Contact, Hours, Thresholds]


@given(st.one_of([values(kind) for kind in KINDS] + [CLINICS]))
@settings(max_examples=400)
def test_every_value_reads_back_the_same(value: Any) -> None:
    assert decode(type(value), encode(value)) == value


@given(values(Enrollment))
@settings(max_examples=200)
def test_every_enrollment_reads_back_the_same_and_is_written_the_same_again(value: Enrollment) -> None:
    read = decode(Enrollment, encode(value))

    assert read == value
    assert decode(Enrollment, encode(read)) == value


@given(st.one_of([values(kind) for kind in KINDS] + [CLINICS, values(Enrollment)]))
@settings(max_examples=400)
def test_a_value_is_written_as_pydantic_writes_its_kind(value: Any) -> None:
    """Letter by letter: what stands in the table already is compared with what we would write."""
    by_kind = TypeAdapter(type(value)).dump_json(value, fallback=dict, warnings=False)

    assert encode(value) == by_kind.decode()


@pytest.mark.parametrize("given_value", [True, False, 0.0, 1.0, 1, 38.5, 2])
def test_yes_is_not_taken_for_one_nor_one_for_yes(given_value: bool | float) -> None:
    read = decode(Answer, encode(Answer(question=Question.PAIN, value=given_value)))

    assert read.value == given_value
    assert isinstance(read.value, bool) is isinstance(given_value, bool)


def test_instants_keep_their_microseconds_and_their_zone() -> None:
    at = datetime(2026, 3, 8, 6, 59, 59, 999999, tzinfo=UTC)

    read = decode(Enrollment, encode(enrollment(at)))

    assert (read.acted_at, read.acted_at.utcoffset()) == (at, timedelta())


def test_what_a_newer_release_added_is_ignored() -> None:
    newer = {**json.loads(encode(enrollment())), "added_later": {"deep": [1]}}

    assert decode(Enrollment, json.dumps(newer)) == enrollment()


def test_what_an_older_release_did_not_know_takes_its_default() -> None:
    older = json.loads(encode(enrollment()))
    for name in ("answered_at", "unreachable", "outcomes", "wake_at"):
        del older[name]

    assert decode(Enrollment, json.dumps(older)) == enrollment()


def test_a_clinic_from_before_it_could_choose_its_topics_writes_about_all() -> None:
    older = json.loads(encode(clinic(topics=frozenset())))
    del older["topics"]

    assert decode(Clinic, json.dumps(older)).topics == frozenset(OptIn)


@pytest.mark.parametrize("raw", ["", "{", "[]", '{"body": "her private words"}', '{"at": "yesterday"}'])
def test_what_cannot_be_read_is_refused_without_quoting_it(raw: str) -> None:
    with pytest.raises(Undecodable) as raised:
        decode(Text, raw)

    assert str(raised.value) == "a stored Text cannot be read by this release"
    assert raised.value.__context__ is None


def test_a_text_whose_time_has_no_zone_is_not_let_in() -> None:
    text = {"text_id": "t", "direction": "out", "purpose": "page", "state": "sent", "body": "", "language": "en"}

    with pytest.raises(Undecodable):
        decode(Text, json.dumps({**text, "at": MONDAY.replace(tzinfo=None).isoformat()}))


def test_a_value_that_has_no_json_is_not_half_written() -> None:
    with pytest.raises(Exception, match="cannot be stored"):
        encode(enrollment(pathway=object()))
