"""Calls to the phones of those on call: a voicemail, nobody, or a person who listens and may press a key."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from functions.ports import Ref
from infra.simulation.engine import Engine
from infra.simulation.laws import Laws
from infra.simulation.provider import Carried, Provider, Rung
from infra.simulation.staff import Staff
from infra.simulation.swarm import odds

VOICEMAILS = 0.2
KEYS = ("1", "1", "2", "")


@dataclass(frozen=True, slots=True)
class Ringing:
    engine: Engine
    laws: Laws
    provider: Provider
    staff: Staff
    webhook: Callable[[str, dict[str, str], dict[str, str]], None]

    def rings(self, rung: Rung) -> None:
        engine = self.engine
        if odds(engine.chance, VOICEMAILS):
            rung.answered_by = "machine_start"
        elif engine.chance.random() >= self.staff.attentive:
            self.provider.tells(rung, engine.chance.choice(("no-answer", "busy")))
            return
        else:
            rung.answered_by = engine.chance.choice(("human", "human", "unknown"))
        self.provider.tells(rung, "in-progress")
        form = {"CallSid": rung.sid, "CallStatus": "in-progress", "AnsweredBy": rung.answered_by}
        self.webhook("voice", path_of(rung), form)
        key = engine.chance.choice(KEYS) if rung.answered_by != "machine_start" else ""
        if key:
            engine.later(engine.seconds(4, 20), "", partial(self._presses, rung, {**form, "Digits": key}))
        engine.later(engine.seconds(21, 40), "", partial(self.provider.tells, rung, "completed"))

    def _presses(self, rung: Rung, form: dict[str, str]) -> None:
        clinic_id, enrollment_id, text_id = rung.text
        claim = self.laws.claims.get((Ref(clinic_id=clinic_id, enrollment_id=enrollment_id), text_id))
        if claim is None:
            return  # it was made and never decided, which is told already
        self.engine.tell(f"{rung.order.to[-4:]} presses {form['Digits']} about {text_id}")
        if form["Digits"] == "1":
            self.laws.taking.add((clinic_id, rung.order.to, claim.text.escalation_id or ""))
        for _ in range(2 if self.engine.happens("webhook_twice") else 1):
            self.webhook("voice", path_of(rung), form)


def path_of(carried: Carried | Rung) -> dict[str, str]:
    clinic_id, enrollment_id, text_id = carried.text
    return {"clinic": clinic_id, "enrollment": enrollment_id, "text": text_id}
