"""Whether a phone may be texted, by the instants at which it wrote to us and not by the order in which we heard."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

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

    def committed(
        self, place: Place, phone: PhoneConsent | None, said: Said | None, now: datetime
    ) -> Iterator[tuple[str, str]]:
        if phone is None:
            return
        wish = self._wishes.setdefault(place, _Wish())
        stopped = self.stops.get(place)
        came_back = wish.returned is not None and (stopped is None or stopped < wish.returned)
        unasked = (stopped is None or came_back) and place not in self.blocked
        if phone is PhoneConsent.LEFT and said is None and unasked:
            yield "left_unasked", "a phone is taken out that did not ask for it"
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
