"""Load, decide, commit, deliver: the four steps behind everything that happens to an enrollment."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from functions.operations.contacts import shown_by
from functions.operations.delivering import deliver
from functions.operations.nobody import nobody
from functions.operations.world import World
from functions.ports import Commit, Committed, PhoneRecord, Ref, Request, Sender, StoreDown
from functions.sights import Audit
from messages.catalogue import catalogue
from messages.resources import lines
from schedules.clinic import Clinic
from schedules.decide import decide
from schedules.decision import Decision, Program
from schedules.enrollment import Enrollment, Status
from schedules.facts import ContactRefused, DeliveryReported, Fact
from schedules.listing import Listed, listed, may_differ
from schedules.pathways import pathway
from schedules.text import Direction, Purpose, Text, TextState

CONFLICTS_MAX = 8
FOLLOW_UPS_MAX = 60
"""Facts that one act may bring about by handing texts over; more wait for the next wake."""


class Acted(StrEnum):
    DONE = "done"
    NOTHING = "nothing"  # stale or repeated: nothing to do
    REPEATED = "repeated"  # this fact is on record already
    KEY_REUSED = "key_reused"  # something else is on record under the key it was asked with
    PHONE_TAKEN = "phone_taken"
    OUTDATED = "outdated"  # whoever asked has not seen her as she is now
    UNKNOWN = "unknown"  # no such clinic or enrollment


class Contended(Exception):
    """Others kept acting on this enrollment; the fact is not recorded and must be kept by the caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One fact to bring about.

    `make` builds the fact from the enrollment as loaded, so that a reply is read against the question open then.
    `fact_id` names a fact that may arrive twice, `asked` what it asks for, as a digest; `new` is the enrollment to
    begin with when there is none. `sender` is what was read when the text came in: good for the first attempt, and read
    anew for another. `expects` is the version that whoever asks has seen; None minds none.
    """

    ref: Ref
    make: Callable[[Enrollment], Fact]
    fact_id: str | None = None
    asked: str | None = None
    new: Enrollment | None = None
    request: Request | None = None
    sender: Sender | None = None
    recalled: Text | None = None  # hers, that raised what is opened again
    audit: tuple[str, str] | None = None  # author, action
    expects: int | None = None


def always(fact: Fact) -> Callable[[Enrollment], Fact]:
    """For a fact that does not depend on the enrollment as loaded."""
    return lambda _: fact


def once_for(ref: Ref, fact: Fact) -> str | None:
    """Under which it is on record that a text failed: told by two callbacks at once, or by one and our own question, it
    counts once. Whatever else the provider says may be said again."""
    if isinstance(fact, DeliveryReported) and fact.state is TextState.UNDELIVERED:
        return f"status-{ref.enrollment_id}-{fact.text_id}-{fact.state.value}"
    return None


def act(world: World, first: Act) -> Acted:
    """Brings a fact about and hands over what follows from it; raises StoreDown or Contended, else it is safe.

    What the provider said of one text is recorded even when that of another cannot be: then it raises at the end.
    """
    outcome, pending = _once(world, first)
    follow_ups = deque(pending)
    trouble: StoreDown | Contended | None = None
    for _ in range(FOLLOW_UPS_MAX):
        if not follow_ups:
            break
        fact = follow_ups.popleft()
        try:
            _, more = _once(world, _following(world, first.ref, fact))
        except (StoreDown, Contended) as error:
            trouble = error
            continue
        follow_ups.extend(more)
    if follow_ups:
        world.note("follow_ups_cut", left=len(follow_ups))
    if trouble is not None:
        raise trouble
    return outcome


def program_for(clinic: Clinic, enrollment: Enrollment, *, site: str, mails: bool = False) -> Program:
    """The pathway version she is pinned to, as her clinic runs it."""
    pinned = enrollment.pathway
    version = enrollment.pathway_version
    return Program(
        pathway=pathway(pinned, version) if pinned and version else None,
        clinic=clinic,
        catalogue=catalogue(),
        lines=lines(clinic.country),
        site=site,
        mails=mails,
    )


def _once(world: World, one: Act) -> tuple[Acted, list[Fact]]:
    for _ in range(CONFLICTS_MAX):
        clinic, enrollment = _load(world, one)
        if clinic is None or enrollment is None:
            return Acted.UNKNOWN, []
        if one.expects not in {None, enrollment.version}:
            return (_repeated(world, one) if _is_on_record(world, one) else Acted.OUTDATED), []
        program = program_for(clinic, enrollment, site=world.public_url, mails=world.mailer is not None)
        now = max(world.time.now(), enrollment.acted_at)
        fact = one.make(enrollment)
        decision = decide(program, enrollment, fact, now)
        if one.fact_id is None and one.new is None and not decision.changes(enrollment):
            return Acted.NOTHING, []
        committed = world.store.commit(_commit(one, enrollment, decision, now))
        if committed is Committed.DONE:
            refused = shown_by(world, one.ref, fact)
            return Acted.DONE, deliver(world, one.ref, program, decision) + ([refused] if refused else [])
        if committed is Committed.REPEATED:
            return _repeated(world, one), []
        if committed is Committed.PHONE_TAKEN:
            return Acted.PHONE_TAKEN, []
        if one.request is not None and world.store.request(one.ref.clinic_id, one.request.key) is not None:
            return Acted.REPEATED, []  # the button was pressed twice at once, and the other press was first
        one = replace(one, sender=None)
    world.note("contended")
    raise Contended(f"gave up after {CONFLICTS_MAX} conflicting commits")


def _following(world: World, ref: Ref, fact: Fact) -> Act:
    """What was learnt of somebody on call concerns the clinic, whoever she was paged about."""
    clinic = world.store.clinic(ref.clinic_id) if isinstance(fact, ContactRefused) else None
    if clinic is None or not isinstance(fact, ContactRefused):
        return Act(ref=ref, make=always(fact), fact_id=once_for(ref, fact))
    its, new = nobody(world, clinic)
    return Act(ref=its, make=always(fact), fact_id=f"refused-{fact.cause}", new=new)


def _is_on_record(world: World, one: Act) -> bool:
    """Whoever asks again because our answer was lost has seen an older version."""
    return one.fact_id is not None and world.store.has_fact(one.ref.clinic_id, one.fact_id)


def _repeated(world: World, one: Act) -> Acted:
    """One key is for one thing: whoever asks another under it has made a mistake."""
    if one.fact_id is None or one.asked is None:
        return Acted.REPEATED
    before = world.store.asked_under(one.ref.clinic_id, one.fact_id)
    return Acted.REPEATED if before in {None, one.asked} else Acted.KEY_REUSED


def _load(world: World, one: Act) -> tuple[Clinic | None, Enrollment | None]:
    """The enrollment as stored, with what the phone itself says about being texted."""
    clinic = one.sender.clinic if one.sender else world.store.clinic(one.ref.clinic_id)
    enrollment = world.store.enrollment(one.ref) or one.new
    if enrollment is None:
        return clinic, None
    phone = _phone(world, one, enrollment.person.phone)
    return clinic, enrollment if phone is None else as_phone_says(enrollment, phone)


def as_phone_says(enrollment: Enrollment, phone: PhoneRecord) -> Enrollment:
    """Whether it has asked us to stop, and whose it is by now, is known of the phone and not of the enrollment."""
    given = enrollment.version > 0 and phone.enrollment_id not in {None, enrollment.enrollment_id}
    if phone.left_at is None or enrollment.left_at is not None:
        return enrollment if enrollment.phone_given == given else replace(enrollment, phone_given=given)
    return replace(enrollment, left_at=phone.left_at, wished_at=None, phone_given=given)


def _phone(world: World, one: Act, number: str) -> PhoneRecord | None:
    if one.sender is not None and one.sender.number == number:
        return one.sender.phone
    return world.store.phone(one.ref.clinic_id, number)


def _commit(one: Act, before: Enrollment, decision: Decision, now: datetime) -> Commit:
    after = decision.enrollment
    if after.version == before.version:  # a fact that must be recorded though it changed nothing
        after = replace(after, version=before.version + 1, acted_at=now)
    creates = before.version == 0
    texts_patient = any(
        text.direction is Direction.OUT and text.contact_id is None and text.state is TextState.SENDING
        for text in decision.texts
    )
    hers_in_flight = {one.text_id for one in after.in_flight if one.purpose is not Purpose.PAGE}
    return Commit(
        enrollment=after,
        texts=decision.texts,
        moved=decision.moved,
        recalled=one.recalled,
        escalations=decision.escalations,
        phone=decision.phone,
        texts_patient=texts_patient,
        texted_again=not hers_in_flight.isdisjoint(decision.resend),
        fact_id=one.fact_id,
        asked=one.asked,
        takes_phone=creates,
        request=one.request if creates else None,
        audit=_audit(one, now) if decision.did else None,
        listed=_listed(before, after),
    )


def _audit(one: Act, now: datetime) -> Audit | None:
    if one.audit is None:
        return None
    author, action = one.audit
    return Audit(at=now, author=author, action=action, about=one.ref.enrollment_id)


def _listed(before: Enrollment, after: Enrollment) -> Listed | None:
    """Her line when it is new or another; those nobody enrolled are on no list."""
    if after.status is Status.STRANGER:
        return None
    if before.version == 0:
        return listed(after)
    if not may_differ(before, after):
        return None
    line = listed(after)
    return line if line != listed(before) else None
