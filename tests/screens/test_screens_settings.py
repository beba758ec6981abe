"""Settings: what the form shows posts back to the same settings; what is typed is never lost; saving is never blind."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from functions.operations.clinic_settings import changed_by
from functions.operations.enrollment_fields import Problem
from functions.operations.setting_problems import SETTINGS
from functions.screens import settings
from functions.screens.rendering import render
from functions.screens.settings_fields import FIXED, GROUPS
from functions.screens.settings_form import as_form, changes, on_the_form, without_address
from functions.screens.settings_there import left_there, rung_by_test
from functions.screens.settings_typed import moved, place_of, read, size, typed
from messages.language import Language
from messages.opt_in import OptIn
from messages.severity import Severity
from schedules.clinic import Clinic, Contact, Hours, OnCall
from schedules.text import Channel
from schedules.thresholds import Thresholds
from tests.making import MONDAY, clinic
from tests.screens.frames import HOSTILE, Page, breaks_no_rule, frame

ACTION = "/console/settings"
CLINICS = {
    "usual": clinic(),
    "unusual": clinic(
        name="Ärzte",
        hours=Hours(opens=time(7), closes=time(20, 15), days=frozenset({0, 6})),
        planned_from=time(10, 5),
        planned_until=time(18),
        thresholds=Thresholds(fever_celsius=38.3, pads_per_hour=3, methotrexate_months=6, waiting_days=10),
        acknowledge_within={
            Severity.CRISIS: timedelta(seconds=90),
            Severity.EMERGENCY: timedelta(minutes=7),
            Severity.URGENT: timedelta(hours=1, minutes=10),
        },
        body_retention=timedelta(days=365),
        ladder=(
            Contact(contact_id="zoe-2", phone="+12025550118", language=Language.SPANISH),
            Contact(contact_id="ana", phone="+12025550111"),
            Contact(contact_id="ben", phone="+12025550112"),
        ),
    ),
    "never": clinic(hours=Hours(opens=time(9), closes=time(17), days=frozenset()), topics=frozenset()),
}


def raw_of(of: Clinic) -> dict[str, Any]:
    return as_form(of)


def html(shown: settings.Shown, template: str = "settings.html") -> str:
    rung = rung_by_test(clinic(), MONDAY)
    values = {"settings": shown, "may_change": True, "rung_by_test": rung, "left": ""}
    return render(template, frame("settings"), **values)


@pytest.mark.parametrize("name", CLINICS)
def test_what_the_form_shows_posts_back_to_the_same_settings(name: str) -> None:
    raw = raw_of(CLINICS[name])

    posted = Page(html(settings.shown(raw, digest="d"))).posted(ACTION)

    assert read(posted, raw) == raw
    assert changes(posted, raw) == {}
    assert posted["digest"] == "d"


EVERYTHING = clinic(
    calls_from="+12025550110",
    topics=frozenset({OptIn.DATES, OptIn.KEEPSAKES, OptIn.PARTNER}),
    holidays=frozenset({date(2026, 12, 25), date(2026, 7, 3)}),
    acknowledge_within={Severity.CRISIS: timedelta(seconds=90)},
    ladder=(
        Contact(
            contact_id="zoe",
            phone="+12025550118",
            language=Language.SPANISH,
            channels=frozenset({Channel.CALL, Channel.EMAIL}),
            email="zoe@clinic.example",
            on_call=OnCall.AFTER_HOURS,
            out_until=datetime(2026, 8, 1, 12, 0, tzinfo=UTC),
        ),
        Contact(contact_id="ana", phone="+12025550111", on_call=OnCall.CLINIC_HOURS),
    ),
)
TYPED: list[tuple[str, str, Any, Any]] = [
    ("name", "Elm", "name", "Elm"),
    ("phone", "202-555-0177", "phone", "202-555-0177"),
    ("after_hours_phone", "202-555-0178", "after_hours_phone", "202-555-0178"),
    ("hours.opens", "07:30", "hours", Hours(opens=time(7, 30), closes=time(17), days=frozenset(range(5)))),
    ("hours.closes", "16:00", "hours", Hours(opens=time(8, 30), closes=time(16), days=frozenset(range(5)))),
    ("hours.days.5", "yes", "hours", Hours(opens=time(8, 30), closes=time(17), days=frozenset(range(6)))),
    ("holidays", "2026-12-26", "holidays", frozenset({date(2026, 12, 26)})),
    ("holidays", "", "holidays", frozenset()),
    ("planned_from", "10:00", "planned_from", time(10)),
    ("planned_until", "18:00", "planned_until", time(18)),
    (
        "acknowledge_within_minutes.urgent",
        "10",
        "acknowledge_within",
        {
            Severity.CRISIS: timedelta(seconds=90),
            Severity.URGENT: timedelta(minutes=10),
        },
    ),
    ("thresholds.fever_celsius", "38,3", "thresholds", Thresholds(fever_celsius=38.3)),
    ("thresholds.pads_per_hour", "3", "thresholds", Thresholds(pads_per_hour=3)),
    ("body_retention_days", "45", "body_retention", timedelta(days=45)),
    ("topics.dates", "", "topics", frozenset({OptIn.KEEPSAKES, OptIn.PARTNER})),
    ("topics.intimacy", "yes", "topics", frozenset({OptIn.DATES, OptIn.INTIMACY, OptIn.KEEPSAKES, OptIn.PARTNER})),
]
OF_A_CONTACT: list[tuple[str, str, str, Any]] = [
    ("contact_id", "zoe-2", "contact_id", "zoe-2"),
    ("phone", "(202) 555-0177", "phone", "+12025550177"),
    ("language", "en", "language", Language.ENGLISH),
    ("email", "z@clinic.example", "email", "z@clinic.example"),
    ("channels.sms", "yes", "channels", frozenset(Channel)),
    ("on_call", "always", "on_call", OnCall.ALWAYS),
    ("out_until", "2026-12-01T08:00", "out_until", datetime(2026, 12, 1, 13, 0, tzinfo=UTC)),
    ("out_until", "", "out_until", None),
]


def test_a_clinic_that_uses_every_setting_reads_and_posts_back_without_a_change() -> None:
    raw = raw_of(EVERYTHING)

    posted = Page(html(settings.shown(raw, digest="d"))).posted(ACTION)

    assert posted["ladder.0.out_until"] == "2026-08-01T08:00"
    assert changed_by(EVERYTHING, changes(posted, raw)) == EVERYTHING


@pytest.mark.parametrize(("name", "value", "setting", "becomes"), TYPED)
def test_each_field_changes_its_setting_and_no_other(name: str, value: str, setting: str, becomes: Any) -> None:
    raw = raw_of(EVERYTHING)

    changed = changed_by(EVERYTHING, changes({**typed(raw), name: value}, raw))

    assert changed == replace(EVERYTHING, **{setting: becomes})


@pytest.mark.parametrize(("name", "value", "setting", "becomes"), OF_A_CONTACT)
def test_each_field_of_a_contact_changes_it_and_leaves_the_others(
    name: str, value: str, setting: str, becomes: Any
) -> None:
    raw = raw_of(EVERYTHING)

    changed = changed_by(EVERYTHING, changes({**typed(raw), f"ladder.0.{name}": value}, raw))

    first, second = EVERYTHING.ladder
    assert changed == replace(EVERYTHING, ladder=(replace(first, **{setting: becomes}), second))


@pytest.mark.parametrize(
    ("field", "at"),
    [
        ("acknowledge_within_minutes.crisis", "acknowledge_within_minutes.crisis"),
        ("acknowledge_within_minutes.soon", "acknowledge_within_minutes.soon"),
        ("holidays.0", "holidays"),
        ("topics.1", "topics"),
        ("ladder.1.phone", "ladder.1.phone"),
        ("ladder.1.channels.0", "ladder.1.channels"),
        ("thresholds.fever_celsius", "thresholds.fever_celsius"),
        ("ladder", "ladder"),
    ],
)
def test_a_problem_stands_at_the_field_of_the_form(field: str, at: str) -> None:
    problem = Problem(field=field, problem="is wrong", mend="mend it")

    assert on_the_form(problem, typed(raw_of(EVERYTHING))).field == at


@pytest.mark.parametrize("name", CLINICS)
def test_the_page_before_saving_carries_everything_that_was_typed(name: str) -> None:
    raw = raw_of(CLINICS[name])
    said = {**typed(raw), "name": HOSTILE, "thresholds.fever_celsius": "hot"}

    posted = Page(html(settings.shown(raw, digest="d", said=said), "settings_changes.html")).posted(ACTION)

    assert posted == {**said, "digest": "d", "csrf": "token"}


def test_every_setting_of_a_clinic_has_a_field_or_is_the_operators() -> None:
    shown = {field.path.partition(".")[0] for group in GROUPS for field in group.fields}
    assert set(SETTINGS) == shown | FIXED.keys() | {"ladder"}
    assert {f"thresholds.{one.name}" for one in fields(Thresholds)} <= {
        field.path for group in GROUPS for field in group.fields
    }


@pytest.mark.parametrize("name", sorted(FIXED))
def test_what_only_an_operator_sets_cannot_be_posted(name: str) -> None:
    raw = raw_of(clinic())

    assert read({**typed(raw), name: HOSTILE}, raw)[name] == raw[name]


def test_what_was_not_on_the_page_stays_as_it_is() -> None:
    raw = raw_of(clinic())

    assert read({}, raw) == raw
    assert read({"phone": "202-555-0177"}, raw) == {**raw, "phone": "202-555-0177"}


def test_a_box_that_is_not_ticked_is_off_where_the_boxes_were_on_the_page() -> None:
    raw = raw_of(clinic())
    said = {name: value for name, value in typed(raw).items() if name != "hours.days.4"}

    assert read(said, raw)["hours"]["days"] == [0, 1, 2, 3]


def test_each_private_topic_is_a_box_by_its_plain_name_and_says_what_it_is_to_leave_one_unticked() -> None:
    page = Page(html(settings.shown(raw_of(clinic(topics=frozenset({OptIn.DATES}))), digest="d")))

    boxes = [one for one in page.all("input") if one.get("name", "").startswith("topics.")]
    assert [one["name"] for one in boxes] == [f"topics.{one}" for one in OptIn]
    assert [one["name"] for one in boxes if "checked" in one] == ["topics.dates"]
    for said in ("Closeness and sex", "Trying again", "What is not ticked is not offered", "comes to the inbox"):
        assert said in page.text


def test_a_topic_turned_off_is_seen_before_it_is_saved() -> None:
    raw = raw_of(clinic(topics=frozenset({OptIn.DATES, OptIn.PARTNER})))
    said = {name: value for name, value in typed(raw).items() if name != "topics.partner"}

    (change,) = settings.shown(raw, digest="d", said=said).changes

    assert (change.before, change.after) == ("Dates that may hurt, Somebody close to her", "Dates that may hurt")


@pytest.mark.parametrize(
    ("typed_as", "means"),
    [("38.5", 38.5), ("38,5", 38.5), ("38", 38), (" 38 ", 38), ("hot", "hot"), ("", ""), ("-1", "-1"), ("1e9", "1e9")],
)
def test_a_number_is_read_where_it_is_one_and_else_stays_for_the_refusal(typed_as: str, means: object) -> None:
    raw = raw_of(clinic())

    assert read({"thresholds.fever_celsius": typed_as}, raw)["thresholds"]["fever_celsius"] == means


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("up.1", ["ana", "zoe-2", "ben"]),
        ("down.0", ["ana", "zoe-2", "ben"]),
        ("down.1", ["zoe-2", "ben", "ana"]),
        ("remove.1", ["zoe-2", "ben"]),
        ("add", ["zoe-2", "ana", "ben", ""]),
        ("up.0", ["zoe-2", "ana", "ben"]),
        ("down.2", ["zoe-2", "ana", "ben"]),
        ("remove.9", ["zoe-2", "ana", "ben"]),
        ("remove.x", ["zoe-2", "ana", "ben"]),
        ("remove.²", ["zoe-2", "ana", "ben"]),
        ("look", ["zoe-2", "ana", "ben"]),
    ],
)
def test_a_button_of_the_ladder_moves_whole_people_and_loses_nothing_typed(act: str, order: list[str]) -> None:
    raw = raw_of(CLINICS["unusual"])
    said = moved({**typed(raw), "name": "half typ"}, act)

    ladder = read(said, raw)["ladder"]

    assert [one["contact_id"] for one in ladder] == order
    assert all(one in raw["ladder"] for one in ladder if one["contact_id"])
    assert said["name"] == "half typ"


@pytest.mark.parametrize("claimed", ["1000000", "-1", "²", "x", ""])
def test_a_form_that_claims_an_endless_ladder_is_cut(claimed: str) -> None:
    raw = raw_of(clinic())

    assert len(read({**typed(raw), "ladder.size": claimed}, raw)["ladder"]) <= 13


def test_every_problem_stands_beside_its_field_and_in_a_summary_that_leads_there() -> None:
    raw = raw_of(clinic())
    problems = [
        Problem(field=name, problem=f"{HOSTILE} is wrong", mend="mend it")
        for name in (*typed(raw), "ladder", "something.new")
        if name != "ladder.size" and typed(raw).get(name) != "yes"
    ]

    page = Page(html(settings.shown(raw, digest="d", said=typed(raw), problems=problems)))

    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    led = {one["href"][1:] for one in page.all("a") if one["href"].startswith("#") and one["href"] != "#main"}
    assert led <= ids
    assert {one.field for one in problems} - {"ladder", "something.new"} <= led
    described = {name for one in page.all("input") for name in one.get("aria-describedby", "").split()}
    assert described <= ids
    assert page.text.count("is wrong") == 2 * (len(problems) - 2) + 1


def test_problems_are_listed_as_their_fields_stand_on_the_page_in_words_of_the_page() -> None:
    raw = raw_of(clinic())
    fields = (
        "body_retention_days",
        "thresholds.pads_hours",
        "ladder.1.phone",
        "ladder.0.email",
        "ladder",
        "hours.days",
    )
    problems = [Problem(field=one, problem="has one short name (contact_id) twice", mend="mend it") for one in fields]

    shown = settings.shown(raw, digest="d", said=typed(raw), problems=problems)

    places = ["hours.days", "settings", "ladder.0.email", "ladder.1.phone"]
    assert list(shown.wrong) == [*places, "thresholds.pads_hours", "body_retention_days"]
    assert "contact_id" not in Page(html(shown)).text
    assert "tick the days" in shown.wrong["hours.days"]


def test_whoever_was_added_or_moved_has_the_focus() -> None:
    raw = raw_of(clinic())
    for act, at in (("add", 2), ("up.1", 0), ("down.0", 1), ("remove.1", 0), ("look", None)):
        said = moved(typed(raw), act)

        page = Page(html(settings.shown(raw, digest="d", said=said, at=place_of(act, size(said)))))

        focused = [one["id"] for one in page.all("h3") if "autofocus" in one]
        assert focused == ([] if at is None else [f"ladder.{at}"])


@pytest.mark.parametrize(("country", "shown"), [("us", True), ("gb", False)])
def test_a_fever_is_shown_in_fahrenheit_too_where_thermometers_show_that(country: str, shown: bool) -> None:
    page = Page(html(settings.shown(raw_of(clinic(country=country)), digest="d")))

    assert ("100.4 °F" in page.text) is shown


@pytest.mark.parametrize(("people", "warned"), [(1, True), (2, False)])
def test_a_ladder_of_one_says_that_nobody_else_is_told(people: int, warned: bool) -> None:
    alone = clinic(ladder=CLINICS["unusual"].ladder[:people])

    page = Page(html(settings.shown(raw_of(alone), digest="d")))

    assert ("Only one person is on call" in page.text) is warned


def ladder(**changes: Any) -> Clinic:
    """Ana and Ben on call, with these changes of Ana."""
    ana, ben = clinic().ladder
    return clinic(ladder=(replace(ana, **changes), ben))


AWAY: dict[str, Any] = {"out_until": MONDAY + timedelta(days=1)}
OFF_DUTY: dict[str, Any] = {"on_call": OnCall.AFTER_HOURS}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "ana, 202-555-0111"),
        (AWAY, "ana, 202-555-0111 (away until Tue 3 Mar, 10:00 am: passed over)"),
        (OFF_DUTY, "ana, 202-555-0111 (off duty now: passed over)"),
        ({"out_until": MONDAY - timedelta(days=1)}, "ana, 202-555-0111"),
    ],
)
def test_whom_a_test_passes_over_is_named_as_away_or_off_duty(changes: dict[str, Any], says: str) -> None:
    assert rung_by_test(ladder(**changes), MONDAY) == (says, "ben, 202-555-0112")


def test_where_all_are_away_a_test_passes_nobody_over() -> None:
    away = clinic(ladder=tuple(replace(one, **AWAY) for one in clinic().ladder))

    assert [one.partition(" (")[2] for one in rung_by_test(away, MONDAY)] == ["away until Tue 3 Mar, 10:00 am)"] * 2


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (ladder(**AWAY), "only ben is there now"),
        (ladder(**OFF_DUTY), "only ben is there now"),
        (clinic(ladder=clinic().ladder[:1]), "only ana is on call"),
        (clinic(ladder=tuple(replace(one, **AWAY) for one in clinic().ladder)), "nobody is there now"),
        (ladder(phone="+12025550199"), ""),
    ],
)
def test_a_change_that_leaves_one_person_there_says_so_before_it_is_saved(after: Clinic, says: str) -> None:
    left = left_there(clinic(), after, MONDAY)

    assert bool(left) is bool(says)
    assert says in left


def test_a_change_of_something_else_says_nothing_of_who_is_there() -> None:
    assert left_there(ladder(**AWAY), replace(ladder(**AWAY), name="Elm Clinic"), MONDAY) == ""


def test_being_away_is_said_to_end_where_nobody_else_answers() -> None:
    page = Page(html(settings.shown(raw_of(clinic()), digest="d")))

    assert "Others cover until then, unless nobody else answers." in page.text


def test_email_ticked_for_somebody_new_needs_an_address_and_a_box_that_merely_stood_ticked_none() -> None:
    raw = raw_of(clinic())
    new = {**moved(typed(raw), "add"), "ladder.2.contact_id": "zoe", "ladder.2.phone": "+12025550118"}

    assert without_address(new, raw) == []
    assert [one.field for one in without_address({**new, "ladder.2.channels.email": "yes"}, raw)] == ["ladder.2.email"]


def test_a_phone_is_asked_for_as_the_clinics_country_writes_it() -> None:
    raw = raw_of(clinic(country="gb"))

    assert "As you have it, like 07700 900123 or +447700900123." in Page(html(settings.shown(raw, digest="d"))).text


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("ladder.0.email", "On call, ana, E-mail: must be an address; "),
        ("ladder.1.out_until", "On call, ben, Away until: must be an address; "),
        ("ladder.1", "On call, ben: must be an address; "),
    ],
)
def test_a_problem_of_somebody_on_call_is_named_with_her_field_as_the_page_names_it(field: str, named: str) -> None:
    ladder = (Contact(contact_id="ana", phone="+12025550111"), Contact(contact_id="ben", phone="+12025550112"))
    wrong = Problem(field=field, problem="must be an address", mend="mend it")

    shown = settings.shown(raw_of(clinic(ladder=ladder)), digest="d", problems=[wrong])

    assert next(iter(shown.wrong.values())).startswith(named)


def test_what_was_typed_wrongly_is_shown_again_as_typed() -> None:
    raw = raw_of(clinic())
    said = {**typed(raw), "hours.opens": HOSTILE, "ladder.0.phone": HOSTILE}
    problems = [Problem(field=name, problem="is wrong", mend="mend it") for name in ("hours.opens", "ladder.0.phone")]

    page = Page(html(settings.shown(raw, digest="d", said=said, problems=problems)))

    shown = {one["name"]: one for one in page.all("input") if "name" in one}
    assert shown["hours.opens"]["value"] == HOSTILE
    assert shown["hours.opens"]["type"] == "text"
    assert shown["ladder.0.phone"]["value"] == HOSTILE


def test_before_saving_each_change_is_shown_old_and_new() -> None:
    raw = raw_of(clinic())
    said = moved({**typed(raw), "thresholds.fever_celsius": "38.5", "ladder.1.phone": "+12025550199"}, "up.1")
    said.pop("hours.days.4")

    shown = settings.shown(raw, digest="d", said=said)

    assert [(one.name, one.before, one.after) for one in shown.changes] == [
        ("Open on", "Monday, Tuesday, Wednesday, Thursday, Friday", "Monday, Tuesday, Wednesday, Thursday"),
        ("Fever from", "38 °C", "38.5 °C"),
        ("On call, in this order", "ana, ben", "ben, ana"),
        ("ben: mobile phone", "+12025550112", "+12025550199"),
    ]


def test_nothing_to_save_is_said_and_offers_no_button_that_saves() -> None:
    raw = raw_of(clinic())

    page = Page(html(settings.shown(raw, digest="d", said=typed(raw)), "settings_changes.html"))

    assert [one["value"] for one in page.all("button") if one.get("name") == "do"] == ["edit"]


def test_when_somebody_else_changed_them_meanwhile_nothing_typed_is_lost_and_both_stand_side_by_side() -> None:
    theirs = raw_of(clinic(phone="202-555-0177"))
    mine = {**typed(raw_of(clinic())), "name": "Mine"}

    shown = settings.shown(theirs, digest="theirs", said=mine, meanwhile=True)
    page = Page(html(shown))

    assert [(one.before, one.after) for one in shown.changes] == [
        ("North Clinic", "Mine"),
        ("202-555-0177", "202-555-0100"),
    ]
    assert "Somebody else changed the settings meanwhile" in page.text
    assert page.posted(ACTION)["name"] == "Mine"
    assert page.posted(ACTION)["digest"] == "theirs"


def test_the_key_enter_looks_at_what_changes_and_moves_nobody() -> None:
    buttons = Page(html(settings.shown(raw_of(clinic()), digest="d"))).all("button")

    assert next(one["value"] for one in buttons if one.get("name") == "do") == "look"


def test_a_nurse_reads_every_setting_and_finds_no_form() -> None:
    raw = raw_of(CLINICS["unusual"])
    values = {"settings": settings.shown(raw, digest="d"), "may_change": False, "rung_by_test": ()}

    page = Page(render("settings_read.html", frame("settings"), **values))

    assert [one["action"] for one in page.all("form")] == ["/console/sign-out", "/console/sign-out-everywhere"]
    said = ("38.3 °C", "+12025550118", "70 minutes", "365 days", "Monday, Sunday")
    assert [words for words in said if words not in page.text] == []


@pytest.mark.parametrize("template", ["settings.html", "settings_changes.html", "settings_read.html"])
def test_nothing_is_inline_and_nothing_hostile_becomes_a_tag(template: str) -> None:
    raw = raw_of(EVERYTHING)
    said = {name: HOSTILE for name in typed(raw) if name != "ladder.size"} | {"ladder.size": "2", HOSTILE: HOSTILE}
    problems = [Problem(field=HOSTILE, problem=HOSTILE, mend=HOSTILE)]

    assert breaks_no_rule(html(settings.shown(raw, digest=HOSTILE, said=said, problems=problems), template))
