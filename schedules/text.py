"""A text: one SMS in or out, or a page by call or e-mail, and the states it can go through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from messages.hearing.reading import Intent
from messages.language import Language


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class Channel(StrEnum):
    """How our words reach somebody. Patients get texts alone."""

    SMS = "sms"
    CALL = "call"
    EMAIL = "email"


class Purpose(StrEnum):
    """Why a text exists, which decides when it may leave and how hard we try."""

    PLANNED = "planned"  # a touchpoint, the catch-up or a nudge: quiet hours, one a day, expiry
    NOTICE = "notice"  # consent, opt-out and help confirmations
    ANSWER = "answer"  # a reply to what she wrote, nothing grave in it
    SAFETY = "safety"  # the answer to a danger sign, or the truth about a page
    PAGE = "page"  # to on-call staff
    STAFF = "staff"  # staff wrote it to her
    REPLY = "reply"  # from her
    STAFF_REPLY = "staff_reply"  # from on-call staff

    @property
    def must_arrive(self) -> bool:
        """Sent again rather than risk silence; the others are sent at most once when in doubt and out of date."""
        return self in {Purpose.SAFETY, Purpose.PAGE}


class TextState(StrEnum):
    """Forward only, by `rank`; callbacks arrive late, twice and out of order."""

    SENDING = "sending"  # claimed in a commit, not yet known to the provider
    UNKNOWN = "unknown"  # the provider may or may not have it
    ACCEPTED = "accepted"
    SENT = "sent"
    REJECTED = "rejected"  # the provider refused it; it never left
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    WITHHELD = "withheld"  # we decided not to send it
    RECEIVED = "received"  # inbound

    @property
    def rank(self) -> int:
        return _RANK[self]

    @property
    def is_final(self) -> bool:
        return self.rank == _FINAL


_FINAL = 4
_RANK = {
    TextState.SENDING: 0,
    TextState.UNKNOWN: 1,
    TextState.ACCEPTED: 2,
    TextState.SENT: 3,
    TextState.REJECTED: _FINAL,
    TextState.DELIVERED: _FINAL,
    TextState.UNDELIVERED: _FINAL,
    TextState.WITHHELD: _FINAL,
    TextState.RECEIVED: _FINAL,
}


class Withheld(StrEnum):
    """Why we decided not to send."""

    BEFORE_ENROLLMENT = "before_enrollment"  # its day had passed when she was enrolled
    TOO_LATE = "too_late"  # its own expiry passed while it waited
    LEFT = "left"  # she asked us to stop
    PHONE_GIVEN = "phone_given"  # her phone belongs to another enrollment by now
    SUPERSEDED = "superseded"  # another clock or an answer made it moot
    TOPIC_OFF = "topic_off"
    NOT_YET = "not_yet"  # what it waited for, such as the end of the bleeding, was never told
    NOT_HERS = "not_hers"  # it is about something that cannot happen to her
    NOT_WANTED = "not_wanted"  # she wants only the texts about danger and healing
    SWITCHED = "switched"  # staff put her on another pathway
    ENDED = "ended"  # withdrawn or completed
    REWORDED = "reworded"  # how she is written to changed before it left; it is decided anew
    QUIET = "quiet"  # staff wrote it as not urgent, and her hours were over before the provider took it


class Failure(StrEnum):
    """What a provider's error means for us (fact sheet E.7)."""

    PERMANENT = "permanent"  # this number will not receive texts
    OPTED_OUT = "opted_out"  # the carrier holds a stop for this number
    CONFIGURATION = "configuration"  # our mistake: retrying cannot help, operators must look
    LOCKED_OUT = "locked_out"  # our sign-in is refused: not processed, operators must look, and then it passes
    RETRY = "retry"  # temporary: try later
    THROTTLED = "throttled"  # not processed: slow down and try again, always safe
    AMBIGUOUS = "ambiguous"  # may have been sent: ask before trying again

    @property
    def is_for_good(self) -> bool:
        """The next text to this number will fail as well, until somebody does something about it."""
        return self in {Failure.PERMANENT, Failure.OPTED_OUT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`text_id` is derived from what caused it, so deciding twice cannot make two.

    `contact_id` names the on-call contact a page goes to; None means the
    enrolled person. `valid_for` is how long the provider may queue it. A page
    by `channel` call or e-mail is kept like a text: `body` is what is spoken or
    written.
    """

    text_id: str
    direction: Direction
    purpose: Purpose
    state: TextState
    at: datetime  # claimed, withheld or received
    body: str
    language: Language
    message: str | None = None  # catalogue key
    wording: str | None = None
    segments: int = 0
    touchpoint: str | None = None
    contact_id: str | None = None
    valid_for: timedelta = timedelta(hours=4)
    withheld: Withheld | None = None
    sid: str | None = None
    error: int | None = None
    reading: str | None = None  # intent, for inbound texts
    evidence: str | None = None  # why it was read so, for staff; health data
    marked: Intent | None = None  # the label staff gave it, for replies
    channel: Channel = Channel.SMS
    escalation_id: str | None = None  # the escalation a safety text or page belongs to

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"text {self.text_id} has a time without a zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMoved:
    """An existing text goes forward to `state`; a store ignores it when the text is already as far."""

    text_id: str
    state: TextState
    at: datetime
    sid: str | None = None
    error: int | None = None
    withheld: Withheld | None = None  # why, where it goes to withheld
