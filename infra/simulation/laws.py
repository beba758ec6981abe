"""What must never happen, judged after every commit and every text a phone gets, from outside the code it judges.

The judge knows what was committed and what the provider carried; it never asks the core whether that was right.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.ports import Commit, Ref
from functions.ports_provider import CallOrder, SendOrder
from infra.simulation import answering, outcomes
from infra.simulation.answering import Break
from infra.simulation.claims import WORKER, Claim, Twins
from infra.simulation.climbing import Climbs
from infra.simulation.engine import Engine
from infra.simulation.leaving import Wishes
from infra.simulation.people import Said
from infra.simulation.planned import at_claim, at_hand_over, is_planned, queued_for
from infra.simulation.wording import is_explicit, is_written_in, names_somebody, tells_of_her
from messages.hearing.reading import Intent
from schedules.clinic import Clinic
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment, Status
from schedules.text import Direction, Purpose, Text, TextState

IN_VAIN = timedelta(minutes=3)
"""As long as we try to ask, at least, before a grave text goes again unasked."""
PAGED_FOR = 200
"""Rounds of pages, about a month of them, after which they may end."""


@dataclass(frozen=True, slots=True)
class Broken:
    law: str
    words: str
    at: datetime


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
    _changed: dict[tuple[str, str], datetime] = field(default_factory=dict)  # when a phone became another's
    said: dict[str, Said] = field(default_factory=dict)  # by sid, what phones wrote
    wishes: Wishes = field(default_factory=Wishes)
    climbs: Climbs = field(default_factory=Climbs)
    _latest: dict[Ref, Enrollment] = field(default_factory=dict)
    _paused: dict[Ref, datetime] = field(default_factory=dict)
    _settled: set[tuple[Ref, str]] = field(default_factory=set)
    _twins: dict[tuple[str, str], Twins] = field(default_factory=dict)
    _planned: Counter[tuple[Ref, str]] = field(default_factory=Counter)

    def broken(self, law: str, words: str) -> None:
        self.engine.tell(f"*** {law}: {words}")
        self.story = self.story or tuple(self.engine.story)
        self.found.append(Broken(law, words, self.engine.at))

    def noted(self, action: str, values: dict[str, object]) -> None:
        """A log line must name nobody."""
        if any(names_somebody(str(value), self.secrets) for value in values.values()):
            self.broken("log_leak", f"{action} names somebody")

    def told_staff(self, words: str, where: str) -> None:
        """What is spoken in a call, or stands above a letter."""
        if names_somebody(words, self.secrets) or is_explicit(words):
            self.broken("page_leak", f"{where} says what only the inbox may say")

    def judged(self, breaks: Iterable[Break]) -> None:
        for law, words in breaks:
            self.broken(law, words)

    def committed(
        self, ref: Ref, before: Enrollment | None, commit: Commit, moved: Sequence[tuple[Text | None, Text | None]]
    ) -> None:
        after = commit.enrollment
        self.commits += 1
        self.engine.tell(f"commit {ref.enrollment_id} v{after.version}")
        place, now = (ref.clinic_id, after.person.phone), self.engine.at
        if commit.takes_phone:
            self._begins(ref, place)
        replies = [text for text in commit.texts if text.direction is Direction.IN]
        said = next((self.said[text.text_id] for text in replies if text.text_id in self.said), None)
        self.wishes.committed(place, commit.phone, said, now)
        if before is not None and after.version != before.version + 1:
            self.broken("version_skipped", f"{ref.enrollment_id} went from {before.version} to {after.version}")
        switched = commit.audit is not None and commit.audit.action == "switch"
        if before is not None and _pin(before) != _pin(after) and not switched:
            self.broken("version_moved", f"{ref.enrollment_id} is on another pathway though nobody switched her")
        self._moved(ref, moved)
        self._pages_on(commit)
        self._taken(commit)
        for text in replies:
            self._heard(ref, commit, text)
        for text in commit.texts:
            if text.direction is Direction.OUT and text.state is TextState.SENDING:
                self._claimed(ref, after, text)
        self._stands(ref, before, after)
        has_left = after.left_at is not None or self.wishes.left_since(place) is not None
        self.judged(answering.owed_to_her(before, commit, has_left=has_left))
        self.judged(outcomes.marked(before, commit, switched=switched))
        self.judged(self.climbs.committed(ref, commit, self.clinics[ref.clinic_id], now))

    def _begins(self, ref: Ref, place: tuple[str, str]) -> None:
        holder = self._held_by.get(place)
        if holder is not None and holder != ref:
            self.judged(answering.over_grave(self._latest.get(holder), self.engine.at - WORKER))
            self._changed[place] = self.engine.at
        self._held_by[place] = ref

    def _stands(self, ref: Ref, before: Enrollment | None, after: Enrollment) -> None:
        if after.paused_until is not None and (before is None or before.paused_until != after.paused_until):
            self._paused[ref] = self.engine.at
        self._latest[ref] = after

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

    def _heard(self, ref: Ref, commit: Commit, text: Text) -> None:
        self._is_hers(ref, commit, text)
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
        place = ref.clinic_id, commit.enrollment.person.phone
        left = self.wishes.left_since(place)
        silent = commit.enrollment.left_at is not None and left is not None and left < self.engine.at
        by_carrier = answering.leaves_by_carrier(commit, text.body)
        self.judged(answering.owed_to_danger(commit, text, has_left=silent or by_carrier))

    def _is_hers(self, ref: Ref, commit: Commit, text: Text) -> None:
        """It is on record at the clinic, and under the phone, that it was sent to and from."""
        said = self.said.get(text.text_id)
        if said is None:
            return
        if said.clinic_id != ref.clinic_id:
            self.broken("tenant_crossed", f"{text.text_id} was sent to {said.clinic_id}, not to {ref.clinic_id}")
        if text.purpose is Purpose.REPLY and said.number != commit.enrollment.person.phone:
            self.broken("wrong_person", f"{text.text_id} is on record under another phone")

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
        self._words(enrollment, text)
        if is_planned(text):
            self.judged(at_claim(enrollment, text))

    def _words(self, enrollment: Enrollment, text: Text) -> None:
        if text.contact_id is not None:
            if tells_of_her(text.body, enrollment) or names_somebody(text.body, self.secrets):
                self.broken("page_leak", f"{text.text_id} says what only the inbox may say")
        elif text.purpose is not Purpose.STAFF and not is_written_in(text.body, enrollment.person.language):
            self.broken("wrong_language", f"{text.text_id} is not in {enrollment.person.language.value}")

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
        held_by, now = self._held_by.get((ref.clinic_id, phone)), self.engine.at
        late = now > self._changed.get((ref.clinic_id, phone), now) + WORKER
        if held_by != ref and (late or text.purpose is Purpose.PLANNED):
            self.broken("wrong_person", f"{text.text_id} went to whoever has this phone now")
        left = self.wishes.left_since((ref.clinic_id, phone))
        goodbye = text.text_id.endswith("-goodbye")
        if left is not None and not goodbye and (claim.at > left or now > left + WORKER):
            self.broken("after_stop", f"{text.text_id} went out after she left")
        if is_planned(text):
            clinic, stands = self.clinics[ref.clinic_id], self._latest[ref]
            self.judged(at_hand_over(claim, stands, clinic, now, self._paused.get(ref)))
            self.judged(queued_for(claim, clinic, now, order))


def _pin(enrollment: Enrollment) -> tuple[str | None, int | None]:
    return enrollment.pathway, enrollment.pathway_version
