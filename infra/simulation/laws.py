"""What must never happen, judged after every commit and every text a phone gets, from outside the code it judges.

The judge knows what was committed and what the provider carried; it never asks the core whether that was right.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.ports import Commit, Ref
from functions.ports_provider import CallOrder, SendOrder
from infra.simulation.engine import Engine
from messages.hearing.reading import Intent
from schedules.calendar import due_at
from schedules.clinic import Clinic
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment, Status
from schedules.pathways import pathway
from schedules.steps import CATCH_UP, CATCH_UP_EXPIRES_AFTER, WELCOME
from schedules.text import Direction, Purpose, Text, TextState

WORKER = timedelta(seconds=150)
"""As long as a worker may live between deciding and handing over, and a little more."""
IN_VAIN = timedelta(minutes=3)
"""As long as we try to ask, at least, before a grave text goes again unasked."""
PAGED_FOR = 200
"""Rounds of pages, about a month of them, after which they may end."""
SUNDAY = 6
DANGERS = frozenset({Intent.CRISIS.value, Intent.EMERGENCY.value, Intent.URGENT.value})
SECRETS_MIN = 7  # characters: shorter words stand in every log


@dataclass(frozen=True, slots=True)
class Broken:
    law: str
    words: str
    at: datetime


@dataclass(slots=True)
class Twins:
    """Texts to one phone in the very same words."""

    claims: int = 0
    carried: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A text a commit decided to send, and how she stood then."""

    text: Text
    at: datetime
    enrollment: Enrollment
    twins: Twins
    carried: list[datetime] = field(default_factory=list)


