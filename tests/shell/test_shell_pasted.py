"""What a tired person types: made good where only one reading is possible, and shown; else refused with a mend."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.operations import enrollment_fields as fields
from functions.operations import pasted
from functions.operations.enrollment_fields import Problem, Wrong
from functions.operations.enrollment_form import Form, check
from infra.pocket import sample_form
from messages.consent import consent_id, consent_words, consents
from messages.language import Language
from messages.resources import countries
from schedules.enrollment import Chart

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
HER = "+12025550143"


def formed(country: str = "us", **changes: Any) -> Form:
    form, problems = check(sample_form(NOW, **changes), now=NOW, country=country, here="America/New_York")
    assert problems == []
    assert form is not None
    return form


def wrong(**changes: Any) -> list[Problem]:
    return check(sample_form(NOW, **changes), now=NOW, country="us", here="America/New_York")[1]


class TestPhones:
    """Spaces, dashes, brackets and marks from an address book; no country code is the clinic's own country."""

    @pytest.mark.parametrize(
        "written",
        [
            "+1 (202) 555-0143",
            "202-555-0143",
            "(202) 555 0143",
            "202.555.0143",
            "1 202 555 0143",
            "12025550143",
            " 202\u00a0555\u20110143 ",
            "\u202a+1 202 555 0143\u202c",
            "+１ ２０２ ５５５ ０１４３",
            "tel:+1-202-555-0143",
            "011 1 202 555 0143",
            "202 – 555 – 0143",
            "Tel.: (202) 555.0143 (mobile)",
            "Mobile 202 555 0143",
            "cell: +1 202-555-0143",
            "202-555-0143 (cell)",
        ],
    )
    def test_one_number_however_written(self, written: str) -> None:
        assert formed(phone=written).phone == HER

    @pytest.mark.parametrize(
        ("country", "written", "phone"),
        [
            ("gb", "07700 900123", "+447700900123"),
            ("gb", "0044 7700 900123", "+447700900123"),
            ("gb", "+44 (0)7700 900123", "+447700900123"),
            ("gb", "447700900123", "+447700900123"),
            ("gb", "+44 07700 900123", "+447700900123"),
            ("us", "+44 (07700) 900-123", "+447700900123"),
            ("gb", "+44 20 7946 0958", "+442079460958"),
            ("ie", "085 012 3456", "+353850123456"),
            ("au", "0491 570 156", "+61491570156"),
            ("nz", "021 123 4567", "+64211234567"),
            ("es", "612 34 56 78", "+34612345678"),
            ("mx", "55 1234 5678", "+525512345678"),
            ("mx", "+52 1 55 1234 5678", "+525512345678"),
            ("mx", "044 55 1234 5678", "+525512345678"),
            ("ca", "604 555 0143", "+16045550143"),
            ("gb", "+1 202 555 0143", "+12025550143"),
        ],
    )
    def test_home_is_the_clinics_country(self, country: str, written: str, phone: str) -> None:
        assert pasted.phone(written, country) == phone

    @pytest.mark.parametrize(
        "written", ["555-0143", "202-555-0143 or 0144", "120255501433", "01 202 555 0143", "x", "", "+", "1"]
    )
    def test_what_is_no_number_is_refused(self, written: str) -> None:
        assert [one.field for one in wrong(phone=written)] == ["phone"]

    @pytest.mark.parametrize("written", ["020 7946 0958", "7700 900", "+44", "+44 020 7946 0958"])
    def test_a_phone_that_takes_no_texts_is_not_guessed_at(self, written: str) -> None:
        assert pasted.phone(written, "gb") is None

    @pytest.mark.parametrize("country", countries())
    def test_a_refusal_shows_how_a_phone_is_written_there_and_that_is_read(self, country: str) -> None:
        with pytest.raises(Wrong) as refused:
            fields.phone("12", country)

        home, abroad = refused.value.args[1].removeprefix("write one mobile number alone, like ").split(" or ")
        assert fields.phone(home, country) == fields.phone(abroad, "nowhere") == abroad

    def test_a_number_is_no_countrys_own_where_the_country_is_unknown(self) -> None:
        assert pasted.phone("202-555-0143", "nowhere") is None

    def test_what_was_assumed_is_said(self) -> None:
        assert [(one.field, one.read_as) for one in formed(phone="202 555 0143").assumed] == [("phone", HER)]
        assert formed(phone="+1 202 555 0143").assumed == ()


class TestDates:
    """The year first is best; a month by name or a day past twelve leaves one reading."""

    @pytest.mark.parametrize(
        "written",
        [
            "2026-03-14",
            "2026/3/14",
            " 2026.03.14 ",
            "２０２６-０３-１４",
            "2026-03-14 00:00:00",
            "3/14/2026",
            "14/3/2026",
            "14.03.2026",
            "14 March 2026",
            "March 14, 2026",
            "14 mar 2026",
            "14th Mar 2026",
            "14 de marzo de 2026",
            "marzo 14 2026",
        ],
    )
    def test_one_day_however_written(self, written: str) -> None:
        assert pasted.day(written) == date(2026, 3, 14)

    @pytest.mark.parametrize(
        ("written", "problem"),
        [
            ("3/14/26", "two digits"),
            ("14-03-26", "two digits"),
            ("14 March 26", "two digits"),
            ("3/4/2026", "which is the day"),
            ("04.03.2026", "which is the day"),
            ("2026-02-30", "not a date"),
            ("13/13/2026", "not a date"),
            ("14 Ma 2026", "not a date"),
            ("yesterday", "not a date"),
            ("2026-03-21", "future"),
        ],
    )
    def test_what_leaves_a_doubt_is_refused_with_a_mend(self, written: str, problem: str) -> None:
        (one,) = wrong(tablets_on=written)

        assert one.field == "tablets_on"
        assert problem in one.problem
        assert one.mend

    def test_how_a_loose_date_was_read_is_said(self) -> None:
        assert [(one.field, one.read_as) for one in formed(tablets_on="3/14/2026").assumed] == [
            ("tablets_on", "2026-03-14")
        ]
        assert formed(tablets_on="2026-03-14").assumed == ()


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9:30 pm", time(21, 30)),
        ("9 PM", time(21)),
        ("12 am", time(0)),
        ("12:15 p. m.", time(12, 15)),
        ("21:30:00", time(21, 30)),
    ],
)
def test_times_of_day(written: str, at: time) -> None:
    assert pasted.clock(written) == at


