"""Whoever is on call and writes STOP can be paged by text no more: the clinic is told, whatever went wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from functions.ports import Commit
from infra.simulation.answering import Break
from infra.simulation.people import Said
from infra.simulation.standing import Standing
from schedules.clinic import Clinic
from schedules.escalation import Escalation, Reason


@dataclass(slots=True)
class Reach:
    """By clinic and matter: those of contacts whom no text reaches."""

    matters: dict[tuple[str, str], Escalation] = field(default_factory=dict)

    def committed(self, commit: Commit) -> None:
        for one in commit.escalations:
            if one.reason is Reason.ON_CALL:
                self.matters[commit.enrollment.clinic_id, one.escalation_id] = one

    def untold(self, said: Iterable[Said], clinics: dict[str, Clinic], standing: Standing) -> Iterator[Break]:
        """Each STOP stood in the inbox, unless she was off the ladder before it was heard."""
        for one in said:
            if one.kind == "staff" and one.body == "STOP" and not self._is_told(one, clinics[one.clinic_id], standing):
                yield "stop_unseen", f"{one.sid[-6:]} of somebody on call stands in no inbox"

    def _is_told(self, stop: Said, clinic: Clinic, standing: Standing) -> bool:
        if clinic.contact_by_phone(stop.number) is None:
            return True
        contacts = standing.contacts_with(clinic, stop.number)
        return any(
            where[0] == stop.clinic_id
            and contacts & set(one.signs)
            and (one.closed_at is None or one.closed_at >= stop.at)
            for where, one in self.matters.items()
        )