@dataclass(slots=True)
class Laws:
    engine: Engine
    clinics: dict[str, Clinic] = field(default_factory=dict)
    found: list[Broken] = field(default_factory=list)
    story: tuple[str, ...] = ()  # the last events before the first law was broken
    claims: dict[tuple[Ref, str], Claim] = field(default_factory=dict)
    answered: dict[str, bool] = field(default_factory=dict)  # by sid of a reply: something came of it
    heard_by: dict[str, Ref] = field(default_factory=dict)  # by sid: where a reply is on record
    heard_at: dict[str, datetime] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)  # sids of replies that took her out
    misread: list[tuple[str, datetime]] = field(default_factory=list)  # texts the reader failed on, as a fault
    paged_at: dict[Ref, list[datetime]] = field(default_factory=dict)
    taking: set[tuple[str, str, str]] = field(default_factory=set)  # clinic, phone, the code texted or its call's key
    commits: int = 0
    repeated_in_vain: int = 0
    secrets: set[str] = field(default_factory=set)  # numbers, names, words she wrote
    _held_by: dict[tuple[str, str], Ref] = field(default_factory=dict)
    _left: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _settled: set[tuple[Ref, str]] = field(default_factory=set)
    _twins: dict[tuple[str, str], Twins] = field(default_factory=dict)
    _planned: Counter[tuple[Ref, str]] = field(default_factory=Counter)

    def broken(self, law: str, words: str) -> None:
        self.engine.tell(f"*** {law}: {words}")
        self.story = self.story or tuple(self.engine.story)
        self.found.append(Broken(law, words, self.engine.at))

    def noted(self, action: str, values: dict[str, object]) -> None:
        """A log line must name nobody."""
        for value in values.values():
            said = str(value)
            if len(said) >= SECRETS_MIN and any(
                secret in said for secret in self.secrets if len(secret) >= SECRETS_MIN
            ):
                self.broken("log_leak", f"{action} names somebody")

    def committed(
        self, ref: Ref, before: Enrollment | None, commit: Commit, moved: Sequence[tuple[Text | None, Text | None]]
    ) -> None:
        after = commit.enrollment
        self.commits += 1
        self.engine.tell(f"commit {ref.enrollment_id} v{after.version}")
        if commit.takes_phone:
            self._held_by[ref.clinic_id, after.person.phone] = ref
        self._consent(ref, commit)
        if before is not None and after.version != before.version + 1:
            self.broken("version_skipped", f"{ref.enrollment_id} went from {before.version} to {after.version}")
        switched = commit.audit is not None and commit.audit.action == "switch"
        if before is not None and _pin(before) != _pin(after) and not switched:
            self.broken("version_moved", f"{ref.enrollment_id} is on another pathway though nobody switched her")
        self._moved(ref, moved)
        self._pages_on(commit)
        self._taken(commit)
        for text in commit.texts:
            if text.direction is Direction.IN:
                self._heard(ref, commit, text)
            elif text.state is TextState.SENDING:
                self._claimed(ref, after, text)

    def _moved(self, ref: Ref, moved: Sequence[tuple[Text | None, Text | None]]) -> None:
        for old, new in moved:
            if new is not None and new.state.rank >= TextState.ACCEPTED.rank:
                self._settled.add((ref, new.text_id))
            if old is not None and new is not None and new.state.rank < old.state.rank:
                self.broken("state_backwards", f"{new.text_id} went from {old.state.value} to {new.state.value}")

    def _pages_on(self, commit: Commit) -> None:
        for one in commit.escalations:
            waits = one.is_grave_and_untaken
            if waits and one.next_page_at is None and one.rounds < PAGED_FOR:
                self.broken("dangerous_unpaged", f"{one.escalation_id} is untaken and nobody will be paged again")

    def _taken(self, commit: Commit) -> None:
        """Who is on record as having taken it has said so: by its code, or by a key, one, in a call about it."""
        clinic = self.clinics[commit.enrollment.clinic_id]
        for one in commit.escalations:
            contact = clinic.contact(one.acknowledged_by or "")
            if contact is None:  # nobody, or the desk
                continue
            said = {(clinic.clinic_id, contact.phone, word) for word in (one.code, one.escalation_id)}
            if not said & self.taking:
                self.broken("taken_by_nobody", f"{contact.contact_id} never took {one.escalation_id}")

    def carried(self, clinic_id: str, enrollment_id: str, text_id: str, order: SendOrder | CallOrder) -> None:
        ref = Ref(clinic_id=clinic_id, enrollment_id=enrollment_id)
        claim = self.claims.get((ref, text_id))
        if claim is None:
            self.broken("uncommitted", f"{text_id} was sent and never committed")
            return
        self._once(ref, claim)
        if claim.text.contact_id is not None:
            contact = self.clinics[clinic_id].contact(claim.text.contact_id)
            if contact is None or contact.phone != order.to:
                self.broken("wrong_person", f"{text_id} went to a phone that is not on call")
            self.paged_at.setdefault(ref, []).append(self.engine.at)
            return
        self._to_her(ref, claim, order)

    def _consent(self, ref: Ref, commit: Commit) -> None:
        place = ref.clinic_id, commit.enrollment.person.phone
        if commit.phone is PhoneConsent.LEFT:
            self._left.setdefault(place, self.engine.at)
        elif commit.phone is PhoneConsent.RETURNED:
            self._left.pop(place, None)

    def _heard(self, ref: Ref, commit: Commit, text: Text) -> None:
        if text.purpose is not Purpose.REPLY:
            return
        self.answered[text.text_id] = bool(
            commit.escalations
            or commit.phone
            or text.reading == Intent.ACK.value
            or any(one.direction is Direction.OUT for one in commit.texts)
        )
        if commit.phone is PhoneConsent.LEFT:
            self.stopped.add(text.text_id)
        self.heard_by[text.text_id], self.heard_at[text.text_id] = ref, self.engine.at
        if text.reading in DANGERS and not commit.escalations:
            self.broken("unescalated", f"{text.text_id} was read as {text.reading} and nobody is told")

    def _claimed(self, ref: Ref, enrollment: Enrollment, text: Text) -> None:
        if (ref, text.text_id) in self.claims:
            self.broken("claimed_twice", text.text_id)
        contact = self.clinics[ref.clinic_id].contact(text.contact_id) if text.contact_id else None
        phone = contact.phone if contact else enrollment.person.phone
        twins = self._twins.setdefault((phone, text.body), Twins())
        twins.claims += 1
        self.claims[ref, text.text_id] = Claim(text=text, at=self.engine.at, enrollment=enrollment, twins=twins)
        if text.purpose is Purpose.PLANNED:
            on = self.engine.at.astimezone(ZoneInfo(enrollment.person.zone)).date().isoformat()
            self._planned[ref, on] += 1
            if self._planned[ref, on] > 1:
                self.broken("two_a_day", f"{text.text_id} is the second planned text of {on}")
        holds = enrollment.status is Status.STRANGER or (enrollment.consent and enrollment.consent.safe_phone)
        if text.contact_id is None and not holds:
            self.broken("no_consent", text.text_id)

    def _once(self, ref: Ref, claim: Claim) -> None:
        """A phone gets a text once; texts of one person in the very same words are counted together, since no provider
        can tell them apart. A grave one goes again when nobody could tell in time whether it arrived: rather twice than
        never."""
        twins = claim.twins
        if claim.carried and claim.text.purpose.must_arrive and self._is_in_vain(ref, claim):
            self.repeated_in_vain += 1
            twins.claims += 1
        elif claim.carried and len(twins.carried) >= twins.claims:
            self.broken("duplicated", f"{claim.text.text_id} arrived once more than it was decided")
            twins.claims += 1  # told once
        claim.carried.append(self.engine.at)
        twins.carried.append(self.engine.at)

    def _is_in_vain(self, ref: Ref, claim: Claim) -> bool:
        """It was asked about for a while, and nothing on record says that it arrived."""
        waited = claim.carried and self.engine.at >= claim.carried[-1] + IN_VAIN
        return bool(waited) and (ref, claim.text.text_id) not in self._settled

    def _to_her(self, ref: Ref, claim: Claim, order: SendOrder | CallOrder) -> None:
        text, phone = claim.text, claim.enrollment.person.phone
        if order.to != phone:
            self.broken("wrong_person", f"{text.text_id} went to another phone than hers")
        if text.purpose is Purpose.PLANNED and self._held_by.get((ref.clinic_id, phone)) != ref:
            self.broken("wrong_person", f"{text.text_id} went to whoever has this phone now")
        left = self._left.get((ref.clinic_id, phone))
        goodbye = text.text_id.endswith("-goodbye")
        if left is not None and not goodbye and (claim.at > left or self.engine.at > left + WORKER):
            self.broken("after_stop", f"{text.text_id} went out after she left")
        if text.purpose is Purpose.PLANNED or text.touchpoint == WELCOME:
            self._in_hours(ref, claim)
            self._in_date(claim)

    def _in_hours(self, ref: Ref, claim: Claim) -> None:
        person, clinic = claim.enrollment.person, self.clinics[ref.clinic_id]
        local = self.engine.at.astimezone(ZoneInfo(person.zone))
        begun = (self.engine.at - WORKER).astimezone(ZoneInfo(person.zone))
        opens = max(
            clinic.planned_from, person.planned_from or time(), time(10) if local.weekday() == SUNDAY else time()
        )
        closes = min(clinic.planned_until, person.planned_until or time.max)
        if local.time() < opens or begun.time() > closes:
            self.broken("quiet_hours", f"{claim.text.text_id} went out at {local:%a %H:%M} her time")

    def _in_date(self, claim: Claim) -> None:
        enrollment, key = claim.enrollment, claim.text.touchpoint
        if (
            claim.text.text_id.startswith("n-")
            or key is None
            or not (enrollment.pathway and enrollment.pathway_version)
        ):
            return
        since = enrollment.on_pathway_since
        if key in {WELCOME, CATCH_UP}:
            expires = since + CATCH_UP_EXPIRES_AFTER
        else:
            touchpoint = pathway(enrollment.pathway, enrollment.pathway_version).touchpoint(key)
            due = due_at(touchpoint, enrollment) if touchpoint else None
            if touchpoint is None or due is None:
                self.broken("version_moved", f"{claim.text.text_id} is not of the pathway she is pinned to")
                return
            expires = due + touchpoint.expires_after
        if self.engine.at > expires + WORKER:
            self.broken("out_of_date", f"{claim.text.text_id} went out after {expires:%Y-%m-%d %H:%M}")


def _pin(enrollment: Enrollment) -> tuple[str | None, int | None]:
    return enrollment.pathway, enrollment.pathway_version
