"""Plausible mistakes in what is kept of our word and theirs: planted one at a time, as `planting.py` does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.adapters import memory
from functions.adapters.commit_rules import phone_after
from functions.operations import amending, delivering, enrolling, receiving, ticking
from functions.operations.codes import CODE
from functions.operations.world import World
from functions.ports import QueueDown, StoreDown
from schedules import calendar, danger, delivery, doubts, paging, steps, talk
from schedules.calendar import dues
from schedules.decision import PhoneConsent
from schedules.text import Purpose
from tests.simulation.planting import Planted

Patch = pytest.MonkeyPatch


def staff_paged_before_she_is_answered(patch: Patch) -> None:
    patch.setattr(delivering, "_FIRST", {Purpose.PAGE: 0, Purpose.SAFETY: 1})


def codes_in_capitals_only(patch: Patch) -> None:
    patch.setattr(receiving, "codes_in", lambda body: set(CODE.findall(body)))


def doubt_of_ten_hours(patch: Patch) -> None:
    patch.setattr(doubts, "DOUBT_WAITS", timedelta(hours=10))


def wishes_not_minded(patch: Patch) -> None:
    patch.setattr(steps, "unwanted", lambda *_: None)


def no_grace(patch: Patch) -> None:
    patch.setattr(delivery, "GRACE", timedelta())


def sunday_like_any_day(patch: Patch) -> None:
    patch.setattr(calendar, "SUNDAY", -1)


def a_day_early(patch: Patch) -> None:
    patch.setattr(steps, "dues", lambda *args: tuple((at - timedelta(days=1), one) for at, one in dues(*args)))


def phones_never_ring(patch: Patch) -> None:
    patch.setattr(paging, "rings_in", lambda *_: False)


def promised_and_nobody_told(patch: Patch) -> None:
    patch.setattr(talk, "escalate", lambda *_, **__: None)


def more_of_it_told_to_nobody(patch: Patch) -> None:
    patch.setattr(danger, "page_more", lambda _, grave, **__: grave)


def start_leaves_the_phone_away(patch: Patch) -> None:
    def after(commit: Any, phone: Any) -> Any:
        found = phone_after(commit, phone)
        return replace(found, left_at=phone.left_at) if commit.phone is PhoneConsent.RETURNED else found

    patch.setattr(memory, "phone_after", after)


def enrolled_where_the_clinic_is(patch: Patch) -> None:
    real: Any = enrolling.enroll

    def enroll(world: Any, clinic: Any, form: Any, **how: Any) -> Any:
        return real(world, clinic, {**form, "zone": clinic.zone}, **how)

    patch.setattr("infra.simulation.front.enroll", enroll)


def amended_by_half(patch: Patch) -> None:
    real: Any = amending.Changes.fact

    def fact(self: Any, enrollment: Any, by: str) -> Any:
        made = real(self, enrollment, by)
        return replace(made, person=replace(made.person, discreet=enrollment.person.discreet))

    patch.setattr(amending.Changes, "fact", fact)


def a_minute_silent_about_its_trouble(patch: Patch) -> None:
    def dispatched(world: World, shards: int) -> int:
        for shard in range(shards):
            try:
                world.queue.wake(world.store.due(shard, world.time.now(), ticking.DUE_MAX))
            except (StoreDown, QueueDown):
                continue
        return 0

    patch.setattr("infra.simulation.world.dispatch_due", dispatched)


PLANTED_WORDS = (
    Planted("staff paged before she is answered", staff_paged_before_she_is_answered, frozenset({"danger_unanswered"})),
    Planted("codes in capitals only", codes_in_capitals_only, frozenset({"taken_unheard"})),
    Planted("a doubt of ten hours", doubt_of_ten_hours, frozenset({"doubt_forgotten"})),
    Planted("wishes not minded", wishes_not_minded, frozenset({"unwanted"})),
    Planted("no grace", no_grace, frozenset({"duplicated"})),
    Planted("Sunday like any day", sunday_like_any_day, frozenset({"quiet_hours"})),
    Planted("a day early", a_day_early, frozenset({"too_early"})),
    Planted("phones never ring", phones_never_ring, frozenset({"rung_late"})),
    Planted("promised and nobody told", promised_and_nobody_told, frozenset({"promised_in_vain"})),
    Planted("more of it told to nobody", more_of_it_told_to_nobody, frozenset({"unescalated"})),
    Planted("START leaves the phone away", start_leaves_the_phone_away, frozenset({"return_unheard"})),
    Planted("enrolled where the clinic is", enrolled_where_the_clinic_is, frozenset({"not_as_asked"})),
    Planted("amended by half", amended_by_half, frozenset({"not_as_asked"})),
    Planted("a minute silent about its trouble", a_minute_silent_about_its_trouble, frozenset({"dispatch_late"})),
)
