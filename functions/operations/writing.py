"""Words of staff to her: counted before, sent once however often asked, and the reason said when they may not go."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from functions.operations.acting import Act, Acted, act, always, as_phone_says, program_for
from functions.operations.staff_acts import asked_for, fact_id
from functions.operations.world import World
from functions.ports import Ref
from messages.segments import cost
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.facts import StaffWrote
from schedules.text import Text, TextState
from schedules.writing import WRITTEN_SEGMENTS_MAX, Unsent, tidy, unsent, written_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """It is on record; `repeated` when an earlier request with the same key did it. `waits`: the provider has not said
    that it has it, and is asked again, or given it again, as long as it is in date."""

    text_id: str
    segments: int
    repeated: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """Nothing was stored or sent."""

    why: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a text would cost, while it is being written."""

    segments: int
    segments_max: int
    units: int  # septets, or code units once a character is not plain
    encoding: str


def count(body: str) -> Counted:
    found = cost(tidy(body))
    return Counted(
        segments=found.segments,
        segments_max=WRITTEN_SEGMENTS_MAX,
        units=found.units,
        encoding=found.encoding.value,
    )


def write(
    world: World, ref: Ref, body: str, *, key: str, by: str, urgent: bool = False, expects: int | None = None
) -> Written | Unwritten:
    """`key`: the Idempotency-Key; the same key is the same text, and with other words a mistake of the caller."""
    clinic, enrollment = world.store.clinic(ref.clinic_id), world.store.enrollment(ref)
    if clinic is None or enrollment is None:
        return _unwritten("unknown")
    text_key = hashlib.sha256(f"{key}/{ref.enrollment_id}".encode()).hexdigest()[:24]
    fact = StaffWrote(by=by, text_key=text_key, body=body, urgent=urgent)
    earlier = world.store.text(ref, written_id(text_key))
    if earlier is not None:
        return _earlier(earlier, fact)
    why = _why_not(world, clinic, enrollment, fact)
    if why is not None:
        return _unwritten(why)
    one = Act(
        ref=ref,
        make=always(fact),
        fact_id=fact_id(key, ref),
        asked=asked_for(key, ref, f"write/{tidy(body)}"),
        audit=(by, "write"),
        expects=expects,
    )
    acted = act(world, one)
    if acted is Acted.KEY_REUSED:
        return _unwritten("key_reused")
    text = world.store.text(ref, written_id(text_key))
    if text is not None and text.body == tidy(body):
        return _written(text, repeated=acted is Acted.REPEATED)
    why = None if acted is Acted.OUTDATED else _why_not(world, clinic, enrollment, fact)
    return _unwritten(why or "outdated")


def look(world: World, ref: Ref, body: str, *, urgent: bool = False) -> Counted | Unwritten:
    """What it would cost, or why it could not go out as things stand; nothing is sent."""
    clinic, enrollment = world.store.clinic(ref.clinic_id), world.store.enrollment(ref)
    if clinic is None or enrollment is None:
        return _unwritten("unknown")
    why = _why_not(world, clinic, enrollment, StaffWrote(by="", text_key="", body=body, urgent=urgent))
    return count(body) if why is None else _unwritten(why)


def _earlier(text: Text, fact: StaffWrote) -> Written | Unwritten:
    if text.body != tidy(fact.body):
        return _unwritten("key_reused")
    return _written(text, repeated=True)


def _written(text: Text, *, repeated: bool) -> Written:
    waits = text.state.rank <= TextState.UNKNOWN.rank
    return Written(text_id=text.text_id, segments=text.segments, repeated=repeated, waits=waits)


def _why_not(world: World, clinic: Clinic, enrollment: Enrollment, fact: StaffWrote) -> str | None:
    """The phone itself says whether it may be texted, and whose it is by now."""
    phone = world.store.phone(clinic.clinic_id, enrollment.person.phone)
    if phone is not None:
        enrollment = as_phone_says(enrollment, phone)
    program = program_for(clinic, enrollment, site=world.public_url)
    why = unsent(program, enrollment, fact, world.time.now())
    return why.value if why else None


def _unwritten(why: str) -> Unwritten:
    problem, mend = _SAID[why]
    return Unwritten(why=why, problem=problem, mend=mend)


_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Unsent.EMPTY.value: ("there are no words to send", "write some"),
        Unsent.UNPRINTABLE.value: ("it holds characters that no phone can show", "write it anew without pasting"),
        Unsent.TOO_LONG.value: (
            f"it is longer than {WRITTEN_SEGMENTS_MAX} segments",
            "shorten it, or call her; letters like á or curly quotes halve what fits",
        ),
        Unsent.LEFT.value: ("she has asked us to stop", "call her; only her own START brings texts back"),
        Unsent.WITHDRAWN.value: ("she was withdrawn", "call her, or enroll her anew with a consent of its own"),
        Unsent.STRANGER.value: ("nobody enrolled this phone", "call, or enroll her first"),
        Unsent.WRONG_NUMBER.value: ("somebody told us that this phone is not hers", "find out her number first"),
        Unsent.QUIET.value: ("it is outside her hours", "wait for them, or mark it urgent if it cannot wait"),
        Unsent.ANOTHERS.value: ("her phone belongs to another enrollment by now", "write from that record"),
        "key_reused": (
            "this Idempotency-Key was used with other words, or for something else",
            "use a new key for a new text",
        ),
        "outdated": ("something changed meanwhile", "look at her record again, then send it with a new key"),
        "unknown": ("there is no such enrollment in this clinic", "check the id; other clinics' records are not here"),
    }
)
