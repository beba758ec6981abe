"""What becomes of what phones write: on record where it was sent, answered, told to whoever minds her."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.ports import Commit, Ref
from infra.simulation import answering
from infra.simulation.answering import Break
from infra.simulation.people import Said
from messages.hearing.reading import Intent
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment, Status
from schedules.escalation import EscalationState, Reason
from schedules.text import Direction, Purpose, Text, TextState

HOUR = timedelta(hours=1)
OFTEN = 15
"""Texts within an hour after which what is plain is told to nobody any more."""
WRONG_NUMBER = "wrong number"


@dataclass(slots=True)
class Replies:
    """By the provider's id of a text: `said` is what a phone wrote, `answered` whether anything came of it, `heard_by`
    and `heard_at` where and when it came on record, `stopped` what took her out, `by_staff` what came from somebody on
    call whom nobody enrolled. `not_hers`: since when a phone says that it is another's."""

    said: dict[str, Said] = field(default_factory=dict)
    answered: dict[str, bool] = field(default_factory=dict)
    heard_by: dict[str, Ref] = field(default_factory=dict)
    heard_at: dict[str, datetime] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    by_staff: set[str] = field(default_factory=set)
    not_hers: dict[Ref, datetime] = field(default_factory=dict)
    _wrote: dict[Ref, list[datetime]] = field(default_factory=dict)  # within the hour

    def heard(
        self, ref: Ref, before: Enrollment | None, commit: Commit, text: Text, at: datetime, *, left: bool, staff: bool
    ) -> Iterator[Break]:
        """`left`: she had left before; `staff`: the phone is, or was, of somebody on call."""
        said = self.said.get(text.text_id)
        self.heard_by[text.text_id], self.heard_at[text.text_id] = ref, at
        if said is not None:
            yield from _is_hers(ref, commit, text, said)
            self._may_be_anothers(ref, text, said, at)
        if text.purpose is Purpose.REPLY:
            yield from self._replied(commit, text, left=left)
        elif commit.enrollment.status is Status.STRANGER and staff:
            self.by_staff.add(text.text_id)
        wrote = self._wrote[ref] = [each for each in self._wrote.get(ref, ()) if each > at - HOUR] + [at]
        if said is not None and said.kind in {"question", "doubt"} and len(wrote) < OFTEN:
            yield from answering.told_of_more(before, commit, text)

    def found_out(self, ref: Ref, commit: Commit) -> None:
        """A person knows whose phone it is: she had her texts go on, or closed or released the matter about it."""
        restored = commit.audit is not None and commit.audit.action == "restore"
        about_it = (one for one in commit.escalations if one.reason is Reason.STRANGER)
        if restored or any(one.released or one.state is EscalationState.CLOSED for one in about_it):
            self.not_hers.pop(ref, None)

    def _may_be_anothers(self, ref: Ref, text: Text, said: Said, at: datetime) -> None:
        if said.body == WRONG_NUMBER and text.reading == Intent.WRONG_NUMBER.value:
            self.not_hers[ref] = at

    def _replied(self, commit: Commit, text: Text, *, left: bool) -> Iterator[Break]:
        sent = any(one.direction is Direction.OUT and one.state is TextState.SENDING for one in commit.texts)
        thanks = text.reading == Intent.ACK.value
        self.answered[text.text_id] = bool(commit.escalations or commit.phone or thanks or sent)
        if commit.phone is PhoneConsent.LEFT:
            self.stopped.add(text.text_id)
        silent = commit.enrollment.left_at is not None and left
        by_carrier = answering.leaves_by_carrier(commit, text.body)
        yield from answering.owed_to_danger(commit, text, has_left=silent or by_carrier)


def _is_hers(ref: Ref, commit: Commit, text: Text, said: Said) -> Iterator[Break]:
    """It is on record at the clinic, and under the phone, that it was sent to and from."""
    if said.clinic_id != ref.clinic_id:
        yield "tenant_crossed", f"{text.text_id} was sent to {said.clinic_id}, not to {ref.clinic_id}"
    if text.purpose is Purpose.REPLY and said.number != commit.enrollment.person.phone:
        yield "wrong_person", f"{text.text_id} is on record under another phone"
