"""The pool's machines: client credentials, and the gateway's list of whom it lets in."""

from typing import Any

import boto3

from functions.adapters.aws import AWS_FAILURES, bounded, code_of
from functions.ports_access import PoolDown, Secret
from functions.roles import Permission

MISSING = "ResourceNotFoundException"
ADMITTED_MAX = 50
"""What one authorizer takes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html."""


def cognito_machines(*, pool_id: str, api_id: str, console: str) -> "CognitoMachines":
    """With clients of its own, bounded in every wait."""
    pool, gateway = (boto3.client(name, config=bounded()) for name in ("cognito-idp", "apigatewayv2"))
    return CognitoMachines(pool, gateway, pool_id=pool_id, api_id=api_id, console=console)


class CognitoMachines:
    """`pool` and `gateway` are clients of cognito-idp and apigatewayv2. `authorizer` is the name in serverless.yml."""

    def __init__(
        self, pool: Any, gateway: Any, *, pool_id: str, api_id: str, console: str, authorizer: str = "signedIn"
    ) -> None:
        self._pool, self._gateway = pool, gateway
        self._pool_id, self._api_id = pool_id, api_id
        self._console, self._authorizer = console, authorizer

    def create(self, *, name: str, permissions: frozenset[Permission]) -> Secret:
        scopes = sorted(one.scope for one in permissions if one.scope is not None)
        asked = {
            "UserPoolId": self._pool_id,
            "ClientName": name,
            "GenerateSecret": True,
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": scopes,
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],  # no password ever signs in through it
            "AccessTokenValidity": 60,
            "TokenValidityUnits": {"AccessToken": "minutes"},
        }
        try:
            made = self._pool.create_user_pool_client(**asked)["UserPoolClient"]
        except AWS_FAILURES as error:
            raise PoolDown(f"create a machine: {code_of(error)}") from None
        return Secret(client_id=made["ClientId"], secret=made["ClientSecret"])

    def remove(self, client_id: str) -> None:
        try:
            self._pool.delete_user_pool_client(UserPoolId=self._pool_id, ClientId=client_id)
        except AWS_FAILURES as error:
            if code_of(error) != MISSING:
                raise PoolDown(f"remove a machine: {code_of(error)}") from None

    def admit(self, client_ids: frozenset[str]) -> None:
        audience = [self._console, *sorted(client_ids)]
        if len(audience) > ADMITTED_MAX:
            raise PoolDown(f"admit machines: the gateway takes {ADMITTED_MAX} with the console, these are more")
        try:
            found = self._gateway.get_authorizers(ApiId=self._api_id)["Items"]
            (authorizer,) = [one for one in found if one["Name"] == self._authorizer]
            trust = {**authorizer["JwtConfiguration"], "Audience": audience}
            which = {"ApiId": self._api_id, "AuthorizerId": authorizer["AuthorizerId"]}
            self._gateway.update_authorizer(**which, JwtConfiguration=trust)
        except AWS_FAILURES as error:
            raise PoolDown(f"admit machines: {code_of(error)}") from None
