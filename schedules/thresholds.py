"""The clinical numbers that differ between clinics (fact sheet A.12), each with its safe default and its bounds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

METHOTREXATE_MONTHS_MIN = 3
"""A clinic may ask for longer, never for less (fact sheet D13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Weeks, hours, days and months as named."""

    fever_celsius: float = 38.0  # D7
    pads_per_hour: int = 2  # D6, with pads_hours: the emergency tier
    pads_hours: int = 2
    bleeding_weeks: int = 3  # D5
    no_bleeding_hours: int = 24  # D8
    waiting_days: int = 14  # A.1
    test_weeks: int = 3  # D10
    period_weeks: int = 8  # A.10
    methotrexate_months: int = METHOTREXATE_MONTHS_MIN  # D13: no pregnancy for so long, or until cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Both ends are allowed. `parts`: into how many steps one unit is cut."""

    low: float
    high: float
    parts: int = 1

    @property
    def steps(self) -> int:
        """How many values are allowed."""
        return round((self.high - self.low) * self.parts) + 1

    def step(self, value: float) -> int | None:
        """Which of the allowed values it is, from 0; None where it is none of them."""
        step = round((value - self.low) * self.parts)
        return step if 0 <= step < self.steps and self.at(step) == value else None

    def at(self, step: int) -> float:
        return round(self.low + step / self.parts, 1)


BOUNDS: Mapping[str, Bounds] = MappingProxyType(
    {
        "fever_celsius": Bounds(low=37.5, high=38.3, parts=10),  # 38.3 is 101 F, which some clinics say
        "pads_per_hour": Bounds(low=2, high=3),  # one pad an hour is the tier below; three is S3's own line
        "pads_hours": Bounds(low=2, high=2),  # longer is not safe; "1 hours" cannot be said
        "bleeding_weeks": Bounds(low=2, high=4),
        "no_bleeding_hours": Bounds(low=24, high=48),
        "waiting_days": Bounds(low=7, high=14),
        "test_weeks": Bounds(low=3, high=4),
        "period_weeks": Bounds(low=6, high=12),
        "methotrexate_months": Bounds(low=METHOTREXATE_MONTHS_MIN, high=12),
    }
)
"""Within these every text and page is safe and reads well. What follows from their order and ends: `page_numbers`."""


def threshold_problems(limits: Thresholds) -> Iterator[str]:
    for name, bounds in BOUNDS.items():
        if bounds.step(getattr(limits, name)) is None:
            tenths = " in tenths" if bounds.parts > 1 else ""
            yield f"{name} must be {bounds.low:g} to {bounds.high:g}{tenths}: outside that a text would not be safe"
