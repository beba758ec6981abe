"""The enrollment form: everything wrong is named at once with how to mend it, and nothing sent to it can break it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.operations.enrollment_form import CLOCK_FIELDS, Form, check, check_switch
from infra.pocket import sample_form
from messages.opt_in import OptIn
from schedules.enrollment import Words
from schedules.pathways import Clock, latest_version, pathway, released
from schedules.wording import NAME_CHARACTERS_MAX

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TODAY = "2026-03-02"
KEYS = sorted({key for key, _ in released()})


def named(country: str = "us", **changes: Any) -> set[str]:
    """The fields that are wrong."""
    form, problems = check(sample_form(NOW, **changes), now=NOW, country=country)
    assert (form is None) == bool(problems)
    assert all(one.problem and one.mend for one in problems)
    return {one.field for one in problems}


def formed(country: str = "us", **changes: Any) -> Form:
    form, problems = check(sample_form(NOW, **changes), now=NOW, country=country)
    assert problems == []
    assert form is not None
    return form


def late(**changes: Any) -> dict[str, Any]:
    return {"loss": "late", "treatment": "surgery", "procedure_on": TODAY, "gestation_weeks": 17, **changes}


class TestGestation:
    """Weeks choose the pathway and are not kept; milk from sixteen."""

    @pytest.mark.parametrize(
        ("country", "weeks", "good"),
        [
            ("us", 12, False),
            ("us", 13, True),
            ("us", 19, True),
            ("us", 20, False),
            ("gb", 20, True),
            ("gb", 23, True),
            ("gb", 24, False),
            ("gb", 12, False),
        ],
    )
    def test_a_later_loss_is_between_thirteen_weeks_and_viability(self, country: str, weeks: int, good: bool) -> None:
        wrong = named(country, **late(gestation_weeks=weeks, gestation_days=6))

        assert wrong == (set() if good else {"gestation_weeks"})

    @pytest.mark.parametrize(("weeks", "good"), [(0, False), (1, True), (12, True), (13, False)])
    def test_an_early_loss_is_from_one_week_on_and_before_thirteen(self, weeks: int, good: bool) -> None:
        assert named(gestation_weeks=weeks) == (set() if good else {"gestation_weeks"})

    @pytest.mark.parametrize(("weeks", "milk"), [(13, False), (15, False), (16, True), (19, True)])
    def test_milk_from_sixteen_weeks(self, weeks: int, milk: bool) -> None:
        assert formed(**late(gestation_weeks=weeks, gestation_days=6)).milk is milk

    def test_no_milk_after_an_early_or_ectopic_one(self) -> None:
        assert not formed(gestation_weeks=12).milk
        ectopic: dict[str, Any] = {"loss": "ectopic", "treatment": "methotrexate", "injection_on": TODAY}
        assert not formed(**ectopic, gestation_weeks=17).milk

    def test_somebody_close_to_her_tells_no_weeks(self) -> None:
        partner: dict[str, Any] = {
            "loss": "partner",
            "treatment": "support",
            "joined_on": TODAY,
            "gestation_weeks": None,
        }

        form = formed(**partner)

        assert form.pathway == "partner-support"
        assert not form.milk
        assert formed(**{**partner, "gestation_weeks": 30}).pathway == "partner-support"

    @pytest.mark.parametrize("bad", [None, "8", 8.0, True, -1, 45, [], {}, [8]])
    def test_weeks_that_are_no_weeks(self, bad: Any) -> None:
        assert named(gestation_weeks=bad) == {"gestation_weeks"}

    @pytest.mark.parametrize("bad", [None, "1", 7, -1, 1.5, False, [], {}])
    def test_days_that_are_no_days_are_named_themselves(self, bad: Any) -> None:
        assert named(gestation_days=bad) == {"gestation_days"}


class TestHerWishes:
    """Discretion, words, name and topics: good ones kept, every other named."""

    @pytest.mark.parametrize(("value", "kept"), [(True, True), (False, False), (None, False)])
    def test_discreet(self, value: Any, kept: bool) -> None:
        assert formed(discreet=value).discreet is kept

    @pytest.mark.parametrize("bad", [1, 0, "true", "", [], {}, [True], 1.0])
    def test_discreet_is_true_or_false(self, bad: Any) -> None:
        assert named(discreet=bad) == {"discreet"}

    @pytest.mark.parametrize("words", [Words.NEUTRAL, Words.PREGNANCY, Words.BABY, None])
    def test_words(self, words: Words | None) -> None:
        assert formed(words=words).words is (words or Words.NEUTRAL)

    @pytest.mark.parametrize("bad", ["", "angel", "BABY", 1, 0, False, [], {}, ["baby"]])
    def test_words_nobody_knows(self, bad: Any) -> None:
        assert named(words=bad) == {"words"}

    @pytest.mark.parametrize(
        ("given_name", "kept"),
        [
            ("Maya", "Maya"),
            ("  Noé ", "Noé"),
            ("Sofía", "Sofía"),
            ("Sofi\u0301a", "Sofía"),
            ("Matías", "Matías"),
            ("Zoë", "Zoë"),
            ("Łucja-Wren O'Dea", "Łucja-Wren O'Dea"),
            ("x" * NAME_CHARACTERS_MAX,) * 2,
        ],
    )
    def test_a_name(self, given_name: str, kept: str) -> None:
        form = formed(words="name", name=given_name)

        assert (form.words, form.name) == (Words.NAME, kept)

    @pytest.mark.parametrize(
        "bad",
        [
            None,
            "",
            "  ",
            "x" * (NAME_CHARACTERS_MAX + 1),
            "💙",
            "Mía 💙",
            "123",
            "Ми\u0448а",
            "a\nb",
            "a\rb",
            "a\fb",
            1,
            [],
            {},
            ["M"],
        ],
    )
    def test_a_name_that_cannot_be_texted(self, bad: Any) -> None:
        assert named(words="name", name=bad) == {"name"}

    @pytest.mark.parametrize("words", [None, "neutral", "baby"])
    @pytest.mark.parametrize("name", ["Maya", "", 1, [], {}, False])
    def test_a_name_nobody_wants_said_is_not_kept(self, words: str | None, name: Any) -> None:
        assert named(words=words, name=name) == {"name"}

    @pytest.mark.parametrize("topics", [[], ["intimacy"], ["dates", "dates"], list(OptIn), None])
    def test_topics(self, topics: Any) -> None:
        assert formed(topics=topics).topics == frozenset(OptIn(one) for one in topics or ())

    @pytest.mark.parametrize("bad", ["intimacy", ["sex"], [1], [None], [[]], [{}], {}, {"intimacy": True}, 1, True, ""])
    def test_topics_nobody_knows(self, bad: Any) -> None:
        assert named(topics=bad) == {"topics"}

    @pytest.mark.parametrize("bad", ["+0123456789", "2025550143, 2025550144", "555-0143", "+", "", 1, [], {}, None])
    def test_phones_nobody_can_text(self, bad: Any) -> None:
        assert named(phone=bad) == {"phone"}


class TestDates:
    """The first clock must be known, none lies ahead but the date that was hoped for."""

    @pytest.mark.parametrize("key", KEYS)
    def test_every_pathway_can_be_formed_from_its_first_date(self, key: str) -> None:
        loss, treatment = key.split("-")
        first = pathway(key, latest_version(key)).clocks[0]
        weeks = 17 if loss == "late" else 8
        dates: dict[str, Any] = {"tablets_on": None, CLOCK_FIELDS[first]: TODAY}

        form = formed(**{"loss": loss, "treatment": treatment, "gestation_weeks": weeks, **dates})

        assert form.pathway == key
        assert form.anchors == {first: date(2026, 3, 2)}

    @pytest.mark.parametrize(("on", "good"), [(TODAY, True), ("2026-09-20", True), ("2027-03-03", True)])
    def test_a_hoped_for_date_lies_ahead_or_behind(self, on: str, good: bool) -> None:
        assert formed(due_on=on).anchors[Clock.DUE] == date.fromisoformat(on)

    @pytest.mark.parametrize("bad", ["2027-03-04", "2025-02-28", "soon", "", 20260302, 1.5, True, [], {}, [TODAY]])
    def test_a_hoped_for_date_that_cannot_be(self, bad: Any) -> None:
        assert named(due_on=bad) == {"due_on"}

    @pytest.mark.parametrize("bad", [None, "2026-03-03", "2025-12-07", "x", 1, [], {}, True])
    def test_a_first_date_that_cannot_be(self, bad: Any) -> None:
        assert named(tablets_on=bad) == {"tablets_on"}

    @pytest.mark.parametrize(("loss", "treatment"), [([], {}), (None, None), (1, 2), ("early", []), ({}, "medication")])
    def test_a_pathway_nobody_has(self, loss: Any, treatment: Any) -> None:
        assert "treatment" in named(loss=loss, treatment=treatment)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=True)
    | st.text(max_size=12)
    | st.sampled_from(
        ["2026-03-02", "09:30", "24:00", "9999-12-31", "0001-01-01", "en", "early", "late", "baby", "name"]
    )
    | st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "09:30+01:00", "intimacy", "UTC"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [
    *sample_form(NOW),
    "discreet",
    "words",
    "name",
    "topics",
    "due_on",
    "tablets_at",
    "planned_from",
    "bleeding_on",
]
SAID_OF = {
    "loss": {"treatment", "gestation_weeks"},
    "language": {"language", "consent.wording"},
    "planned_from": {"planned_from", "planned_until"},
}
CONSENT = ["method", "wording", "collected_by", "given_at", "safe_phone"]


@settings(max_examples=80, deadline=None)
@given(field=st.sampled_from(FIELDS), value=json_values, country=st.sampled_from(["us", "gb"]))
def test_a_wrong_value_anywhere_is_named_and_never_a_crash(field: str, value: Any, country: str) -> None:
    form, problems = check(sample_form(NOW, **{field: value}), now=NOW, country=country)

    wrong = {one.field for one in problems}
    assert (form is None) == bool(problems)
    allowed = SAID_OF.get(field, {field}) | ({"name"} if field == "words" else set())
    assert all(name in allowed or (field == "consent" and name.startswith("consent")) for name in wrong)


@settings(max_examples=30, deadline=None)
@given(
    raw=st.dictionaries(st.sampled_from(FIELDS), json_values),
    consent=st.dictionaries(st.sampled_from(CONSENT), json_values),
)
def test_forms_of_nonsense_are_refused_with_words(raw: dict[str, Any], consent: dict[str, Any]) -> None:
    form, problems = check({**raw, "consent": consent}, now=NOW)

    assert form is None
    assert problems
    assert all(one.field and one.problem and one.mend for one in problems)


@settings(max_examples=30, deadline=None)
@given(
    key=st.sampled_from(KEYS),
    raw=st.dictionaries(
        st.sampled_from([*CLOCK_FIELDS.values(), "tablets_at", "gestation_weeks", "gestation_days", "loss"]),
        json_values,
    ),
)
def test_a_switch_of_nonsense_is_refused_with_words(key: str, raw: dict[str, Any]) -> None:
    loss, treatment = key.split("-")
    new, problems = check_switch(
        {"loss": loss, "treatment": treatment, **raw}, now=NOW, zone="America/New_York", country="us"
    )

    assert (new is None) == bool(problems)
    assert all(one.field and one.problem and one.mend for one in problems)


def test_a_switch_says_what_it_found() -> None:
    raw = {
        "loss": "late",
        "treatment": "surgery",
        "procedure_on": TODAY,
        "gestation_weeks": 17,
        "due_on": "2026-08-01",
        "tablets_at": "09:30",
    }
    new, problems = check_switch(raw, now=NOW, zone="America/New_York", country="us")

    assert problems == []
    assert new is not None
    assert (new.pathway, new.milk, new.tablets_at) == ("late-surgery", True, time(9, 30))
    assert new.anchors == {Clock.PROCEDURE: date(2026, 3, 2), Clock.DUE: date(2026, 8, 1)}


def test_without_weeks_milk_stays_as_it_was() -> None:
    raw = {"loss": "late", "treatment": "waiting", "decision_on": TODAY}
    new, _ = check_switch(raw, now=NOW, zone="America/New_York", country="us")

    assert new is not None
    assert new.milk is None


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ({}, {"treatment"}),
        ({"loss": "late", "treatment": "waiting"}, {"decision_on"}),
        ({"loss": "late", "treatment": "waiting", "decision_on": "2026-03-03"}, {"decision_on"}),
        ({"loss": "late", "treatment": "waiting", "decision_on": TODAY, "gestation_weeks": 9}, {"gestation_weeks"}),
        ({"loss": "late", "treatment": "waiting", "decision_on": [], "gestation_weeks": "x"}, None),
        ({"loss": "early", "treatment": "surgery", "procedure_on": TODAY, "tablets_at": 9}, {"tablets_at"}),
    ],
)
def test_a_switch_names_every_wrong_value(raw: dict[str, Any], wrong: set[str] | None) -> None:
    new, problems = check_switch(raw, now=NOW, zone="America/New_York", country="us")

    assert new is None
    assert {one.field for one in problems} == (wrong or {"decision_on", "gestation_weeks"})


def test_dates_are_those_of_her_own_zone() -> None:
    """Evening in New York is tomorrow in Auckland."""
    raw = {"loss": "early", "treatment": "surgery", "procedure_on": "2026-03-03"}
    late_evening = NOW + timedelta(hours=6)

    assert check_switch(raw, now=late_evening, zone="Pacific/Auckland", country="nz")[0] is not None
    assert check_switch(raw, now=late_evening, zone="America/New_York", country="us")[0] is None
