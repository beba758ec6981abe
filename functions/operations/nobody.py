"""The enrollment of nobody's, one a clinic: where facts are kept that concern a clinic and no patient."""

from functions.operations.world import World
from functions.ports import Ref
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Person, Status

NOBODY = "nobody"
"""Stands for the phone of nobody's enrollment. It is no number, so nothing can be sent to it."""


def of_clinic(world: World, clinic_id: str) -> Ref:
    """Where nobody's is, made or not yet."""
    return world.stranger(clinic_id, NOBODY)


def nobody(world: World, clinic: Clinic) -> tuple[Ref, Enrollment]:
    """Where it is, and how it begins. `left_at`: nothing may ever be said to nobody."""
    ref, now = of_clinic(world, clinic.clinic_id), world.time.now()
    return ref, Enrollment(
        clinic_id=clinic.clinic_id,
        enrollment_id=ref.enrollment_id,
        version=0,
        status=Status.STRANGER,
        person=Person(phone=NOBODY, language=clinic.ladder[0].language, zone=clinic.zone),
        enrolled_at=now,
        acted_at=now,
        left_at=now,
    )
