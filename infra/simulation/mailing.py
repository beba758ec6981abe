"""The mail service of the simulated world: it takes a letter, or does not, and nobody can ask it which."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from functions.ports_provider import Accepted, MailOrder, Refused
from infra.simulation.answering import Break
from infra.simulation.engine import Engine
from schedules.text import Failure

TRIES_MAX = 2
"""Of a letter: a second one does no harm, and it is the least of three ways."""


@dataclass(slots=True)
class Letters:
    """By address and words: how many were decided, and how many left."""

    decided: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)

    def leaves(self, order: MailOrder) -> Iterator[Break]:
        letter = (order.to, order.body)
        self.left[letter] += 1
        if not self.decided[letter]:
            yield "uncommitted", "a letter left that nobody had decided"
        elif self.left[letter] > TRIES_MAX * self.decided[letter]:
            yield "duplicated", "a letter left once more than it may be tried"


@dataclass(slots=True)
class Post:
    """A Mailer. `leaves` is called with each letter that is under way."""

    engine: Engine
    leaves: Callable[[MailOrder], None]
    is_down: bool = False
    _count: int = 0

    def mail(self, order: MailOrder) -> Accepted | Refused:
        self.engine.reach()
        if self.is_down or self.engine.happens("mail_lost"):
            return Refused(failure=Failure.AMBIGUOUS)
        self._count += 1
        self.leaves(order)
        self.engine.touched()
        unheard = self.engine.happens("mail_unheard")
        return Refused(failure=Failure.AMBIGUOUS) if unheard else Accepted(sid=f"letter-{self._count}")
