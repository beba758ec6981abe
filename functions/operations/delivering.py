"""Handing committed texts to the provider. Comes after the commit and can be repeated by anyone."""

from collections.abc import Callable
from dataclasses import replace

from functions.operations.world import World
from functions.ports import Ref, StoreDown
from functions.ports_provider import Accepted, CallOrder, Found, GatewayDown, MailOrder, Refused, SendOrder
from schedules.decision import Ask, Decision, Program
from schedules.delivery import HAND_OVER_WITHIN
from schedules.enrollment import Enrollment, InFlight
from schedules.facts import DeliveryReported, Fact, ProviderHasNone, SendAnswered
from schedules.text import Channel, Direction, Failure, Purpose, Text, TextState
from schedules.validity import valid_for

_FIRST = {Purpose.SAFETY: 0, Purpose.PAGE: 1}
_LATER = {Channel.SMS: 0, Channel.CALL: 0, Channel.EMAIL: 1}
_OURS = frozenset({Failure.CONFIGURATION, Failure.LOCKED_OUT})
_SUBJECTS = {"page.morning": "page.morning_subject", "page.test_email": "page.test_subject"}


def deliver(world: World, ref: Ref, program: Program, decision: Decision) -> list[Fact]:
    """Sends what was claimed, asks what must be asked, and returns what the provider said as facts.

    Whatever is lost here (a crash, a provider that is down) is found again by the alarm clock: the text is in
    flight on record. The answer to a danger sign goes first, then the pages, then the rest.
    """
    claimed = [text for text in decision.texts if text.direction is Direction.OUT and text.state is TextState.SENDING]
    claimed += [
        _valid_now(program, decision.enrollment, text)
        for text_id in decision.resend
        if (text := _read(world, ref, text_id)) is not None
    ]
    claimed.sort(key=lambda text: (_LATER[text.channel], _FIRST.get(text.purpose, 2)))
    facts: list[Fact] = []
    for text in claimed:
        if _is_ours(world, decision.enrollment, text):
            facts.append(_send(world, ref, program, decision.enrollment, text))
        else:  # handed over by whoever asks of it next
            world.note("handed_over_too_late", purpose=text.purpose.value)
    for ask in decision.asks:
        try:
            fact = _ask(world, ref, program, decision.enrollment, ask, just_sent=_sids(facts))
        except StoreDown:  # asked again later; what was learnt of the others is not lost for it
            world.note("provider_not_asked", purpose="store")
            continue
        if fact is not None:
            facts.append(fact)
    return facts


def _read(world: World, ref: Ref, text_id: str) -> Text | None:
    """None also when the table cannot be read just now: then the others go out, and this one is looked at again."""
    try:
        return world.store.text(ref, text_id)
    except StoreDown:
        world.note("resend_not_read")
        return None


def _flight(enrollment: Enrollment, text: Text) -> InFlight | None:
    return next((one for one in enrollment.in_flight if one.text_id == text.text_id), None)


def _is_ours(world: World, enrollment: Enrollment, text: Text) -> bool:
    """Still, by the clock: whoever was slow with the texts before it may have been overtaken."""
    flight = _flight(enrollment, text)
    return flight is None or world.time.now() <= flight.claimed_at + HAND_OVER_WITHIN


def _valid_now(program: Program, enrollment: Enrollment, text: Text) -> Text:
    """What is handed over again later has less time left than it had at first."""
    flight = _flight(enrollment, text)
    return text if flight is None else replace(text, valid_for=valid_for(program.clinic, enrollment.person, flight))


def _send(world: World, ref: Ref, program: Program, enrollment: Enrollment, text: Text) -> Fact:
    to = _recipient(program, enrollment, text)
    if to is None:  # the contact left the ladder between the commit and now
        return SendAnswered(text_id=text.text_id, failure=Failure.CONFIGURATION)
    answer = _hand_over(world, ref, program, text, to)
    if isinstance(answer, Accepted):
        action = "text_accepted" if text.channel is Channel.SMS else f"{text.channel.value}_accepted"
        world.note(action, purpose=text.purpose.value, segments=text.segments)
        return SendAnswered(text_id=text.text_id, sid=answer.sid)
    action = "text_misconfigured" if answer.failure in _OURS else "text_refused"
    channel = text.channel.value
    world.note(action, purpose=text.purpose.value, channel=channel, failure=answer.failure.value, error=answer.error)
    return SendAnswered(text_id=text.text_id, failure=answer.failure, error=answer.error)


