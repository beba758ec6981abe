"""Clinics in memory: their settings, and whose each sender is."""

from collections.abc import Callable, Iterator
from typing import Any

from functions.adapters import keys
from functions.adapters.codec import encode
from functions.adapters.commit_rules import digest_of
from functions.adapters.sender_rules import moves
from functions.ports import Saved
from schedules.clinic import Clinic


class Clinics:
    """Whoever writes holds the store's lock."""

    def __init__(self, put: Callable[[object], Any], get: Callable[[type[Any], Any], Any]) -> None:
        self._put, self._get = put, get
        self._kept: dict[str, Any] = {}
        self._owners: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        """Their ids, sorted."""
        return iter(sorted(self._kept))

    def clinic(self, clinic_id: str) -> Clinic | None:
        raw = self._kept.get(clinic_id)
        return None if raw is None else self._get(Clinic, raw)

    def settings(self, clinic_id: str) -> tuple[Clinic, str] | None:
        clinic = self.clinic(clinic_id)
        return None if clinic is None else (clinic, digest_of(encode(clinic)))

    def owner(self, sender: str) -> str | None:
        return self._owners.get(sender)

    def save(self, clinic: Clinic) -> Saved:
        keys.check_ids(clinic.clinic_id)
        found = moves(self.clinic(clinic.clinic_id), clinic, self._owners)
        if found is None:
            return Saved.TAKEN
        self._owners |= dict.fromkeys(found.claims, clinic.clinic_id)
        for sender in found.releases:
            del self._owners[sender]
        self._kept[clinic.clinic_id] = self._put(clinic)
        return Saved.DONE

    def replace(self, clinic: Clinic, *, expected: str) -> Saved:
        stored = self.settings(clinic.clinic_id)
        return Saved.OUTDATED if stored is None or stored[1] != expected else self.save(clinic)
