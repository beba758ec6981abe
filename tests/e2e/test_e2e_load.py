"""A minute of everybody at once: valid traffic is answered, the rest is turned away, and every reply is on record."""

import statistics
import threading
import time
from collections import Counter

from functions.ports import Ref
from infra.local.counting import leaks
from infra.local.demo import monday_before_a_clock_change
from infra.local.house import House, house
from infra.pocket import sample_form
from schedules.text import Direction
from tests.e2e.hammering import CANARY, WAIT_SECONDS_MAX, Hammer, Heard, Kind
from tests.e2e.meddling import come_again_after, left_waiting

THREADS = 3
SECONDS = 45.0
SIGNED_MIN, TICKS_MIN = 12, 1
RAMP_SECONDS = 3.0
"""One more thread begins after so long."""
VISIBILITY_SECONDS = 10
ENROLLED = tuple(f"+12025550{number}" for number in range(143, 153))
STRANGERS = ("+12025550166", "+12025550167")
TIMED_OUT = "Task timed out"
"""What the emulator logs when it ends a function at its limit; it answers 502 then, and the provider tries again."""


def test_a_minute_of_everybody_at_once_loses_no_reply_and_breaks_nothing() -> None:
    with house(say=lambda _: None) as home:
        home.local.move_to(monday_before_a_clock_change(home.local.now()))
        come_again_after(home, VISIBILITY_SECONDS)
        people = enrolled(home) | dict.fromkeys(STRANGERS, "")
        heard = Heard()
        ticks = hammered(home, people, heard)
        home.phone.wait_quiet(WAIT_SECONDS_MAX)
        home.cloud.invoke("reconcile")
        waiting = left_waiting(home)

        stored = Counter(sid for number in people for sid in sids_on_record(home, number))
        lines, record = home.log_lines(), home.phone.record()

    cut_short = sum(TIMED_OUT in line for line in lines)
    print(told(heard, ticks), f"\n  {cut_short} invocations were ended at their time limit by a busy machine")  # noqa: T201
    assert heard.broken == []
    assert heard.surprises() == {}
    assert heard.errors() <= cut_short
    assert (waiting, +(Counter(heard.sids) - stored), +(stored - Counter(heard.sids))) == (0, Counter(), Counter())
    assert [line for line in lines if CANARY in line or leaks(line, record)] == []
    assert {kind for kind, _ in heard.answers} == set(Kind)
    assert len(heard.sids) >= SIGNED_MIN
    assert ticks >= TICKS_MIN


def enrolled(home: House) -> dict[str, str]:
    """Enrollment ids by number."""
    made = {
        number: home.api.enroll(sample_form(home.local.now(), phone=number), request_key=number) for number in ENROLLED
    }
    return {number: str(one["enrollment_id"]) for number, one in made.items()}


def hammered(home: House, people: dict[str, str], heard: Heard) -> int:
    """The minutes that ticked meanwhile."""
    everybody = threading.Barrier(THREADS + 1)
    hammers = [Hammer(home, people, heard, name=name) for name in range(THREADS)]
    threads = [
        threading.Thread(target=one.run, args=(everybody, number * RAMP_SECONDS, SECONDS))
        for number, one in enumerate(hammers)
    ]
    for thread in threads:
        thread.start()
    for _ in ("cold", "warm"):
        everybody.wait(WAIT_SECONDS_MAX)
    ticks = minutes(home, time.monotonic() + SECONDS)
    for thread in threads:
        thread.join()
    return ticks


def minutes(home: House, until: float) -> int:
    """The schedule's functions, called as fast as they answer."""
    ticks = 0
    while time.monotonic() < until:
        home.cloud.invoke("dispatch_due")
        home.cloud.invoke("reconcile")
        ticks += 1
    return ticks


def sids_on_record(home: House, number: str) -> list[str]:
    """Of every text this number sent us, whoever it belongs to by now."""
    phone = home.store.phone(home.clinic.clinic_id, number)
    if phone is None or phone.enrollment_id is None:  # it has not written
        return []
    texts = home.store.texts(Ref(clinic_id=home.clinic.clinic_id, enrollment_id=phone.enrollment_id))
    return [text.sid or "" for text in texts if text.direction is Direction.IN]


def told(heard: Heard, ticks: int) -> str:
    answers = "\n".join(
        f"  {times:5} {status} to {kind}" for (kind, status), times in sorted(heard.answers.items(), key=str)
    )
    quick, slow = statistics.median(heard.seconds), max(heard.seconds)
    return (
        f"{len(heard.seconds)} requests by {THREADS} threads in {SECONDS:.0f} s, {quick:.2f} s at the median and "
        f"{slow:.2f} s at most, while {ticks} minutes ticked; {len(heard.sids)} signed texts. With the "
        f"{len(heard.seconds_cold)} before it, cold:\n{answers}"
    )
