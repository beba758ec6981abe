"""A minute of everybody at once: valid traffic is answered, the rest is turned away, and every reply is on record."""

import re
import statistics
import threading
from collections import Counter
from collections.abc import Iterable

import boto3

from functions.ports import Ref
from infra.local.cloud import BOTO, STACK
from infra.local.counting import leaks
from infra.local.demo import monday_before_a_clock_change
from infra.local.house import SENDER, House, house
from infra.local.phone import Call, Service
from infra.pocket import sample_form
from schedules.text import Direction
from tests.e2e.browsing import Window
from tests.e2e.crashing import DIED
from tests.e2e.hammering import DECK, Hammer, Heard, Kind
from tests.e2e.meddling import come_again_after, left_waiting
from tests.e2e.striking import CANARY, FORGED, PUT_OFF, WAIT_SECONDS_MAX, Aims

THREADS = 3
SECONDS, SECONDS_MAX = 45.0, 65.0
"""Longer on a machine too busy for what follows."""
REQUESTS_MIN, SIGNED_MIN, TICKS_MIN = 80, 30, 5
"""Fewer would prove nothing. So many requests deal one whole deck at least: one of each kind beside the cold ones."""
RAMP_SECONDS = 3.0
"""One more thread begins after so long."""
VISIBILITY_SECONDS = 10
ENROLLED = tuple(f"+12025550{number}" for number in range(143, 153))
STRANGERS = ("+12025550166", "+12025550167")
HER, CRY = "+12025550168", "i passed out in the bathroom"
"""Somebody is called about her, and takes nothing."""
LIMIT_SECONDS = 300
PATIENCE = "#rc=2&rp=ct,rt"
"""The provider asks again what was not answered within its time, as of the fallback URL of docs/deploying.md; an error
it takes for an answer here, so that it is seen."""
TIMED_OUT = "Task timed out"
"""What the emulator logs when it ends a function at its limit."""


def test_a_minute_of_everybody_at_once_loses_no_reply_and_breaks_nothing() -> None:
    """No request is answered with an error of ours, but for a word to ask again of a table that did not answer.

    The functions have minutes instead of seconds. The emulator starts a process for every request that meets no idle
    one, ends it at its limit and answers 502; with two cores for dozens of them each end makes more starts. In AWS each
    has a processor of its own. They wait for the table as in AWS, two seconds and once more: where a busy machine makes
    it slower, API and console say so, and whoever is told asks again; each such word stands in the log.
    """
    with house(say=lambda _: None) as home:
        home.local.move_to(monday_before_a_clock_change(home.local.now()))
        unhurried(home)
        come_again_after(home, VISIBILITY_SECONDS)
        aims = aimed(home)
        heard = hammered(home, aims)
        home.phone.wait_quiet(WAIT_SECONDS_MAX)
        home.cloud.invoke("reconcile")
        waiting = left_waiting(home)

        stored = Counter(sid for number in aims.people for sid in sids_on_record(home, number))
        lines, record = home.log_lines(), home.phone.record()

    put_off, troubles = heard.sent.put_off, logged(lines)
    print(told(heard), f"\n  put off {dict(put_off)}, logged {dict(troubles)}")  # noqa: T201
    sids, received = Counter(heard.sent.sids), Counter(text.body for text in record if text.received_at is not None)
    assert heard.broken == []
    assert heard.surprises() == {}
    assert put_off - troubles == Counter()
    assert [line for line in lines if TIMED_OUT in line or DIED in line] == []
    assert (waiting, +(sids - stored), +(stored - sids)) == (0, Counter(), Counter())
    assert {body: received[body] for body in heard.sent.written} == dict.fromkeys(heard.sent.written, 1)
    assert received[FORGED] == 0
    assert [line for line in lines if CANARY in line or leaks(line, record)] == []
    assert min(answers_by_kind(heard).values()) > THREADS
    assert len(heard.seconds) >= REQUESTS_MIN > THREADS * (len(DECK) - 1)
    assert len(sids) >= SIGNED_MIN
    assert heard.ticks >= TICKS_MIN