@pytest.mark.parametrize("written", ["9", "930", "25:00", "9:75", "13 pm", "0 am", "noon", "", "9:30 xm"])
def test_a_time_with_two_readings_or_none_is_refused(written: str) -> None:
    assert pasted.clock(written) is None


@pytest.mark.parametrize("written", ["America/Chicago", "america/chicago", " America/Chicago ", "America/chicago"])
def test_zones_in_any_case(written: str) -> None:
    assert formed(zone=written).zone == "America/Chicago"


@pytest.mark.parametrize("written", ["es", "ES", " Spanish", "Español"])
def test_languages_by_name(written: str) -> None:
    assert formed(language=written).language is Language.SPANISH


class TestChart:
    """Words for staff: kept as data, bounded, on one line."""

    def test_it_is_kept_as_written_but_for_what_cannot_be_seen(self) -> None:
        chart = {"name": " Ana\u00a0María\t", "reference": "=1+1", "call_note": "<script>alert(1)</script>\nafter 6"}

        assert formed(chart=chart).chart == Chart(
            name="Ana María", reference="=1+1", call_note="<script>alert(1)</script> after 6"
        )

    def test_nothing_given_is_nothing_kept(self) -> None:
        assert formed(chart={"name": "  "}).chart == formed(chart=None).chart == Chart()

    @pytest.mark.parametrize(("field", "most"), [("name", 80), ("reference", 40), ("call_note", 300)])
    def test_it_is_bounded(self, field: str, most: int) -> None:
        assert formed(chart={field: "x" * most}).chart != Chart()
        assert [one.field for one in wrong(chart={field: "x" * (most + 1)})] == [f"chart.{field}"]

    @pytest.mark.parametrize("bad", ["Ana", [], 1, True])
    def test_it_is_an_object(self, bad: Any) -> None:
        assert [one.field for one in wrong(chart=bad)] == ["chart"]


class TestConsent:
    """The wording she was shown is on record by version."""

    def given(self, **changes: Any) -> dict[str, Any]:
        return {"consent": {**sample_form(NOW)["consent"], **changes}}

    def test_the_newest_wording_can_be_shown_and_recorded(self) -> None:
        for language in Language:
            shown = consent_words(consent_id(language), clinic="Lakeside", phone="202-555-0100")
            assert "{" not in shown
            assert "STOP" in shown
            consent = formed(language=language.value, **self.given(wording=consent_id(language))).consent
            assert consent.wording == consent_id(language)

    @pytest.mark.parametrize(("language", "wording"), [("en", "consent-1.es"), ("Español", "consent-1.en")])
    def test_a_wording_in_another_language_than_her_texts_is_refused(self, language: str, wording: str) -> None:
        assert [one.field for one in wrong(language=language, **self.given(wording=wording))] == ["consent.wording"]

    @pytest.mark.parametrize("wording", ["consent-99.en", "consent-1.fr"])
    def test_a_wording_of_ours_that_never_was_is_refused(self, wording: str) -> None:
        assert wording not in consents()
        assert [one.field for one in wrong(**self.given(wording=wording))] == ["consent.wording"]

    def test_the_clinics_own_wording_has_the_clinics_own_name(self) -> None:
        assert formed(**self.given(wording="form 12b")).consent.wording == "form 12b"

    def test_an_instant_without_zone_is_by_the_clinics_clock(self) -> None:
        at = formed(**self.given(given_at="2026-03-20 09:30")).consent.given_at

        assert at == datetime(2026, 3, 20, 13, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        "written", ["20 March 2026 9:30 am", "March 20, 2026, 9:30 am", "3/20/2026 9:30", "2026-03-20 at 9.30"]
    )
    def test_the_day_and_the_time_are_read_as_elsewhere_in_the_form(self, written: str) -> None:
        at = formed(**self.given(given_at=written)).consent.given_at

        assert at == datetime(2026, 3, 20, 13, 30, tzinfo=UTC)

    @pytest.mark.parametrize("written", ["3/4/2026 9:30", "20 March 2026 9", "soon", "9:30"])
    def test_a_moment_with_two_readings_is_refused_with_the_form_the_page_explains(self, written: str) -> None:
        (problem,) = wrong(**self.given(given_at=written))

        assert problem.mend == "write it like 2026-03-14 09:30"


@settings(max_examples=200, deadline=None)
@given(written=st.text(max_size=30), country=st.sampled_from(["us", "gb", "es", "nz"]))
def test_nothing_pasted_breaks_the_reading(written: str, country: str) -> None:
    assert pasted.phone(written, country) is None or written
    assert pasted.day(written) is None or isinstance(pasted.day(written), date)
    assert pasted.clock(written) is None or isinstance(pasted.clock(written), time)
    assert "\n" not in pasted.plain(written)
