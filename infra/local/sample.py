"""The clinic of the local stage and of every demonstration: invented, with numbers kept free for fiction."""

from schedules.clinic import Clinic, Contact


def sample_clinic(clinic_id: str = "lakeside") -> Clinic:
    return Clinic(
        clinic_id=clinic_id,
        name="Lakeside Clinic",
        country="us",
        zone="America/New_York",
        phone="202-555-0100",
        after_hours_phone="202-555-0101",
        messaging_service="MG" + "a1" * 16,
        ladder=(
            Contact(contact_id="nurse", phone="+12025550111"),
            Contact(contact_id="lead", phone="+12025550112"),
        ),
    )
