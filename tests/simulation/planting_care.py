"""Plausible mistakes in what is said, to whom and when: planted one at a time, as `planting.py` does."""

from dataclasses import replace
from typing import Any

import pytest

from functions.operations import enrolling, receiving, ticking
from functions.operations.world import World
from messages.language import Language
from messages.severity import Severity
from schedules import check_ins, delivery, handling, paging, steps, waking
from schedules.draft import Draft
from schedules.enrollment import Outcome
from schedules.text import Purpose
from tests.simulation.planting import Planted

Patch = pytest.MonkeyPatch


def page_names_her(patch: Patch) -> None:
    _in_each_page(patch, lambda draft: draft.enrollment.person.phone)


def page_tells_what_ails_her(patch: Patch) -> None:
    _in_each_page(patch, lambda _: "heavy bleeding")


def _in_each_page(patch: Patch, more: Any) -> None:
    real: Any = Draft.claim

    def claim(self: Draft, text: Any, **how: Any) -> None:
        if text.contact_id is not None:
            text = replace(text, body=f"{text.body} {more(self)}")
        real(self, text, **how)

    patch.setattr(Draft, "claim", claim)


def touchpoint_marked_and_not_sent(patch: Patch) -> None:
    patch.setattr(waking, "_send", lambda draft, step: draft.outcome(step.key, Outcome.SENT))


def welcome_marked_and_not_sent(patch: Patch) -> None:
    real: Any = waking._take

    def take(draft: Draft, step: Any) -> None:
        if step.kind is steps.Kind.WELCOME:
            draft.outcome(steps.WELCOME, Outcome.SENT)
        else:
            real(draft, step)

    patch.setattr(waking, "_take", take)


def touchpoint_never_due(patch: Patch) -> None:
    """What asks nothing is left out of the calendar."""
    real: Any = steps._earliest

    def earliest(program: Any, enrollment: Any, pending: Any, now: Any) -> Any:
        return real(program, enrollment, [due for due in pending if due[1].check_in is not None], now)

    patch.setattr(steps, "_earliest", earliest)


def danger_paged_and_not_answered(patch: Patch) -> None:
    real: Any = Draft.say

    def say(self: Draft, message: str, *, text_id: str, purpose: Purpose, **how: Any) -> None:
        if not text_id.endswith("-safety"):
            real(self, message, text_id=text_id, purpose=purpose, **how)

    patch.setattr(Draft, "say", say)


def danger_told_as_less(patch: Patch) -> None:
    """A nurse is told, tomorrow."""
    real: Any = paging.escalate

    def escalate(draft: Draft, **how: Any) -> Any:
        return real(draft, **{**how, "severity": Severity.SOON})

    patch.setattr("schedules.danger.escalate", escalate)


def danger_added_to_another_matter(patch: Patch) -> None:
    """Who has the open matter is not told of what she wrote now."""

    def add(draft: Draft, known: Any, **how: Any) -> Any:
        del how
        return paging.noted(draft, known, author="patient", action="wrote_again")

    patch.setattr(paging, "_add", add)


def only_the_first_is_paged(patch: Patch) -> None:
    patch.setattr(paging, "_next_up", lambda _, ladder, rung: (rung, ladder[:1]))


def doubt_forgotten_in_silence(patch: Patch) -> None:
    patch.setattr(waking, "page_silence", lambda draft: draft.change(doubt=None))


def silence_never_due(patch: Patch) -> None:
    patch.setattr(steps, "_doubt", lambda _: iter(()))


def planned_into_a_crisis(patch: Patch) -> None:
    _sendable_as_if(patch, escalations=(), doubt=None)


def pause_ignored(patch: Patch) -> None:
    _sendable_as_if(patch, paused_until=None)


def conversation_interrupted(patch: Patch) -> None:
    _sendable_as_if(patch, last_reply_at=None)


def _sendable_as_if(patch: Patch, **changes: Any) -> None:
    real: Any = steps.sendable_at

    def sendable_at(program: Any, enrollment: Any, start: Any, **how: Any) -> Any:
        return real(program, replace(enrollment, **changes), start, **how)

    for module in (steps, delivery):
        patch.setattr(module, "sendable_at", sendable_at)


