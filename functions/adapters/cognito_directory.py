"""The pool's people: invited and removed with the admin API."""

import secrets
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters import aws
from functions.adapters.aws import AWS_FAILURES, code_of
from functions.ports_access import PoolDown
from functions.roles import Role

EXISTS = "UsernameExistsException"
MISSING = "UserNotFoundException"


def cognito_directory(*, pool_id: str) -> "CognitoDirectory":
    return CognitoDirectory(aws.client("cognito-idp"), pool_id=pool_id)


class CognitoDirectory:
    def __init__(self, client: Any, *, pool_id: str) -> None:
        self._client = client
        self._pool = {"UserPoolId": pool_id}

    def invite(self, *, email: str, name: str, clinic_id: str, role: Role) -> str | None:
        told = {"email": email, "email_verified": "true", "name": name, "custom:clinic": clinic_id}
        attributes = [{"Name": key, "Value": value} for key, value in told.items()]
        asked: dict[str, Any] = {"Username": email, "UserAttributes": attributes, "DesiredDeliveryMediums": ["EMAIL"]}
        try:
            made = self._client.admin_create_user(**self._pool, **asked, TemporaryPassword=_first_password())
        except AWS_FAILURES as error:
            if code_of(error) != EXISTS:
                raise _down("invite", error) from None
            return self._adopted(email, clinic_id, role)
        staff_id = _attributes(made["User"]["Attributes"])["sub"]
        self.set_role(staff_id, role)
        return staff_id

    def set_role(self, staff_id: str, role: Role) -> None:
        """The new one first: an end in between leaves two, which agree with no record."""
        try:
            who = {**self._pool, "Username": staff_id}
            self._client.admin_add_user_to_group(**who, GroupName=role.value)
            groups = self._client.admin_list_groups_for_user(**who)["Groups"]
            for group in groups:
                if group["GroupName"] != role.value:
                    self._client.admin_remove_user_from_group(**who, GroupName=group["GroupName"])
        except AWS_FAILURES as error:
            raise _down("set a role", error) from None

    def remove(self, staff_id: str) -> None:
        """Tokens first, then the login."""
        for step in (self._client.admin_user_global_sign_out, self._client.admin_delete_user):
            try:
                step(**self._pool, Username=staff_id)
            except AWS_FAILURES as error:
                if code_of(error) != MISSING:
                    raise _down("remove", error) from None

    def _adopted(self, email: str, clinic_id: str, role: Role) -> str | None:
        """Somebody an earlier try invited; her invitation is not sent again."""
        try:
            found = _attributes(self._client.admin_get_user(**self._pool, Username=email)["UserAttributes"])
        except AWS_FAILURES as error:
            raise _down("look up who is invited", error) from None
        if found.get("custom:clinic") != clinic_id:
            return None
        self.set_role(found["sub"], role)
        return found["sub"]


def _attributes(listed: list[dict[str, str]]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in listed}


def _first_password() -> str:
    """For one sign-in, sent by the pool; of every kind the policy asks for."""
    return f"{secrets.token_urlsafe(18)}aA1"


def _down(what: str, error: ClientError | BotoCoreError) -> PoolDown:
    return PoolDown(f"{what}: {code_of(error)}")
