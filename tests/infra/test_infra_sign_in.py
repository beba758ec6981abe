"""Who may sign in is invited, proves it on the pool's own page, and nothing secret stands in the template."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from functions.roles import Permission, Role

if TYPE_CHECKING:
    from tests.infra.conftest import Compiled


def only(stage: Compiled, kind: str) -> dict[str, object]:
    (made,) = stage.of_type(kind).values()
    found: dict[str, object] = made
    return found


def test_nobody_signs_up_and_everybody_in_production_has_a_second_factor(prod: Compiled, dev: Compiled) -> None:
    pool = prod.of_type("AWS::Cognito::UserPool")["StaffPool"]

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["UsernameAttributes"] == ["email"]
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    assert dev.of_type("AWS::Cognito::UserPool")["StaffPool"]["MfaConfiguration"] == "OPTIONAL"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 14
    assert pool["AccountRecoverySetting"]["RecoveryMechanisms"] == [{"Name": "verified_email", "Priority": 1}]


def test_the_clinic_of_a_login_never_changes(prod: Compiled) -> None:
    schema = {one["Name"]: one for one in prod.of_type("AWS::Cognito::UserPool")["StaffPool"]["Schema"]}

    assert schema["clinic"]["Mutable"] is False
    assert "custom:clinic" not in str(only(prod, "AWS::Cognito::UserPoolClient")["WriteAttributes"])


@pytest.mark.parametrize(("stage", "protection"), [("prod", "ACTIVE"), ("dev", "INACTIVE")])
def test_the_pool_of_production_is_not_deleted_by_hand(
    request: pytest.FixtureRequest, stage: str, protection: str
) -> None:
    compiled: Compiled = request.getfixturevalue(stage)

    made = compiled.template["Resources"]["StaffPool"]
    assert made["Properties"]["DeletionProtection"] == protection
    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_every_role_has_its_group_and_every_scope_its_name(prod: Compiled) -> None:
    groups = {one["GroupName"] for one in prod.of_type("AWS::Cognito::UserPoolGroup").values()}
    server = prod.of_type("AWS::Cognito::UserPoolResourceServer")["ApiScopes"]

    assert groups == {role.value for role in Role}
    named = {f"{server['Identifier']}/{one['ScopeName']}" for one in server["Scopes"]}
    assert named == {one.scope for one in Permission} - {None}


def test_the_console_signs_in_by_code_alone_and_comes_back_to_itself_alone(prod: Compiled) -> None:
    client = only(prod, "AWS::Cognito::UserPoolClient")

    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["GenerateSecret"] is True
    assert [str(one).count("/console/signed-in") for one in client["CallbackURLs"]] == [1]  # type: ignore[attr-defined]
    assert [str(one).count("/console/sign") for one in client["LogoutURLs"]] == [1, 1]  # type: ignore[attr-defined]
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_no_secret_of_the_console_stands_in_the_template(prod: Compiled) -> None:
    assert "ClientSecret" not in json.dumps(prod.template)


def test_every_route_of_the_api_but_its_description_asks_for_a_token_of_the_pool(prod: Compiled) -> None:
    routes = {
        one["RouteKey"]: one.get("AuthorizationType") for one in prod.of_type("AWS::ApiGatewayV2::Route").values()
    }
    authorizer = only(prod, "AWS::ApiGatewayV2::Authorizer")

    assert {key: kind for key, kind in routes.items() if " /v1/" in key} == {
        "ANY /v1/{proxy+}": "JWT",
        "GET /v1/openapi.json": None,
        "GET /v1/docs": None,
    }
    assert authorizer["JwtConfiguration"] == {
        "Audience": [{"Ref": "ConsoleClient"}],
        "Issuer": {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${StaffPool}"},
    }
