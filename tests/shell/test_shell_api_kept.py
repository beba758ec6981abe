"""The API keeps what it promises every caller: once, in order, a page at a time, with every problem told."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import wiring
from functions.operations import showing
from functions.operations.acting import Contended
from functions.operations.cutting import PAGE_BYTES_MAX, Cut, Placed, cut
from functions.operations.receiving import Arrived, receive
from functions.ports import SecretsDown, StoreDown
from functions.ports_access import PoolDown
from functions.roles import Role
from functions.settings import Settings
from infra.local.sample import sample_clinic
from infra.pocket import sample_form
from tests.shell.claiming import id_claims, machine_of, somebody
from tests.shell.conftest import HER
from tests.shell.remembered import NOW, Remembered, remembered

PAGES_MAX = 60
KEY = {"idempotency-key": "k2"}
CSV = {"content-type": "text/csv"}
HEADER = (
    "phone,language,zone,loss,treatment,gestation_weeks,tablets_on,conditions,safe_phone,"
    "consent_method,consent_wording,consent_by,consent_at"
)


@pytest.fixture
def desk() -> Iterator[Remembered]:
    """An operator of the clinic, who may do everything."""
    with remembered() as world:
        operator = somebody(Role.OPERATOR)
        wiring.access().save_staff(operator)
        yield replace(world, claims=id_claims(operator))


def at(desk: Remembered, act: str = "") -> str:
    return f"/v1/enrollments/{desk.her.enrollment_id}{act}"


def send(desk: Remembered, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    return desk.call(method, path, None if body is None else json.dumps(body), **headers)


def enroll(desk: Remembered, number: int) -> str:
    form = sample_form(
        NOW, phone=f"+120255502{number:02}", chart={"name": f"Núñez {number}", "reference": f"R{number}"}
    )
    return str(send(desk, "POST", "/v1/enrollments", form, **{"idempotency-key": f"new{number}"})[1]["enrollment_id"])


def row(number: int, **changes: str) -> str:
    cells = dict(
        zip(
            HEADER.split(","),
            (
                f"+120255503{number:02}", "en", "America/New_York", "early", "medication", "8", "2026-03-02", "none",
                "yes", "staff", "consent-2026-11", "desk", "2026-03-02T14:00:00+00:00",
            ),
            strict=True,
        )
    )  # fmt: skip
    return ",".join({**cells, **changes}.values())


def test_a_write_that_names_an_older_version_does_nothing(desk: Remembered) -> None:
    version = send(desk, "GET", at(desk))[1]["version"]
    seen = {"if-match": f'"v{version}"'}

    first = send(desk, "PATCH", at(desk), {"language": "es"}, **seen)
    second = send(desk, "POST", at(desk, "/withdraw"), {}, **seen)
    strange = send(desk, "POST", at(desk, "/withdraw"), {}, **{"if-match": "yesterday"})

    assert (first[0], first[1]["language"]) == (200, "es")
    assert [(status, told["code"]) for status, told in (second, strange)] == [(412, "outdated")] * 2
    assert send(desk, "GET", at(desk))[1]["status"] == "active"


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(desk: Remembered) -> None:
    version = send(desk, "GET", at(desk))[1]["version"]
    asked = {"if-match": f'"v{version}"', **KEY}

    first = send(desk, "POST", at(desk, "/pause"), {}, **asked)
    again = send(desk, "POST", at(desk, "/pause"), {}, **asked)

    assert (first[0], again[0]) == (200, 200)
    assert first[1]["version"] == again[1]["version"]


@pytest.mark.parametrize(
    ("method", "part", "body"),
    [
        ("POST", "/pause", {"until": "2026-04-02T09:00:00+00:00"}),
        ("POST", "/withdraw", {}),
        ("PATCH", "", {"language": "es"}),
        ("POST", "/texts", {"body": "We call you at five."}),
    ],
)
def test_one_key_asks_for_one_thing_of_her_and_for_another_it_is_refused(
    desk: Remembered, method: str, part: str, body: dict[str, str]
) -> None:
    paused = send(desk, "POST", at(desk, "/pause"), {"until": "2026-04-01T09:00:00+00:00"}, **KEY)[1]

    status, told = send(desk, method, at(desk, part), body, **KEY)

    assert (status, told["code"]) == (409, "key_reused")
    assert send(desk, "GET", at(desk))[1] == paused


def test_a_mark_under_the_key_of_another_is_refused(desk: Remembered) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid="SMhers", sender=HER, body="thanks"))
    label = at(desk, "/texts/SMhers/label")

    marked = [send(desk, "PUT", label, {"label": one}, **KEY)[0] for one in ("question", "question", "ack")]

    assert marked == [200, 200, 409]


def test_only_what_is_sent_is_amended_and_a_phone_never(desk: Remembered) -> None:
    amended = send(desk, "PATCH", at(desk), {"chart": {"call_note": "after 6"}, "planned_from": "10:00"})[1]
    status, told = send(desk, "PATCH", at(desk), {"phone": "+12025550199", "moon": 1, "zone": "Mars"})

    assert (amended["chart"]["call_note"], amended["preferences"]["planned_from"]) == ("after 6", "10:00")
    assert amended["language"] == "en"
    assert (status, {one["field"] for one in told["problems"]}) == (422, {"phone", "moon", "zone"})


def test_the_list_comes_in_pages_each_person_once(desk: Remembered) -> None:
    made = [enroll(desk, number) for number in range(4)]

    found: list[str] = []
    query = "limit=2"
    for _ in range(5):
        status, page = desk.call("GET", "/v1/enrollments", None, query=query)
        assert status == 200
        found += [one["enrollment_id"] for one in page["people"]]
        if page["next"] is None:
            break
        query = f"limit=2&cursor={page['next']}"

    assert sorted(found) == sorted([*made, desk.her.enrollment_id])


def pages(desk: Remembered, path: str, limit: int) -> list[Any]:
    """Each page, by way of `next`."""
    found: list[Any] = []
    query = f"limit={limit}"
    for _ in range(PAGES_MAX):
        status, page = desk.call("GET", path, None, query=query)
        assert status == 200
        found.append(page)
        if page["next"] is None:
            return found
        query = f"limit={limit}&cursor={page['next']}"
    raise AssertionError("the pages have no end")


def test_what_is_open_comes_in_pages_the_gravest_first_however_many_strangers_write(desk: Remembered) -> None:
    for number in range(6):
        arrived = Arrived(sid=f"SMs{number}", sender=f"+1202555040{number}", body="who is this")
        receive(wiring.world(), "lakeside", arrived)
    receive(wiring.world(), "lakeside", Arrived(sid="SM9", sender=HER, body="i passed out"))
    whole = desk.call("GET", "/v1/escalations", None)[1]

    read = pages(desk, "/v1/escalations", 3)

    assert [len(page["escalations"]) for page in read] == [3, 3, 1]
    assert [one for page in read for one in page["escalations"]] == whole["escalations"]
    assert (whole["escalations"][0]["raised"]["body"], whole["next"]) == ("i passed out", None)


def test_one_matter_that_is_taken_while_pages_are_read_hides_no_other(desk: Remembered) -> None:
    for number in range(4):
        arrived = Arrived(sid=f"SMs{number}", sender=f"+1202555040{number}", body="who is this")
        receive(wiring.world(), "lakeside", arrived)
    first = desk.call("GET", "/v1/escalations", None, query="limit=2")[1]
    one = first["escalations"][1]
    send(desk, "POST", f"/v1/escalations/{one['enrollment_id']}/{one['escalation_id']}/resolve", {})

    rest = desk.call("GET", "/v1/escalations", None, query=f"cursor={first['next']}")[1]

    read = [one["enrollment_id"] for one in (*first["escalations"], *rest["escalations"])]
    assert (len(read), len(set(read))) == (4, 4)


def test_her_texts_come_in_pages_what_was_first_and_what_is_to_come_after_it(desk: Remembered) -> None:
    for number in range(5):
        receive(wiring.world(), "lakeside", Arrived(sid=f"SMh{number}", sender=HER, body="thank you"))
    record = send(desk, "GET", at(desk))[1]

    read = pages(desk, at(desk, "/texts"), 4)

    assert all(len(page["past"]) + len(page["coming"]) == 4 for page in read[:-1])
    assert [one for page in read for one in page["past"]] == record["past"]
    assert [one for page in read for one in page["coming"]] == record["coming"]
    assert send(desk, "GET", "/v1/enrollments/e0nobody/texts")[0] == 404


def test_a_record_shows_the_newest_of_her_texts_and_their_list_all(
    desk: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "PAST_SHOWN_MAX", 2)
    for number in range(3):
        receive(wiring.world(), "lakeside", Arrived(sid=f"SMh{number}", sender=HER, body="thank you"))

    (page,) = pages(desk, at(desk, "/texts"), 50)

    assert len(page["past"]) > 2
    assert send(desk, "GET", at(desk))[1]["past"] == page["past"][-2:]


def test_a_page_ends_before_it_is_larger_than_one_answer_may_be() -> None:
    half = {"body": "x" * (PAGE_BYTES_MAX // 2)}
    lines = [Placed(place=str(number), field="past", shown=lambda: half) for number in range(3)]
    large = [Placed(place="0", field="past", shown=lambda: {"body": "x" * 2 * PAGE_BYTES_MAX}), *lines[1:]]

    assert [cut(lines, after=after, limit=9).next for after in ("", "0", "1")] == ["0", "1", None]
    assert cut(large, after="", limit=9) == Cut(shown={"past": [large[0].shown()]}, next="0")


@pytest.mark.parametrize("path", ["/v1/escalations", "/v1/enrollments/{her}/texts"])
@pytest.mark.parametrize("query", ["limit=0", "limit=51", "cursor=%00", "cursor=_w", "page=2"])
def test_the_lists_that_come_in_pages_take_what_the_list_of_people_takes(
    desk: Remembered, path: str, query: str
) -> None:
    status, problem = desk.call("GET", path.format(her=desk.her.enrollment_id), None, query=query)

    assert (status, problem["problems"][0]["field"]) == (422, query.partition("=")[0])


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "cursor=%00", "cursor=AA", "week=-1", "kind=happy", "sattus=active", "limit=1&limit=2"],
)
def test_a_parameter_that_does_not_fit_is_told_and_never_passed_over(desk: Remembered, query: str) -> None:
    status, told = desk.call("GET", "/v1/enrollments", None, query=query)

    assert status == 422
    assert told["problems"][0]["mend"]


@pytest.mark.parametrize("sought", ["+12025550203", "(202) 555-0203", "R3", "nunez 3"])
def test_people_are_sought_in_a_body_by_phone_name_or_reference(desk: Remembered, sought: str) -> None:
    third = enroll(desk, 3)
    enroll(desk, 4)

    status, page = send(desk, "POST", "/v1/enrollments/search", {"sought": sought})

    assert status == 200
    assert [one["enrollment_id"] for one in page["people"]] == [third]


def test_staffs_own_words_go_out_once_and_are_counted(desk: Remembered) -> None:
    words = {"body": "We will call you at 3. — Ana"}

    counted = send(desk, "POST", "/v1/texts/count", words)[1]
    first = send(desk, "POST", at(desk, "/texts"), words, **KEY)
    again = send(desk, "POST", at(desk, "/texts"), words, **KEY)
    other = send(desk, "POST", at(desk, "/texts"), {"body": "Something else"}, **KEY)

    assert (counted["segments"], counted["encoding"]) == (1, "UCS-2")
    assert (first[0], again[0], again[1]["repeated"]) == (201, 200, True)
    assert (other[0], other[1]["code"]) == (409, "key_reused")
    past = send(desk, "GET", at(desk, "/texts"))[1]["past"]
    assert [one["body"] for one in past if one["purpose"] == "staff"] == [words["body"]]


@pytest.mark.parametrize(
    ("body", "key", "status", "code"),
    [("", "k1", 422, "empty"), ("x" * 700, "k1", 422, "too_long"), ("hello", "", 400, "header")],
)
def test_words_that_cannot_go_are_refused_with_the_reason(
    desk: Remembered, body: str, key: str, status: int, code: str
) -> None:
    headers = {"idempotency-key": key} if key else {}

    answered, told = send(desk, "POST", at(desk, "/texts"), {"body": body}, **headers)

    assert (answered, told["code"]) == (status, code)


def test_nobody_who_asked_us_to_stop_is_written_to(desk: Remembered) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid="SM9", sender=HER, body="STOP"))

    status, told = send(desk, "POST", at(desk, "/texts"), {"body": "hello", "urgent": True}, **KEY)

    assert (status, told["code"]) == (409, "left")


def test_a_matter_is_given_back_and_opened_again_and_what_was_done_is_not_done_twice(desk: Remembered) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid="SM9", sender=HER, body="i passed out"))
    (one,) = send(desk, "GET", "/v1/escalations")[1]["escalations"]
    path = f"/v1/escalations/{one['enrollment_id']}/{one['escalation_id']}"

    def done(act: str) -> tuple[int, str]:
        status = [send(desk, "POST", f"{path}/{act}", **{"idempotency-key": act})[0] for _ in range(2)]
        assert status[0] == status[1]
        return status[0], send(desk, "GET", path)[1]["state"]

    acts = ("give-back", "reopen", "acknowledge", "release", "give-back", "resolve", "reopen")
    answers = [done(act) for act in acts]

    assert answers == [
        (409, "open"),
        (409, "open"),
        (200, "acknowledged"),
        (200, "acknowledged"),
        (200, "open"),
        (200, "closed"),
        (200, "open"),
    ]
    history = [entry["action"].partition(":")[0] for entry in send(desk, "GET", path)[1]["history"]]
    assert [history.count(one) for one in ("gave_back", "closed", "reopened")] == [1, 1, 1]
    log = [one["action"] for one in send(desk, "GET", "/v1/audit")[1]["entries"]]
    assert [one for one in log if one in {"give-back", "reopen"}] == ["reopen", "give-back"]


@pytest.mark.parametrize(("act", "body"), [("note", {"note": "she rang back"}), ("assign", {"to": "lead"})])
def test_what_would_be_lost_with_a_closed_matter_is_refused(desk: Remembered, act: str, body: dict[str, str]) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid="SM9", sender=HER, body="i passed out"))
    (one,) = send(desk, "GET", "/v1/escalations")[1]["escalations"]
    path = f"/v1/escalations/{one['enrollment_id']}/{one['escalation_id']}"
    closed = send(desk, "POST", f"{path}/resolve", {"outcome": "spoke_to_her"})[0]

    assert (closed, send(desk, "POST", f"{path}/{act}", body)[0]) == (200, 409)


def test_a_matter_is_not_handed_to_her_whom_it_is_about(desk: Remembered) -> None:
    store, clinic = wiring.world().store, sample_clinic()
    nurse, lead = clinic.ladder[:2]
    store.save_clinic(replace(clinic, ladder=(nurse, replace(lead, phone=HER))))
    receive(wiring.world(), "lakeside", Arrived(sid="SM9", sender=HER, body="i passed out"))
    (one,) = send(desk, "GET", "/v1/escalations")[1]["escalations"]
    path = f"/v1/escalations/{one['enrollment_id']}/{one['escalation_id']}"

    assert send(desk, "POST", f"{path}/assign", {"to": "lead"})[0] == 422
    assert send(desk, "POST", f"{path}/assign", {"to": "nurse"})[0] == 200


def test_a_matter_is_handed_over_noted_released_and_resolved(desk: Remembered) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid="SM9", sender=HER, body="i passed out"))
    (one,) = send(desk, "GET", "/v1/escalations")[1]["escalations"]
    path = f"/v1/escalations/{one['enrollment_id']}/{one['escalation_id']}"

    statuses = [
        send(desk, "POST", f"{path}/assign", {"to": "lead"})[0],
        send(desk, "POST", f"{path}/note", {"note": "her mother is there"})[0],
        send(desk, "POST", f"{path}/release")[0],
        send(desk, "POST", f"{path}/acknowledge")[0],
        send(desk, "POST", f"{path}/release")[0],
        send(desk, "POST", f"{path}/assign", {"to": "nobody"})[0],
        send(desk, "POST", f"{path}/resolve", {"outcome": "fine"})[0],
        send(desk, "POST", f"{path}/resolve", {"outcome": "spoke_to_her"})[0],
    ]

    assert (one["card"]["phone"], one["raised"]["body"]) == (HER, "i passed out")
    assert statuses == [200, 200, 409, 200, 200, 422, 422, 200]
    told = send(desk, "GET", path)[1]
    assert (told["state"], told["outcome"], told["released"]) == ("closed", "spoke_to_her", True)
    assert [note["note"] for note in told["notes"]] == ["her mother is there"]


def test_a_file_is_looked_at_first_and_one_bad_row_stores_nobody(desk: Remembered) -> None:
    file = "\r\n".join([HEADER, row(1), row(2, zone="Mars")])

    look = desk.call("POST", "/v1/imports", file, **CSV)
    real = desk.call("POST", "/v1/imports", file, query="dry_run=false", **CSV)

    assert (look[0], look[1]["ready"], look[1]["refused"], look[1]["dry_run"]) == (200, 1, 1, True)
    assert [(one["row"], one["field"]) for one in look[1]["problems"]] == [(3, "zone")]
    assert (real[0], [(one["row"], one["field"]) for one in real[1]["problems"]]) == (422, [(3, "zone")])
    assert len(send(desk, "GET", "/v1/enrollments")[1]["people"]) == 1


def test_the_same_file_twice_changes_nothing_whichever_way_it_is_sent(desk: Remembered) -> None:
    file = "\r\n".join([HEADER, row(1), row(2)])
    packed = {"file": base64.b64encode(file.encode()).decode()}

    first = desk.call("POST", "/v1/imports", file, query="dry_run=false", **CSV)
    again = desk.call("POST", "/v1/imports", json.dumps(packed), query="dry_run=false", **{
        "content-type": "application/json"
    })  # fmt: skip

    assert (first[0], first[1]["made"], again[1]["made"], again[1]["already"]) == (200, 2, 0, 2)
    assert [one["enrollment_id"] for one in first[1]["lines"]] == [one["enrollment_id"] for one in again[1]["lines"]]


def test_a_calendar_is_shown_before_anybody_is_enrolled(desk: Remembered) -> None:
    status, shown = send(desk, "POST", "/v1/previews", sample_form(NOW, phone="202 555 0177"))

    assert (status, shown["pathway"]) == (200, "early-medication")
    assert len(shown["texts"]) > 10
    assert shown["assumed"] == [{"field": "phone", "read_as": "+12025550177"}]
    assert len(send(desk, "GET", "/v1/enrollments")[1]["people"]) == 1


def test_settings_are_changed_by_whoever_has_seen_them(desk: Remembered) -> None:
    def change(etag: str | None, **changes: Any) -> tuple[int, Any]:
        return send(desk, "PUT", "/v1/settings", changes, **({"if-match": etag} if etag else {}))

    digest = wiring.world().store.settings("lakeside")
    assert digest is not None
    seen = f'"{digest[1]}"'

    assert change(None, name="Lake")[0] == 428
    assert change(seen, name="", moon=1)[0] == 422
    assert change(seen, topics=["weather"])[0] == 422
    assert change(seen, name="Lake", holidays=["2026-12-25"], topics=["keepsakes", "dates"])[1]["name"] == "Lake"
    assert change(seen, name="Sea")[0] == 412
    stands = send(desk, "GET", "/v1/settings")[1]
    assert (stands["holidays"], stands["topics"]) == (["2026-12-25"], ["dates", "keepsakes"])


def test_a_machine_changes_no_sender_and_is_told_who_can(desk: Remembered) -> None:
    digest = wiring.world().store.settings("lakeside")
    assert digest is not None
    given = {"name": "Lake", "messaging_service": "MG" + "b2" * 16, "calls_from": "+12025550177"}

    machine = replace(desk, claims=machine_of(wiring.access(), "lakeside"))
    status, told = send(machine, "PUT", "/v1/settings", given, **{"if-match": f'"{digest[1]}"'})

    assert (status, told["title"]) == (422, "the settings cannot be used; nothing was changed")
    assert [(one["field"], one["problem"]) for one in told["problems"]] == [
        ("messaging_service", "is changed by an operator alone"),
        ("calls_from", "is changed by an operator alone"),
    ]
    assert wiring.world().store.settings("lakeside") == digest


def test_all_that_is_wrong_with_an_invitation_is_told_at_once(desk: Remembered) -> None:
    status, told = send(desk, "POST", "/v1/staff", {"email": "nowhere", "name": " ", "role": "nurse"}, **KEY)

    assert (status, [one["field"] for one in told["problems"]]) == (422, ["email", "name"])


def test_staff_are_invited_and_removed_and_machines_let_in_and_shut_out(desk: Remembered) -> None:
    new = {"email": "new@lakeside.example", "name": "New One", "role": "nurse"}
    made = send(desk, "POST", "/v1/staff", new, **KEY)[1]
    machine = {"label": "chart-link", "may": ["read"]}
    let_in = send(desk, "POST", "/v1/machines", machine, **KEY)
    twice = send(desk, "POST", "/v1/machines", machine, **KEY)

    assert made["role"] == "nurse"
    assert (let_in[0], bool(let_in[1]["client_secret"]), twice[0]) == (201, True, 409)
    assert [one["label"] for one in send(desk, "GET", "/v1/machines")[1]["machines"]] == ["chart-link", "desk"]
    gone = [f"/v1/staff/{made['staff_id']}", f"/v1/machines/{let_in[1]['client_id']}"]
    assert [send(desk, "DELETE", path)[0] for path in (*gone, *gone)] == [204, 204, 404, 404]
    assert send(desk, "DELETE", f"/v1/staff/{desk.claims['sub']}")[0] == 403
    log = [one["action"] for one in send(desk, "GET", "/v1/audit")[1]["entries"]]
    assert {"invited:nurse", "removed:nurse", "machine_let_in", "machine_shut_out"} <= set(log)


def test_the_log_comes_in_pages_newest_first(desk: Remembered) -> None:
    for act in ("pause", "resume", "pause"):
        send(desk, "POST", at(desk, f"/{act}"), {})

    first = desk.call("GET", "/v1/audit", None, query="limit=2")[1]
    rest = desk.call("GET", "/v1/audit", None, query=f"cursor={first['next']}")[1]

    assert [one["action"] for one in first["entries"]] == ["pause", "resume"]
    assert [one["action"] for one in rest["entries"]] == ["pause", "enrolled"]
    assert rest["next"] is None


def test_a_report_is_of_whole_weeks_and_comes_as_a_table_too(desk: Remembered) -> None:
    wiring.world().time.at += timedelta(weeks=1)  # type: ignore[attr-defined]

    told = desk.call("GET", "/v1/reports", None, query="first=2026-03-02&last=2026-03-08")[1]
    table = desk.call("GET", "/v1/reports/table", None, query="first=2026-03-02&last=2026-03-08")[1]
    odd = desk.call("GET", "/v1/reports", None, query="first=2026-03-03&last=2026-03-08")

    assert (told["enrolled"]["count"], told["enrolled"]["shown"]) == (None, "<5")
    assert "enrolled,,<5," in table
    assert (odd[0], odd[1]["problems"][0]["field"]) == (422, "period")


@pytest.mark.parametrize(
    ("asked", "body", "kind", "status"),
    [
        ("GET /v1/nothing", None, "", 404),
        ("GET /", None, "", 404),
        ("DELETE /v1/escalations", None, "", 405),
        ("GET /v1/enrollments/search", None, "", 405),
        ("POST /v1/texts/count", "x", "text/plain", 415),
        ("POST /v1/texts/count", '{"body": "' + "x" * 70_000 + '"}', "application/json", 413),
        ("POST /v1/texts/count", '{"body": 1}', "application/json; charset=utf-8", 422),
        ("POST /v1/texts/count", '{"body": NaN}', "", 400),
    ],
)
def test_whatever_is_wrong_is_told_as_a_problem(
    desk: Remembered, asked: str, body: str | None, kind: str, status: int
) -> None:
    method, path = asked.split()

    answered, told = desk.call(method, path, body, **({"content-type": kind} if kind else {}))

    assert (answered, told["status"], told["type"]) == (status, status, "about:blank")
    assert all((told["title"], told["detail"], told["code"]))


def test_the_page_to_try_it_on_is_shown_in_development_alone(desk: Remembered, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = desk.call("GET", "/v1/docs", None)
    real: Settings = replace(wiring.settings(), stage="prod")
    monkeypatch.setattr(wiring, "settings", lambda: real)

    assert (shown[0], "SwaggerUIBundle" in shown[1]) == (200, True)
    assert desk.call("GET", "/v1/docs", None)[0] == 404
    assert desk.call("GET", "/v1/openapi.json", None)[0] == 200


def test_another_clinic_is_not_found_wherever_it_is_asked_for(desk: Remembered) -> None:
    desk.store.save_clinic(sample_clinic("hillside"))
    theirs = somebody(Role.OPERATOR, "hillside")
    wiring.access().save_staff(theirs)
    there = replace(desk, claims=id_claims(theirs))

    assert send(there, "GET", at(desk, "/texts"))[0] == 404
    assert send(there, "POST", at(desk, "/texts"), {"body": "hello"}, **KEY)[0] == 404
    assert send(there, "PATCH", at(desk), {"language": "es"})[0] == 404
    assert send(there, "POST", "/v1/enrollments/search", {"sought": HER})[1]["people"] == []
    assert send(there, "DELETE", f"/v1/staff/{desk.claims['sub']}")[0] == 404
    assert send(there, "DELETE", "/v1/machines/machineoflakeside")[0] == 404


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (StoreDown("throttled"), 503),
        (SecretsDown("/phone: ThrottlingException"), 503),
        (PoolDown("throttled"), 503),
        (Contended("gave up"), 503),
        (ValueError("what she wrote"), 500),
    ],
)
def test_trouble_says_whether_to_ask_again_and_never_what_it_was_working_on(
    desk: Remembered, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    def fails(*_: object) -> None:
        raise trouble

    monkeypatch.setattr("functions.api.serving.door.let_in", fails)

    got, said = send(desk, "GET", at(desk))

    assert got == status
    assert str(trouble) not in json.dumps(said)
