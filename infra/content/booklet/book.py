"""What the booklet is made of: messages in both languages, their places, and the person they are for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from functions.operations.acting import program_for
from infra.content.booklet.pricing import cents
from infra.content.samples import Sample, enrolled
from infra.pocket import SITE
from messages.catalogue import catalogue
from messages.facts import facts
from messages.language import Language
from messages.pages import Block, Page
from messages.review import is_signed
from messages.segments import cost
from schedules.calendar import at_local
from schedules.decision import Program
from schedules.enrollment import Enrollment
from schedules.leaving import PAUSE
from schedules.pathways import Pathway
from schedules.wording import said_of_loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    language: Language
    text: str
    segments: int
    encoding: str
    price: str
    review: str
    signed: bool  # these very words


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message in both languages, and what it stands on."""

    key: str
    words: tuple[Wording, ...]
    facts: tuple[Mapping[str, str], ...]
    sources: tuple[str, ...]
    page: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """What an answer to a check-in brings. `shown_at`: where the bubble stands already."""

    answers: str
    told: str
    bubble: Bubble
    shown_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text at its place. `kind`: text, check-in or reminder; `label` names a check-in in the timeline."""

    name: str
    when: str
    kind: str
    note: str
    bubble: Bubble
    on: date | None = None
    label: str = ""
    follows: tuple[Follow, ...] = ()
    silence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Messages under one heading, with why they are sent."""

    name: str
    title: str
    about: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A page behind the answers."""

    page: Page
    words: tuple[tuple[Language, str, list[Block]], ...]
    facts: tuple[Mapping[str, str], ...]
    signed: bool  # these very words


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What every part of the booklet is made from."""

    sample: Sample
    program: Program
    pathway: Pathway
    enrollment: Enrollment

    def bubble(self, key: str, sent: Mapping[Language, str] | None = None) -> Bubble:
        """`sent` where the texts are known to the letter; else as they would be sent."""
        contract = catalogue().contracts[key]
        texts = sent or {language: self._said(key, language) for language in Language}
        return Bubble(
            key=key,
            words=tuple(_wording(key, language, texts[language]) for language in Language),
            facts=facts_of(contract.facts),
            sources=contract.sources,
            page=contract.page,
        )

    def day(self, on: date) -> int:
        return (on - self.sample.anchor).days

    def _said(self, key: str, language: Language) -> str:
        page = catalogue().contracts[key].page
        moment = at_local(self.sample.anchor, time(14, 30), self.sample.zone)
        values = {
            **self.program.values(language),
            "loss": said_of_loss(self.enrollment.person, language),
            "time": self.program.clock_time(moment, self.sample.zone, language),
            "days": str(PAUSE.days),
        }
        if page:
            values["link"] = self.program.link(page, language)
        return catalogue().render(key, language, values)


def book_of(sample: Sample) -> Book:
    world = enrolled(sample)
    program = program_for(world.clinic, world.enrollment, site=SITE)
    if program.pathway is None:
        raise LookupError(f"{sample.track} has no pathway")
    return Book(sample=sample, program=program, pathway=program.pathway, enrollment=world.enrollment)


def _wording(key: str, language: Language, text: str) -> Wording:
    spent = cost(text)
    entry = catalogue().entry(key, language)
    return Wording(
        language=language,
        text=text,
        segments=spent.segments,
        encoding=spent.encoding.value,
        price=cents(spent.segments),
        review=entry.review,
        signed=is_signed(entry.review, entry.wording),
    )


def facts_of(keys: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    return tuple(facts()[key] for key in keys)
