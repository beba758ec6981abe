"""One simulated world: the real operations and handlers on a table, queues, a provider and a clock that misbehave."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from functions.adapters.keys import SHARDS
from functions.operations.enrolling import Made, enroll
from functions.operations.ticking import begin_to_hear, dispatch_due, reconcile
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_provider import Inbound
from infra.simulation import people
from infra.simulation.door import post
from infra.simulation.engine import Engine
from infra.simulation.installing import installed, release_newest
from infra.simulation.laws import Laws
from infra.simulation.people import KEYWORDS, STARTS, Cast, Said, Woman
from infra.simulation.provider import Carried, Provider, Rung
from infra.simulation.queueing import Queues
from infra.simulation.ringing import Ringing, path_of
from infra.simulation.staff import CODE, Staff, round_times
from infra.simulation.swarm import Swarm, drawn, odds
from infra.simulation.table import Table
from schedules.clinic import Clinic

PHONE_KEY = "simulated"
WEEKS = 12
RAGES = timedelta(weeks=WEEKS)
HEALS = timedelta(days=16)
"""How long the healed world has to make everything good: the longest window of a check-in, and a few days."""
MINUTE = timedelta(minutes=1)
HOUR = 60
STRANGERS = 0.2
"""Of the women, those who write before anybody has enrolled them."""
OPENS = 0.5
"""Of the answers from a discreet phone, those that ask for what is behind the door."""
TICK_SECONDS = 50
JSON_EVERY = 8
"""One world in so many keeps JSON as the real table does; the others keep values, several times as fast."""


@dataclass(slots=True)
class Simulated:
    """`journeys`: how many women begin. A number that is free again may go to another one."""

    seed: int
    journeys: int
    engine: Engine
    laws: Laws
    table: Table
    queues: Queues
    provider: Provider
    world: World
    staff: Staff
    cast: Cast
    clinics: dict[str, Clinic]
    began: datetime
    _outage_until: datetime
    _ticked: datetime | None = None
    _looks: set[datetime] = field(default_factory=set)
    _women: dict[tuple[str, str], Woman] = field(default_factory=dict)
    _replies: int = 0
    _looked_in_vain: int = 0  # the real schedule looks every minute; here less and less often, to save time

    def run(self) -> None:
        """Faults rage for twelve weeks; then the world heals, and must make everything good in time."""
        self.engine.raging = True
        with installed(self):
            self._plan()
            self.until(self.began + RAGES)
            self.heal()
            self.until(self.began + RAGES + HEALS)

    def _plan(self) -> None:
        chance, engine = self.engine.chance, self.engine
        for number in range(self.journeys):
            clinic = chance.choice(self.cast.clinics)
            phone = f"+1202555{2000 + chance.randint(0, max(1, self.journeys)) if number else 2000}"
            begins = self.began + engine.seconds(0, 36 * 3600) + timedelta(days=chance.choice((0, 0, 0, 3, 20)))
            her = people.woman(chance, clinic, phone, begins)
            self.cast.women.append(her)
            self.laws.secrets |= {phone, *([her.form["name"]] if "name" in her.form else [])}
            engine.later(begins - engine.at, f"{phone[-4:]} is enrolled", partial(self._enroll, her, 3))
            if odds(chance, STRANGERS):
                before = engine.seconds(0, max((begins - engine.at).total_seconds(), 0))
                engine.later(before, "", partial(self._writes_first, her))
        for clinic in self.cast.clinics:
            for at in round_times(self.began, self.began + RAGES + HEALS):
                engine.later(at - engine.at, "", partial(self.staff.goes_round, clinic))
        if engine.happens("new_release"):
            engine.later(engine.seconds(0, RAGES.total_seconds()), "a new release", release_newest)

    def _enroll(self, her: Woman, tries: int) -> None:
        clinic = self.clinics[her.clinic_id]
        form = dict(her.form)

        def work() -> None:
            made = enroll(self.world, clinic, form, key=f"{her.number}-{her.begins.isoformat()}", by="desk")
            self.engine.tell(f"enrolling: {type(made).__name__}")
            if isinstance(made, Made):
                self._begins(her, made.enrollment_id)
            elif tries and not isinstance(made, Made):  # her number may be free another day
                self.engine.later(timedelta(days=9), "", partial(self._enroll, her, tries - 1))

        twice = odds(self.engine.chance, 0.2)  # the button was pressed again
        ended = [self.engine.invoke("clinic", 20, work, clinic=clinic.clinic_id) for _ in range(1 + twice)]
        if not any(ended) and tries:
            self.engine.later(timedelta(minutes=5), "", partial(self._enroll, her, tries - 1))

    def _begins(self, her: Woman, enrollment_id: str) -> None:
        ref = Ref(clinic_id=her.clinic_id, enrollment_id=enrollment_id)
        if her.ref is not None:
            return
        her.ref = ref
        self._women[ref.clinic_id, ref.enrollment_id] = her
        chance, engine = self.engine.chance, self.engine
        for _ in range(chance.choice((0, 0, 1, 2))):
            at = engine.seconds(60, RAGES.total_seconds())
            engine.later(at, "", partial(self._writes_first, her))
        for name, share in {
            "pause": 0.08,
            "resume": 0.05,
            "anchor": 0.1,
            "switch": 0.12,
            "withdraw": 0.1,
            "restore": 0.04,
            "complete": 0.04,
            "amend": 0.15,
        }.items():
            if odds(chance, share):
                act = partial(self.staff.acts_on, self.clinics[her.clinic_id], her, name)
                engine.later(engine.seconds(60, RAGES.total_seconds()), "", act)

    def begins_again(self, her: Woman) -> None:
        """Somebody enrolled her without us: her phone is known from now on."""
        found = self.table.phone(her.clinic_id, her.number)
        if found is not None and found.enrollment_id is not None:
            her.ref = Ref(clinic_id=her.clinic_id, enrollment_id=found.enrollment_id)
            self._women[her.clinic_id, found.enrollment_id] = her

    def until(self, until: datetime) -> None:
        """Everything up to then happens."""
        engine = self.engine
        while True:
            ahead = min((at for at in (engine.next_at, self._next_tick()) if at is not None), default=until)
            if ahead >= until:
                engine.at = max(engine.at, until)
                return
            if engine.next_at is not None and engine.next_at <= ahead:
                engine.step()
            else:
                engine.at = max(engine.at, ahead)
                self._tick(ahead)

    def _next_tick(self) -> datetime | None:
        """The schedule runs every minute; a minute in which nothing is due and nothing to be found is passed over."""
        wanted = [at for at in (self.table.first_due(), min(self._looks, default=None)) if at is not None]
        if not wanted:
            return None
        at = max(min(wanted), self.engine.at)
        minute = at.replace(second=0, microsecond=0)
        minute = minute if minute == at else minute + MINUTE
        return minute if self._ticked is None else max(minute, self._ticked + MINUTE)

    def _tick(self, minute: datetime) -> None:
        self._ticked = minute
        engine = self.engine
        if engine.happens("outages"):
            self._outage_until = engine.at + timedelta(hours=1)
        self._set_down(engine.raging and engine.at < self._outage_until)
        if self.table.is_down or engine.happens("tick_missed"):
            return
        for _ in range(2 if engine.happens("tick_twice") else 1):
            engine.invoke("dispatch_due", TICK_SECONDS, lambda: dispatch_due(self.world, SHARDS))
        looks = {at for at in self._looks if at <= engine.at}
        if looks:
            engine.invoke("reconcile", TICK_SECONDS, lambda: reconcile(self.world))
            if self.table.heard_by_all(since=max(looks)):
                self._looks -= looks
                self._looked_in_vain = 0
            else:
                self._looked_in_vain += 1
                self._looks = (self._looks - looks) | {engine.at + min(2**self._looked_in_vain // 2, HOUR) * MINUTE}

    def _set_down(self, is_down: bool) -> None:
        self.table.is_down = self.queues.is_down = self.provider.is_down = is_down

    def heal(self) -> None:
        engine = self.engine
        engine.tell("the world heals")
        engine.raging = False
        self.staff.attentive = 1.0
        self._set_down(False)
        self._looks |= {engine.at, engine.at + 5 * MINUTE, engine.at + timedelta(hours=1)}

    def _writes_first(self, her: Woman) -> None:
        kind, body = people.said_by(self.engine.chance, "first")
        self.says(self.clinics[her.clinic_id], her.number, body, kind)

    def says(self, clinic: Clinic, number: str, body: str, kind: str) -> None:
        """A phone sends a text: the provider has it, and its webhook sets out, or does not."""
        engine = self.engine
        self._replies += 1
        sid = f"SM{'f' * 4}{self._replies:028x}"
        keyword = KEYWORDS.get(body.strip().upper())
        engine.tell(f"{number[-4:]} writes ({kind}) to {clinic.clinic_id} as {sid[-6:]}")
        said = Said(sid=sid, number=number, clinic_id=clinic.clinic_id, body=body, kind=kind, at=engine.at)
        self.cast.said.append(said)
        self.laws.said[sid] = said
        if keyword == "STOP":
            self.laws.wishes.stops[clinic.clinic_id, number] = engine.at
        self.laws.secrets.add(body)
        if kind == "staff" and (code := CODE.search(body.upper())):
            self.laws.taking.add((clinic.clinic_id, number, code[0]))
        inbound = Inbound(sid=sid, sender=number, body=body, at=engine.at)
        self.provider.takes(clinic.messaging_service, inbound, keyword)
        self._looks.add(engine.at + engine.seconds(60, 300))
        form = {"MessageSid": sid, "From": number, "Body": body, "NumMedia": "0", "OptOutType": keyword or ""}
        for _ in range(2 if engine.happens("webhook_twice") else 1):
            if engine.happens("webhook_lost"):
                continue
            late = engine.seconds(60, 4000) if engine.happens("webhook_late") else engine.seconds(0.1, 2)
            engine.later(late, "", partial(self.webhook, "inbound", {"clinic": clinic.clinic_id}, form))

    def arrives(self, carried: Carried) -> None:
        """A phone shows a text."""
        clinic_id, enrollment_id, _ = carried.text
        clinic = self.clinics[clinic_id]
        if clinic.contact_by_phone(carried.order.to) is not None:
            self.staff.paged(clinic, carried.order.to, carried.order.body)
            return
        her = self._women.get((clinic_id, enrollment_id))
        if her is None or self.engine.chance.random() >= her.eager:
            return
        her.wrote += 1
        opens = bool(her.form["discreet"]) and odds(self.engine.chance, OPENS)
        kind, body = ("answer", "1") if opens else people.said_by(self.engine.chance, "reply")
        late = self.engine.seconds(5, self.engine.chance.choice((60, 900, 40_000)))
        self.engine.later(late, "", partial(self.says, clinic, her.number, body, kind))

    def reports(self, carried: Carried | Rung, form: dict[str, str]) -> None:
        self.webhook("status", path_of(carried), form)

    def webhook(self, kind: str, path: dict[str, str], form: dict[str, str]) -> None:
        if self.table.is_down:
            self.engine.faults["webhook_lost"] += 1
            return  # the whole place is down, our door too
        post(self.engine, self.laws, self.table, self.queues, kind=kind, path=path, form=form)


def simulated(seed: int, journeys: int, *, swarm: Swarm | None = None) -> Simulated:
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point
    began = datetime.fromisoformat(chance.choice(STARTS)).replace(tzinfo=UTC) + timedelta(
        minutes=chance.randint(0, 1439)
    )
    engine = Engine(chance=chance, swarm=swarm or drawn(chance), at=began)
    laws = Laws(engine)
    table = Table(engine, laws, as_values=seed % JSON_EVERY != 0)
    queues = Queues(engine)
    cast = Cast(clinics=people.clinics(chance))
    laws.clinics = clinics = {clinic.clinic_id: clinic for clinic in cast.clinics}
    provider = Provider(engine, laws, arrives=lambda _: None, reports=lambda _, __: None)
    world = World(
        store=table,
        gateway=provider,
        queue=queues,
        time=engine,
        note=lambda action, **values: laws.noted(action, values),
        public_url="https://aftercare.example",
        phone_key=lambda: PHONE_KEY,
    )
    staff = Staff(engine, world, table, writes=lambda *_: None, attentive=chance.uniform(0.2, 0.95))
    whole = Simulated(
        seed=seed,
        journeys=journeys,
        engine=engine,
        laws=laws,
        table=table,
        queues=queues,
        provider=provider,
        world=world,
        staff=staff,
        cast=cast,
        clinics=clinics,
        began=began,
        _outage_until=began,
    )
    provider.arrives, provider.reports = whole.arrives, whole.reports
    provider.rings = Ringing(engine, laws, provider, staff, whole.webhook).rings
    staff.writes = lambda clinic, phone, words: whole.says(clinic, phone, words, "staff")
    for clinic in cast.clinics:
        table.save_clinic(clinic)
        begin_to_hear(table, clinic.clinic_id, began)
    provider.dead_phones = {f"+1202555{2000 + n}" for n in range(journeys + 1) if odds(chance, 0.03)}
    return whole
