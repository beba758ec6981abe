"""What lets a commit through and what it does to a phone and to texts: the rules both stores keep."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from functions.ports import Commit, Committed
from functions.sights import Counts, Said
from schedules.decision import PhoneConsent
from schedules.enrollment import Status
from schedules.text import Direction, Purpose, Text, TextMoved, TextState

OPERATIONS_MAX = 100
"""DynamoDB's bound on one transaction (fact sheet E.10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneState:
    """What is on record of a phone. `active`: its enrollment is, so that no other may take the phone."""

    enrollment_id: str | None = None
    active: bool = False
    left_at: datetime | None = None

    def is_anothers(self, enrollment_id: str) -> bool:
        return self.active and self.enrollment_id not in {None, enrollment_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is on record of everything a commit depends on. `version` 0: no such enrollment."""

    version: int
    has_fact: bool
    has_request: bool
    has_text: bool
    lacks_marked: bool  # the text to be marked is not on record
    phone: PhoneState


def digest_of(settings: str) -> str:
    """Of a clinic's settings as JSON: equal settings, equal digests."""
    return sha256(settings.encode()).hexdigest()[:32]


def check_size(commit: Commit) -> None:
    """ValueError when it may hold more than one transaction can: nothing may be committed in part."""
    fixed = 9  # enrollment, her line, fact, phone, request, two of an audit, two of a mark
    operations = fixed + len(commit.texts) + len(commit.moved) + 3 * len(commit.escalations)
    if operations > OPERATIONS_MAX:
        raise ValueError(f"a commit of {operations} operations; one transaction holds {OPERATIONS_MAX}")


def refusal(commit: Commit, seen: Seen) -> Committed | None:
    """Why it may not be, the most telling reason first; None lets it through.

    A known request is a CONFLICT even when the phone is taken: its own twin took the phone, and loading again
    finds the request.
    """
    if seen.has_fact:
        return Committed.REPEATED
    if seen.has_request:
        return Committed.CONFLICT
    if needs_consent(commit) and seen.phone.left_at is not None:
        return Committed.PHONE_LEFT
    if needs_free_phone(commit) and seen.phone.is_anothers(commit.enrollment.enrollment_id):
        return Committed.PHONE_TAKEN
    if needs_own_phone(commit) and seen.phone.enrollment_id not in {None, commit.enrollment.enrollment_id}:
        return Committed.PHONE_GIVEN
    if seen.has_text or seen.lacks_marked or seen.version != commit.enrollment.version - 1:
        return Committed.CONFLICT
    return None


def needs_consent(commit: Commit) -> bool:
    """A commit that itself carries her leaving or returning is the word that counts."""
    return commit.texts_patient and commit.phone is None


def needs_free_phone(commit: Commit) -> bool:
    return commit.takes_phone or commit.enrollment.version == 1


def needs_own_phone(commit: Commit) -> bool:
    """What is meant for one person never goes to whoever has her phone now. A phone that is nobody's may be texted."""
    return (commit.texts_patient or commit.texted_again) and not needs_free_phone(commit)


def is_active(commit: Commit) -> bool:
    return commit.enrollment.status is Status.ACTIVE


def left_at(commit: Commit) -> datetime:
    return commit.enrollment.left_at or commit.enrollment.acted_at


def releases(commit: Commit, phone: PhoneState) -> bool:
    """The enrollment is over, and the phone it holds becomes free for the next one."""
    mine = phone.enrollment_id == commit.enrollment.enrollment_id
    return mine and phone.active and not commit.takes_phone and not is_active(commit)


def phone_after(commit: Commit, phone: PhoneState) -> PhoneState:
    after = phone
    if commit.phone is PhoneConsent.LEFT:
        after = replace(after, left_at=left_at(commit))
    if commit.phone is PhoneConsent.RETURNED:
        after = replace(after, left_at=None)
    if commit.takes_phone:
        after = replace(after, enrollment_id=commit.enrollment.enrollment_id, active=is_active(commit))
    if releases(commit, phone):
        after = replace(after, active=False)
    return after


def further(text: Text, moved: TextMoved) -> Text:
    """The text moved forward; unchanged when it is as far already."""
    if moved.state.rank <= text.state.rank:
        return text
    return replace(
        text,
        state=moved.state,
        sid=moved.sid or text.sid,
        error=text.error if moved.error is None else moved.error,
        withheld=moved.withheld or text.withheld,
    )


def said(commit: Commit) -> Said | None:
    """What she wrote, in this commit or when what it opens again began, to stand beside the matters it changes."""
    hers = [text for text in commit.texts if text.purpose is Purpose.REPLY]
    written = hers[-1] if hers else commit.recalled
    return Said.of(written) if written is not None else None


def counts(commit: Commit, forward: Iterable[tuple[TextMoved, bool]]) -> Counts:
    """What this commit adds to the counts of her texts. `forward` are the moves that do go forward, each with whether
    its text is to her; pages to staff count for nobody. What is withheld after all was not sent."""
    hers = [text for text in new_texts(commit) if text.contact_id is None]
    later = [moved.state for moved, to_her in forward if to_her]
    ends = later + [text.state for text in hers]
    sent = sum(text.direction is Direction.OUT and text.state is not TextState.WITHHELD for text in hers)
    return Counts(
        sent=sent - later.count(TextState.WITHHELD),
        delivered=ends.count(TextState.DELIVERED),
        undelivered=ends.count(TextState.UNDELIVERED) + ends.count(TextState.REJECTED),
        replies=sum(text.purpose is Purpose.REPLY for text in hers),
    )


def new_texts(commit: Commit) -> list[Text]:
    """The texts of a commit, each as far as the same commit moves it."""
    moves = moves_by_text(commit.moved)
    return [further(text, moves[text.text_id]) if text.text_id in moves else text for text in commit.texts]


def old_moves(commit: Commit) -> list[TextMoved]:
    """The moves of texts that are on record already, one for each text."""
    new = {text.text_id for text in commit.texts}
    return [moved for text_id, moved in moves_by_text(commit.moved).items() if text_id not in new]


def moves_by_text(moved: Iterable[TextMoved]) -> dict[str, TextMoved]:
    """Several moves of one text become the furthest, with what the others told of sid, error and reason."""
    furthest: dict[str, TextMoved] = {}
    for one in moved:
        other = furthest.setdefault(one.text_id, one)
        if other is one:
            continue
        far, near = (one, other) if one.state.rank >= other.state.rank else (other, one)
        error = near.error if far.error is None else far.error
        withheld = far.withheld or near.withheld
        furthest[one.text_id] = replace(far, sid=far.sid or near.sid, error=error, withheld=withheld)
    return furthest
