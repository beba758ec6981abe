"""Whether a phone may be texted, by the instants at which it wrote to us and not by the order in which we heard."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from infra.simulation.answering import Break
from infra.simulation.people import Said
from schedules.decision import PhoneConsent

Place = tuple[str, str]
"""A clinic and a phone."""


@dataclass(slots=True)
class _Wish:
    left: datetime | None = None
    returned: datetime | None = None
    known: datetime | None = None  # when we first knew that she is out

    @property
    def is_out(self) -> bool:
        """Coming back counts only when it was written later; at the same instant she has left."""
        return self.left is not None and (self.returned is None or self.returned <= self.left)


@dataclass(slots=True)
class Wishes:
    """`stops`: when each phone last told the carrier itself to stop, which a refused text tells us of. `blocked`: those
    to which the carrier lets nothing through still, whatever they wrote to us since."""

    stops: dict[Place, datetime] = field(default_factory=dict)
    blocked: set[Place] = field(default_factory=set)
    _wishes: dict[Place, _Wish] = field(default_factory=dict)

    def unasked(self, place: Place, phone: PhoneConsent | None, said: Said | None) -> Iterator[Break]:
        """Nobody is taken out who did not write so to us or to the carrier, later than she came back."""
        stopped, wish = self.stops.get(place), self._wishes.get(place, _Wish())
        came_back = wish.returned is not None and (stopped is None or stopped < wish.returned)
        asked = said is not None or place in self.blocked or not (stopped is None or came_back)
        if phone is PhoneConsent.LEFT and not asked:
            yield "left_unasked", "a phone is taken out that did not ask for it"

    def committed(self, place: Place, phone: PhoneConsent | None, said: Said | None, now: datetime) -> None:
        if phone is None:
            return
        wish = self._wishes.setdefault(place, _Wish())
        was_out = wish.is_out
        wrote = said.at if said else now if place in self.blocked else self.stops.get(place, now)
        if phone is PhoneConsent.LEFT:
            wish.left = max(wish.left or wrote, wrote)
        else:
            wish.returned = max(wish.returned or wrote, wrote)
        if not wish.is_out:
            wish.known = None
        elif not was_out:
            wish.known = now

    def left_since(self, place: Place) -> datetime | None:
        """Since when we know that she is out; None while she is not."""
        wish = self._wishes.get(place)
        return wish.known if wish else None
