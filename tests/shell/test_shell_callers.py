"""The API's doors: whoever is nobody, removed, of another clinic or not allowed is refused at every one of them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import wiring
from functions.api import door
from functions.api.table import operations
from functions.operations.credentials import caller_of
from functions.operations.machines import EVERY_SCOPE
from functions.roles import Permission, Role, granted
from infra.local.sample import sample_clinic
from tests.shell.claiming import Claims, id_claims, machine_claims, machine_of, somebody
from tests.shell.conftest import Shell, listened

EVERY_ROUTE = [(one.method, one.path, one.needs) for one in operations() if one.needs is not None]
OF_MACHINES = [(one.method, one.path, one.machine_needs) for one in operations() if one.machine_needs is not None]
NURSE = somebody()


def knock(shell: Shell, method: str, path: str, claims: Claims) -> int:
    at = re.sub(r"<\w+>", "x1", path)
    return shell.api(method, at, {}, claims=claims, **{"idempotency-key": "k"})[0]


NOBODY: dict[str, Claims] = {
    "no claims": {},
    "somebody not on record": id_claims(replace(NURSE, staff_id="gone")),
    "a machine not on record": machine_claims("unknown"),
    "a machine that claims to be a person": {**machine_claims("machineoflakeside"), "username": "x"},
    "a person that claims to be a machine": {**machine_claims("machineoflakeside"), "sub": NURSE.staff_id},
    "another clinic": id_claims(NURSE, **{"custom:clinic": "hillside"}),
    "no clinic": {name: value for name, value in id_claims(NURSE).items() if name != "custom:clinic"},
    "a higher role": id_claims(NURSE, **{"cognito:groups": "[operator]"}),
    "a further role": id_claims(NURSE, **{"cognito:groups": "[nurse operator]"}),
    "no role": id_claims(NURSE, **{"cognito:groups": "[]"}),
    "a role that is none": id_claims(NURSE, **{"cognito:groups": {"nurse": 1}}),
    "a refresh token": id_claims(NURSE, token_use="refresh"),
    "a token of no use": id_claims(NURSE, token_use=None),
}


@pytest.mark.parametrize("claims", NOBODY.values(), ids=NOBODY.keys())
def test_whoever_the_record_does_not_bear_out_is_refused_at_every_route(shell: Shell, claims: Claims) -> None:
    shell.access.save_staff(NURSE)

    assert {knock(shell, method, path, claims) for method, path, _ in EVERY_ROUTE} == {401}


@pytest.mark.parametrize(("method", "path", "needed"), OF_MACHINES)
def test_a_machine_without_the_scope_is_refused(shell: Shell, method: str, path: str, needed: Permission) -> None:
    without = machine_of(shell.access, "lakeside", may=EVERY_SCOPE - {needed})
    only = machine_of(shell.access, "lakeside", may=frozenset({needed}))

    assert knock(shell, method, path, without) == 403
    assert (knock(shell, method, path, only) in (401, 403)) is (needed.scope is None)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_clinic_does_what_her_role_may(shell: Shell, role: Role) -> None:
    staff = somebody(role)
    shell.access.save_staff(staff)

    for method, path, needed in EVERY_ROUTE:
        assert (knock(shell, method, path, id_claims(staff)) == 403) is not role.may(needed)


def test_the_settings_are_read_by_whoever_reads_them_in_the_console_and_by_machines_let_in_to_change_them(
    shell: Shell,
) -> None:
    """They name the staff on call with their phones: what a machine needs to read patients shows it none of them."""
    shell.access.save_staff(NURSE)
    told = shell.api("GET", "/v1/settings", claims=id_claims(NURSE))
    reads, changes = ({"may": frozenset({one})} for one in (Permission.READ, Permission.SETTINGS))

    assert (told[0], told[1]["ladder"][0]["contact_id"]) == (200, "nurse")
    assert knock(shell, "PUT", "/v1/settings", id_claims(NURSE)) == 403
    assert knock(shell, "GET", "/v1/settings", machine_of(shell.access, "lakeside", **reads)) == 403
    assert knock(shell, "GET", "/v1/settings", machine_of(shell.access, "lakeside", **changes)) == 200


def test_a_removal_and_a_change_of_role_work_at_once(shell: Shell) -> None:
    claims = id_claims(NURSE)
    shell.access.save_staff(NURSE)
    before = knock(shell, "GET", "/v1/escalations", claims)
    shell.access.save_staff(replace(NURSE, role=Role.LEAD))
    changed = knock(shell, "GET", "/v1/escalations", claims)
    shell.access.save_staff(NURSE)
    shell.access.remove_staff("lakeside", NURSE.staff_id)
    shell.access.remove_machine("lakeside", shell.claims["client_id"])

    assert (before, changed) == (200, 401)
    assert knock(shell, "GET", "/v1/escalations", claims) == 401
    assert knock(shell, "GET", "/v1/escalations", shell.claims) == 401


@pytest.mark.parametrize("groups", ["[nurse]", ["nurse"], "nurse"])
def test_groups_are_read_in_every_shape_a_gateway_gives_them(shell: Shell, groups: object) -> None:
    shell.access.save_staff(NURSE)
    access: Claims = {"token_use": "access", "client_id": "console", "username": "u", "sub": NURSE.staff_id}

    for claims in (id_claims(NURSE, **{"cognito:groups": groups}), {**access, "cognito:groups": groups}):
        caller = caller_of(shell.access, claims)
        assert caller is not None
        assert (caller.clinic_id, caller.label, caller.role) == ("lakeside", NURSE.staff_id, Role.NURSE)


def test_a_role_has_all_that_the_one_below_it_has_and_machines_never_appoint() -> None:
    nurse, lead, operator = (role.permissions for role in Role)

    assert nurse < lead < operator == frozenset(Permission)
    assert granted("aftercare/staff aftercare/operate aftercare/read x read openid") == {Permission.READ}
    assert [Role.LEAD.may_appoint(one) for one in Role] == [True, True, False]
    assert not any(Role.NURSE.may_appoint(one) for one in Role)


def test_a_refusal_is_noted_without_a_word_of_who_or_what(shell: Shell) -> None:
    with listened(said := io.StringIO()):
        knock(shell, "GET", "/v1/enrollments/<enrollment_id>", id_claims(NURSE))
        knock(shell, "GET", "/v1/escalations", machine_of(shell.access, "lakeside", may=frozenset()))

    told: Any = said.getvalue()
    assert told.count('"message":"access_refused"') == 2
    assert [told.count(f'"why":"{why}"') for why in ("nobody", "role")] == [1, 1]
    assert "/v1/enrollments/<enrollment_id>" in told
    assert [one.audit.action for one in shell.store.logged("lakeside", before="", limit=9)] == ["refused:role"]
    assert not [word for word in ("e1", NURSE.staff_id, "Ana", "lakeside") if word in told]


def test_a_refusal_stands_in_the_log_of_the_clinic_that_is_known(shell: Shell) -> None:
    knock(shell, "GET", "/v1/escalations", {})
    knock(shell, "GET", "/v1/escalations", machine_of(shell.access, "lakeside", may=frozenset()))

    (line,) = shell.store.logged("lakeside", before="", limit=9)
    assert (line.audit.author, line.audit.action) == ("desk", "refused:role")


def test_whoever_calls_too_often_in_a_minute_waits_for_the_next(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 3, 2, 15, 0, 40, tzinfo=UTC)
    monkeypatch.setattr(door, "CALLS_A_MINUTE_MAX", 2)
    monkeypatch.setattr(type(wiring.world().time), "now", lambda _: now)
    other = machine_of(shell.access, "hillside")

    statuses = [shell.api("GET", "/v1/marked")[0] for _ in range(3)]
    shell.store.save_clinic(sample_clinic("hillside"))
    elsewhere = knock(shell, "GET", "/v1/marked", other)
    now += timedelta(seconds=20)

    assert statuses == [200, 200, 429]
    assert elsewhere == 200
    assert shell.api("GET", "/v1/marked")[0] == 200
