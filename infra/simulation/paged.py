"""What those on call are told: nothing about themselves, nothing that is not so, and whatever did not reach her."""

from collections.abc import Collection, Iterator, Sequence

from functions.ports import Commit
from infra.simulation.answering import Break
from infra.simulation.standing import Standing
from schedules.clinic import Clinic, Contact
from schedules.enrollment import Enrollment
from schedules.escalation import Reason
from schedules.text import Purpose, Text, TextState

PAGED_FOR = 200
"""Rounds of pages, about a month of them, after which they may end."""


def pages_on(commit: Commit) -> Iterator[Break]:
    for one in commit.escalations:
        if one.is_grave_and_untaken and one.next_page_at is None and one.rounds < PAGED_FOR:
            yield "dangerous_unpaged", f"{one.escalation_id} is untaken and nobody will be paged again"


def taken(
    commit: Commit, clinic: Clinic, standing: Standing, taking: Collection[tuple[str, str, str]]
) -> Iterator[Break]:
    """Who is on record as having taken it has said so: by its code, or by a key, one, in a call about it. That no text
    reached her ends with her START as well. `taking`: clinic, phone and what was said."""
    for one in commit.escalations:
        phones = standing.phones_ever(clinic, one.acknowledged_by or "")
        words = (one.code, one.escalation_id, *(("START",) if one.reason is Reason.ON_CALL else ()))
        said = any((clinic.clinic_id, phone, word) in taking for phone in phones for word in words)
        if phones and not said:  # else it is nobody, or the desk
            yield "taken_by_nobody", f"{one.acknowledged_by} never took {one.escalation_id}"


def undelivered(before: Enrollment | None, commit: Commit, moved: Sequence[Text]) -> Iterator[Break]:
    """An answer to danger that is known not to have arrived while we still minded it: somebody is told to phone."""
    minded = {one.text_id for one in before.in_flight} if before else set()
    told = any("unreached" in one.text_id for one in commit.texts)
    for text in moved:
        hers = text.purpose is Purpose.SAFETY and text.contact_id is None and text.text_id in minded
        lost = text.state is TextState.UNDELIVERED and not text.text_id.endswith("-doubt")
        if hers and lost and not told and commit.enrollment.left_at is None:
            yield "dangerous_unpaged", f"{text.text_id} did not arrive, and nobody is told"


def to_staff(enrollment: Enrollment, text: Text, contact: Contact, clinics: Sequence[Clinic]) -> Iterator[Break]:
    """Nobody is paged about herself while there is anybody else, unless she took it at the desk; nor told that a
    colleague's matter is hers. `clinics`: as they are and just were."""
    one = next((one for one in enrollment.escalations if one.escalation_id == text.escalation_id), None)
    if one is None:
        return
    others = all(any(each.phone != contact.phone for each in clinic.ladder) for clinic in clinics)
    took = contact.contact_id == one.acknowledged_by or one.reason is Reason.TEST
    about_herself = contact.phone == enrollment.person.phone and others and not took
    if text.purpose is Purpose.PAGE and about_herself:
        yield "wrong_person", f"{text.text_id} pages her about herself"
    if text.message == "page.acknowledged" and one.acknowledged_by != contact.contact_id:
        yield "taken_by_nobody", f"{contact.contact_id} was told that {one.escalation_id} is hers"
