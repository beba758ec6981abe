"""The front desk: who is enrolled when, and what is done with each of them in her weeks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from functions.operations.enrolling import Made, enroll
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_provider import CallOrder, SendOrder
from infra.simulation import people
from infra.simulation.covering import Cover
from infra.simulation.engine import Engine
from infra.simulation.laws import Laws
from infra.simulation.people import Cast, Woman
from infra.simulation.staff import Staff, round_times
from infra.simulation.swarm import odds
from infra.simulation.table import Table
from schedules.clinic import Clinic

STRANGERS = 0.2
"""Of the women, those who write before anybody has enrolled them."""
ACTS = {
    "pause": 0.08,
    "resume": 0.05,
    "anchor": 0.1,
    "switch": 0.12,
    "withdraw": 0.1,
    "restore": 0.04,
    "complete": 0.04,
    "amend": 0.15,
}
"""The share of women with whom each is done once, in any world."""
DRAWN_ACTS = {"amended": "amend", "written_to": "write", "marked": "mark", "erased": "erase"}
"""By the share a world draws: what is done, and how often it may be, for as many times as `TIMES` says."""
TIMES = {"amended": 3, "written_to": 3, "marked": 2, "erased": 1}
COVER_MOVES = 8
"""Occasions a clinic on which its settings may change."""


OPENS_WITHIN = 3600.0
"""Seconds after opening within which the minute comes."""
UNUSED = "+12025559999"
"""Of nobody on call."""


@dataclass(slots=True, kw_only=True)
class Front:
    """`says` sends a text from a phone of hers; `wants_look` makes the minute come at that instant."""

    engine: Engine
    laws: Laws
    world: World
    table: Table
    staff: Staff
    cover: Cover
    cast: Cast
    clinics: dict[str, Clinic]
    says: Callable[[Clinic, str, str, str], None] = lambda *_: None
    wants_look: Callable[[datetime], None] = lambda _: None
    _women: dict[tuple[str, str], Woman] = field(default_factory=dict)

    def plan(self, journeys: int, rages: timedelta, heals: timedelta) -> None:
        engine = self.engine
        began = engine.at
        for number in range(journeys):
            self._will_begin(number, journeys, rages)
        for clinic in self.cast.clinics:
            for at in round_times(began, began + rages + heals):
                engine.later(at - began, "", partial(self._goes_round, clinic.clinic_id))
            for _ in range(COVER_MOVES):
                act = partial(self.cover.moves, clinic.clinic_id)
                engine.later(engine.seconds(0, rages.total_seconds()), "", act)
            self._opens(clinic, rages)

    def _opens(self, clinic: Clinic, rages: timedelta) -> None:
        """In truth the minute comes on each morning on which a clinic opens; here on those that are drawn."""
        zone, began = ZoneInfo(clinic.zone), self.engine.at
        for day in range(1, rages.days):
            at = datetime.combine(began.astimezone(zone).date() + timedelta(days=day), clinic.hours.opens, tzinfo=zone)
            if self.engine.happens("mornings"):
                self.wants_look(at.astimezone(UTC) + self.engine.seconds(0, OPENS_WITHIN))

    def woman(self, clinic_id: str, enrollment_id: str) -> Woman | None:
        return self._women.get((clinic_id, enrollment_id))

    def begins_again(self, her: Woman) -> None:
        """Somebody enrolled her without us: her phone is known from now on."""
        found = self.table.phone(her.clinic_id, her.number)
        if found is not None and found.enrollment_id is not None:
            her.ref = Ref(clinic_id=her.clinic_id, enrollment_id=found.enrollment_id)
            her.began = self.engine.at
            self._women[her.clinic_id, found.enrollment_id] = her

    def _will_begin(self, number: int, journeys: int, rages: timedelta) -> None:
        engine, chance = self.engine, self.engine.chance
        clinic = chance.choice(self.cast.clinics)
        phone = f"+1202555{2000 + chance.randint(0, max(1, journeys)) if number else 2000}"
        if engine.happens("nurse_enrolled"):
            phone = chance.choice(clinic.ladder).phone
        begins = engine.at + engine.seconds(0, 36 * 3600) + timedelta(days=chance.choice((0, 0, 0, 3, 20)))
        her = people.woman(chance, clinic, phone, begins, known_as=f"Quillfeather {number}{clinic.clinic_id[0]}")
        self.cast.women.append(her)
        self.laws.wanted.forms[_key(her)] = dict(her.form)
        self.laws.secrets.add(phone, her.known_as, her.form.get("name", ""))
        engine.later(begins - engine.at, f"{phone[-4:]} is enrolled", partial(self._enroll, her, 3, rages))
        if odds(chance, STRANGERS):
            before = engine.seconds(0, max((begins - engine.at).total_seconds(), 0))
            engine.later(before, "", partial(self._writes_first, her))

    def _enroll(self, her: Woman, tries: int, rages: timedelta) -> None:
        before = self.clinics[her.clinic_id]
        others = (replace(one, phone=UNUSED) if one.phone == her.number else one for one in before.ladder)
        clinic = replace(before, ladder=tuple(others))
        form = dict(her.form)

        def work() -> None:
            """Whoever is on call was enrolled before she was: a phone on call is refused."""
            made = enroll(self.world, clinic, form, key=_key(her), by="desk")
            self.engine.tell(f"enrolling: {type(made).__name__}")
            if isinstance(made, Made):
                self._begins(her, made.enrollment_id, rages)
            elif tries and not isinstance(made, Made):  # her number may be free another day
                self.engine.later(timedelta(days=9), "", partial(self._enroll, her, tries - 1, rages))

        twice = odds(self.engine.chance, 0.2)  # the button was pressed again
        ended = [self.engine.invoke("clinic", 20, work, clinic=clinic.clinic_id) for _ in range(1 + twice)]
        if not any(ended) and tries:
            self.engine.later(timedelta(minutes=5), "", partial(self._enroll, her, tries - 1, rages))

    def _begins(self, her: Woman, enrollment_id: str, rages: timedelta) -> None:
        if her.ref is not None:
            return
        her.ref = Ref(clinic_id=her.clinic_id, enrollment_id=enrollment_id)
        her.began = self.engine.at
        self._women[her.clinic_id, enrollment_id] = her
        chance, engine = self.engine.chance, self.engine
        for _ in range(chance.choice((0, 0, 1, 2))):
            at = engine.seconds(60, rages.total_seconds())
            engine.later(at, "", partial(self._writes_first, her))
        for name, share in ACTS.items():
            if odds(chance, share):
                engine.later(engine.seconds(60, rages.total_seconds()), "", partial(self._acts, her, name))
        for drawn, name in DRAWN_ACTS.items():
            for _ in range(TIMES[drawn]):
                if engine.happens(drawn):
                    engine.later(engine.seconds(60, rages.total_seconds()), "", partial(self._acts, her, name))

    def unsent(self, order: SendOrder | CallOrder) -> None:
        """A text that may be handed over again is on its way to somebody who is another by then."""
        her = next((one for one in self._women.values() if one.number == order.to), None)
        if her is not None and self.engine.happens("amended_in_doubt"):
            self.engine.later(self.engine.seconds(1, 100), "", partial(self._acts, her, "amend"))

    def _acts(self, her: Woman, name: str) -> None:
        self.staff.acts_on(self.clinics[her.clinic_id], her, name)

    def _goes_round(self, clinic_id: str) -> None:
        self.staff.goes_round(self.clinics[clinic_id])

    def _writes_first(self, her: Woman) -> None:
        kind, body = people.said_by(self.engine.chance, "first")
        self.says(self.clinics[her.clinic_id], her.number, body, kind)


def _key(her: Woman) -> str:
    return f"{her.number}-{her.begins.isoformat()}"
