"""Her whole calendar before anybody is enrolled: in her clock and the clinic's, from the form as it stands. Stores
nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.acting import program_for
from functions.operations.enrolling import Refused, begun, checked
from functions.operations.enrollment_fields import Assumed
from functions.operations.world import World
from functions.ports import Request
from messages.catalogue import catalogue
from messages.language import Language
from messages.review import is_signed
from messages.segments import cost
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.facts import Fact
from schedules.listing import first_anchor, week_since
from schedules.preview import Coming, coming, decided

_NOBODY = Request(key="preview", digest="preview")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A text to come. Her clock and the clinic's show the same instant."""

    at: datetime
    at_hers: datetime
    at_clinic: datetime
    week: int | None  # after the first date of her pathway, 0 being the first
    message: str
    body: str
    segments: int
    encoding: str
    only_if_silent: bool
    withheld: str | None
    is_signed: bool = False  # by a clinician, for these very words


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """`assumed`: what was read of loosely written fields."""

    pathway: str
    assumed: tuple[Assumed, ...]
    texts: tuple[Dated, ...]
    segments: int  # of what will be sent, if she answers every check-in


def preview(world: World, clinic: Clinic, raw: Mapping[str, Any]) -> Previewed | Refused:
    form = checked(world, clinic, raw)
    if isinstance(form, Refused):
        return form
    now = world.time.now()
    new = begun(clinic, form, _NOBODY, now)
    texts = dated(world, clinic, new, now)
    sent = sum(one.segments for one in texts if one.withheld is None and not one.only_if_silent)
    return Previewed(pathway=form.pathway, assumed=form.assumed, texts=texts, segments=sent)


def dated(
    world: World, clinic: Clinic, enrollment: Enrollment, now: datetime, *, after: Sequence[Fact] = ()
) -> tuple[Dated, ...]:
    """Everything planned from now on, oldest first, as it would go out if she wrote nothing, and `after` staff did
    these: the very decisions, so that nothing else is stored than was shown."""
    found: list[Coming] = []
    for fact in after:
        texts, enrollment = decided(program_for(clinic, enrollment, site=world.public_url), enrollment, fact, now)
        found += texts
    found += coming(program_for(clinic, enrollment, site=world.public_url), enrollment, now)
    return tuple(_dated(one, clinic, enrollment) for one in found)


def _dated(one: Coming, clinic: Clinic, enrollment: Enrollment) -> Dated:
    hers, anchor_on = one.at.astimezone(ZoneInfo(enrollment.person.zone)), first_anchor(enrollment)
    text = one.text
    return Dated(
        at=one.at,
        at_hers=hers,
        at_clinic=one.at.astimezone(ZoneInfo(clinic.zone)),
        week=week_since(anchor_on, hers.date()) if anchor_on else None,
        message=text.message or "",
        body=text.body,
        segments=text.segments if text.withheld is None else 0,
        encoding=cost(text.body).encoding.value,
        only_if_silent=one.only_if_silent,
        withheld=text.withheld.value if text.withheld else None,
        is_signed=_is_signed(text.message or "", enrollment.person.language),
    )


def _is_signed(message: str, language: Language) -> bool:
    entry = catalogue().entries.get((message, language))
    return entry is not None and is_signed(entry.review, entry.wording)
