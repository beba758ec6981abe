"""A clinic's settings: read and changed as plain values, only as they were seen, never to the unsafe side."""

from dataclasses import fields, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.operations.clinic_settings import OPERATORS, Outdated, Settings, change, changed_by, read, set_up
from functions.operations.enrollment_fields import Wrong
from functions.operations.plain_settings import clinic_of, plain_of
from functions.operations.printed_phones import printed_phone
from functions.operations.setting_problems import SETTINGS, Unusable, mend
from functions.ports import Saved
from functions.roles import Permission, Role, granted
from functions.screens.settings_fields import FIXED
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket
from messages.opt_in import OptIn
from messages.resources import countries
from messages.severity import Severity
from schedules.clinic import Clinic

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ANY = Role.OPERATOR.permissions
BY_OTHERS = {
    "a lead": Role.LEAD.permissions,
    "a machine": granted(" ".join(one.scope for one in Permission if one.scope)),
}
OTHER_SERVICE, NUMBER = "MG" + "c3" * 16, "+12025550199"


@pytest.fixture
def world() -> Pocket:
    return pocket(sample_clinic(), NOW)


def seen(world: Pocket) -> Settings:
    found = read(world.world, "lakeside")
    assert found is not None
    return found


def changed(**raw: Any) -> Clinic:
    made = changed_by(sample_clinic(), raw)
    assert isinstance(made, Clinic), made
    return made


def wrong(**raw: Any) -> set[str]:
    refused = changed_by(sample_clinic(), raw)
    assert isinstance(refused, Unusable)
    assert all(one.problem and one.mend for one in refused.problems)
    return {one.field for one in refused.problems}


def test_what_is_read_can_be_sent_back_and_changes_nothing(world: Pocket) -> None:
    before = seen(world)

    after = change(world.world, "lakeside", before.plain, seen=before.digest, by="ana", may=ANY)

    assert after == before
    assert world.world.store.logged("lakeside", before="", limit=9) == []


def test_every_setting_can_be_read() -> None:
    named = {"acknowledge_within": "acknowledge_within_minutes", "body_retention": "body_retention_days"}

    assert set(plain_of(sample_clinic())) == {named.get(one.name, one.name) for one in fields(Clinic)}


def test_what_is_given_changes_and_the_rest_stays() -> None:
    made = changed(
        name="Lake Clinic",
        planned_until="18:30",
        thresholds={"bleeding_weeks": 2},
        hours={"days": [0, 1, 2, 3, 4, 5]},
        acknowledge_within_minutes={"urgent": 10},
        body_retention_days="30",
        topics=["keepsakes", "dates"],
        ladder=[{"contact_id": "ana", "phone": "(202) 555-0113", "language": "es"}],
    )

    before = sample_clinic()
    assert (made.name, made.planned_until, made.planned_from) == ("Lake Clinic", time(18, 30), before.planned_from)
    assert made.thresholds == replace(before.thresholds, bleeding_weeks=2)
    assert made.hours == replace(before.hours, days=frozenset(range(6)))
    assert made.within(Severity.URGENT) == timedelta(minutes=10)
    assert made.within(Severity.CRISIS) == before.within(Severity.CRISIS)
    assert made.body_retention == timedelta(days=30)
    assert made.topics == {OptIn.DATES, OptIn.KEEPSAKES}
    assert plain_of(made)["topics"] == ["dates", "keepsakes"]
    assert [one.phone for one in made.ladder] == ["+12025550113"]


def test_a_clinic_may_write_about_no_private_topic() -> None:
    assert changed(topics=[]).topics == frozenset()


def test_a_topic_that_is_none_is_refused_with_those_there_are() -> None:
    assert mend("topics.1") == (
        "list those the clinic writes about, of intimacy, contraception, trying_again, keepsakes, dates, partner"
    )


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"clinic_id": "other"}, "clinic_id"),
        ({"colour": "red"}, "colour"),
        ({"zone": "Mars"}, "zone"),
        ({"country": "zz"}, "country"),
        ({"name": "x" * 25}, "name"),
        ({"ladder": []}, "ladder"),
        ({"ladder": [{"contact_id": "ana"}]}, "ladder.0.phone"),
        ({"ladder": "ana"}, "ladder"),
        ({"planned_from": "08:00"}, "planned_from"),
        ({"planned_until": "21:00"}, "planned_until"),
        ({"planned_from": "19:00"}, "planned_until"),
        ({"planned_from": "soon"}, "planned_from"),
        ({"hours": {"opens": "18:00"}}, "hours.closes"),
        ({"hours": {"days": [7]}}, "hours.days"),
        ({"thresholds": {"fever_celsius": 39}}, "thresholds.fever_celsius"),
        ({"thresholds": {"pads_per_hour": 5}}, "thresholds.pads_per_hour"),
        ({"thresholds": {"methotrexate_months": 2}}, "thresholds.methotrexate_months"),
        ({"acknowledge_within_minutes": {"crisis": 120}}, "acknowledge_within_minutes.crisis"),
        ({"acknowledge_within_minutes": {"crisis": 0}}, "acknowledge_within_minutes.crisis"),
        ({"acknowledge_within_minutes": {"crisis": "x"}}, "acknowledge_within_minutes.crisis"),
        ({"ladder": [{"contact_id": "ana", "phone": "12"}]}, "ladder.0.phone"),
        ({"ladder": [{"contact_id": "ana", "phone": "+12025550113", "channels": []}]}, "ladder.0.channels"),
        ({"ladder": [{"contact_id": one, "phone": "202 555 0113"} for one in ("ana", "ben")]}, "ladder.1.phone"),
        ({"acknowledge_within_minutes": {"soon": 5}}, "acknowledge_within_minutes.soon"),
        ({"acknowledge_within_minutes": 5}, "acknowledge_within_minutes"),
        ({"body_retention_days": 5}, "body_retention_days"),
        ({"body_retention_days": 1.5}, "body_retention_days"),
        ({"topics": ["dates", "weather"]}, "topics.1"),
        ({"topics": "dates"}, "topics"),
    ],
)
def test_what_cannot_be_is_named(raw: dict[str, Any], field: str) -> None:
    assert wrong(**raw) == {field}


