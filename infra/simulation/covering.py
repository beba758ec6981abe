"""A clinic's settings change in the middle of everything: who is out, who is on call when, the ladder, its hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.operations.clinic_settings import change, read
from functions.operations.plain_settings import plain_of
from functions.operations.setting_problems import Unusable
from functions.operations.world import World
from functions.roles import Permission
from infra.simulation.engine import Engine
from infra.simulation.swarm import HALF, odds
from schedules.clinic import Clinic, Contact, OnCall, UnusableSettings

SECONDS = 20
LADDER_MAX = 4
_HOURS = (("09:00", "19:45"), ("10:00", "18:30"), ("11:00", "17:00"))
Plain = dict[str, Any]


@dataclass(slots=True)
class Cover:
    """The operator's and the lead's changes, through the real operation."""

    engine: Engine
    world: World
    _numbers: int = 0

    def moves(self, clinic_id: str) -> None:
        """Whatever the swarm says changes now."""
        for fault, given in (("cover_moves", self._cover), ("ladder_moves", self._ladder), ("hours_move", _hours)):
            if self.engine.happens(fault):
                self._change(clinic_id, given)

    def _change(self, clinic_id: str, given: Callable[[Engine, Clinic], Plain]) -> None:
        def work() -> None:
            settings = read(self.world, clinic_id)
            if settings is None:
                return
            raw = given(self.engine, settings.clinic)
            made = change(self.world, clinic_id, raw, seen=settings.digest, by="lead", may=frozenset(Permission))
            if isinstance(made, Unusable):
                raise UnusableSettings(clinic_id, [one.problem for one in made.problems])

        self.engine.tell(f"settings of {clinic_id} change")
        self.engine.invoke("clinic", SECONDS, work, clinic=None)

    def _cover(self, engine: Engine, clinic: Clinic) -> Plain:
        """Somebody is out from now on or back again, or is on call at other times."""
        rows = _rows(clinic)
        one = engine.chance.choice(rows)
        if odds(engine.chance, HALF):
            out = engine.at + timedelta(hours=engine.chance.choice((2, 12, 70, 400)))
            one["out_until"] = engine.chance.choice((None, out.isoformat()))
        else:
            one["on_call"] = engine.chance.choice(list(OnCall)).value
        return {"ladder": _without_the_past(rows, engine.at)}

    def _ladder(self, engine: Engine, clinic: Clinic) -> Plain:
        """Somebody new, somebody gone, another phone, or another order."""
        rows = _rows(clinic)
        self._numbers += 1
        act = engine.chance.choice(("joins", "goes", "phone", "order"))
        if act == "joins" and len(rows) < LADDER_MAX:
            new = Contact(contact_id=f"locum-{self._numbers}", phone=self._phone())
            rows.insert(engine.chance.randint(0, len(rows)), {"contact_id": new.contact_id, "phone": new.phone})
        elif act == "goes" and len(rows) > 1:
            rows.remove(engine.chance.choice(rows))
        elif act == "phone":
            engine.chance.choice(rows)["phone"] = self._phone()
        else:
            engine.chance.shuffle(rows)
        return {"ladder": _without_the_past(rows, engine.at)}

    def _phone(self) -> str:
        return f"+1202555{8000 + self._numbers}"


def _hours(engine: Engine, _: Clinic) -> Plain:
    opens, closes = engine.chance.choice(_HOURS)
    urgent = engine.chance.choice((10, 15, 30))
    return {"planned_from": opens, "planned_until": closes, "acknowledge_within_minutes": {"urgent": urgent}}


def _rows(clinic: Clinic) -> list[Plain]:
    return [dict(one) for one in plain_of(clinic)["ladder"]]


def _without_the_past(rows: list[Plain], at: datetime) -> list[Plain]:
    """An absence that is over is taken away, as the page does."""
    for one in rows:
        until = one.get("out_until")
        if until is not None and datetime.fromisoformat(until) <= at:
            one["out_until"] = None
    return rows