def discreet_ignored(patch: Patch) -> None:
    real: Any = waking._send

    def send(draft: Draft, step: Any) -> None:
        person = draft.enrollment.person
        draft.change(person=replace(person, discreet=False))
        real(draft, step)
        draft.change(person=person)

    patch.setattr(waking, "_send", send)


def reminded_in_plain_words(patch: Patch) -> None:
    """A question that was opened behind a discreet door is asked again as to anybody."""
    real: Any = check_ins.ask
    real_step: Any = steps._question

    def ask(draft: Draft, touchpoint: str, check_in: Any) -> None:
        person = draft.enrollment.person
        draft.change(person=replace(person, discreet=False))
        real(draft, touchpoint, check_in)
        draft.change(person=person)

    def question(program: Any, enrollment: Any, now: Any) -> Any:
        return real_step(program, replace(enrollment, person=replace(enrollment.person, discreet=False)), now)

    for name in ("schedules.waking.ask", "schedules.sealing.ask"):
        patch.setattr(name, ask)
    patch.setattr(steps, "_question", question)


def wrong_language(patch: Patch) -> None:
    real: Any = Draft._text

    def text(self: Draft, message: str, language: Language, **how: Any) -> Any:
        other = next(one for one in Language if one is not language)
        return replace(real(self, message, other, **how), language=language)

    patch.setattr(Draft, "_text", text)


def never_told_that_somebody_took_it(patch: Patch) -> None:
    patch.setattr(handling, "_tell_patient", lambda *_: None)


def enrolled_over_a_grave_matter(patch: Patch) -> None:
    real: Any = enrolling._phone_problems

    def problems(world: World, clinic: Any, form: Any) -> Any:
        return [one for one in real(world, clinic, form) if one is not enrolling._GRAVE]

    patch.setattr(enrolling, "_phone_problems", problems)


def reconcile_files_all_under_one_clinic(patch: Patch) -> None:
    real: Any = receiving.receive

    def receive(world: World, clinic_id: str, arrived: Any) -> Any:
        del clinic_id
        return real(world, world.store.clinics()[0], arrived)

    patch.setattr(ticking, "receive", receive)


PLANTED_CARE = (
    Planted("a page names her", page_names_her, frozenset({"page_leak"})),
    Planted("a page tells what ails her", page_tells_what_ails_her, frozenset({"page_leak"})),
    Planted("a touchpoint marked and not sent", touchpoint_marked_and_not_sent, frozenset({"unsent"})),
    Planted("the welcome marked and not sent", welcome_marked_and_not_sent, frozenset({"unsent"})),
    Planted("a touchpoint never due", touchpoint_never_due, frozenset({"undecided"})),
    Planted("danger paged and not answered", danger_paged_and_not_answered, frozenset({"danger_unanswered"})),
    Planted("danger told as less", danger_told_as_less, frozenset({"unescalated"})),
    Planted("danger added to another matter", danger_added_to_another_matter, frozenset({"unescalated"})),
    Planted("only the first is paged", only_the_first_is_paged, frozenset({"rung_late"})),
    Planted("a doubt forgotten in silence", doubt_forgotten_in_silence, frozenset({"doubt_forgotten"})),
    Planted("silence never due", silence_never_due, frozenset({"doubt_forgotten"})),
    Planted("planned into a crisis", planned_into_a_crisis, frozenset({"hold_broken"})),
    Planted("a pause ignored", pause_ignored, frozenset({"hold_broken"})),
    Planted("a conversation interrupted", conversation_interrupted, frozenset({"hold_broken"})),
    Planted("discreet ignored", discreet_ignored, frozenset({"indiscreet"})),
    Planted("reminded in plain words", reminded_in_plain_words, frozenset({"indiscreet"})),
    Planted("the wrong language", wrong_language, frozenset({"wrong_language"})),
    Planted("never told that somebody took it", never_told_that_somebody_took_it, frozenset({"taken_untold"})),
    Planted("enrolled over a grave matter", enrolled_over_a_grave_matter, frozenset({"over_grave"})),
    Planted(
        "reconcile files all under one clinic", reconcile_files_all_under_one_clinic, frozenset({"tenant_crossed"})
    ),
)
