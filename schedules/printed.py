"""The clinical numbers as texts and pages print them: what holds for every clinic, and this clinic's own."""

from collections.abc import Mapping

from messages.numbers import NUMBERS
from schedules.thresholds import Thresholds


def printed(limits: Thresholds, country: str) -> Mapping[str, str]:
    return {
        **{name: str(number.value) for name, number in NUMBERS.items()},
        "fever": _fever(limits.fever_celsius, country),
        "pads": str(limits.pads_per_hour),
        "pad_hours": str(limits.pads_hours),
        "bleeding_weeks": str(limits.bleeding_weeks),
        "no_bleeding_hours": str(limits.no_bleeding_hours),
        "waiting_days": str(limits.waiting_days),
        "test_weeks": str(limits.test_weeks),
        "period_weeks": str(limits.period_weeks),
        "methotrexate_months": str(limits.methotrexate_months),
    }


def _fever(celsius: float, country: str) -> str:
    """Both scales where people read the other: 100.4 F (38 C)."""
    if country != "us":
        return f"{celsius:g} C"
    return f"{round(celsius * 9 / 5 + 32, 1):g} F ({celsius:g} C)"
