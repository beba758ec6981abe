"""Dollars a patient, at AWS and at the carrier, for each track and language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.table import Table

from infra.bench.configuration import memory_megabytes
from infra.bench.drain import SECONDS
from infra.bench.figures import Figure
from infra.bench.journey import CALLBACKS, Journey, journey
from infra.bench.prices import Charged, dollars
from messages.language import Language
from schedules.pathways import released

AWS_DOLLARS_MAX = 0.002  # fact sheet E.11
PROCESSOR_SECONDS = 0.03
"""Of an invocation, besides what it waits for: more than `effort` measures, since Lambda gives half a processor."""
SQS_CALLS_A_WAKE = 3  # sent, received, deleted; alone in its message, though ten share one on a busy day


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    track: str
    language: Language
    texts: int
    segments: int
    write_units_a_text: float
    aws: float
    carrier: float


def bills(tracks: Iterable[str] | None = None) -> Iterator[Bill]:
    for track in tracks or sorted({key for key, _ in released()}):
        for language in Language:
            yield bill(journey(track, language))


def bill(lived: Journey) -> Bill:
    callbacks = lived.texts * len(CALLBACKS)
    webhooks = callbacks + lived.replies
    seconds = {
        "advance": lived.wakes * PROCESSOR_SECONDS + lived.texts * SECONDS["twilio"],
        "inbound_text": lived.replies * PROCESSOR_SECONDS,
        "delivery_status": callbacks * PROCESSOR_SECONDS + lived.meter.requests * SECONDS["dynamodb"],
    }
    gigabyte_seconds = sum(spent * memory_megabytes(name) / 1024 for name, spent in seconds.items())
    aws = (
        dollars(Charged.DYNAMODB_WRITE, lived.meter.write_units)
        + dollars(Charged.DYNAMODB_READ, lived.meter.read_units)
        + dollars(Charged.LAMBDA_REQUEST, lived.wakes + webhooks)
        + dollars(Charged.LAMBDA_TIME, gigabyte_seconds)
        + dollars(Charged.HTTP_API, webhooks)
        + dollars(Charged.SQS, lived.wakes * SQS_CALLS_A_WAKE)
    )
    carrier = dollars(Charged.SEGMENT_OUT, lived.segments_out) + dollars(Charged.SEGMENT_IN, lived.segments_in)
    return Bill(
        track=lived.track,
        language=lived.language,
        texts=lived.texts,
        segments=lived.segments_out,
        write_units_a_text=lived.meter.write_units / lived.texts,
        aws=aws,
        carrier=carrier,
    )


def figures(found: list[Bill]) -> Iterator[Figure]:
    """The dearest of each; the table below them has all."""
    writes = max(found, key=lambda one: one.write_units_a_text)
    yield Figure(
        key="write-units",
        name="write units a text, dearest track",
        value=round(writes.write_units_a_text, 1),
        unit="units",
        note=f"{writes.track}, {writes.language.value}; with its callbacks and replies",
    )
    aws = max(found, key=lambda one: one.aws)
    yield Figure(
        key="aws-dollars",
        name="AWS, a patient, dearest track",
        value=round(aws.aws, 4),
        unit="$",
        target=AWS_DOLLARS_MAX,
        note=f"{aws.track}, {aws.language.value}; twelve weeks",
    )
    for language in sorted({one.language for one in found}):
        dearest = max((one for one in found if one.language is language), key=lambda one: one.carrier)
        yield Figure(
            key=f"carrier-dollars-{language.value}",
            name=f"carrier, a patient, dearest track, {language.value}",
            value=round(dearest.carrier, 2),
            unit="$",
            note=f"{dearest.track}; {dearest.segments} segments in {dearest.texts} texts, and her replies",
        )


_HEAD = ("track", "language", "texts", "segments", "write units a text", "AWS $", "carrier $")


def _cells(one: Bill) -> tuple[str, ...]:
    language, units = one.language.value, f"{one.write_units_a_text:.1f}"
    return one.track, language, str(one.texts), str(one.segments), units, f"{one.aws:.4f}", f"{one.carrier:.2f}"


def rich_table(found: Iterable[Bill]) -> Table:
    table = Table(*_HEAD)
    for one in found:
        table.add_row(*_cells(one))
    return table


def markdown(found: Iterable[Bill]) -> str:
    rows = [f"| {' | '.join(_HEAD)} |", "|---" * len(_HEAD) + "|"]
    return "\n".join([*rows, *(f"| {' | '.join(_cells(one))} |" for one in found)])
