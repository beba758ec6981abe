"""Handing committed texts to the provider. Comes after the commit and can be repeated by anyone."""

from functions.operations.world import World
from functions.ports import Accepted, GatewayDown, Ref, SendOrder
from schedules.decision import Ask, Decision, Program
from schedules.enrollment import Enrollment
from schedules.facts import DeliveryReported, Fact, ProviderHasNone, SendAnswered
from schedules.text import Direction, Failure, Purpose, Text, TextState

_FIRST = {Purpose.SAFETY: 0, Purpose.PAGE: 1}


def deliver(world: World, ref: Ref, program: Program, decision: Decision) -> list[Fact]:
    """Sends what was claimed, asks what must be asked, and returns what the provider said as facts.

    Whatever is lost here (a crash, a provider that is down) is found again by the alarm clock: the text is in
    flight on record. The answer to a danger sign goes first, then the pages, then the rest.
    """
    claimed = [text for text in decision.texts if text.direction is Direction.OUT and text.state is TextState.SENDING]
    claimed += [text for text_id in decision.resend if (text := world.store.text(ref, text_id)) is not None]
    claimed.sort(key=lambda text: _FIRST.get(text.purpose, 2))
    facts: list[Fact] = [_send(world, ref, program, decision.enrollment, text) for text in claimed]
    for ask in decision.asks:
        fact = _ask(world, ref, program, decision.enrollment, ask, just_sent=_sids(facts))
        if fact is not None:
            facts.append(fact)
    return facts


def _send(world: World, ref: Ref, program: Program, enrollment: Enrollment, text: Text) -> Fact:
    to = _recipient(program, enrollment, text)
    if to is None:  # the contact left the ladder between the commit and now
        return SendAnswered(text_id=text.text_id, failure=Failure.CONFIGURATION)
    answer = world.gateway.send(
        SendOrder(
            to=to,
            body=text.body,
            messaging_service=program.clinic.messaging_service,
            callback=world.callback(ref, text.text_id),
            valid_for=text.valid_for,
        )
    )
    if isinstance(answer, Accepted):
        world.note("text_accepted", purpose=text.purpose.value, segments=text.segments)
        return SendAnswered(text_id=text.text_id, sid=answer.sid)
    action = "text_misconfigured" if answer.failure is Failure.CONFIGURATION else "text_refused"
    world.note(action, purpose=text.purpose.value, failure=answer.failure.value, error=answer.error)
    return SendAnswered(text_id=text.text_id, failure=answer.failure, error=answer.error)


def _ask(
    world: World, ref: Ref, program: Program, enrollment: Enrollment, ask: Ask, *, just_sent: frozenset[str]
) -> Fact | None:
    text = world.store.text(ref, ask.text_id)
    to = _recipient(program, enrollment, text) if text else None
    if text is None or to is None:
        return ProviderHasNone(text_id=ask.text_id)
    taken = just_sent if ask.sid else just_sent | _known_sids(world, ref)
    try:
        found = world.gateway.find(to=to, body=text.body, since=ask.since, sid=ask.sid, not_sids=taken)
    except GatewayDown:
        world.note("provider_not_asked", purpose=text.purpose.value)
        return None
    if found is None:
        world.note("provider_has_none", purpose=text.purpose.value)
        return ProviderHasNone(text_id=ask.text_id)
    return DeliveryReported(
        text_id=ask.text_id,
        sid=found.sid,
        state=found.state,
        purpose=text.purpose,
        failure=found.failure,
        error=found.error,
    )


def _known_sids(world: World, ref: Ref) -> frozenset[str]:
    """The provider's texts that are already somebody's: a second text of the same words must not take them."""
    return frozenset(one.sid for one in world.store.texts(ref) if one.sid is not None)


def _sids(facts: list[Fact]) -> frozenset[str]:
    return frozenset(fact.sid for fact in facts if isinstance(fact, SendAnswered) and fact.sid is not None)


def _recipient(program: Program, enrollment: Enrollment, text: Text) -> str | None:
    if text.contact_id is None:
        return enrollment.person.phone
    contact = program.clinic.contact(text.contact_id)
    return contact.phone if contact else None
