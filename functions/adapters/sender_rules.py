"""Whose a sender is: each is one clinic's, and changes hands in the transaction that changes the settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from schedules.clinic import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    claims: frozenset[str]
    releases: frozenset[str]


def moves(before: Clinic | None, after: Clinic, owners: Mapping[str, str]) -> Moves | None:
    """None: it asks for a sender that another clinic has. What it named already stays named, whoever else does: nobody
    is kept from changing who is on call."""
    mine = after.clinic_id
    had = frozenset() if before is None else before.senders
    if any(owners.get(one, mine) != mine for one in after.senders - had):
        return None
    return Moves(
        claims=frozenset(one for one in after.senders if owners.get(one, mine) == mine),
        releases=frozenset(one for one in had - after.senders if owners.get(one) == mine),
    )
