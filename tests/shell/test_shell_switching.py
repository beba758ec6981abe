"""Staff put her on another pathway through the API: once, with words where it cannot be, and only in their clinic."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra.local.sample import sample_clinic
from infra.pocket import sample_form
from schedules.pathways import latest_version
from tests.shell.claiming import machine_of
from tests.shell.conftest import Shell


def today(days: int = 0) -> str:
    return (datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=days)).isoformat()


def enrolled(shell: Shell, **changes: Any) -> str:
    form = sample_form(datetime.now(UTC), **changes)
    status, made = shell.api("POST", "/v1/enrollments", form, **{"idempotency-key": "k1"})
    assert status == 201, made
    return f"/v1/enrollments/{made['enrollment_id']}"


def surgery(**changes: Any) -> dict[str, Any]:
    return {"loss": "early", "treatment": "surgery", "procedure_on": today(), **changes}


def test_she_goes_over_with_the_old_texts_on_record(shell: Shell) -> None:
    path = enrolled(shell)

    status, seen = shell.api("POST", f"{path}/switch", surgery())

    assert status == 200
    assert (seen["pathway"], seen["pathway_version"]) == ("early-surgery", latest_version("early-surgery"))
    assert seen["anchors"] == {"procedure": today()}
    assert "switched" in {one["withheld"] for one in seen["past"]}
    assert len([one for one in seen["coming"] if one["body"]]) > 8
    assert seen["status"] == "active"


def test_the_same_switch_again_changes_nothing(shell: Shell) -> None:
    path = enrolled(shell)
    first = shell.api("POST", f"{path}/switch", surgery())[1]

    again = shell.api("POST", f"{path}/switch", surgery())[1]

    assert again["version"] == first["version"]
    assert again["past"] == first["past"]


def test_the_same_request_twice_under_one_key_is_one_switch(shell: Shell) -> None:
    path = enrolled(shell)
    headers = {"idempotency-key": "s1"}
    first = shell.api("POST", f"{path}/switch", surgery(), **headers)[1]
    back = {"loss": "early", "treatment": "medication", "tablets_on": today()}
    shell.api("POST", f"{path}/switch", back)

    late = shell.api("POST", f"{path}/switch", surgery(), **headers)[1]

    assert first["pathway"] == "early-surgery"
    assert late["pathway"] == "early-medication"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "treatment"),
        ({"loss": "early", "treatment": "surgery"}, "procedure_on"),
        ({"loss": "early", "treatment": "surgery", "procedure_on": "2999-01-01"}, "procedure_on"),
        ({"loss": "early", "treatment": "surgery", "procedure_on": []}, "procedure_on"),
        ({"loss": [], "treatment": {}}, "treatment"),
        ({"loss": "late", "treatment": "waiting", "decision_on": today(), "gestation_weeks": 30}, "gestation_weeks"),
        ({"loss": "partner", "treatment": "support", "joined_on": today()}, "another person"),
    ],
)
def test_a_switch_that_cannot_be_is_refused_in_words_and_nothing_moves(
    shell: Shell, body: dict[str, Any], said: str
) -> None:
    path = enrolled(shell)
    before = shell.api("GET", path)[1]

    status, problem = shell.api("POST", f"{path}/switch", body)

    assert status == 422
    assert said in problem["title"] or said in {one["field"] for one in problem["problems"]}
    assert problem["detail"]
    after = shell.api("GET", path)[1]
    assert (after["pathway"], after["version"]) == (before["pathway"], before["version"])


def test_another_clinic_has_no_such_enrollment(shell: Shell) -> None:
    path = enrolled(shell)
    shell.store.save_clinic(sample_clinic("hillside"))
    theirs = machine_of(shell.access, "hillside")

    assert shell.api("POST", f"{path}/switch", surgery(), claims=theirs)[0] == 404
    assert shell.api("GET", path)[1]["pathway"] == "early-medication"


def test_whose_texts_have_ended_cannot_be_switched(shell: Shell) -> None:
    path = enrolled(shell)
    shell.api("POST", f"{path}/withdraw", {})

    status, problem = shell.api("POST", f"{path}/switch", surgery())

    assert status == 422
    assert problem["detail"]


def test_of_whose_texts_have_ended_no_date_is_moved_and_whoever_tries_is_told(shell: Shell) -> None:
    path = enrolled(shell)
    shell.api("POST", f"{path}/complete", {})

    status, problem = shell.api("POST", f"{path}/anchor", {"clock": "tablets", "on": today(-1)})

    assert (status, problem["detail"]) == (422, "enroll her anew, with a consent of its own")


@pytest.mark.parametrize("clock", [[], {}, 1, None, ["tablets"]])
def test_an_anchor_of_nonsense_is_refused_and_no_crash(shell: Shell, clock: Any) -> None:
    path = enrolled(shell)

    assert shell.api("POST", f"{path}/anchor", {"clock": clock, "on": today()})[0] == 422


def test_a_hoped_for_date_is_moved_ahead(shell: Shell) -> None:
    path = enrolled(shell)

    status, seen = shell.api("POST", f"{path}/anchor", {"clock": "due", "on": today(120)})

    assert status == 200
    assert seen["anchors"]["due"] == today(120)


def test_what_is_new_about_her_survives_the_table(shell: Shell) -> None:
    """Doors, offers and choices are read back as they were written."""
    path = enrolled(
        shell, discreet=True, topics=["dates"], words="name", name="Maya", due_on=today(100), tablets_on=today(-1)
    )

    seen = shell.api("GET", path)[1]

    shown = {one["message"] for one in seen["coming"] if one["body"]}
    assert shown <= {"notice.welcome", "discreet.door", "discreet.door_question"}
    assert seen["anchors"] == {"tablets": today(-1), "due": today(100)}
