"""Round trips before the answer to danger is on its way."""

from collections.abc import Iterator

from infra.bench.facts import an_urgent_reply
from infra.bench.figures import Figure
from infra.bench.wire import TWILIO, Tape

AWS_MAX, TWILIO_MAX = 4, 1


def figures() -> Iterator[Figure]:
    with an_urgent_reply() as lived:
        until = up_to_answer(lived.tape, lived.phone)
    texts = sum(one.service == TWILIO for one in until)
    yield Figure(
        key="trips-aws",
        name="urgent reply: calls to AWS before the answer leaves",
        value=len(until) - texts,
        unit="calls",
        target=AWS_MAX,
        note="one after another, in a warm container; two more for the secrets in a cold one",
    )
    yield Figure(
        key="trips-twilio",
        name="urgent reply: calls to Twilio up to the answer",
        value=texts,
        unit="calls",
        target=TWILIO_MAX,
        note="her answer goes before the pages",
    )


def up_to_answer(tape: Tape, phone: str) -> Tape:
    """The text to her included."""
    last = next(place for place, one in enumerate(tape) if one.service == TWILIO and one.asked["To"] == phone)
    return tape[: last + 1]
