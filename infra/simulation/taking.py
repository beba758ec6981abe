"""What somebody on call says is done: a code alone takes, "done" closes, a key takes, and a voice says what is so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from functions.operations.calling import Spoken
from functions.ports import Commit, Ref
from infra.simulation.answering import Break
from infra.simulation.people import Said
from infra.simulation.staff_phones import CODE
from messages.catalogue import catalogue
from schedules.escalation import Escalation, EscalationState
from schedules.text import Text

CLOSES = "DONE"
TAKES = "1"
TAKEN = "page.call_taken"
Matters = dict[tuple[Ref, str], Escalation]


@dataclass(slots=True)
class Taking:
    """Matters that are not closed, by clinic and code, and since when it is these; and keys that were pressed, each
    judged the first time, since one that is told again may come when new danger rings already."""

    _open: dict[tuple[str, str], Matters] = field(default_factory=dict)
    _since: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _pressed: set[tuple[Ref, str]] = field(default_factory=set)

    def committed(
        self, ref: Ref, commit: Commit, said: Said | None, now: datetime, *, on_call: bool
    ) -> Iterator[Break]:
        """`said`: the text this commit takes in; `on_call`: who sent it is on call, whoever may have read it when.
        What is about herself nothing she writes takes; nor, surely, what was opened or closed since she wrote."""
        code = CODE.search(said.body.upper()) if said is not None and said.kind == "staff" else None
        place = (ref.clinic_id, code[0] if code else "")
        before = dict(self._open.get(place, {}))
        since = self._since.get(place)
        for one in commit.escalations:
            self._stands(ref, one, now)
        if said is None or code is None or not on_call or len(before) != 1 or (since is not None and since > said.at):
            return
        matter = next(iter(before))
        if matter[0] == ref and said.number == commit.enrollment.person.phone:
            return
        left = self._open.get(place, {}).get(matter)
        closes = said.body.upper().endswith(CLOSES)
        if left is not None and (closes or left.is_untaken):
            does = "closes" if closes else "takes"
            yield "taken_unheard", f"{said.sid[-6:]} {does} {left.escalation_id}, which stays"

    def _stands(self, ref: Ref, one: Escalation, now: datetime) -> None:
        place, matter = (ref.clinic_id, one.code), (ref, one.escalation_id)
        matters = self._open.setdefault(place, {})
        is_open = one.state is not EscalationState.CLOSED
        if is_open != (matter in matters):
            self._since[place] = now
        if is_open:
            matters[matter] = one
        else:
            matters.pop(matter, None)

    def erased(self, ref: Ref, now: datetime) -> None:
        for place, matters in self._open.items():
            for matter in [one for one in matters if one[0] == ref]:
                del matters[matter]
                self._since[place] = now

    def pressed(self, ref: Ref, text: Text, digits: str, said: Spoken, now: Escalation | None) -> Iterator[Break]:
        """`now`: the matter as it stands when the voice speaks; None once it is closed."""
        if digits != TAKES or (ref, text.text_id) in self._pressed:
            return
        self._pressed.add((ref, text.text_id))
        if now is not None and now.is_untaken:
            yield "taken_unheard", f"a key takes {now.escalation_id}, which stays"
        words = catalogue().entry(TAKEN, said.language).text
        if said.words == words and (now is None or now.acknowledged_by != text.contact_id):
            yield "taken_unheard", f"{text.contact_id} was told that {text.escalation_id} is hers"
