"""How clinics and women stood when a worker who is still at work may have read of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from functions.ports import Ref
from infra.simulation.claims import WORKER
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Person

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Standing:
    """Each change with its instant, and what stood until then. `since`: from when a contact stands as she does."""

    since: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _clinics: dict[str, list[tuple[datetime, Clinic]]] = field(default_factory=dict)
    _persons: dict[Ref, list[tuple[datetime, Person]]] = field(default_factory=dict)

    def settings_changed(self, before: Clinic, after: Clinic, at: datetime) -> None:
        self._clinics.setdefault(after.clinic_id, []).append((at, before))
        for one in (*before.ladder, *after.ladder):
            if before.ladder != after.ladder:
                self.since[after.clinic_id, one.contact_id] = at

    def committed(self, ref: Ref, before: Enrollment | None, after: Enrollment, at: datetime) -> None:
        if before is not None and before.person != after.person:
            self._persons.setdefault(ref, []).append((at, before.person))

    def clinics(self, clinic: Clinic, at: datetime) -> list[Clinic]:
        return [*(one for until, one in self._clinics.get(clinic.clinic_id, ()) if until > at - WORKER), clinic]

    def settled(self, clinic_id: str) -> datetime:
        """Since when a clinic's settings are as they are."""
        return max((until for until, _ in self._clinics.get(clinic_id, ())), default=LONG_AGO)

    def persons(self, ref: Ref, now: Person, at: datetime) -> list[Person]:
        return [*(one for until, one in self._persons.get(ref, ()) if until > at - WORKER), now]

    def phones(self, clinic: Clinic, contact_id: str, at: datetime) -> set[str]:
        """Where a page to this contact may go."""
        contacts = (one.contact(contact_id) for one in self.clinics(clinic, at))
        return {one.phone for one in contacts if one is not None}

    def phones_ever(self, clinic: Clinic, contact_id: str) -> set[str]:
        known = (one for _, one in self._clinics.get(clinic.clinic_id, ()))
        contacts = (one.contact(contact_id) for one in (*known, clinic))
        return {one.phone for one in contacts if one is not None}

    def is_alone(self, clinic: Clinic, phone: str) -> bool:
        """Nobody else has ever been on call there: of whoever has this phone nobody can be told."""
        known = (one for _, one in self._clinics.get(clinic.clinic_id, ()))
        return all(contact.phone == phone for one in (*known, clinic) for contact in one.ladder)

    def contacts_with(self, clinic: Clinic, phone: str) -> set[str]:
        """Who has, or had, this phone."""
        known = (one for _, one in self._clinics.get(clinic.clinic_id, ()))
        contacts = (one.contact_by_phone(phone) for one in (*known, clinic))
        return {one.contact_id for one in contacts if one is not None}
