"""The trained reader: what the network, with the weights that `aftercare train` made, thinks of a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from messages.hearing.features import Feature
from messages.hearing.network import Network, Seen, log_sum, network
from messages.hearing.reading import Intent, Part
from messages.hearing.weights import Weights, packaged_weights
from messages.severity import Severity

WEIGHTS_FILE = "model.bin"
VIOLENCE = "violence"
"""Crisis is two classes to the model, since danger from a partner needs neutral words."""
PARTS = tuple(f"part:{part.value}" for part in Part)
"""And a pause is one class a kind of part-leaving."""
CLASSES = (*(intent.value for intent in Intent if intent is not Intent.PAUSE), VIOLENCE, *PARTS)
_SEVERITIES = {
    Intent.CRISIS.value: Severity.CRISIS,
    VIOLENCE: Severity.CRISIS,
    Intent.EMERGENCY.value: Severity.EMERGENCY,
    Intent.URGENT.value: Severity.URGENT,
}
DANGERS = tuple(place for place, name in enumerate(CLASSES) if name in _SEVERITIES)
_CALM = tuple(place for place, name in enumerate(CLASSES) if name not in _SEVERITIES)


@dataclass(frozen=True, slots=True)
class Opinion:
    """`scores`: one a class of CLASSES, in log odds. `danger`: the log odds of any danger label against all others.

    Without `seen` no reason can be given.
    """

    scores: tuple[float, ...]
    danger: float
    seen: Seen | None = None

    @property
    def severity(self) -> Severity:
        """The likeliest of the danger labels, however unlikely."""
        return _SEVERITIES[CLASSES[max(DANGERS, key=self.scores.__getitem__)]]

    @property
    def violence(self) -> bool:
        """Danger from a person, rather than to herself by her own hand."""
        return CLASSES[max(DANGERS, key=self.scores.__getitem__)] == VIOLENCE

    @property
    def calm(self) -> Intent:
        """The likeliest label that is no danger."""
        name = self._calmest
        return Intent.PAUSE if name in PARTS else Intent(name)

    @property
    def part(self) -> Part | None:
        """What she wants less of, when that is the likeliest of all that is no danger."""
        name = self._calmest
        return Part(name.removeprefix("part:")) if name in PARTS else None

    @property
    def _calmest(self) -> str:
        return CLASSES[max(_CALM, key=self.scores.__getitem__)]

    def calm_odds(self, intent: Intent) -> float:
        """Log odds of one label against all the others that are no danger: what she asks of us, whatever else is so."""
        place = CLASSES.index(intent.value)
        return self.scores[place] - log_sum([self.scores[at] for at in _CALM if at != place])


@dataclass(frozen=True, slots=True)
class Model:
    """Thresholds come with the weights, since they are in their units: log odds."""

    network: Network
    version: str
    page_at: float
    ask_at: float
    leave_at: float
    pulls: tuple[float, ...]  # one a hidden unit: how much it speaks for danger

    def opinion(self, found: Iterable[Feature]) -> Opinion | None:
        """Of the features of a text; None when it knows none of them."""
        seen = self.network.seen(found)
        if seen is None:
            return None
        scores = self.network.scores(seen)
        return Opinion(scores, _log_odds(scores), seen)

    def because(self, words: str, seen: Seen) -> tuple[int, int]:
        """Where in `words` the danger lies most: start and end of the few words that speak for it."""
        return self.network.because(words, seen, self.pulls)


def _pull(row: Sequence[float]) -> float:
    """How much a hidden unit speaks for danger."""
    return max(row[at] for at in DANGERS) - sum(row[at] for at in _CALM) / len(_CALM)


@cache
def model() -> Model:
    return trained(packaged_weights(WEIGHTS_FILE, CLASSES))


def trained(weights: Weights) -> Model:
    header = weights.header
    made = network(weights)
    return Model(
        network=made,
        version=header["version"],
        page_at=header["page_at"],
        ask_at=header["ask_at"],
        leave_at=header["leave_at"],
        pulls=tuple(_pull(row) for row in made.out_weights),
    )


def _log_odds(scores: Sequence[float]) -> float:
    return log_sum([scores[at] for at in DANGERS]) - log_sum([scores[at] for at in _CALM])
