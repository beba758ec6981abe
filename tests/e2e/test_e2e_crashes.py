"""Functions killed at work, queues that delay, double and lose, a provider that misbehaves: still every text once."""

import io
import time
from collections.abc import Callable
from datetime import timedelta

from rich.console import Console

from functions.ports import Ref
from infra.local.counting import read_book
from infra.local.demo import begin, tally
from infra.local.house import House, house
from infra.local.phone import Behavior, Direction, Fault, FaultName
from infra.local.playing import Play
from tests.e2e.crashing import Killer, deaths, unsteady
from tests.e2e.meddling import Meddler, Trick, left_waiting

FAULTS = {
    FaultName.CREATE_429: 0.05,
    FaultName.CREATE_500_BEFORE: 0.05,
    FaultName.CREATE_500_AFTER: 0.05,
    FaultName.CREATE_DROPPED: 0.05,
    FaultName.CREATE_HELD: 0.8,
    FaultName.CALLBACKS_LATE: 0.1,
    FaultName.CALLBACKS_REPEATED: 0.1,
    FaultName.CALLBACKS_REVERSED: 0.1,
    FaultName.CALLBACKS_NEVER: 0.05,
    FaultName.INBOUND_DUPLICATE: 0.2,
    FaultName.INBOUND_LOST: 0.1,
}
HELD_SECONDS = 0.5
"""The provider has the text and we do not know yet: the moment at which to die."""
KILLS_MIN, DEATHS_MIN, FUNCTIONS_MIN, CALLING_MIN, REPLIES_MIN = 25, 10, 3, 1, 4
"""Fewer would prove nothing. Deaths are kills that met an invocation."""
TRICKS = {Trick.DOUBLE, Trick.LOSE, Trick.HOLD, Trick.LATE}
HER, CRY = "+12025550143", "i passed out in the bathroom"
"""Somebody is paged on the first day already."""
STRIDE = timedelta(hours=6)
DAYS_MAX = 9
RAGE_SECONDS, RAGE_SECONDS_MAX = 100.0, 160.0
"""Functions are killed so long, longer on a machine too busy for KILLS_MIN, or for DAYS_MAX days of hers; then the
cloud heals."""
CALM_DAYS_MAX = 5
"""Within so many days after it a clinic's morning comes, even over a weekend, and the inbox is looked after."""


def test_nothing_is_lost_doubled_or_leaked_while_functions_are_killed_at_work() -> None:
    with house(say=lambda _: None) as home, unsteady(home, meddler := Meddler(home, seed=13)) as local:
        faults = {name: Fault(share=share) for name, share in FAULTS.items()}
        home.phone.behavior(Behavior(seed=11, faults=faults, held_seconds=HELD_SECONDS))
        with Killer(home, seed=17, spares=lambda: local.is_behind) as killer:
            play, _ = begin(home, Console(file=io.StringIO(), width=100))
            play.at(local.now() + timedelta(hours=3), play.writes(HER, CRY))
            days = live(play, days=DAYS_MAX, enough=raged(play, killer, meddler))
        home.phone.behavior(Behavior())
        local.meddler = None
        live(play, days=CALM_DAYS_MAX, enough=lambda: is_looked_after(home, play))

        counts, died, waiting = tally(home, play), deaths(home), left_waiting(home)

    print(  # noqa: T201
        f"{days:.1f} days: {killer.kills.total()} functions killed, {died.total()} of them within an invocation "
        f"{dict(died)} and {killer.while_calling} while speaking with the provider; {local.killed_minutes} minutes cut "
        f"short; deliveries {dict(meddler.played)}; {local.repeated_wakes} asked for again. {counts.sent} texts sent, "
        f"{counts.replies} replies heard, {counts.escalations_opened} escalations."
    )
    assert (counts.lost, counts.duplicated, counts.log_leaks, waiting, counts.opted_out) == (0, 0, 0, 0, 0)
    assert counts.escalations_opened == counts.escalations_acknowledged >= 1
    assert counts.replies >= REPLIES_MIN
    assert died.total() >= DEATHS_MIN
    assert len(died) >= FUNCTIONS_MIN
    assert killer.while_calling >= CALLING_MIN
    assert set(meddler.played) >= TRICKS


def live(play: Play, *, days: int, enough: Callable[[], bool]) -> float:
    """Until it is enough, but so many days at most; how many days that took."""
    begun = at = play.local.now()
    while at < begun + timedelta(days=days) and not enough():
        at += STRIDE
        play.run(at)
        play.local.move_to(at)
    return (at - begun) / timedelta(days=1)


def raged(play: Play, killer: Killer, meddler: Meddler) -> Callable[[], bool]:
    begun = time.monotonic()

    def enough() -> bool:
        struck = killer.kills.total() >= KILLS_MIN and killer.while_calling >= CALLING_MIN
        done = struck and set(meddler.played) >= TRICKS and written(play) >= REPLIES_MIN
        return time.monotonic() > begun + (RAGE_SECONDS if done else RAGE_SECONDS_MAX)

    return enough


def written(play: Play) -> int:
    """Texts of the three."""
    numbers = {one.number for one in play.people.values()}
    return sum(text.direction is Direction.INBOUND and text.from_ in numbers for text in play.phone.record())


def is_looked_after(home: House, play: Play) -> bool:
    """Everything was acknowledged, there was something to hear, and nobody is about to write."""
    refs = [Ref(clinic_id=home.clinic.clinic_id, enrollment_id=one) for one in play.people]
    soon = play.local.now() + STRIDE
    taken = all(one.acknowledged_at is not None for one in read_book(home.store, refs).escalations)
    return taken and written(play) >= REPLIES_MIN and not any(one.at <= soon for one in play.moments)
