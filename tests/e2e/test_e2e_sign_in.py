"""Signing in for real: the pool, its page, the gateway and the console of the local cloud, by plain HTTP."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import boto3
import httpx
import pytest

from functions.operations.machines import let_in, shut_out
from functions.operations.staffing import Invitation, NotInvited, invite, remove
from functions.ports_access import Staff
from functions.roles import Permission, Role
from infra.local.clinic_api import ClinicApi
from infra.local.cloud import BOTO
from infra.local.house import House, house
from infra.local.tokens import machine_line
from infra.stage import access_of, directory_of, machines_of
from tests.e2e.browsing import Window


@pytest.fixture(scope="module")
def home() -> Iterator[House]:
    with house(say=lambda _: None) as opened:
        yield opened


def test_each_of_the_staff_signs_in_on_the_pools_page_and_out_again(home: House) -> None:
    for login in home.logins:
        window = Window().go("GET", home.console)
        assert "password" in window.answer.text

        window.types(login.email, login.password)
        assert "Lakeside Clinic" in window.answer.text
        assert login.role in window.answer.text
        window.go("POST", "/console/sign-out", {"csrf": window.hidden["csrf"]})

        assert "You are signed out" in window.answer.text
        assert "password" in window.go("GET", home.console).answer.text


def test_a_wrong_password_opens_nothing(home: House) -> None:
    window = Window().go("GET", home.console).types(home.logins[0].email, "Wrong-password-1")

    assert "Incorrect" in window.answer.text
    assert "password" in window.go("GET", home.console).answer.text


def test_whoever_is_invited_is_let_in_and_whoever_is_removed_is_out_at_once(home: House) -> None:
    aws = {"config": BOTO, **home.cloud.access}
    outputs = home.cloud.outputs()
    access, directory = access_of(outputs, aws), directory_of(outputs, aws)
    new = Invitation(email="new@lakeside.example", name="New One", role=Role.NURSE)
    made = invite(access, directory, "lakeside", new, home.local.now())
    again = invite(access, directory, "lakeside", replace(new, role=Role.LEAD), home.local.now())
    elsewhere = invite(access, directory, "hillside", new, home.local.now())
    assert isinstance(made, Staff)
    assert isinstance(again, Staff)
    assert (again.staff_id, again.role, elsewhere) == (made.staff_id, Role.LEAD, NotInvited.ELSEWHERE)
    pool = boto3.client("cognito-idp", **aws)
    who = {"UserPoolId": outputs["StaffPoolId"], "Username": made.staff_id}
    groups = [one["GroupName"] for one in pool.admin_list_groups_for_user(**who)["Groups"]]
    pool.admin_set_user_password(**who, Password="Only-for-this-test-1", Permanent=True)
    window = Window().go("GET", home.console).types(new.email, "Only-for-this-test-1")
    assert groups == ["lead"]
    assert "New One (lead)" in window.answer.text

    assert remove(access, directory, "lakeside", made.staff_id)
    assert "password" in window.go("GET", home.console).answer.text
    assert "Incorrect" in window.types(new.email, "Only-for-this-test-1").answer.text
    assert not remove(access, directory, "lakeside", made.staff_id)


def test_the_gateway_refuses_what_was_tampered_with_and_the_function_what_is_not_on_record(home: House) -> None:
    aws = {"config": BOTO, **home.cloud.access}
    outputs = home.cloud.outputs()
    access, machines = access_of(outputs, aws), machines_of(outputs, aws)
    only_read = frozenset({Permission.READ})
    made = let_in(home.store, access, machines, ("lakeside", "archive"), may=only_read)
    line = machine_line(outputs["SignInUrl"], made.client_id, made.secret)
    api = ClinicApi(base_url=home.api.base_url, clinic_id="lakeside", machine=line)
    head, claims, signature = api.bearer().split(".")

    def status(bearer: str) -> int:
        headers = {"Host": httpx.URL(home.api.base_url).netloc.decode(), "Authorization": bearer}
        where = httpx.URL(home.api.base_url).copy_with(host="127.0.0.1", path="/v1/escalations")
        return httpx.get(where, headers=headers, timeout=60, trust_env=False).status_code

    assert api.send("GET", "/v1/escalations").status_code == 200
    assert api.send("POST", "/v1/enrollments", {}, {"Idempotency-Key": "k"}).status_code == 403
    assert [status(one) for one in ("", "Bearer x", f"{head}.{claims}.{signature[::-1]}")] == [401] * 3
    assert status(f"{head}.{claims[:-4]}AAAA.{signature}") == 401
    assert home.api.send("GET", "/v1/escalations").status_code == 200
    access.remove_machine("lakeside", made.client_id)
    assert api.send("GET", "/v1/escalations").json()["title"] == "who are you"
    assert not shut_out(home.store, access, machines, "lakeside", made.client_id)
    api.close()


def test_a_machine_that_is_shut_out_is_unknown_to_the_gateway_too(home: House) -> None:
    aws = {"config": BOTO, **home.cloud.access}
    outputs = home.cloud.outputs()
    access, machines = access_of(outputs, aws), machines_of(outputs, aws)
    made = let_in(home.store, access, machines, ("lakeside", "old"), may=frozenset({Permission.READ}))
    line = machine_line(outputs["SignInUrl"], made.client_id, made.secret)
    with closing(ClinicApi(base_url=home.api.base_url, clinic_id="lakeside", machine=line)) as api:
        before = api.send("GET", "/v1/escalations").status_code
        elsewhere = shut_out(home.store, access, machines, "hillside", made.client_id)
        gone = shut_out(home.store, access, machines, "lakeside", made.client_id)
        after = api.send("GET", "/v1/escalations")

    assert (before, elsewhere, gone) == (200, False, True)
    assert (after.status_code, after.json()) == (401, {"message": "Unauthorized"})
    assert home.api.send("GET", "/v1/escalations").status_code == 200