@pytest.mark.parametrize("field", ["phone", "after_hours_phone"])
@pytest.mark.parametrize(
    "number",
    ["12", "call us", "0", "911 911", "202-555", "555-0100", "(911) 555-0100", "202-555-0100x2", "+44 20 7946 0100", 7],
)
def test_a_number_printed_for_an_emergency_is_one_that_can_be_dialed(field: str, number: Any) -> None:
    assert wrong(**{field: number}) == {field}


@pytest.mark.parametrize(
    "number", ["202-555-0100", "(800) 555-0100", "1-800-555-0100", "+1 202 555 0100", "911", "988"]
)
def test_a_number_printed_in_texts_is_kept_as_the_clinic_writes_it(number: str) -> None:
    assert changed(after_hours_phone=number).after_hours_phone == number


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("gb", "020 7946 0100"),
        ("gb", "+44 20 7946 0100"),
        ("gb", "111"),
        ("gb", "116 123"),
        ("ie", "01 496 0100"),
        ("au", "1300 555 010"),
        ("au", "13 11 14"),
        ("nz", "0800 555 010"),
        ("es", "910 12 34 56"),
        ("mx", "55 1234 5678"),
        ("ca", "604-555-0100"),
    ],
)
def test_each_country_prints_its_own_numbers(country: str, number: str) -> None:
    abroad = changed_by(sample_clinic(), {"country": country, "phone": number, "after_hours_phone": number})

    assert isinstance(abroad, Clinic)
    assert abroad.phone == number


@pytest.mark.parametrize("country", countries())
def test_a_refused_number_is_mended_as_it_is_told(country: str) -> None:
    with pytest.raises(Wrong) as refused:
        printed_phone("12", country)

    told = refused.value.args[1].removeprefix("write one number as she should dial it, like ").split(" or ")
    assert [printed_phone(one, country) for one in told] == told


def test_several_problems_are_named_at_once() -> None:
    assert wrong(zone="Mars", name="", colour="red", phone="") == {"zone", "name", "colour", "phone"}


def test_what_cannot_be_read_hides_nothing_that_is_not_allowed() -> None:
    refused = clinic_of(
        {
            "clinic_id": "north",
            "name": 7,
            "country": "zz",
            "planned_from": "soon",
            "planned_until": "21:00",
            "hours": {"opens": "x", "closes": "y"},
            "body_retention_days": 5,
            "thresholds": {"fever_celcius": 38},
            "acknowledge_within_minutes": {"crisis": 60, "soon": 5},
            "calls_from": "ring me",
            "ladder": [{"contact_id": "Ana!", "phone": "12", "email": "a"}, {"phone": "+12025550111", "channels": []}],
        }
    )

    assert isinstance(refused, Unusable)
    told = {one.field: one.mend for one in refused.problems}
    assert len(told) == len(refused.problems)
    assert told.keys() == {
        *("name", "country", "zone", "phone", "after_hours_phone", "messaging_service"),
        *("planned_from", "planned_until", "hours.opens", "hours.closes", "body_retention_days", "calls_from"),
        *("thresholds.fever_celcius", "acknowledge_within_minutes.crisis", "acknowledge_within_minutes.soon"),
        *("ladder.0.phone", "ladder.1.contact_id"),
    }
    assert told["thresholds.fever_celcius"] == "is thresholds.fever_celsius meant?"


def test_a_number_of_staff_is_read_as_her_country_writes_it_and_the_callers_too() -> None:
    british = replace(sample_clinic(), country="gb", phone="020 7946 0100", after_hours_phone="020 7946 0101")
    ladder = [{"contact_id": "ana", "phone": "07700 900123"}]

    made = changed_by(british, {"ladder": ladder, "calls_from": "+44 (0)20 7946 0958"})

    assert isinstance(made, Clinic)
    assert (made.ladder[0].phone, made.calls_from) == ("+447700900123", "+442079460958")


