"""One person's record, and the clinic's list of people."""

from typing import Annotated

from pydantic import Field

from functions.api.models.escalations import Escalation
from functions.api.models.parts import Asked, Count, Day, EnrollmentId, Instant, Told, text
from functions.operations.people import SOUGHT_CHARACTERS_MAX, Kind, Wanted
from functions.operations.showing import PAST_SHOWN_MAX
from messages.hearing.reading import Intent, Question
from messages.language import Language
from messages.severity import Severity
from schedules.enrollment import Outcome, Status, Words
from schedules.text import Channel, Direction, Purpose, TextState, Withheld

WEEKS_MAX = 60


class Chart(Told):
    """What staff know her by."""

    name: Annotated[str, text("What staff call her.", "A. Example")] | None
    reference: Annotated[str, text("The clinic's own.", "MRN-1042")] | None
    call_note: Annotated[str, text("When and how it is safe to call.", "after 6 pm")] | None


class Preferences(Told):
    """How she wants to be written to."""

    words: Words
    name: Annotated[str, text("Said in texts where `words` is name.", "Luna")] | None
    planned_from: Annotated[str, text("Her own hours, in her zone.", "10:00")] | None
    planned_until: Annotated[str, text("Her own hours, in her zone.", "18:00")] | None
    discreet: bool = Field(examples=[False])
    topics: list[str]


class ConsentGiven(Told):
    """How she agreed."""

    method: Annotated[str, text("How.", "staff")]
    wording: Annotated[str, text("Which version was shown to her.", "consent-2026-11")]
    collected_by: Annotated[str, text("Who asked her.", "front-desk")]
    given_at: Instant
    safe_phone: bool = Field(examples=[True])


class Point(Told):
    """One touchpoint of her weeks; without an outcome it is to come."""

    key: Annotated[str, text("Of the touchpoint.", "welcome")]
    message: Annotated[str, text("Its message.", "welcome")]
    on: Day
    week: Count
    asks: Question | None
    outcome: Outcome | None


class Given(Told):
    """One answer: a yes is 1 and a no 0."""

    at: Instant
    value: Annotated[float, Field(examples=[3.0])]


class Series(Told):
    """Her answers to one question, oldest first."""

    question: Question
    answers: list[Given]


class PastText(Told):
    """A text to or from her that is on record."""

    text_id: Annotated[str, text("Of the text.", "t-welcome")]
    at: Instant
    direction: Direction
    purpose: Purpose
    state: TextState
    channel: Channel
    withheld: Withheld | None = Field(description="Why it was not sent.")
    message: Annotated[str, text("Its key in the catalogue.", "welcome")] | None
    body: Annotated[str, text("The words.", "Lakeside Clinic: we are here.")]
    segments: Count
    reading: Annotated[str, text("How a text of hers was read.", "question")] | None
    evidence: Annotated[str, text("Why it was read so.", "rule fever: 'chills'")] | None
    marked: Intent | None = Field(description="What staff said it should have been read as.")


class ComingText(Told):
    """A text that is to come, if she writes nothing."""

    at: Instant
    message: Annotated[str, text("Its key in the catalogue.", "welcome")] | None
    body: Annotated[str, text("The words.", "Lakeside Clinic: we are here.")]
    segments: Count
    withheld: Withheld | None
    only_if_silent: bool = Field(examples=[False])


class Doubt(Told):
    """A safety question that waits for her yes or no."""

    escalation_id: Annotated[str, text("What it belongs to.", "x1")]
    severity: Severity
    asked_at: Instant
    page_at: Instant


class Done(Told):
    """Who did what, without a word of hers."""

    at: Instant
    author: Annotated[str, text("Staff's id, or a machine's label.", "front-desk")]
    action: Annotated[str, text("What was done.", "pause")]
    about: Annotated[str, text("An enrollment, or nobody's.", "e4f0c2a9d1b7e83650f1")] | None


