"""The list carried out as a file: whom the filters leave and nobody of another clinic, a lead's to take, on record."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from functions import wiring
from functions.operations import people, people_table
from functions.operations.enrollment_fields import Problem
from functions.operations.people import Kind, Wanted
from functions.operations.people_table import COLUMNS, carried_out
from functions.ports import Commit
from functions.roles import Role
from functions.screens.log import done
from infra.local.sample import sample_clinic
from infra.pocket import Pocket
from messages.severity import Severity
from schedules.enrollment import Chart, Status
from schedules.listing import listed
from tests.contract.values import escalation
from tests.making import enrollment
from tests.shell.browsing import Browser, Front, front
from tests.shell.claiming import id_claims, machine_of, somebody
from tests.shell.remembered import Remembered, remembered
from tests.shell.test_shell_people import NOW, a_clinic_with

SHEET = "/console/people.csv"


def rows(sheet: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")))


def taken(world: Pocket, wanted: Wanted | None = None) -> list[dict[str, str]]:
    made = carried_out(world.world, sample_clinic(), wanted or Wanted(), by="ana")
    assert isinstance(made, str), made
    return rows(made)


def log_of(world: Pocket) -> list[tuple[str, str]]:
    found = world.world.store.logged("lakeside", before="", limit=9)
    return [(one.audit.author, one.audit.action) for one in found]


def test_each_line_says_what_the_list_says_and_no_whole_phone() -> None:
    her = {
        "chart": Chart(name="Sofía Núñez", reference="R-17"),
        "escalations": (escalation("e-1", Severity.URGENT),),
        "unreachable": True,
        "paused_until": NOW + timedelta(days=1),
        "last_reply_at": NOW,
    }

    (one,) = taken(a_clinic_with(her))

    assert tuple(one) == COLUMNS
    assert (one["name"], one["reference"], one["phone"], one["open"]) == ("Sofía Núñez", "R-17", "…0000", "urgent")
    assert (one["pathway"], one["language"], one["status"]) == ("early-medication", "en", "active")
    assert (one["undeliverable"], one["paused_until"], one["last_reply"]) == (
        *("yes", "2026-03-21 11:00", "2026-03-20 11:00"),
    )
    assert (one["number"][0], one["enrollment_id"], one["left"]) == ("#", "e0000", "")


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(), ["e0002", "e0001", "e0000"]),
        (Wanted(status=Status.WITHDRAWN), ["e0001"]),
        (Wanted(kinds=frozenset({Kind.LEFT})), ["e0002"]),
        (Wanted(sought="nunez"), ["e0000"]),
        (Wanted(sought="(202) 555-0001"), ["e0001"]),
        (Wanted(sought="nobody"), []),
    ],
)
def test_whom_the_filters_leave_stands_in_it(wanted: Wanted, left: list[str]) -> None:
    world = a_clinic_with({"chart": Chart(name="Núñez")}, {"status": Status.WITHDRAWN}, {"left_at": NOW})

    assert [one["enrollment_id"] for one in taken(world, wanted)] == left


def test_more_people_than_a_page_or_a_reading_holds_all_stand_in_it() -> None:
    world = a_clinic_with(*({} for _ in range(people.READ_AT_ONCE * 2 + 7)))

    assert len({one["enrollment_id"] for one in taken(world)}) == people.READ_AT_ONCE * 2 + 7


def test_a_list_that_cannot_be_read_whole_is_given_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PEOPLE_READ_MAX", people.READ_AT_ONCE)
    world = a_clinic_with(*({} for _ in range(people.READ_AT_ONCE)))

    made = carried_out(world.world, sample_clinic(), Wanted(), by="ana")

    assert isinstance(made, Problem)
    assert log_of(world) == []


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =HYPERLINK(1)"])
def test_no_name_becomes_a_formula(hostile: str) -> None:
    (one,) = taken(a_clinic_with({"chart": Chart(name=hostile, reference=hostile)}))

    assert (one["name"], one["reference"]) == (f"'{hostile}", f"'{hostile}")


def test_that_it_was_taken_stands_in_the_log_with_a_number_and_without_whom_she_sought() -> None:
    world = a_clinic_with({"chart": Chart(name="Núñez")}, {})

    taken(world, Wanted(sought="nunez"))

    assert log_of(world) == [("ana", "people_exported:1")]
    assert done("people_exported:1") == "carried out the list of people: 1"


@pytest.fixture
def desk() -> Iterator[Front]:
    with front() as opened:
        theirs = replace(enrollment(NOW, enrollment_id="e-theirs", clinic_id="hillside"), chart=Chart(name="Theirs"))
        wiring.world().store.commit(Commit(enrollment=theirs, listed=listed(theirs), takes_phone=True))
        yield opened


def list_of(desk: Front, role: Role, query: str = "") -> Browser:
    return desk.signed_in(desk.staff(role)).get(f"/console/people{query}")


def sheet_of(desk: Front, role: Role, **filters: str) -> Browser:
    page = list_of(desk, role)
    return page.post(SHEET, {"csrf": page.csrf, **filters})


def test_a_lead_finds_the_file_beside_the_list_with_the_same_filters(desk: Front) -> None:
    page = list_of(desk, Role.LEAD)
    page.get(page.post("/console/people", {"csrf": page.csrf, "who": "active", "q": "0143"}).went)
    form = page.body.partition(f'action="{SHEET}"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert (sent["q"], sent["who"], sent["track"], sent["week"]) == ("0143", "active", "", "")

    page.post(SHEET, sent)

    assert page.headers["Content-Disposition"] == 'attachment; filename="people-2026-03-02.csv"'
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [one["phone"] for one in rows(page.body)] == ["…0143"]
    assert wiring.world().store.logged("lakeside", before="", limit=1)[0].audit.action == "people_exported:1"


def test_the_file_is_taken_by_the_page_s_own_form_alone(desk: Front) -> None:
    forged = list_of(desk, Role.LEAD).post(SHEET, {"csrf": "another"})

    assert forged.status == 403
    assert wiring.world().store.logged("lakeside", before="", limit=1)[0].audit.action != "people_exported:1"
    assert list_of(desk, Role.LEAD).get(SHEET).status in {404, 405}


def test_a_nurse_finds_no_such_button_and_no_such_door(desk: Front) -> None:
    listed_ = list_of(desk, Role.NURSE).body
    refused = sheet_of(desk, Role.NURSE)

    assert ("…0143" in listed_, SHEET in listed_) == (True, False)
    assert refused.status == 403
    assert "…0143" not in refused.body


def test_nobody_of_another_clinic_stands_in_it(desk: Front) -> None:
    page = sheet_of(desk, Role.OPERATOR)

    assert len(rows(page.body)) == 1
    assert "Theirs" not in page.body


def test_where_the_list_cannot_be_read_whole_the_page_says_so(desk: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_table, "everybody", lambda *_: None)

    page = sheet_of(desk, Role.LEAD)

    assert page.status == 422
    assert "read the list through the API, a page at a time" in page.body


@pytest.fixture
def api() -> Iterator[Remembered]:
    with remembered() as world:
        lead = somebody(Role.LEAD)
        wiring.access().save_staff(lead)
        yield replace(world, claims=id_claims(lead))


def asked(api: Remembered, **body: object) -> tuple[int, object]:
    return api.call("POST", "/v1/enrollments/table", json.dumps(body), **{"content-type": "application/json"})


def test_the_api_gives_a_lead_the_same_table(api: Remembered) -> None:
    status, sheet = asked(api, sought="0143", status="active")
    none = asked(api, status="withdrawn")[1]

    assert status == 200
    assert [one["enrollment_id"] for one in rows(str(sheet))] == [api.her.enrollment_id]
    assert rows(str(none)) == []
    assert asked(api, cursor="x")[0] == 422


@pytest.mark.parametrize("role", [Role.NURSE, None])
def test_the_api_gives_it_to_no_nurse_and_no_machine(api: Remembered, role: Role | None) -> None:
    if role is not None:
        wiring.access().save_staff(somebody(role))
    claims = id_claims(somebody(role)) if role else machine_of(wiring.access(), "lakeside")

    assert asked(replace(api, claims=claims))[0] == 403


def test_the_api_says_what_to_do_where_one_file_cannot_hold_them(
    api: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_table, "everybody", lambda *_: None)

    status, told = asked(api)

    assert (status, told["problems"][0]["field"]) == (422, "people")  # type: ignore[index]
