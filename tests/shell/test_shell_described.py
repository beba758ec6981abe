"""The API does what its own description says, tried by a machine that reads nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import schemathesis
from schemathesis.engine import events, from_schema

from functions import wiring
from functions.api.describing import described
from functions.operations.receiving import Arrived, receive
from functions.roles import Role
from infra.pocket import Turned
from tests.shell.claiming import id_claims, somebody
from tests.shell.conftest import HER
from tests.shell.doorway import TOKEN, Doorway, doorway
from tests.shell.remembered import Remembered, remembered

EXAMPLES_MAX, STEPS_MAX = 4, 6
BETWEEN_CALLS = timedelta(seconds=0.1)
"""So that a minute has fewer calls than one caller may make."""
REFUSED_IN_TRUTH = ["401", "403", "404", "409", "412", "422", "428"]
"""What may be answered to a request that fits the description: dates, phones and records have rules of their own."""


@dataclass(slots=True)
class Tried:
    """Failures by operation and check; how often each operation was answered how."""

    failures: dict[tuple[str, str, str], str] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def listen(self, event: Any) -> None:
        match event:
            case events.NonFatalError():
                self.failures[event.label or "", "error", type(event.value).__name__] = str(event.value)
            case events.FatalError():
                raise event.exception
            case events.ScenarioFinished():
                self._hear(event.recorder)

    def _hear(self, recorder: Any) -> None:
        for checks in recorder.checks.values():
            for one in (one for one in checks if one.failure_info is not None):
                failure = one.failure_info.failure
                self.failures[recorder.label, one.name, failure.message] = one.failure_info.code_sample
        for one_id, interaction in recorder.interactions.items():
            operation = recorder.cases[one_id].value.operation.label
            if interaction.response is not None:
                self.statuses[operation, interaction.response.status_code] += 1


@contextmanager
def opened() -> Iterator[tuple[Remembered, Doorway, str]]:
    """An operator at the door of a clinic where one matter is open; its id."""
    with remembered() as world:
        operator = somebody(Role.OPERATOR)
        wiring.access().save_staff(operator)
        receive(wiring.world(), "lakeside", Arrived(sid="SM1", sender=HER, body="i passed out in the bathroom"))
        clock = wiring.world().time
        assert isinstance(clock, Turned)

        def tick() -> None:
            clock.at += BETWEEN_CALLS

        (matter,) = world.store.escalations(world.her)
        yield world, doorway(id_claims(operator), tick), matter.escalation_id


NOT_BY_A_MACHINE = {
    "GET /v1/openapi.json",  # read before anything is tried
    "POST /v1/previews",  # the phone of its example is enrolled by then
    "POST /v1/escalations/{enrollment_id}/{escalation_id}/release",  # somebody must have it, and it is given back
    "PUT /v1/settings",  # its ETag must have been read
}
"""Operations that need more than the description to be answered with what was asked."""


def configured(world: Remembered, matter: str) -> schemathesis.Config:
    known = {"probability": 0.7}
    return schemathesis.Config.from_dict({
        "base-url": "https://texts.example.org",
        "headers": {"Authorization": TOKEN},
        "generation": {
            "max-examples": EXAMPLES_MAX,
            "deterministic": True,
            "database": "none",
            "no-shrink": True,
        },
        "dictionaries": {
            "people": {"values": [world.her.enrollment_id]},
            "matters": {"values": [matter]},
            "texts": {"values": ["SM1"]},
        },
        "parameters": {
            "path.enrollment_id": {"dictionary": "people", **known},
            "path.escalation_id": {"dictionary": "matters", **known},
            "path.text_id": {"dictionary": "texts", **known},
        },
        "checks": {
            "enabled": True,
            "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSED_IN_TRUTH]},
            "negative_data_rejection": {"expected-statuses": ["4xx"]},
        },
        "phases": {"stateful": {"enabled": True, "max-steps": STEPS_MAX}},
    })  # fmt: skip


def test_whatever_the_description_allows_or_forbids_is_answered_as_it_says() -> None:
    tried = Tried()

    with opened() as (world, door, matter):
        schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", door, config=configured(world, matter))
        for event in from_schema(schema).execute():
            tried.listen(event)
        said = world.said.getvalue()

    assert tried.failures == {}
    done = {operation for operation, status in tried.statuses if status < 300}
    assert {
        f"{method.upper()} {path}" for path, one in described()["paths"].items() for method in one
    } - done <= NOT_BY_A_MACHINE
    assert HER not in said