class Texts(Told):
    """A page of her conversation and, once that is over, of what is to come."""

    past: list[PastText]
    coming: list[ComingText]
    next: Annotated[str, text("Send it as `cursor`; none on the last page.", "MCMyMDI2")] | None


class Person(Told):
    """Everything on record of one enrollment, and all that is to come."""

    enrollment_id: EnrollmentId
    who: Annotated[str, text("As pages call her.", "417")]
    status: Status
    left_at: Instant | None
    paused_until: Instant | None
    doubt: Doubt | None
    only_safety: bool = Field(examples=[False])
    weekly: bool = Field(examples=[False])
    closed_topics: list[str]
    unreachable: bool = Field(examples=[False])
    phone: Annotated[str, text("Hers.", "+12025550143")]
    language: Language
    zone: Annotated[str, text("Where she lives.", "America/New_York")]
    pathway: Annotated[str, text("Loss and treatment.", "early-medication")] | None
    pathway_version: Annotated[int, Field(ge=1, examples=[2])] | None
    anchors: dict[str, Day] = Field(examples=[{"tablets": "2026-03-02"}])
    enrolled_at: Instant
    version: Annotated[int, Field(ge=1, examples=[7], description="Stands in the ETag.")]
    chart: Chart
    preferences: Preferences
    consent: ConsentGiven | None
    weeks: list[Point]
    answers: list[Series]
    past: list[PastText] = Field(description=f"The newest {PAST_SHOWN_MAX}, oldest first; listTexts has all of them.")
    coming: list[ComingText]
    escalations: list[Escalation]
    audit: list[Done]


class Listed(Told):
    """One line of the list."""

    enrollment_id: EnrollmentId
    who: Annotated[str, text("As pages call her.", "417")]
    name: Annotated[str, text("What staff call her.", "A. Example")] | None
    reference: Annotated[str, text("The clinic's own.", "MRN-1042")] | None
    phone_ending: Annotated[str, text("The last digits of her phone.", "0143")]
    language: Language
    pathway: Annotated[str, text("Loss and treatment.", "early-medication")] | None
    status: Status
    enrolled_at: Instant
    week: Annotated[int, Field(ge=0, examples=[2])] | None
    silent: bool = Field(examples=[False])
    undeliverable: bool = Field(examples=[False])
    paused: bool = Field(examples=[False])
    left_at: Instant | None
    last_reply_at: Instant | None
    open: Severity | None = Field(description="The gravest of what is open.")


class People(Told):
    """A page of the list, those enrolled last first."""

    people: list[Listed]
    next: Annotated[str, text("Send it as `cursor`; none on the last page.", "MjAyNi0wMy0wMg")] | None


class Sought(Asked):
    """Whom to look for; every condition must hold. In a body, since an address is written into logs on its way."""

    sought: Annotated[
        str,
        text("A phone, a name, the clinic's reference, or who pages call her.", "MRN-1042", most=SOUGHT_CHARACTERS_MAX),
    ] = ""
    status: Annotated[Status, Field(strict=False, examples=["active"])] | None = None
    pathway: Annotated[str, text("Loss and treatment.", "early-medication", most=60)] | None = None
    week: Annotated[int, Field(ge=0, le=WEEKS_MAX, examples=[2])] | None = None
    kinds: list[Annotated[Kind, Field(strict=False, examples=["silent"])]] = Field(
        default_factory=list, max_length=len(Kind), examples=[["silent"]]
    )

    def wanted(self) -> Wanted:
        kinds = frozenset(self.kinds)
        return Wanted(status=self.status, pathway=self.pathway, week=self.week, kinds=kinds, sought=self.sought)


class Search(Sought):
    """Whom to look for, a page at a time."""

    cursor: Annotated[str, text("`next` of the page before.", "MjAyNi0wMy0wMg", most=300)] | None = Field(
        None, examples=[None]
    )
    limit: Annotated[int, Field(ge=1, le=50, examples=[20])] = 50
