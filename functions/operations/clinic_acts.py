"""What concerns a whole clinic and no patient: the morning list, and the test that rings its ladder.

Each is kept on an enrollment of nobody's, so that claiming, delivering, asking and acknowledging are the same code as
for danger, and no patient's record is touched.
"""

from datetime import timedelta
from hashlib import sha256

from functions.operations.acting import Act, Acted, act, always
from functions.operations.nobody import nobody
from functions.operations.world import World
from schedules.calendar import is_there, local_date, opened_at
from schedules.clinic import Clinic, Contact
from schedules.escalation import Reason
from schedules.facts import MorningCame, OfNobody, RingTested

MORNING_LASTS = timedelta(hours=2)
"""After opening; a list that could not be made by then is none any more."""


def tell_morning(world: World, clinic: Clinic) -> Acted:
    """Once a day the clinic opens, however often the minute comes or fails to; the day counts as told when nothing
    waited."""
    now = world.time.now()
    opened = opened_at(now, clinic)
    if opened is None or now >= opened + MORNING_LASTS:
        return Acted.NOTHING
    day = local_date(now, clinic.zone)
    fact_id = f"morning-{day.isoformat()}"
    if world.store.has_fact(clinic.clinic_id, fact_id):
        return Acted.REPEATED
    waiting = [row for row in world.store.inbox(clinic.clinic_id) if row.escalation.reason is not Reason.TEST]
    fact = MorningCame(on=day, to=_first(world, clinic).contact_id, waiting=len(waiting))
    return _of_nobody(world, clinic, fact, fact_id=fact_id)


def ring_test(world: World, clinic: Clinic, *, by: str, asked_under: str | None = None) -> Acted:
    """Rings the ladder with words that say it is a test. Pressed twice, or asked under one Idempotency-Key however
    often, it rings once."""
    named = (
        str(int(world.time.now().timestamp())) if asked_under is None else sha256(asked_under.encode()).hexdigest()[:20]
    )
    key = f"test-{named}"
    fact = RingTested(by=by, key=key)
    return _of_nobody(world, clinic, fact, fact_id=key, audit=(by, "ring_test"))


def _first(world: World, clinic: Clinic) -> Contact:
    now = world.time.now()
    return next((one for one in clinic.ladder if is_there(one, now, clinic)), clinic.ladder[0])


def _of_nobody(
    world: World, clinic: Clinic, fact: OfNobody, *, fact_id: str, audit: tuple[str, str] | None = None
) -> Acted:
    ref, new = nobody(world, clinic)
    return act(world, Act(ref=ref, make=always(fact), fact_id=fact_id, new=new, audit=audit))
