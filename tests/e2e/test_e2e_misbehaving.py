"""A provider that drops, doubles, delays and forgets: still every text arrives once and every reply is heard once."""

import io
from datetime import timedelta

from rich.console import Console

from infra.local.demo import begin, tally
from infra.local.house import house
from infra.local.phone import Behavior, Fault, FaultName

FAULTS = {
    FaultName.CREATE_429: 0.1,
    FaultName.CREATE_500_BEFORE: 0.1,
    FaultName.CREATE_500_AFTER: 0.1,
    FaultName.CREATE_DROPPED: 0.1,
    FaultName.LIST_500: 0.1,
    FaultName.CALLBACKS_LATE: 0.2,
    FaultName.CALLBACKS_REPEATED: 0.2,
    FaultName.CALLBACKS_REVERSED: 0.2,
    FaultName.CALLBACKS_NEVER: 0.1,
    FaultName.INBOUND_DUPLICATE: 0.3,
    FaultName.INBOUND_LOST: 0.2,
}
DAYS = 9


def test_nothing_is_lost_or_doubled_while_the_provider_misbehaves() -> None:
    with house(say=lambda _: None) as home:
        faults = {name: Fault(share=share) for name, share in FAULTS.items()}
        home.phone.behavior(Behavior(seed=7, faults=faults))
        play, _ = begin(home, Console(file=io.StringIO(), width=100))

        play.run(home.local.now() + timedelta(days=DAYS))
        home.phone.behavior(Behavior())
        play.run(home.local.now() + timedelta(hours=6))

        counts = tally(home, play)

    assert (counts.lost, counts.duplicated, counts.log_leaks) == (0, 0, 0)
    assert counts.replies >= 12
    assert counts.escalations_opened == counts.escalations_acknowledged >= 2
