"""What must never happen, judged after every commit and every text a phone gets, from outside the code it judges.

The judge knows what was committed and what the provider carried; it never asks the core whether that was right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from functions.ports import Commit, Ref
from functions.ports_provider import CallOrder, MailOrder, SendOrder
from infra.simulation import answering, outcomes, paged
from infra.simulation.answering import Break
from infra.simulation.asked import Wanted
from infra.simulation.claims import WORKER, Carrying, Claim
from infra.simulation.climbing import Climbs
from infra.simulation.engine import Engine
from infra.simulation.forgotten import Forgets, Forgotten
from infra.simulation.leaving import Wishes
from infra.simulation.mailing import Letters
from infra.simulation.people import Said
from infra.simulation.planned import (
    Then,
    at_claim,
    at_hand_over,
    at_the_phone,
    in_hours,
    is_bound_by_hours,
    is_planned,
    queued_for,
)
from infra.simulation.reach import Reach
from infra.simulation.replied import Replies
from infra.simulation.standing import Standing
from infra.simulation.taking import Taking
from infra.simulation.withholding import Withholding, apart
from infra.simulation.wording import Secrets, is_explicit, is_in_her_language, tells_of_her
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Status
from schedules.text import Channel, Direction, Purpose, Text, TextState


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
    misread: list[tuple[str, datetime]] = field(default_factory=list)  # texts the reader failed on, as a fault
    paged_at: dict[Ref, list[datetime]] = field(default_factory=dict)
    taking: set[tuple[str, str, str]] = field(default_factory=set)  # clinic, phone, the code texted or its call's key
    commits: int = 0
    secrets: Secrets = field(default_factory=Secrets)  # numbers, names, words she wrote
    _held_by: dict[tuple[str, str], Ref] = field(default_factory=dict)
    _changed: dict[tuple[str, str], datetime] = field(default_factory=dict)  # when a phone became another's
    replies: Replies = field(default_factory=Replies)
    wishes: Wishes = field(default_factory=Wishes)
    standing: Standing = field(default_factory=Standing)
    climbs: Climbs = field(init=False)
    carrying: Carrying = field(default_factory=Carrying)
    reach: Reach = field(default_factory=Reach)
    letters: Letters = field(default_factory=Letters)
    takes: Taking = field(default_factory=Taking)
    wanted: Wanted = field(default_factory=Wanted)
    withholds: Withholding = field(default_factory=Withholding)
    forgets: Forgets = field(default_factory=Forgets)
    marks: dict[tuple[Ref, str], str] = field(default_factory=dict)  # the label staff gave last to a text
    _latest: dict[Ref, Enrollment] = field(default_factory=dict)
    _paused: dict[Ref, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.climbs = Climbs(self.standing)

    def broken(self, law: str, words: str) -> None:
        self.engine.tell(f"*** {law}: {words}")
        self.story = self.story or tuple(self.engine.story)
        self.found.append(Broken(law, words, self.engine.at))

    def noted(self, action: str, values: dict[str, object]) -> None:
        """A log line must name nobody."""
        if any(self.secrets.named_in(str(value)) for value in values.values()):
            self.broken("log_leak", f"{action} names somebody")

    def told_staff(self, words: str, where: str) -> None:
        """What is spoken in a call, or stands above a letter."""
        if self.secrets.named_in(words) or is_explicit(words):
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
        known = self.replies.said
        said = next((known[text.text_id] for text in replies if text.text_id in known), None)
        had_left = self.wishes.left_since(place) is not None
        self.judged(self.wishes.unasked(place, commit.phone, said))
        self.wishes.committed(place, commit.phone, said, now)
        if before is not None and after.version != before.version + 1:
            self.broken("version_skipped", f"{ref.enrollment_id} went from {before.version} to {after.version}")
        self.replies.found_out(ref, commit)
        switched = commit.audit is not None and commit.audit.action == "switch"
        if before is not None and _pin(before) != _pin(after) and not switched:
            self.broken("version_moved", f"{ref.enrollment_id} is on another pathway though nobody switched her")
        self.judged(self.forgets.committed(ref, after.version))
        self.standing.committed(ref, before, after, now)
        self.reach.committed(commit)
        taken_in = known.get(commit.fact_id or "")
        on_call = taken_in is not None and self._is_surely_on_call(taken_in)
        self.judged(self.takes.committed(ref, commit, taken_in, now, on_call=on_call))
        self.judged(self.wanted.committed(before, commit))
        self._marked(ref, commit)
        self.carrying.decided_again(ref, before, after)
        self._moved(ref, moved)
        self.judged(paged.undelivered(before, commit, [new for _, new in moved if new is not None]))
        self.judged(paged.pages_on(commit))
        self.judged(paged.taken(commit, self.clinics[ref.clinic_id], self.standing, self.taking))
        for text in replies:
            staff = self._is_on_call(ref, commit)
            self.judged(self.replies.heard(ref, before, commit, text, now, left=had_left, staff=staff))
        for text in commit.texts:
            if text.direction is Direction.OUT and text.state is TextState.SENDING:
                self._claimed(ref, after, text)
        self._stands(ref, before, after)
        has_left = after.left_at is not None or self.wishes.left_since(place) is not None
        self.judged(answering.promised(commit))
        self.judged(answering.owed_to_her(before, commit, has_left=has_left))
        self.judged(outcomes.marked(before, commit, switched=switched))
        self.judged(outcomes.followed(before, commit, switched=switched))
        clinic = self.clinics[ref.clinic_id]
        settled = self.standing.settled(ref.clinic_id)
        self.judged(self.withholds.committed(ref, before, commit, clinic, settled=settled))
        leaves = said is not None and said.kind == "stop"
        self.judged(self.climbs.committed(ref, commit, clinic, now, leaves=leaves))

    def settings_changed(self, before: Clinic, after: Clinic) -> None:
        self.engine.tell(f"settings of {after.clinic_id} are others")
        self.clinics[after.clinic_id] = after
        self.standing.settings_changed(before, after, self.engine.at)

    def erasing_began(self, one: Forgotten) -> None:
        self.forgets.begins(one)
        self.takes.erased(one.ref, self.engine.at)
        self._latest.pop(one.ref, None)

    def _marked(self, ref: Ref, commit: Commit) -> None:
        """To say that a reading was wrong does nothing but say so."""
        if commit.mark is None:
            return
        self.marks[ref, commit.mark.text_id] = commit.mark.label.value
        if commit.texts or commit.moved or commit.escalations or commit.phone:
            self.broken("mark_acts", f"a mark on {commit.mark.text_id} did more than mark")

    def _begins(self, ref: Ref, place: tuple[str, str]) -> None:
        holder = self._held_by.get(place)
        if holder is not None and holder != ref:
            self.engine.lived["phone_changed_hands"] += 1
            self.judged(answering.over_grave(self._latest.get(holder), self.engine.at - WORKER))
            self._changed[place] = self.engine.at
        self._held_by[place] = ref

    def _stands(self, ref: Ref, before: Enrollment | None, after: Enrollment) -> None:
        if after.paused_until is not None and (before is None or before.paused_until != after.paused_until):
            self._paused[ref] = self.engine.at
        self._latest[ref] = after

    def _moved(self, ref: Ref, moved: Sequence[tuple[Text | None, Text | None]]) -> None:
        for old, new in moved:
            if new is not None:
                self.carrying.moved(ref, new)
                self.judged(self.carrying.given_up(self.claims.get((ref, new.text_id)), new, self.engine.at))
            if old is not None and new is not None and new.state.rank < old.state.rank:
                self.broken("state_backwards", f"{new.text_id} went from {old.state.value} to {new.state.value}")

    def must_arrive(self, clinic_id: str, enrollment_id: str, text_id: str) -> bool:
        claim = self.claims.get((Ref(clinic_id=clinic_id, enrollment_id=enrollment_id), text_id))
        return claim is None or claim.text.purpose.must_arrive

    def attempted(self, clinic_id: str, enrollment_id: str, text_id: str) -> None:
        """It is handed over, whatever comes of it."""
        self.carrying.attempted.add((Ref(clinic_id=clinic_id, enrollment_id=enrollment_id), text_id))

    def carried(self, clinic_id: str, enrollment_id: str, text_id: str, order: SendOrder | CallOrder) -> None:
        ref = Ref(clinic_id=clinic_id, enrollment_id=enrollment_id)
        claim = self.claims.get((ref, text_id))
        if claim is None:
            self.broken("uncommitted", f"{text_id} was sent and never committed")
            return
        self.judged(self.carrying.once(ref, claim, order.to, self.engine.at))
        if claim.text.contact_id is not None:
            self.judged(self.carrying.after_her(ref, claim, self.engine.at))
        self.judged(self.forgets.carried(ref, text_id, self.engine.at))
        if claim.text.contact_id is not None:
            if order.to not in self.standing.phones(self.clinics[clinic_id], claim.text.contact_id, self.engine.at):
                self.broken("wrong_person", f"{text_id} went to a phone that is not on call")
            self.paged_at.setdefault(ref, []).append(self.engine.at)
            return
        self._to_her(ref, claim, order)

    def mailed(self, order: MailOrder) -> None:
        self.judged(self.letters.leaves(order))
        self.told_staff(f"{order.subject} {order.body}", "a letter")

    def _is_surely_on_call(self, said: Said) -> bool:
        clinics = self.standing.clinics(self.clinics[said.clinic_id], self.engine.at)
        return all(one.contact_by_phone(said.number) is not None for one in clinics)

    def _is_on_call(self, ref: Ref, commit: Commit) -> bool:
        return bool(self.standing.contacts_with(self.clinics[ref.clinic_id], commit.enrollment.person.phone))

    def _claimed(self, ref: Ref, enrollment: Enrollment, text: Text) -> None:
        if (ref, text.text_id) in self.claims:
            self.broken("claimed_twice", text.text_id)
        contact = self.clinics[ref.clinic_id].contact(text.contact_id) if text.contact_id else None
        phone = contact.phone if contact else enrollment.person.phone
        if contact is not None and text.channel is Channel.EMAIL:
            phone = contact.email or ""
            self.letters.decided[phone, text.body] += 1
        twins = self.carrying.decided(phone, text)
        self.carrying.claimed(ref, enrollment, text)
        claim = self.claims[ref, text.text_id] = Claim(
            text=text, at=self.engine.at, enrollment=enrollment, twins=twins, to=phone
        )
        if contact is not None:
            clinics = self.standing.clinics(self.clinics[ref.clinic_id], self.engine.at)
            self.judged(paged.to_staff(enrollment, text, contact, clinics))
        if text.purpose is Purpose.PLANNED:
            self.judged(apart(enrollment, text, self.carrying.planned_last(ref, enrollment)))
            self.judged(self.carrying.one_a_day(ref, claim))
        holds = enrollment.status is Status.STRANGER or (enrollment.consent and enrollment.consent.safe_phone)
        if text.contact_id is None and not holds:
            self.broken("no_consent", text.text_id)
        self._words(enrollment, text)
        if is_planned(text):
            self.judged(at_claim(enrollment, text))

    def _words(self, enrollment: Enrollment, text: Text) -> None:
        if text.contact_id is not None:
            if tells_of_her(text.body, enrollment) or self.secrets.named_in(text.body):
                self.broken("page_leak", f"{text.text_id} says what only the inbox may say")
        elif not is_in_her_language(text, enrollment, self.replies.said.values()):
            self.broken("wrong_language", f"{text.text_id} is not in {enrollment.person.language.value}")

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
        if is_bound_by_hours(text):
            then = self._then(ref, claim, now)
            self.judged(in_hours(claim, then, now))
            self.judged(queued_for(claim, then, now, order))
            since = self.replies.not_hers.get(ref, now)
            if is_planned(text) and now > since + WORKER:
                self.broken("wrong_person", f"{text.text_id} went to a phone that is not hers, as it said")
            if is_planned(text):
                stands = self._latest.get(ref, claim.enrollment)
                self.judged(at_hand_over(claim, stands, then, now, self._paused.get(ref)))

    def _then(self, ref: Ref, claim: Claim, at: datetime) -> Then:
        person = self._latest.get(ref, claim.enrollment).person
        return Then(self.standing.persons(ref, person, at), self.standing.clinics(self.clinics[ref.clinic_id], at))

    def shown(self, text: tuple[str, str, str], taken_at: datetime) -> None:
        """A phone shows a text that the provider took then, which may be hours ago."""
        clinic_id, enrollment_id, text_id = text
        ref = Ref(clinic_id=clinic_id, enrollment_id=enrollment_id)
        claim = self.claims.get((ref, text_id))
        if claim is not None and is_bound_by_hours(claim.text):
            self.judged(at_the_phone(claim, self._then(ref, claim, taken_at), taken_at, self.engine.at))


def _pin(enrollment: Enrollment) -> tuple[str | None, int | None]:
    return enrollment.pathway, enrollment.pathway_version
