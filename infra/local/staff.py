"""The invented staff of the local clinic: one of each role, with one password that is good on this machine alone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3

from functions.operations.staffing import Invitation, invite
from functions.ports_access import Staff
from functions.roles import Role
from infra.local.machine import LocalFailed
from infra.stage import access_of, directory_of

NAMES = {Role.NURSE: "Nora Nurse", Role.LEAD: "Lea Lead", Role.OPERATOR: "Otto Operator"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    role: str
    email: str
    password: str


def invite_everybody(outputs: Mapping[str, str], aws: Mapping[str, Any], clinic_id: str) -> tuple[Login, ...]:
    """By the operation that invites real staff; only the password is set past the invitation, which no mail brings."""
    password = f"Local-{secrets.token_urlsafe(9)}-1"
    pool = boto3.client("cognito-idp", **aws)
    made = []
    for role, name in NAMES.items():
        invitation = Invitation(email=f"{role.value}@{clinic_id}.example", name=name, role=role)
        staff = invite(access_of(outputs, aws), directory_of(outputs, aws), clinic_id, invitation, datetime.now(UTC))
        if not isinstance(staff, Staff):
            raise LocalFailed(f"the local {role.value} could not be invited: {staff.value}")
        who = {"UserPoolId": outputs["StaffPoolId"], "Username": staff.staff_id}
        pool.admin_set_user_password(**who, Password=password, Permanent=True)
        made.append(Login(role=role.value, email=staff.email, password=password))
    return tuple(made)
