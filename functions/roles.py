"""Who may do what: three roles, each with all that the one below it has, and the scopes of machines."""

from enum import StrEnum


class Permission(StrEnum):
    """One kind of thing somebody may do in her own clinic."""

    READ = "read"
    ENROLL = "enroll"
    ACT = "act"  # pause, withdraw, acknowledge, write to her: whatever changes a person's record
    SETTINGS = "settings"
    STAFF = "staff"  # invite and remove
    CARRY = "carry"  # carry out everybody's names, as one file
    OPERATE = "operate"  # export and erase, let machines in, set what a clinic sends with

    @property
    def scope(self) -> str | None:
        """What a machine's token must hold for it; None for what no machine may do."""
        return f"aftercare/{self.value}" if self in _MACHINES_MAY else None


_MACHINES_MAY = frozenset({Permission.READ, Permission.ENROLL, Permission.ACT, Permission.SETTINGS})


class Role(StrEnum):
    """Named as the groups of the pool are: infra/resources/cognito.yml."""

    NURSE = "nurse"
    LEAD = "lead"
    OPERATOR = "operator"

    @property
    def permissions(self) -> frozenset[Permission]:
        return _MAY[self.value]

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def may_appoint(self, other: "Role") -> bool:
        """Nobody makes or removes somebody above herself."""
        return self.may(Permission.STAFF) and other.permissions <= self.permissions


_NURSE = frozenset({Permission.READ, Permission.ENROLL, Permission.ACT})
_LEAD = _NURSE | {Permission.SETTINGS, Permission.STAFF, Permission.CARRY}
_MAY = {"nurse": _NURSE, "lead": _LEAD, "operator": _LEAD | {Permission.OPERATE}}


def granted(scope_claim: str) -> frozenset[Permission]:
    """What the `scope` of a machine's token lets it do; words that are none of ours mean nothing."""
    words = set(scope_claim.split())
    return frozenset(one for one in _MACHINES_MAY if one.scope in words)
