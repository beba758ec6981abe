"""Plausible mistakes in what is not sent: planted one at a time, as `planting.py` does."""

from datetime import timedelta

import pytest

from schedules import amending, escalation, missed, steps, wanted
from schedules.enrollment import Enrollment
from schedules.pathways import Touchpoint
from schedules.text import Withheld
from tests.simulation.planting import Planted

Patch = pytest.MonkeyPatch


def weekly_like_daily(patch: Patch) -> None:
    patch.setattr(steps, "days_apart", lambda *_: 1)


def a_conversation_of_three_days(patch: Patch) -> None:
    patch.setattr(steps, "TALKING", timedelta(days=3))


def held_for_ten_days(patch: Patch) -> None:
    patch.setattr(escalation, "HOLD_AFTER_ACKNOWLEDGED", timedelta(days=10))


def over_as_soon_as_it_was_due(patch: Patch) -> None:
    patch.setattr(missed, "_is_over", lambda _, due, enrollment: due < enrollment.on_pathway_since)


def no_catch_up(patch: Patch) -> None:
    patch.setattr(steps, "catch_up_for", lambda *_: None)


def safety_not_wanted_either(patch: Patch) -> None:
    patch.setattr(wanted, "is_for_safety", lambda _: False)


def milk_for_nobody(patch: Patch) -> None:
    def moot(*args: object) -> Withheld | None:
        _, enrollment, touchpoint, _ = args
        assert isinstance(enrollment, Enrollment)
        assert isinstance(touchpoint, Touchpoint)
        return Withheld.NOT_HERS if touchpoint.milk else real(*args)  # type: ignore[arg-type]

    real = steps._moot_reason
    patch.setattr(steps, "_moot_reason", moot)


def what_waits_for_a_yes_is_over_at_once(patch: Patch) -> None:
    """Withheld on the day it falls due rather than when its time is over."""
    patch.setattr(steps, "_is_held", lambda *_: False)
    real = steps._moot_reason

    def moot(*args: object) -> Withheld | None:
        touchpoint = args[2]
        assert isinstance(touchpoint, Touchpoint)
        return Withheld.NOT_YET if touchpoint.once is not None else real(*args)  # type: ignore[arg-type]

    patch.setattr(steps, "_moot_reason", moot)


def days_not_counted_anew(patch: Patch) -> None:
    """Her zone is corrected on the night of enrollment, so that by it another day has begun."""
    patch.setattr(amending, "count_anew", lambda _: None)


PLANTED_WITHHELD = (
    Planted("weekly like daily", weekly_like_daily, frozenset({"too_often"})),
    Planted("a conversation of three days", a_conversation_of_three_days, frozenset({"withheld_in_vain"})),
    Planted("held for ten days", held_for_ten_days, frozenset({"withheld_in_vain"})),
    Planted("over as soon as it was due", over_as_soon_as_it_was_due, frozenset({"withheld_in_vain"})),
    Planted("no catch-up", no_catch_up, frozenset({"undecided"})),
    Planted("safety not wanted either", safety_not_wanted_either, frozenset({"withheld_in_vain"})),
    Planted("milk for nobody", milk_for_nobody, frozenset({"withheld_in_vain"})),
    Planted("what waits is over at once", what_waits_for_a_yes_is_over_at_once, frozenset({"withheld_in_vain"})),
    Planted("days not counted anew", days_not_counted_anew, frozenset({"undecided"}), first=801),
)
