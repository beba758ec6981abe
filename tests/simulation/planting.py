"""Plausible mistakes, planted one at a time: each a change somebody might make, and the law that must notice it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions import delivery_status, inbound_text, voice
from functions.adapters import commit_rules, memory
from functions.operations import acting, calling, delivering, enrolling, receiving, reporting, ticking
from functions.operations.acting import Act, Acted
from functions.operations.world import World
from functions.ports import Committed
from schedules import (
    calendar,
    decide,
    delivery,
    draft,
    leaving,
    paging,
    replies,
    steps,
    unreached,
    waking,
)
from schedules.draft import Draft
from schedules.facts import DeliveryReported, Fact, Woke
from schedules.text import Purpose, TextMoved

Patch = pytest.MonkeyPatch
WORLDS_MAX = 150
"""Seeds within which every planted mistake must be found. The opt-out alone left out of the commit is none of them: the
version that her leaving moves guards it too, and no world of hundreds could tell the difference."""


@dataclass(frozen=True, slots=True)
class Planted:
    name: str
    plant: Callable[[Patch], None]
    laws: frozenset[str]  # any of these must be broken
    first: int = 1  # the world in which the search begins: what few worlds draw may be far from the first


def send_before_commit(patch: Patch) -> None:
    def once(world: World, one: Act) -> tuple[Acted, list[Fact]]:
        clinic, enrollment = acting._load(world, one)
        if clinic is None or enrollment is None:
            return Acted.UNKNOWN, []
        program = acting.program_for(clinic, enrollment, site=world.public_url)
        now = max(world.time.now(), enrollment.acted_at)
        decision = decide.decide(program, enrollment, one.make(enrollment), now)
        facts = delivering.deliver(world, one.ref, program, decision)
        world.store.commit(acting._commit(one, enrollment, decision, now))
        return Acted.DONE, facts

    patch.setattr(acting, "_once", once)


def no_version_check(patch: Patch) -> None:
    def refusal(commit: Any, seen: Any) -> Committed | None:
        refused = commit_rules.refusal(commit, seen)
        return None if refused is Committed.CONFLICT and not seen.has_text else refused

    patch.setattr(memory, "refusal", refusal)


def opt_out_written_down_and_not_minded(patch: Patch) -> None:
    """It is on the phone's record, and neither loading nor the commit looks there."""
    real: Any = leaving.leave

    def leave(draft: Draft, **how: Any) -> None:
        real(draft, **how)
        draft.change(left_at=None)

    def load(world: World, one: Act) -> Any:
        return world.store.clinic(one.ref.clinic_id), world.store.enrollment(one.ref) or one.new

    for module in (leaving, unreached):
        patch.setattr(module, "leave", leave)
    patch.setattr(acting, "_load", load)
    patch.setattr(commit_rules, "needs_consent", lambda _: False)


def stop_heard_only_from_the_carrier(patch: Patch) -> None:
    for module in (leaving, replies):
        patch.setattr(module, "wants_out", lambda fact: fact.carrier == "STOP")


def one_shot_reconcile(patch: Patch) -> None:
    """It notes that it has looked, whether or not the provider answered."""
    real: Any = ticking._reconcile_clinic

    def once(world: World, clinic_id: str, *rest: Any) -> Any:
        world.store.save_heard_until(clinic_id, world.time.now() + timedelta(minutes=30))
        return real(world, clinic_id, *rest)

    patch.setattr(ticking, "_reconcile_clinic", once)


def retry_on_unknown_without_asking(patch: Patch) -> None:
    def check(draft: Draft, text_id: str) -> None:
        flight = delivery._flight(draft, text_id)
        if flight is not None:
            delivery._send_again(draft, flight)

    patch.setattr(waking, "check", check)


def dedupe_record_in_a_second_write(patch: Patch) -> None:
    """The fact is noted after the commit, so whoever dies between leaves it to be taken again."""
    real: Any = acting._commit

    def without(one: Act, *rest: Any) -> Any:
        return replace(real(one, *rest), fact_id=None)

    def once(world: World, one: Act) -> Any:
        outcome, facts = real_once(world, one)
        if one.fact_id is not None and outcome is Acted.DONE:
            world.store.save_heard_until(one.ref.clinic_id, world.time.now())  # a second write, which may fail
            noted: Any = world.store
            noted._facts.add((one.ref.clinic_id, one.fact_id))
        return outcome, facts

    real_once: Any = acting._once
    patch.setattr(acting, "_commit", without)
    patch.setattr(acting, "_once", once)


