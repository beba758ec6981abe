"""One simulated world: the real operations and handlers on a table, queues, a provider and a clock that misbehave."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from functions.adapters.keys import SHARDS
from functions.operations.ticking import begin_to_hear, dispatch_due, reconcile
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_provider import Inbound
from infra.simulation import people
from infra.simulation.covering import Cover
from infra.simulation.door import post
from infra.simulation.engine import Engine
from infra.simulation.forgetting import Erasing, Operator
from infra.simulation.front import Front
from infra.simulation.installing import installed
from infra.simulation.keywords import KEYWORDS, RETURNS
from infra.simulation.laws import Laws
from infra.simulation.looking import MINUTE, Looks, Minute
from infra.simulation.mailing import Post
from infra.simulation.people import ASKED, PHOTO, STARTS, Cast, Said
from infra.simulation.provider import Carried, Provider, Rung
from infra.simulation.queueing import Queues
from infra.simulation.ringing import Ringing, path_of
from infra.simulation.staff import Staff
from infra.simulation.staff_phones import CODE
from infra.simulation.swarm import Swarm, drawn, odds
from infra.simulation.table import Table
from schedules.clinic import Clinic
from schedules.text import TextState

PHONE_KEY = "simulated"
WEEKS = 12
RAGES = timedelta(weeks=WEEKS)
HEALS = timedelta(days=16)
"""How long the healed world has to make everything good: the longest window of a check-in, and a few days."""
OPENS = 0.6
"""Of the announcements on a discreet phone, those that are opened, and of the questions whether she is in danger, those
that are answered, by whoever answers little else too."""
DOOR = "discreet.door"
TICK_SECONDS = 50
TICK_LATE_MAX = 90.0
"""Seconds a late tick is late by, at most, so that the next one may overtake it."""
TWICE_WITHIN = 20.0
"""Seconds after a tick within which its double comes, or in the middle of it."""
OUTAGE = timedelta(hours=1)
LOOKED_WITHIN = (300, 300, 3600)
"""Seconds after a text within which the list that tells of it is read: mostly soon, sometimes when more have come."""
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
    post: Post
    world: World
    staff: Staff
    front: Front
    cast: Cast
    clinics: dict[str, Clinic]
    looks: Looks
    began: datetime
    _ticked: datetime | None = None
    _replies: int = 0

    def run(self) -> None:
        """Faults rage for twelve weeks; then the world heals, and must make everything good in time."""
        self.engine.raging = True
        with installed(self):
            self.front.plan(self.journeys, RAGES, HEALS)
            if self.engine.happens("new_release"):
                self.engine.later(self.engine.seconds(0, RAGES.total_seconds()), "a new release", self.engine.releases)
            self.until(self.began + RAGES)
            self.heal()
            self.until(self.began + RAGES + HEALS)

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
        wanted = [at for at in (self.table.first_due(), self.looks.next_at()) if at is not None]
        if not wanted:
            return None
        at = max(min(wanted), self.engine.at)
        minute = at.replace(second=0, microsecond=0)
        minute = minute if minute == at else minute + MINUTE
        return minute if self._ticked is None else max(minute, self._ticked + MINUTE)

    def _tick(self, minute: datetime) -> None:
        self._ticked = minute
        engine = self.engine
        if not self.table.is_down and engine.happens("outages"):
            self._set_down(True)
            engine.later(OUTAGE, "the outage is over", lambda: self._set_down(False))
        if self.table.is_down or engine.happens("tick_missed"):
            return
        if engine.happens("tick_twice"):
            engine.later(engine.seconds(0, TWICE_WITHIN), "", self._dispatches)
        if engine.happens("tick_late"):
            engine.later(engine.seconds(1, TICK_LATE_MAX), "", self._dispatches)
        else:
            self._dispatches()
        since = self.looks.due(engine.at)
        if since is None:
            return
        if engine.happens("tick_late"):
            engine.later(engine.seconds(1, TICK_LATE_MAX), "", partial(self._looks_through, since))
        else:
            self._looks_through(since)

    def _dispatches(self) -> None:
        """Whoever is due is queued by the minute that says it went well, and by no later one."""
        outer, due = (self.table.minute, self.queues.minute), self.table.overdue(self.engine.at)
        self.table.minute = self.queues.minute = this = Minute()
        went_well = self.engine.invoke("dispatch_due", TICK_SECONDS, lambda: dispatch_due(self.world, SHARDS))
        self.table.minute, self.queues.minute = outer
        if went_well and this.refused:
            self.laws.broken("dispatch_late", "a minute in which not everybody could be queued went well")
        if went_well and not this.shown_old:
            for ref in (due & self.table.overdue(self.engine.at)) - this.woken:
                self.laws.broken("dispatch_late", f"{ref.enrollment_id} was due and was not queued")

    def _looks_through(self, since: datetime) -> None:
        self.engine.invoke("reconcile", TICK_SECONDS, lambda: reconcile(self.world))
        self.looks.looked(self.engine.at, in_vain=not self.table.heard_by_all(since=since))

    def _set_down(self, is_down: bool) -> None:
        self.table.is_down = self.queues.is_down = self.provider.is_down = self.post.is_down = is_down

    def heal(self) -> None:
        engine = self.engine
        engine.tell("the world heals")
        engine.raging = False
        self.staff.attentive = 1.0
        self._set_down(False)
        for late in (timedelta(), 5 * MINUTE, timedelta(hours=1)):
            self.looks.want(engine.at + late)

    def says(self, clinic: Clinic, number: str, body: str, kind: str) -> None:
        """A phone sends a text: the provider has it, and its webhook sets out, or does not."""
        engine = self.engine
        self._replies += 1
        sid = f"SM{'f' * 4}{self._replies:028x}"
        keyword = KEYWORDS.get(body.strip().upper())
        engine.tell(f"{number[-4:]} writes ({kind}) to {clinic.clinic_id} as {sid[-6:]}")
        engine.lived[f"wrote_{kind}"] += 1
        said = Said(sid=sid, number=number, clinic_id=clinic.clinic_id, body=body, kind=kind, at=engine.at)
        self.cast.said.append(said)
        self.laws.replies.said[sid] = said
        if keyword == "STOP":
            self.laws.wishes.stops[clinic.clinic_id, number] = engine.at
            self.laws.wishes.blocked.add((clinic.clinic_id, number))
        self.laws.secrets.add(body)
        if kind == "staff" and (code := CODE.search(body.upper())):
            self.laws.taking.add((clinic.clinic_id, number, code[0]))
        returns = body.strip().upper() in RETURNS
        if returns:
            self.laws.taking.add((clinic.clinic_id, number, "START"))
            self.laws.wishes.blocked.discard((clinic.clinic_id, number))
        photo = kind == PHOTO
        inbound = Inbound(sid=sid, sender=number, body=body, at=engine.at, has_media=photo)
        self.provider.takes(clinic.messaging_service, inbound, "START" if returns else keyword)
        self.looks.want(engine.at + engine.seconds(60, engine.chance.choice(LOOKED_WITHIN)))
        form = {"MessageSid": sid, "From": number, "Body": body, "NumMedia": str(int(photo))}
        form["OptOutType"] = keyword or ("START" if returns and clinic is self.cast.clinics[0] else "")
        for _ in range(2 if engine.happens("webhook_twice") else 1):
            if engine.happens("webhook_lost"):
                continue
            late = engine.seconds(60, 4000) if engine.happens("webhook_late") else engine.seconds(0.1, 2)
            engine.later(late, "", partial(self.webhook, "inbound", {"clinic": clinic.clinic_id}, form))

    def arrives(self, carried: Carried) -> None:
        """A phone shows a text."""
        clinic_id, enrollment_id, text_id = carried.text
        clinic = self.clinics[clinic_id]
        claim = self.laws.claims.get((Ref(clinic_id=clinic_id, enrollment_id=enrollment_id), text_id))
        if claim is not None and claim.text.contact_id is not None:
            self.staff.paged(clinic, carried.order.to, carried.order.body)
            return
        her = self.front.woman(clinic_id, enrollment_id)
        is_door = claim is not None and (claim.text.message or "").startswith(DOOR)
        opens = is_door and odds(self.engine.chance, OPENS)
        asked = text_id.endswith("-doubt") and odds(self.engine.chance, OPENS)
        if her is None or (not opens and not asked and self.engine.chance.random() >= her.eager):
            return
        her.wrote += 1
        kind, body = ("answer", "1") if opens else people.said_by(self.engine.chance, ASKED if asked else "reply")
        late = self.engine.seconds(5, self.engine.chance.choice((60, 900, 40_000)))
        self.engine.later(late, "", partial(self.says, clinic, her.number, body, kind))

    def reports(self, carried: Carried | Rung, form: dict[str, str]) -> None:
        clinic_id, enrollment_id, text_id = carried.text
        text = self.table.peek_text(Ref(clinic_id=clinic_id, enrollment_id=enrollment_id), text_id)
        if text is not None and text.state is TextState.SENDING:
            self.engine.lived["callback_before_the_answer"] += 1
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
    shared = odds(chance, engine.swarm.shared_contact)
    if shared:
        engine.faults["shared_contact"] += 1
    cast = Cast(clinics=people.clinics(chance, shared_contact=shared))
    laws.clinics = clinics = {clinic.clinic_id: clinic for clinic in cast.clinics}
    provider = Provider(engine, laws, arrives=lambda _: None, reports=lambda _, __: None)
    letters = Post(engine, laws.mailed)
    world = World(
        store=table,
        gateway=provider,
        mailer=letters,
        queue=queues,
        time=engine,
        note=lambda action, **values: laws.noted(action, values),
        public_url="https://aftercare.example",
        phone_key=lambda: PHONE_KEY,
    )
    erasing = Erasing(table, engine, begun=laws.erasing_began, ended=laws.forgets.ends)
    operator = Operator(engine, world, erasing)
    staff = Staff(engine, world, table, operator, writes=lambda *_: None, attentive=chance.uniform(0.2, 0.95))
    front = Front(
        engine=engine,
        laws=laws,
        world=world,
        table=table,
        staff=staff,
        cover=Cover(engine, world),
        cast=cast,
        clinics=clinics,
    )
    whole = Simulated(
        seed=seed,
        journeys=journeys,
        engine=engine,
        laws=laws,
        table=table,
        queues=queues,
        provider=provider,
        post=letters,
        world=world,
        staff=staff,
        front=front,
        cast=cast,
        clinics=clinics,
        looks=Looks(),
        began=began,
    )
    provider.arrives, provider.reports = whole.arrives, whole.reports
    provider.unsent = front.unsent
    provider.rings = Ringing(engine, laws, provider, staff, whole.webhook).rings
    staff.writes = front.says = whole.says
    staff.asks = laws.wanted.of
    front.wants_look = whole.looks.want
    for clinic in cast.clinics:
        table.save_clinic(clinic)
        begin_to_hear(table, clinic.clinic_id, began)
    provider.dead_phones = {f"+1202555{2000 + n}" for n in range(journeys + 1) if odds(chance, 0.03)}
    return whole
