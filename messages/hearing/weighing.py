"""Rules and model, weighed: page, ask, or neither. Each may only raise the other.

The model gives log odds of danger. A rule that stands adds to them, and by itself is enough to ask; said plainly, in a
short sentence, it is enough to page, unless the model is sure that all is calm ("hot tubs 40 % off"): then it asks.
The thresholds come with the weights.
"""

import math
from dataclasses import dataclass

from messages.hearing.model import Model, Opinion
from messages.hearing.reading import Evidence, Sign
from messages.severity import Severity, gravest

RULE_ADDS = 3.0
"""Log odds. Measured on texts left out of training: 2 to 4 do equally well."""
ANOTHER_ADDS = 1.5
"""For each further danger that a rule hears in the same text: a swollen calf and a stab at each breath."""
LIKELY = 1.5
"""Log odds from which the model may call a plain statement graver than its words: a sore mouth is no cry."""
SURELY_CALM = -9.0
"""Log odds of danger below which a plain statement asks instead of paging. Below -8, of texts left out of training with
such a statement 49 of 55 are harmless; but "having chest pain, should i take aspirin" lies there too. A cry of crisis
pages all the same."""

SURER_OF_EMERGENCY = 2.0
"""Log odds: so much surer it must be where she says that she cannot breathe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sign a rule or a figure heard. `plain`: in a short sentence. `final`: it pages whatever the model thinks."""

    sign: Sign
    evidence: Evidence
    plain: bool = False
    final: bool = False
    hint: bool = False  # too rough to count by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """`severity` is set when a person is paged or must look; `doubt` when she is asked; never both grave."""

    severity: Severity | None
    doubt: Severity | None
    signs: tuple[Sign, ...]
    doubted: tuple[Sign, ...] = ()


def odds_of_danger(found: list[Found], opinion: Opinion | None) -> float:
    odds = opinion.danger if opinion else 0.0
    grave = [one for one in found if _is_grave(one)]
    if not grave:
        return odds
    dangers = {one.sign for one in grave if not one.hint}
    return odds + RULE_ADDS + ANOTHER_ADDS * max(len(dangers) - 1, 0)


def weigh(found: list[Found], opinion: Opinion | None, model: Model) -> Weighed:
    grave = [one for one in found if _is_grave(one)]
    odds = odds_of_danger(found, opinion)
    suspected = gravest([*_severities(grave), *([opinion.severity] if opinion and odds >= model.ask_at else [])])
    if suspected is not None and odds >= model.page_at:
        return Weighed(severity=suspected, doubt=None, signs=_with_violence(found, opinion, suspected))
    if any(pages_alone(one, opinion) for one in grave):
        likely = opinion is not None and opinion.danger >= LIKELY
        told = suspected if likely else gravest(_severities(grave))
        return Weighed(severity=told, doubt=None, signs=_with_violence(found, opinion, told))
    calm = [one for one in found if not _is_grave(one)]
    asks = any(not one.hint for one in grave) or (opinion is not None and odds >= model.ask_at)
    return Weighed(
        severity=gravest(_severities(calm)),
        doubt=suspected if asks else None,
        signs=tuple(one.sign for one in calm),
        doubted=_with_violence(grave, opinion, suspected) if asks else (),
    )


def _with_violence(found: list[Found], opinion: Opinion | None, suspected: Severity | None) -> tuple[Sign, ...]:
    """The signs, and danger from a person where the model hears that and no rule has named another crisis."""
    signs = tuple(one.sign for one in found)
    named = any(sign.severity is Severity.CRISIS for sign in signs)
    violence = opinion is not None and opinion.violence and suspected is Severity.CRISIS and not named
    return (*signs, Sign.VIOLENCE) if violence else signs


def pages_alone(one: Found, opinion: Opinion | None) -> bool:
    """Without the model's help. Final is what she answers to our own question; plain is what she says."""
    if not _is_grave(one):
        return False
    sure = SURELY_CALM - (SURER_OF_EMERGENCY if one.sign.severity is Severity.EMERGENCY else 0)
    calm = opinion is not None and -math.inf < opinion.danger < sure  # of one strange word it knows nothing
    return one.final or (one.plain and (not calm or one.sign.severity is Severity.CRISIS))


def _is_grave(one: Found) -> bool:
    return one.sign.severity is not None and one.sign.severity.pages_now


def _severities(found: list[Found]) -> list[Severity]:
    return [one.sign.severity for one in found if one.sign.severity is not None]