def wake_lost_on_conflict(patch: Patch) -> None:
    real: Any = acting._once

    def once(world: World, one: Act) -> Any:
        try:
            return real(world, one)
        except acting.Contended:
            return Acted.NOTHING, []

    patch.setattr(acting, "CONFLICTS_MAX", 1)
    patch.setattr(acting, "_once", once)


def callback_moves_a_state_backwards(patch: Patch) -> None:
    def further(text: Any, moved: TextMoved) -> Any:
        return replace(text, state=moved.state, sid=moved.sid or text.sid)

    patch.setattr(memory, "further", further)
    real: Any = reporting.report

    def report(world: World, ref: Any, text_id: str, form: Any, read_status: Any) -> Any:
        text = world.store.text(ref, text_id)
        if text is None:
            return real(world, ref, text_id, form, read_status)
        state, failure, error = read_status(form)
        fact = DeliveryReported(
            text_id=text_id, sid=form["MessageSid"], state=state, purpose=text.purpose, failure=failure, error=error
        )
        return acting.act(world, Act(ref=ref, make=acting.always(fact)))

    patch.setattr(delivery_status, "report", report)


def quiet_hours_by_utc(patch: Patch) -> None:
    real: Any = calendar.next_allowed

    def utc(instant: datetime, clinic: Any, person: Any, last: Any) -> Any:
        return real(instant, clinic, replace(person, zone="UTC"), last)

    patch.setattr(steps, "next_allowed", utc)


def stale_wake_acted_on(patch: Patch) -> None:
    """Whoever is woken is taken to be due."""
    real: Any = decide._apply

    def woken(draft: Draft, fact: Fact) -> None:
        if isinstance(fact, Woke):
            step = steps.next_step(draft.program, draft.enrollment, draft.now)
            if step is not None and step.kind in {steps.Kind.SEND, steps.Kind.WELCOME}:
                waking._take(draft, step)
        real(draft, fact)

    patch.setattr(decide, "_apply", woken)


def expiry_ignored(patch: Patch) -> None:
    real: Any = steps._send_or_withhold

    def sends(program: Any, enrollment: Any, now: datetime, due: Any) -> Any:
        return real(program, enrollment, now, replace(due, expires=due.expires + timedelta(days=400)))

    patch.setattr(steps, "_send_or_withhold", sends)


def page_not_repeated(patch: Patch) -> None:
    patch.setattr(paging, "_next_round", lambda *_, **__: None)


def danger_answered_and_told_to_nobody(patch: Patch) -> None:
    def nobody(draft: Draft, fact: Any, *, severity: Any, signs: Any, message: str) -> None:
        draft.say(message, text_id=f"{fact.sid}-safety", purpose=Purpose.SAFETY)
        del severity, signs

    patch.setattr(replies, "on_danger", nobody)


def phone_given_to_two(patch: Patch) -> None:
    """And nothing of either minds whose it is by now."""
    patch.setattr(enrolling, "_phone_problems", lambda *_: [])
    patch.setattr(commit_rules, "needs_free_phone", lambda _: False)
    patch.setattr(commit_rules, "needs_own_phone", lambda _: False)
    patch.setattr(acting, "as_phone_says", lambda enrollment, phone: replace(enrollment, left_at=phone.left_at))


def queued_whatever_the_hour(patch: Patch) -> None:
    for module in (draft, delivering):
        patch.setattr(module, "valid_for", lambda *_: timedelta(hours=4))


def pathway_not_pinned(patch: Patch) -> None:
    """Whoever is woken is put on the newest version that the worker's release has."""
    real: Any = acting._load
    released: Any = enrolling

    def load(world: World, one: Act) -> Any:
        clinic, found = real(world, one)
        if found is None or found.pathway is None:
            return clinic, found
        return clinic, replace(found, pathway_version=released.latest_version(found.pathway))

    patch.setattr(acting, "_load", load)


def words_in_a_log_line(patch: Patch) -> None:
    real: Any = receiving.receive

    def receive(world: World, clinic_id: str, arrived: Any) -> Any:
        world.note("inbound", sender=arrived.sender)
        return real(world, clinic_id, arrived)

    patch.setattr(inbound_text, "receive", receive)


def ladder_of_another_clinic(patch: Patch) -> None:
    """Whoever writes is looked for in the first clinic there is."""
    real: Any = receiving.receive

    def receive(world: World, clinic_id: str, arrived: Any) -> Any:
        del clinic_id
        return real(world, world.store.clinics()[0], arrived)

    patch.setattr(inbound_text, "receive", receive)


