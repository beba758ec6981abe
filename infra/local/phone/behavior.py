"""How the phone misbehaves: a frozen plan, and the dice that carry it out from one seed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from typing import Annotated

from pydantic import Field

from infra.local.phone.settings import STRICT, is_number

SECONDS_MAX = 600.0
SENDING_ERROR_MIN = 30_000

Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=SECONDS_MAX)]


class FaultName(StrEnum):
    """Each is drawn once per call: a create, a list, a text's callbacks, an inbound text."""

    CREATE_429 = "create_429"  # refused, nothing accepted
    CREATE_500_BEFORE = "create_500_before"  # failed, nothing accepted
    CREATE_500_AFTER = "create_500_after"  # accepted and delivered, answered 500
    CREATE_HELD = "create_held"  # accepted and delivered, answer later than any client waits
    CREATE_DROPPED = "create_dropped"  # accepted and delivered, connection closed in the answer
    LIST_500 = "list_500"
    CALLBACKS_LATE = "callbacks_late"
    CALLBACKS_REPEATED = "callbacks_repeated"
    CALLBACKS_REVERSED = "callbacks_reversed"  # delivered is told before sent
    CALLBACKS_NEVER = "callbacks_never"
    INBOUND_DUPLICATE = "inbound_duplicate"  # the webhook is posted twice, at the same moment
    INBOUND_LOST = "inbound_lost"  # never posted, though the list shows it


class Answering(StrEnum):
    """What becomes of a call to a handset."""

    LISTENS = "listens"  # answered, heard to its end, no key pressed
    PRESSES_1 = "presses_1"
    PRESSES_2 = "presses_2"
    MACHINE = "machine"  # a voicemail
    UNSURE = "unsure"  # answered, and whether by a person nobody can tell
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    BY_HAND = "by_hand"  # rings until somebody answers it on the page

    @property
    def is_answered(self) -> bool:
        return self not in {Answering.NO_ANSWER, Answering.BUSY, Answering.BY_HAND}

    @property
    def answered_by(self) -> str:
        """Twilio's word."""
        return {Answering.MACHINE: "machine_start", Answering.UNSURE: "unknown"}.get(self, "human")

    @property
    def key(self) -> str | None:
        return {Answering.PRESSES_1: "1", Answering.PRESSES_2: "2"}.get(self)


@dataclass(frozen=True)
class Fault:
    """Strikes the next `next_calls` calls for certain, then a `share` (0 to 1) of the rest.

    With `numbers`, only calls about those handsets count.
    """

    __pydantic_config__ = STRICT

    share: Share = 0.0
    next_calls: Annotated[int, Field(ge=0)] = 0
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Behavior:
    """`failing_numbers` maps a number to a Twilio error code: 3xxxx is told later as undelivered, 2xxxx at once."""

    __pydantic_config__ = STRICT

    seed: int = 1
    faults: Mapping[FaultName, Fault] = field(default_factory=dict)
    failing_numbers: Mapping[str, Annotated[int, Field(ge=20_000, le=39_999)]] = field(default_factory=dict)
    answering: Answering = Answering.LISTENS
    answers: Mapping[str, Answering] = field(default_factory=dict)  # by number, where it differs
    held_seconds: Seconds = 30.0
    late_seconds: Seconds = 1.0

    def __post_init__(self) -> None:
        if not all(is_number(number) for number in self.failing_numbers):
            raise ValueError("failing_numbers must be keyed by numbers like +15550100001")

    def refusal_of(self, number: str) -> int | None:
        code = self.failing_numbers.get(number)
        return code if code and code < SENDING_ERROR_MIN else None

    def answering_of(self, number: str) -> Answering:
        return self.answers.get(number, self.answering)

    def failure_of(self, number: str) -> int | None:
        code = self.failing_numbers.get(number)
        return code if code and code >= SENDING_ERROR_MIN else None


class Dice:
    """Holds the plan in force. `behavior.faults[...].next_calls` counts down as calls are struck."""

    def __init__(self, behavior: Behavior) -> None:
        self.behavior = behavior
        self._random = Random(behavior.seed)  # noqa: S311 - chance to be replayed, not a secret

    def strikes(self, name: FaultName, number: str) -> bool:
        fault = self.behavior.faults.get(name)
        if fault is None or (fault.numbers and number not in fault.numbers):
            return False
        if fault.next_calls:
            spent = replace(fault, next_calls=fault.next_calls - 1)
            self.behavior = replace(self.behavior, faults={**self.behavior.faults, name: spent})
            return True
        return fault.share > 0 and self._random.random() < fault.share
