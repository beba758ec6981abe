"""The clinic's API: bound to the clinic of the credential, every problem named, every act applied once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local.sample import sample_clinic
from infra.pocket import sample_form
from tests.shell.claiming import machine_of
from tests.shell.conftest import Shell


def form(**changes: Any) -> dict[str, Any]:
    return sample_form(datetime.now(UTC), **changes)


def enroll(shell: Shell, key: str = "k1", **changes: Any) -> tuple[int, Any]:
    return shell.api("POST", "/v1/enrollments", form(**changes), **{"idempotency-key": key})


def test_another_clinic_sees_nothing_and_moves_nothing(shell: Shell) -> None:
    _, made = enroll(shell)
    shell.store.save_clinic(sample_clinic("hillside"))
    theirs = machine_of(shell.access, "hillside")
    one = made["enrollment_id"]

    seen = [
        shell.api("GET", f"/v1/enrollments/{one}", claims=theirs)[0],
        shell.api("POST", f"/v1/enrollments/{one}/withdraw", {}, claims=theirs)[0],
        shell.api("POST", f"/v1/escalations/{one}/x/resolve", {}, claims=theirs)[0],
    ]

    assert seen == [404, 404, 404]
    assert shell.api("GET", f"/v1/enrollments/{one}")[1]["status"] == "active"


def test_an_enrollment_shows_its_past_and_coming_texts(shell: Shell) -> None:
    status, made = enroll(shell)

    assert status == 201
    assert made["pathway"] == "early-medication"
    assert len(made["coming"]) > 10
    assert all(one["body"] for one in made["coming"] if not one["withheld"])


def test_the_same_request_twice_is_one_enrollment(shell: Shell) -> None:
    body = form()
    first = shell.api("POST", "/v1/enrollments", body, **{"idempotency-key": "k1"})
    again = shell.api("POST", "/v1/enrollments", body, **{"idempotency-key": "k1"})

    assert (first[0], again[0]) == (201, 200)
    assert first[1]["enrollment_id"] == again[1]["enrollment_id"]


def test_a_form_with_problems_is_refused_with_each_named_and_nothing_stored(shell: Shell) -> None:
    status, problem = enroll(shell, phone="x", zone="y", conditions=["molar_pregnancy"], gestation_weeks=20)

    assert status == 422
    assert {one["field"] for one in problem["problems"]} == {"phone", "zone", "conditions", "gestation_weeks"}
    assert all(one["mend"] for one in problem["problems"])


def test_a_missing_idempotency_key_and_a_body_that_is_no_form_are_explained(shell: Shell) -> None:
    assert shell.api("POST", "/v1/enrollments", form())[0] == 400
    assert shell.api("POST", "/v1/enrollments", [1], **{"idempotency-key": "k"})[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "null",
        "[]",
        '"until"',
        "NaN",
        '{"until":',
        "[" * 50_000,
        '{"a":' * 900 + "1" + "}" * 900,
        '{"by": "\\ud800"}',
    ],
)
def test_a_body_that_cannot_be_read_is_explained_at_every_door_and_does_nothing(shell: Shell, body: str) -> None:
    _, made = enroll(shell)
    one = f"/v1/enrollments/{made['enrollment_id']}"

    statuses = [
        shell.api_raw("POST", "/v1/enrollments", body, **{"idempotency-key": "k2"})[0],
        shell.api_raw("POST", f"{one}/pause", body)[0],
        shell.api_raw("PUT", f"{one}/texts/t-welcome/label", body)[0],
    ]

    assert statuses == [400, 400, 400]
    assert shell.api("GET", one)[1]["paused_until"] is None


def test_pausing_resuming_moving_and_withdrawing_do_what_they_say(shell: Shell) -> None:
    _, made = enroll(shell)
    path = f"/v1/enrollments/{made['enrollment_id']}"
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()

    assert shell.api("POST", f"{path}/pause", {})[1]["paused_until"] is not None
    assert shell.api("POST", f"{path}/resume", {})[1]["paused_until"] is None
    moved = shell.api("POST", f"{path}/anchor", {"clock": "tablets", "on": yesterday})[1]
    assert moved["anchors"]["tablets"] == yesterday
    withdrawn = shell.api("POST", f"{path}/withdraw", {})[1]
    assert (withdrawn["status"], withdrawn["coming"]) == ("withdrawn", [])


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("pause", {"until": "soon"}, 422),
        ("pause", {"until": "2020-01-01T00:00:00+00:00"}, 422),
        ("anchor", {"clock": "moon", "on": "2026-01-01"}, 422),
        ("anchor", {"clock": "procedure", "on": "2026-01-01"}, 422),
        ("anchor", {"clock": "tablets", "on": "2999-01-01"}, 422),
        ("dance", {}, 404),
    ],
)
def test_an_act_that_cannot_be_done_is_explained(shell: Shell, act: str, body: dict[str, str], status: int) -> None:
    _, made = enroll(shell)

    answered, problem = shell.api("POST", f"/v1/enrollments/{made['enrollment_id']}/{act}", body)

    assert answered == status
    assert problem["detail"]


def test_an_escalation_is_listed_acknowledged_and_closed(shell: Shell) -> None:
    _, made = enroll(shell)
    shell.inbound(shell.text("i passed out"))
    (one,) = shell.api("GET", "/v1/escalations")[1]["escalations"]
    path = f"/v1/escalations/{made['enrollment_id']}/{one['escalation_id']}"

    acknowledged = shell.api("POST", f"{path}/acknowledge")[1]["escalations"][0]
    closed = shell.api("POST", f"{path}/resolve")[1]["escalations"][0]

    assert (acknowledged["state"], acknowledged["acknowledged_by"]) == ("acknowledged", "desk")
    assert closed["state"] == "closed"
    assert shell.api("GET", "/v1/escalations")[1]["escalations"] == []


def test_ids_that_could_never_be_ours_are_simply_not_found(shell: Shell) -> None:
    for path in ("/v1/enrollments/E%23C", "/v1/enrollments/..", "/v1/enrollments/" + "x" * 300):
        assert shell.api("GET", path)[0] == 404
