"""The clinical numbers that texts and pages say whatever the clinic: each has a name, a value and its source.

What fact sheet A.0.2 leaves to a clinic is a setting of its own (`schedules.thresholds`). A text says either by its
name in braces; a number typed into a text fails lint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`source`: the section of the fact sheet that says it. The unit is the end of its name."""

    value: int
    source: str


def _from(source: str, **values: int) -> dict[str, Number]:
    return {name: Number(value=value, source=f"sheet:{source}") for name, value in values.items()}


TABLET_EFFECTS_HOURS = 24
"""Chills, a short fever and sickness can come from the tablets for so long (D7)."""

NUMBERS: Mapping[str, Number] = MappingProxyType(
    {
        **_from("A.2", tablets_bleeding_from_weeks=2, tablets_bleeding_to_weeks=3),
        **_from("A.3", daily_from_days=1, daily_to_days=7, sedation_effects_hours=48, sedation_hours=24),
        **_from("A.4", checkup_weeks=6, milk_from_day=2, milk_to_day=5),
        **_from("A.8", scan_weeks=6),
        **_from("A.9", keyhole_from_weeks=2, keyhole_to_weeks=4, lift_kg=5, lift_lb=10),
        **_from("A.9", open_from_weeks=4, open_to_weeks=6),
        **_from("A.10", ovulation_weeks=2, period_from_weeks=4, period_to_weeks=6),
        **_from("B23", vomiting_hours=4),
        **_from("C.2", journey_weeks=12),
        **_from("D2", closer_from_weeks=2, closer_late_weeks=6, closer_to_weeks=3),
        **_from("D3", tampons_from_weeks=1, tampons_to_weeks=2),
        **_from("D4", later_loss_months=3, old_advice_cycles=3),
        **_from("D5", bleeding_from_weeks=1, bleeding_to_weeks=2),
        **_from("D7", tablet_effects_hours=TABLET_EFFECTS_HOURS, tablet_fever_hours=4),
    }
)