def _hand_over(world: World, ref: Ref, program: Program, text: Text, to: str) -> Accepted | Refused:
    if text.channel is Channel.CALL:
        return _call(world, ref, program, text, to)
    if text.channel is Channel.EMAIL:
        return _mail(world, program, text, to)
    return world.gateway.send(
        SendOrder(
            to=to,
            body=text.body,
            messaging_service=program.clinic.messaging_service,
            callback=world.callback(ref, text.text_id),
            valid_for=text.valid_for,
        )
    )


def _mail(world: World, program: Program, text: Text, to: str) -> Accepted | Refused:
    """The subject says who calls and no more: it shows on a locked screen."""
    if world.mailer is None:
        return Refused(failure=Failure.CONFIGURATION)
    key = _SUBJECTS.get(text.message or "", "page.email_subject")
    subject = program.catalogue.render(key, text.language, program.values(text.language))
    return world.mailer.mail(MailOrder(to=to, subject=subject, body=text.body))


def _call(world: World, ref: Ref, program: Program, text: Text, to: str) -> Accepted | Refused:
    calls_from = program.clinic.calls_from
    if calls_from is None:  # the clinic gave its number up between the commit and now
        return Refused(failure=Failure.CONFIGURATION)
    return world.gateway.call(
        CallOrder(
            to=to,
            calls_from=calls_from,
            words=world.voice(ref, text.text_id),
            callback=world.callback(ref, text.text_id),
        )
    )


def _ask(
    world: World, ref: Ref, program: Program, enrollment: Enrollment, ask: Ask, *, just_sent: frozenset[str]
) -> Fact | None:
    asked_at = world.time.now()
    text = world.store.text(ref, ask.text_id)
    to = _recipient(program, enrollment, text) if text else None
    if text is None or to is None:
        return ProviderHasNone(text_id=ask.text_id, asked_at=asked_at)
    if text.channel is Channel.CALL:
        return _ask_of_call(world, text, ask)
    taken: frozenset[str] = just_sent
    if ask.sid is None:
        others = [one for one in world.store.texts(ref) if one.text_id != text.text_id]
        if _has_unsettled_twin(enrollment, text, others):
            return None
        taken |= {one.sid for one in others if one.sid is not None}
    return _asked(
        world,
        text,
        lambda: world.gateway.find(
            to=to,
            body=text.body,
            messaging_service=program.clinic.messaging_service,
            since=ask.since,
            sid=ask.sid,
            not_sids=taken,
        ),
    )


def _ask_of_call(world: World, text: Text, ask: Ask) -> Fact | None:
    """A call bears no words, so one without a sid cannot be told from those about other matters. Its callbacks name it
    within seconds; whoever has none by then is called again: rather twice than never."""
    sid = ask.sid
    return (
        ProviderHasNone(text_id=text.text_id, asked_at=world.time.now())
        if sid is None
        else _asked(world, text, lambda: world.gateway.find_call(sid))
    )


def _asked(world: World, text: Text, find: Callable[[], Found | None]) -> Fact | None:
    asked_at = world.time.now()
    try:
        found = find()
    except GatewayDown:
        world.note("provider_not_asked", purpose=text.purpose.value)
        return None
    if found is None:
        world.note("provider_has_none", purpose=text.purpose.value)
        return ProviderHasNone(text_id=text.text_id, asked_at=asked_at)
    return DeliveryReported(
        text_id=text.text_id,
        sid=found.sid,
        state=found.state,
        purpose=text.purpose,
        failure=found.failure,
        error=found.error,
        decided_at=text.at,
        touchpoint=text.touchpoint,
    )


def _has_unsettled_twin(enrollment: Enrollment, text: Text, others: list[Text]) -> bool:
    """The same words to the same phone, handed over before and not settled either. The provider's list cannot tell
    them apart, so the older one is settled first: else the younger takes its text and is itself never sent."""
    in_doubt = {
        one.text_id: (one.first_claimed_at, one.text_id)
        for one in enrollment.in_flight
        if one.sid is None and one.state.rank <= TextState.UNKNOWN.rank
    }
    mine = in_doubt.get(text.text_id)
    theirs = (text.contact_id, text.channel, text.body)
    twins = [one for one in others if (one.contact_id, one.channel, one.body) == theirs]
    return mine is not None and any(in_doubt[one.text_id] < mine for one in twins if one.text_id in in_doubt)


def _sids(facts: list[Fact]) -> frozenset[str]:
    return frozenset(fact.sid for fact in facts if isinstance(fact, SendAnswered) and fact.sid is not None)


def _recipient(program: Program, enrollment: Enrollment, text: Text) -> str | None:
    if text.contact_id is None:
        return enrollment.person.phone
    contact = program.clinic.contact(text.contact_id)
    if contact is not None and text.channel is Channel.EMAIL:
        return contact.email
    return contact.phone if contact else None
