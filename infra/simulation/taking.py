"""What somebody on call says is done: a code alone takes, "done" closes, a key takes, and a voice says what is so."""

from collections.abc import Iterator
from dataclasses import dataclass, field

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
    """Matters that are not closed, by clinic and code; and keys that were pressed, each judged the first time, since
    one that is told again may come when new danger rings already."""

    _open: dict[tuple[str, str], Matters] = field(default_factory=dict)
    _pressed: set[tuple[Ref, str]] = field(default_factory=set)

    def committed(self, ref: Ref, commit: Commit, said: Said | None, *, on_call: bool) -> Iterator[Break]:
        """`said`: the text this commit takes in; `on_call`: who sent it is on call, whoever may have read it when.
        What is about herself nothing she writes takes."""
        code = CODE.search(said.body.upper()) if said is not None and said.kind == "staff" else None
        place = (ref.clinic_id, code[0] if code else "")
        before = dict(self._open.get(place, {}))
        for one in commit.escalations:
            matters = self._open.setdefault((ref.clinic_id, one.code), {})
            if one.state is EscalationState.CLOSED:
                matters.pop((ref, one.escalation_id), None)
            else:
                matters[ref, one.escalation_id] = one
        if said is None or code is None or not on_call or len(before) != 1:
            return
        matter = next(iter(before))
        if matter[0] == ref and said.number == commit.enrollment.person.phone:
            return
        now = self._open.get(place, {}).get(matter)
        closes = said.body.upper().endswith(CLOSES)
        if now is not None and (closes or now.is_untaken):
            yield "taken_unheard", f"{said.sid[-6:]} {'closes' if closes else 'takes'} {now.escalation_id}, which stays"

    def erased(self, ref: Ref) -> None:
        for matters in self._open.values():
            for matter in [one for one in matters if one[0] == ref]:
                del matters[matter]

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