def text_given_up_after_one_try(patch: Patch) -> None:
    """A time-out is taken for a yes."""
    real: Any = delivering._send

    def send(world: World, *rest: Any) -> Any:
        answer = real(world, *rest)
        return replace(answer, failure=None, error=None, sid="SMunknown") if answer.failure else answer

    patch.setattr(delivering, "_send", send)


def voicemail_takes_a_page(patch: Patch) -> None:
    """Whoever picks up is taken to have taken it."""

    def answered(world: World, ref: Any, text_id: str, *, sid: str, by_machine: bool) -> Any:
        del sid, by_machine
        return calling.pressed(world, ref, text_id, calling.TAKES)

    patch.setattr(voice, "answered", answered)


def two_takes_it_as_well(patch: Patch) -> None:
    """Any key is a yes."""

    def pressed(world: World, ref: Any, text_id: str, digit: str) -> Any:
        del digit
        return calling.pressed(world, ref, text_id, calling.TAKES)

    patch.setattr(voice, "pressed", pressed)


def given_up_in_an_outage(patch: Patch) -> None:
    patch.setattr(delivery, "CHECKS_MAX", 3)


def three_tries_in_a_row(patch: Patch) -> None:
    patch.setattr(delivery, "LAST_TRY_AFTER", timedelta())


def wish_of_who_left_unread(patch: Patch) -> None:
    patch.setattr(replies, "_TOLD_HER", frozenset({Purpose.ANSWER}))


def handed_over_however_late(patch: Patch) -> None:
    """By a worker that was slow, after another one has asked and done so."""
    patch.setattr(delivering, "_is_ours", lambda *_: True)


PLANTED = (
    Planted("send before commit", send_before_commit, frozenset({"uncommitted"})),
    Planted("no version check", no_version_check, frozenset({"version_skipped", "claimed_twice", "state_backwards"})),
    Planted("opt-out written down and not minded", opt_out_written_down_and_not_minded, frozenset({"after_stop"})),
    Planted("stop heard only from the carrier", stop_heard_only_from_the_carrier, frozenset({"after_stop"})),
    Planted("one-shot reconcile", one_shot_reconcile, frozenset({"lost"})),
    Planted("retry on unknown without asking", retry_on_unknown_without_asking, frozenset({"duplicated"})),
    Planted(
        "dedupe record in a second write", dedupe_record_in_a_second_write, frozenset({"queues_left", "claimed_twice"})
    ),
    Planted("wake lost on conflict", wake_lost_on_conflict, frozenset({"lost"})),
    Planted("callback moves a state backwards", callback_moves_a_state_backwards, frozenset({"state_backwards"})),
    Planted("quiet hours by UTC", quiet_hours_by_utc, frozenset({"quiet_hours"})),
    Planted("queued whatever the hour", queued_whatever_the_hour, frozenset({"quiet_hours"})),
    Planted("stale wake acted on", stale_wake_acted_on, frozenset({"two_a_day", "quiet_hours"})),
    Planted("expiry ignored", expiry_ignored, frozenset({"out_of_date"})),
    Planted("page not repeated", page_not_repeated, frozenset({"dangerous_unpaged"})),
    Planted("danger answered and told to nobody", danger_answered_and_told_to_nobody, frozenset({"unescalated"})),
    Planted("phone given to two", phone_given_to_two, frozenset({"wrong_person"})),
    Planted("pathway not pinned", pathway_not_pinned, frozenset({"version_moved"})),
    Planted("words in a log line", words_in_a_log_line, frozenset({"log_leak"})),
    Planted("ladder of another clinic", ladder_of_another_clinic, frozenset({"tenant_crossed"})),
    Planted("a voicemail takes a page", voicemail_takes_a_page, frozenset({"taken_by_nobody"})),
    Planted("two takes it as well", two_takes_it_as_well, frozenset({"taken_by_nobody"})),
    Planted("a time-out taken for a yes", text_given_up_after_one_try, frozenset({"lost"})),
    Planted("given up in an outage", given_up_in_an_outage, frozenset({"lost"})),
    Planted("three tries in a row", three_tries_in_a_row, frozenset({"lost"})),
    Planted("a wish of who left unread", wish_of_who_left_unread, frozenset({"unanswered"})),
    Planted("handed over however late", handed_over_however_late, frozenset({"duplicated"}), first=21000039),
)
