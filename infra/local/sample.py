"""The clinic of the local stage and of every demonstration: invented, with numbers kept free for fiction. Another id is
another clinic, with a sender of its own."""

from hashlib import sha256

from schedules.clinic import Clinic, Contact

_SERVICES = {"lakeside": "MG" + "a1" * 16}


def sample_clinic(clinic_id: str = "lakeside") -> Clinic:
    return Clinic(
        clinic_id=clinic_id,
        name="Lakeside Clinic",
        country="us",
        zone="America/New_York",
        phone="202-555-0100",
        after_hours_phone="202-555-0101",
        messaging_service=_SERVICES.get(clinic_id) or f"MG{sha256(clinic_id.encode()).hexdigest()[:32]}",
        ladder=(
            Contact(contact_id="nurse", phone="+12025550111"),
            Contact(contact_id="lead", phone="+12025550112"),
        ),
    )