def unhurried(home: House) -> None:
    client = boto3.client("lambda", config=BOTO, **home.cloud.access)
    for one in client.list_functions()["Functions"]:
        if one["FunctionName"].startswith(STACK):
            client.update_function_configuration(FunctionName=one["FunctionName"], Timeout=LIMIT_SECONDS)


def aimed(home: House) -> Aims:
    inbound = f"{home.api.base_url}/twilio/{home.clinic.clinic_id}/inbound{PATIENCE}"
    home.phone.services({home.clinic.messaging_service: Service(sender=SENDER, inbound_url=inbound)})
    people = {number: enrolled(home, number) for number in (*ENROLLED, HER)}
    call = called(home)
    lead = next(one for one in home.logins if one.role == "lead")
    window = Window().go("GET", home.console).types(lead.email, lead.password)
    del people[HER]
    return Aims(
        people=people | dict.fromkeys(STRANGERS, ""),
        call=call,
        session=window.cookies,
        csrf=window.hidden["csrf"],
    )


def enrolled(home: House, number: str) -> str:
    """One after the other, so that few processes start at the same time."""
    made = home.api.enroll(sample_form(home.local.now(), phone=number), request_key=number)
    home.phone.wait_quiet(WAIT_SECONDS_MAX)
    return str(made["enrollment_id"])


def called(home: House) -> Call:
    home.phone.type_text(HER, SENDER, CRY)
    home.phone.wait_quiet(WAIT_SECONDS_MAX)
    return home.phone.calls()[0]


def hammered(home: House, aims: Aims) -> Heard:
    heard = Heard()
    everybody = threading.Barrier(THREADS + 1, action=heard.begins)
    hammers = [Hammer(home, aims, heard, name=name) for name in range(THREADS)]
    threads = [
        threading.Thread(target=one.run, args=(everybody, number * RAMP_SECONDS, lambda: goes_on(heard)))
        for number, one in enumerate(hammers)
    ]
    for thread in threads:
        thread.start()
    for _ in ("cold", "warm"):
        everybody.wait(WAIT_SECONDS_MAX)
    while goes_on(heard):
        minute(home)
        heard.ticks += 1
    for thread in threads:
        thread.join()
    return heard


def goes_on(heard: Heard) -> bool:
    signed = len(heard.sent.sids)
    is_enough = len(heard.seconds) >= REQUESTS_MIN and signed >= SIGNED_MIN and heard.ticks >= TICKS_MIN
    return heard.lasted < (SECONDS if is_enough else SECONDS_MAX)


def minute(home: House) -> None:
    """The schedule's functions, called as fast as they answer."""
    home.cloud.invoke("dispatch_due")
    home.cloud.invoke("reconcile")


def answers_by_kind(heard: Heard) -> Counter[Kind]:
    times = Counter(dict.fromkeys(Kind, 0))
    for (kind, _), number in heard.answers.items():
        times[kind] += number
    return times


def sids_on_record(home: House, number: str) -> list[str]:
    """Of every text this number sent us, whoever it belongs to by now."""
    phone = home.store.phone(home.clinic.clinic_id, number)
    if phone is None or phone.enrollment_id is None:  # it has not written
        return []
    texts = home.store.texts(Ref(clinic_id=home.clinic.clinic_id, enrollment_id=phone.enrollment_id))
    return [text.sid or "" for text in texts if text.direction is Direction.IN]


def logged(lines: Iterable[str]) -> Counter[str]:
    """Action words that tell of a table that did not answer in time, or of others who were faster eight times."""
    words = "|".join(PUT_OFF.values())
    return Counter(word for line in lines for word in re.findall(rf'"message": ?"({words})"', line))


def told(heard: Heard) -> str:
    answers = "\n".join(
        f"  {times:5} {status} to {kind}" for (kind, status), times in sorted(heard.answers.items(), key=str)
    )
    quick, slow = statistics.median(heard.seconds), max(heard.seconds)
    return (
        f"{len(heard.seconds)} requests by {THREADS} threads in {SECONDS:.0f} s or more, {quick:.2f} s at the median "
        f"and {slow:.2f} s at most, while {heard.ticks} minutes ticked; {len(heard.sent.sids)} signed texts and "
        f"{len(heard.sent.written)} of a colleague. With the {len(heard.seconds_cold)} before it, cold:\n{answers}"
    )
