"""Who is told in time: everybody on call, one after another, of a grave matter, and somebody of each doubt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.ports import Commit, Ref
from infra.simulation.answering import Break
from infra.simulation.standing import Standing
from messages.severity import Severity
from schedules.clinic import Clinic, Contact, OnCall
from schedules.decision import PhoneConsent
from schedules.enrollment import Doubt, Enrollment
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.text import Channel, Direction, Purpose, Text, TextState

LATE_MAX = timedelta(hours=3)
"""A step may come so late in a world that rages: an outage lasts an hour, and another may follow it."""
DOUBTED_MAX = timedelta(minutes=10)
"""As long as she may be silent before somebody is paged."""
EVERYBODY_AGAIN = timedelta(minutes=15)
_NO = "check.doubt.no"
_ANEW = frozenset({"assigned", "gave_back", "reopened"})


@dataclass(slots=True)
class Climbs:
    """`told`: by matter, when each contact was first paged about it since it is as grave as it is; `opened`: since when
    that is."""

    standing: Standing
    told: dict[tuple[Ref, str], dict[str, datetime]] = field(default_factory=dict)
    opened: dict[tuple[Ref, str], datetime] = field(default_factory=dict)
    doubts: dict[Ref, Doubt] = field(default_factory=dict)
    _doubted_since: dict[Ref, datetime] = field(default_factory=dict)  # by our own clock

    def committed(
        self, ref: Ref, commit: Commit, clinic: Clinic, at: datetime, *, leaves: bool = False
    ) -> Iterator[Break]:
        """`leaves`: she wrote in this commit that she wants out, and nothing else."""
        for one in commit.escalations:
            self._forget_if_raised((ref, one.escalation_id), one.opened_at)
            yield from self._round(ref, commit, one, clinic)
            yield from self._covered(commit, one, clinic, at)
        for text in commit.texts:
            if text.purpose is Purpose.PAGE and text.escalation_id and text.contact_id:
                self.told.setdefault((ref, text.escalation_id), {}).setdefault(text.contact_id, at)
        yield from self.untold(ref, commit.enrollment, clinic, at)
        yield from self._doubted(ref, commit, at, leaves=leaves)

    def _forget_if_raised(self, matter: tuple[Ref, str], since: datetime) -> None:
        """What waited and turns grave rings from the beginning, those too who knew that it waited."""
        if self.opened.get(matter, since) != since:
            self.told.pop(matter, None)
        self.opened[matter] = since

    def untold(self, ref: Ref, enrollment: Enrollment, clinic: Clinic, at: datetime) -> Iterator[Break]:
        for one in enrollment.escalations:
            if one.is_grave_and_untaken and one.reason is not Reason.TEST:
                yield from self._untold(ref, one, clinic, _ladder(clinic, enrollment), at)

    def _round(self, ref: Ref, commit: Commit, one: Escalation, clinic: Clinic) -> Iterator[Break]:
        """While somebody who is always there knows nothing of it, each round tells somebody new. What rings anew begins
        with those who know."""
        begins = f"p-{one.escalation_id}-{one.rounds - 1}-"
        targets = {text.contact_id for text in commit.texts if text.text_id.startswith(begins)}
        rings_first = one.reason is not Reason.TEST and _is_open(one) and _rings_since(one) == one.opened_at
        if not targets or not rings_first:
            return
        called = {text.contact_id for text in commit.texts if text.text_id.startswith(begins) and _is_call(text)}
        if one.severity.pages_now and one.rounds <= len(clinic.ladder) and targets - called:
            yield "rung_late", f"round {one.rounds} of {one.escalation_id} calls not everybody whom it texts"
        told = self.told.get((ref, one.escalation_id), {})
        ladder = _ladder(clinic, commit.enrollment)
        changed = any(
            self.standing.since.get((ref.clinic_id, each.contact_id), one.opened_at) > one.opened_at for each in ladder
        )
        untold = {each.contact_id for each in ladder if _is_always_there(each)} - told.keys()
        if untold and not changed and targets <= told.keys():
            yield "rung_late", f"round {one.rounds} of {one.escalation_id} tells nobody new"

    def _covered(self, commit: Commit, one: Escalation, clinic: Clinic, at: datetime) -> Iterator[Break]:
        """A round to one contact goes to nobody who is out, while anybody is always there; save to whom a colleague
        handed it."""
        begins = f"p-{one.escalation_id}-{one.rounds - 1}-"
        targets = {text.contact_id for text in commit.texts if text.text_id.startswith(begins) and text.contact_id}
        ladders = [_ladder(each, commit.enrollment) for each in self.standing.clinics(clinic, at)]
        known = [{each.contact_id: each for each in ladder} for ladder in ladders]
        out = [
            target in ladder and _is_out(ladder[target], at) and any(map(_is_always_there, ladder.values()))
            for ladder in known
            for target in targets
        ]
        if len(targets) == 1 and targets.isdisjoint({one.assigned_to, one.acknowledged_by}) and all(out):
            yield "cover_ignored", f"round {one.rounds} of {one.escalation_id} went to somebody who is out"

    def _untold(
        self, ref: Ref, one: Escalation, clinic: Clinic, ladder: tuple[Contact, ...], at: datetime
    ) -> Iterator[Break]:
        """Whoever is always there is told one wait after the one before her; the others when nobody answered."""
        told = self.told.get((ref, one.escalation_id), {})
        within = clinic.within(one.severity)
        everybody = max(within, EVERYBODY_AGAIN) * (len(ladder) + 1)
        latest = _rings_since(one)
        for contact in ladder:
            first = told.get(contact.contact_id)
            if first is not None:
                latest = max(latest, first)
                continue
            begins = max(latest, self.standing.since.get((clinic.clinic_id, contact.contact_id), latest))
            wait = within if _is_always_there(contact) else everybody
            if at > begins + wait + LATE_MAX:
                yield "rung_late", f"{contact.contact_id} was never told of {one.escalation_id}"
                return

    def _doubted(self, ref: Ref, commit: Commit, at: datetime, *, leaves: bool) -> Iterator[Break]:
        """A doubt ends with her no, with her leaving in the same words, with a person, or with a page; and never
        late."""
        was, doubt = self.doubts.pop(ref, None), commit.enrollment.doubt
        if doubt is not None:
            self.doubts[ref] = doubt
        since = self._doubted_since.setdefault(ref, at)
        if doubt is None:
            del self._doubted_since[ref]
        if was is None:
            return
        if at > since + DOUBTED_MAX + LATE_MAX:
            yield "doubt_forgotten", f"{was.escalation_id} was doubted from {since:%H:%M} on and nobody was paged"
        if doubt is not None and doubt.escalation_id == was.escalation_id and doubt.page_at > was.page_at:
            yield "doubt_forgotten", f"{was.escalation_id} was put off"
        if doubt is None and not _ends(commit, was, leaves=leaves):
            yield "doubt_forgotten", f"{was.escalation_id} is doubted no more, and nobody has looked or said no"


def _ends(commit: Commit, was: Doubt, *, leaves: bool) -> bool:
    paged = any(one.severity.rank <= was.severity.rank and _is_open(one) for one in commit.escalations)
    taken = any(one.escalation_id == was.escalation_id and not _is_open(one) for one in commit.escalations)
    wrote = any(text.direction is Direction.IN for text in commit.texts)
    said_no = any(text.message == _NO and text.state is TextState.SENDING for text in commit.texts)
    left = commit.phone is PhoneConsent.LEFT and not leaves
    return paged or taken or (wrote and (said_no or left))


def _is_call(text: Text) -> bool:
    return text.channel is Channel.CALL


def _rings_since(one: Escalation) -> datetime:
    """What somebody had rings anew once it is handed on, given back or opened again; what waited, once it is grave."""
    anew = (entry.at for entry in one.history if entry.action.partition(":")[0] in _ANEW)
    return max((one.opened_at, *anew))


def _ladder(clinic: Clinic, enrollment: Enrollment) -> tuple[Contact, ...]:
    """Nobody is paged about herself while there is anybody else."""
    return tuple(one for one in clinic.ladder if one.phone != enrollment.person.phone) or clinic.ladder


def _is_open(one: Escalation) -> bool:
    return one.state is EscalationState.OPEN


def _is_out(contact: Contact, at: datetime) -> bool:
    return contact.out_until is not None and at < contact.out_until


def _is_always_there(contact: Contact) -> bool:
    return contact.on_call is OnCall.ALWAYS and contact.out_until is None


def is_overdue(doubt: Doubt | None, at: datetime) -> bool:
    return doubt is not None and doubt.severity is not Severity.SOON and at > doubt.page_at