@pytest.mark.parametrize("name", SETTINGS)
def test_whatever_a_setting_gets_wrong_is_told_with_a_mend_of_its_own(name: str) -> None:
    assert mend(name)
    assert wrong(**{name: {"x": object}})


def test_a_change_is_stored_and_logged_without_its_values(world: Pocket) -> None:
    after = change(
        world.world,
        "lakeside",
        {"name": "Lake Clinic", "zone": "America/Chicago"},
        seen=seen(world).digest,
        by="ana",
        may=ANY,
    )

    assert after == seen(world)
    assert seen(world).clinic.name == "Lake Clinic"
    (line,) = world.world.store.logged("lakeside", before="", limit=9)
    assert (line.audit.author, line.audit.action) == ("ana", "settings:name+zone")


def test_nobody_overwrites_what_she_has_not_seen(world: Pocket) -> None:
    old = seen(world).digest
    change(world.world, "lakeside", {"name": "First"}, seen=old, by="ana", may=ANY)

    late = change(world.world, "lakeside", {"name": "Second"}, seen=old, by="ben", may=ANY)

    assert isinstance(late, Outdated)
    assert late.settings.clinic.name == seen(world).clinic.name == "First"


def test_sending_the_same_change_again_is_no_conflict(world: Pocket) -> None:
    old = seen(world).digest
    first = change(world.world, "lakeside", {"name": "First"}, seen=old, by="ana", may=ANY)

    assert change(world.world, "lakeside", {"name": "First"}, seen=old, by="ana", may=ANY) == first


def test_another_clinic_has_no_settings_here(world: Pocket) -> None:
    assert read(world.world, "south") is None
    assert change(world.world, "south", {"name": "x"}, seen="", by="ana", may=ANY) is None


@pytest.mark.parametrize("who", sorted(BY_OTHERS))
@pytest.mark.parametrize(
    ("name", "value"),
    [("messaging_service", OTHER_SERVICE), ("calls_from", NUMBER), ("country", "gb"), ("zone", "America/Chicago")],
)
def test_what_an_operator_sets_is_refused_to_everybody_else_by_its_name_and_the_refusal_logged(
    world: Pocket, who: str, name: str, value: str
) -> None:
    before = seen(world)

    refused = change(
        world.world, "lakeside", {"name": "Lake", name: value}, seen=before.digest, by="x", may=BY_OTHERS[who]
    )
    same = change(world.world, "lakeside", before.plain, seen=before.digest, by="x", may=BY_OTHERS[who])
    along = {"phone": "020 7946 0101", "after_hours_phone": "020 7946 0199"} if value == "gb" else {}
    by_operator = change(world.world, "lakeside", {name: value, **along}, seen=before.digest, by="op", may=ANY)

    assert isinstance(refused, Unusable)
    assert [(one.field, "operator" in one.problem, "operator" in one.mend) for one in refused.problems] == [
        (name, True, True)
    ]
    assert same == before
    assert isinstance(by_operator, Settings)
    assert by_operator.plain[name] == value
    log = [(one.audit.author, one.audit.action) for one in world.world.store.logged("lakeside", before="", limit=9)]
    assert set(log) == {("x", "refused:role"), ("op", f"settings:{'+'.join(sorted({name, *along}))}")}


def test_what_the_page_shows_as_the_operators_is_what_is_refused_to_others() -> None:
    assert {"clinic_id", *OPERATORS} == FIXED.keys()


@pytest.mark.parametrize("name", ["messaging_service", "calls_from"])
def test_no_operator_takes_the_sender_of_another_clinic(world: Pocket, name: str) -> None:
    store = world.world.store
    theirs = replace(sample_clinic("hillside"), messaging_service=OTHER_SERVICE, calls_from=NUMBER)
    set_up(store, theirs)
    before = seen(world)

    refused = change(world.world, "lakeside", {name: getattr(theirs, name)}, seen=before.digest, by="op", may=ANY)
    new = set_up(store, replace(sample_clinic("south"), **{name: getattr(theirs, name)}))

    for one in (refused, new):
        assert isinstance(one, Unusable)
        assert [(problem.field, problem.problem) for problem in one.problems] == [(name, "is another clinic's")]
    assert (seen(world), store.clinics()) == (before, ["hillside", "lakeside"])


def test_a_sender_that_its_clinic_has_changed_for_another_may_be_had_by_somebody_else(world: Pocket) -> None:
    old = seen(world).clinic.messaging_service
    change(world.world, "lakeside", {"messaging_service": OTHER_SERVICE}, seen=seen(world).digest, by="op", may=ANY)

    assert set_up(world.world.store, replace(sample_clinic("hillside"), messaging_service=old)) is Saved.DONE


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(plain_of(sample_clinic()))), value=plain_values)
def test_no_value_breaks_it(name: str, value: Any) -> None:
    made = changed_by(sample_clinic(), {name: value})

    assert isinstance(made, Clinic) or all(one.field and one.problem and one.mend for one in made.problems)
