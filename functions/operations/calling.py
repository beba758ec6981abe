"""A call was answered, or a key was pressed in it: what the voice says, and what follows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from functions.operations.acting import Act, Contended, act, always
from functions.operations.world import World
from functions.ports import Ref, StoreDown
from messages.catalogue import catalogue
from messages.language import Language
from schedules.escalation import Escalation
from schedules.facts import Acknowledged, DeliveryReported, PassedOn
from schedules.text import Channel, Failure, Text, TextState

TAKES, PASSES_ON = "1", "2"
TEST_CALL = "page.test_call"
TAKEN = "page.call_taken"


class Then(StrEnum):
    """What the call does after the words."""

    LISTEN = "listen"  # for a key
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Nothing is said to a machine: words left there were heard by nobody, and somebody else may hear them later."""

    words: str
    language: Language
    then: Then = Then.END
    in_vain: str = ""  # said when no key was pressed


SILENCE = Spoken(words="", language=Language.ENGLISH)


def answered(world: World, ref: Ref, text_id: str, *, sid: str, by_machine: bool) -> Spoken:
    """Somebody, or a machine, picked up."""
    text = _call(world, ref, text_id)
    if text is None:
        return SILENCE
    if by_machine:
        world.note("call_met_a_machine")
        fact = DeliveryReported(
            text_id=text_id, sid=sid, state=TextState.UNDELIVERED, purpose=text.purpose, failure=Failure.RETRY
        )
        act(world, Act(ref=ref, make=always(fact)))
        return SILENCE
    if not _waits(_escalation(world, ref, text)):
        return _said(text, _over(text))
    return _asking(text)


def pressed(world: World, ref: Ref, text_id: str, digit: str) -> Spoken:
    """The key counts once however often it is reported. Another key than those offered asks again."""
    text = _call(world, ref, text_id)
    by = text.contact_id if text else None
    if text is None or by is None or text.escalation_id is None:
        return SILENCE
    if digit not in {TAKES, PASSES_ON}:
        return _asking(text)
    fact: Acknowledged | PassedOn = (
        Acknowledged(by=by, escalation_id=text.escalation_id, call=text_id)
        if digit == TAKES
        else PassedOn(by=by, escalation_id=text.escalation_id, call=text_id)
    )
    action = "acknowledged" if digit == TAKES else "passed_on"
    fact_id = f"key-{ref.enrollment_id}-{text_id}-{digit}"
    try:
        act(world, Act(ref=ref, make=always(fact), fact_id=fact_id, audit=(by, action)))
    except (StoreDown, Contended):  # perhaps only of what followed from it
        if _outcome(world, ref, text, by) != TAKEN:
            raise
    world.note("call_pressed", act=action)
    return _said(text, _outcome(world, ref, text, by))


def failed() -> list[Spoken]:
    """Nothing could be read or noted: who pressed a key must not believe that it was. In both languages, since whose
    phone it is cannot be read either."""
    return [Spoken(words=catalogue().entry("page.call_failed", one).text, language=one) for one in Language]


def _outcome(world: World, ref: Ref, text: Text, by: str) -> str:
    """The truth as it stands now, whoever brought it about."""
    escalation = _escalation(world, ref, text)
    if escalation is not None and escalation.acknowledged_by == by and not escalation.is_untaken:
        return TAKEN
    if not _waits(escalation):
        return _over(text)
    clinic = world.store.clinic(ref.clinic_id)
    everybody = clinic is None or escalation.rung > len(clinic.ladder)
    return "page.call_everybody" if everybody else "page.call_next"


def _over(text: Text) -> str:
    return "page.call_test_done" if text.message == TEST_CALL else "page.call_over"


def _call(world: World, ref: Ref, text_id: str) -> Text | None:
    text = world.store.text(ref, text_id)
    return text if text is not None and text.channel is Channel.CALL else None


def _escalation(world: World, ref: Ref, text: Text) -> Escalation | None:
    """None once it is closed."""
    enrollment = world.store.enrollment(ref)
    found = enrollment.escalations if enrollment else ()
    return next((one for one in found if one.escalation_id == text.escalation_id), None)


def _waits(escalation: Escalation | None) -> TypeGuard[Escalation]:
    return escalation is not None and escalation.is_untaken


def _asking(text: Text) -> Spoken:
    in_vain = catalogue().entry("page.call_untaken", text.language).text
    return Spoken(words=text.body, language=text.language, then=Then.LISTEN, in_vain=in_vain)


def _said(text: Text, message: str) -> Spoken:
    return Spoken(words=catalogue().entry(message, text.language).text, language=text.language)
