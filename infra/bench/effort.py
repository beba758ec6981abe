"""Processor time of each fact, against the same calls of boto3 and twilio made bare on the same answers."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import boto3
from botocore import xform_name
from twilio.rest import Client  # type: ignore[import-untyped]

from functions.adapters.aws import bounded
from infra.bench.facts import FACTS, Lived
from infra.bench.figures import Figure
from infra.bench.stage import ACCOUNT, TOKEN, silence
from infra.bench.wire import TWILIO, Exchange, Player, Tape, cut

RATIO_MAX = 1.3
ROUNDS, REPEATS = 15, 20


def figures(*, rounds: int = ROUNDS, repeats: int = REPEATS) -> Iterator[Figure]:
    for fact in FACTS:
        yield measured(fact, rounds=rounds, repeats=repeats)


def measured(fact: Callable[[], AbstractContextManager[Lived]], *, rounds: int, repeats: int) -> Figure:
    """The median of the rounds' ratios; ours and the floor take turns, so that a busy machine slows both."""
    with fact() as lived:
        ours, floor = _times(lived, bare(lived.tape), rounds=rounds, repeats=repeats)
    ratio = statistics.median(mine / least for mine, least in zip(ours, floor, strict=True))
    milliseconds = statistics.median(ours) / repeats * 1000
    return Figure(
        key=f"effort-{lived.key}",
        name=f"processor: {lived.name}",
        value=round(ratio, 2),
        unit="x",
        target=RATIO_MAX,
        note=f"{milliseconds:.1f} ms in all, over {len(lived.tape)} bare calls",
    )


def _times(lived: Lived, floor: Callable[[], None], *, rounds: int, repeats: int) -> tuple[list[float], list[float]]:
    player = Player(lived.tape)
    gc.collect()
    gc.freeze()  # the emulator's hundred thousand values are no part of a container
    with cut(player), silence():
        for work in (lived.again, floor):
            _timed(work, player, repeats=2)  # whatever is built when first needed is built
        pairs = [(_timed(lived.again, player, repeats), _timed(floor, player, repeats)) for _ in range(rounds)]
    gc.unfreeze()
    return [mine for mine, _ in pairs], [least for _, least in pairs]


def _timed(work: Callable[[], None], player: Player, repeats: int) -> float:
    began = time.process_time()
    for _ in range(repeats):
        player.rewind()
        work()
    spent = time.process_time() - began
    if not player.is_over:
        raise AssertionError("fewer calls than on the tape")
    return spent


def bare(tape: Tape) -> Callable[[], None]:
    """The calls of a tape, made with nothing around them."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106
    services = {one.service for one in tape} - {TWILIO}
    clients: dict[str, Any] = {one: session.client(one, config=bounded()) for one in services}  # type: ignore[call-overload]
    messages = Client(ACCOUNT, TOKEN).messages
    calls = [_call(one, clients, messages) for one in tape]

    def make_all() -> None:
        for call in calls:
            call()

    return make_all


def _call(one: Exchange, clients: dict[str, Any], messages: Any) -> Callable[[], object]:
    if one.service != TWILIO:
        method = getattr(clients[one.service], xform_name(one.operation))
        return lambda: method(**one.asked)
    order = {
        "to": one.asked["To"],
        "messaging_service_sid": one.asked["MessagingServiceSid"],
        "body": one.asked["Body"],
        "status_callback": one.asked["StatusCallback"],
        "validity_period": int(one.asked["ValidityPeriod"]),
    }
    return lambda: messages.create(**order, smart_encoded=False, shorten_urls=False)
