"""A message of the catalogue as she reads it, with what stands behind it: segments, review, facts, sources, page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from messages.catalogue import Entry, catalogue
from messages.facts import facts
from messages.language import Language
from messages.resources import lines
from messages.review import is_signed, signature
from messages.segments import Cost, cost
from schedules.clinic import Clinic
from schedules.decision import Program
from schedules.enrollment import Person
from schedules.leaving import PAUSE
from schedules.wording import said_of_loss

KEPT_MAX = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """`facts`: key and sentence. `review`: draft, signed or changed since it was signed."""

    key: str
    text: str
    segments: int
    encoding: str
    review: str
    review_says: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    page_path: str | None

    @property
    def is_signed(self) -> bool:
        return self.review == "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Fills in what a text says of the clinic and its country, and of a person who told us nothing of herself."""

    program: Program
    language: Language
    values: Mapping[str, str]

    def bubble(self, key: str) -> Bubble:
        book, contract = self.program.catalogue, self.program.catalogue.contracts[key]
        link = self.program.link(contract.page, self.language) if contract.page else None
        text = book.render(key, self.language, {**self.values, "link": link} if link else self.values)
        spent = _cost(text)
        review, says = reviewed(book.entry(key, self.language))
        return Bubble(
            key=key,
            text=text,
            segments=spent.segments,
            encoding=spent.encoding.value,
            review=review,
            review_says=says,
            facts=tuple((fact, facts()[fact]["fact"]) for fact in contract.facts),
            sources=contract.sources,
            page_path=link.removeprefix(self.program.site) if link else None,
        )


def wording(clinic: Clinic, language: Language, *, site: str, at: datetime) -> Wording:
    """`at` gives texts that say an hour one to say."""
    program = Program(pathway=None, clinic=clinic, catalogue=catalogue(), lines=lines(clinic.country), site=site)
    nobody = Person(phone=clinic.phone, language=language, zone=clinic.zone)
    values = {
        **program.values(language),
        "loss": said_of_loss(nobody, language),
        "time": program.clock_time(at, clinic.zone, language),
        "days": str(PAUSE.days),
    }
    return Wording(program=program, language=language, values=values)


@lru_cache(KEPT_MAX)
def _cost(text: str) -> Cost:
    """The same few hundred texts, each time a page is read."""
    return cost(text)


def reviewed(entry: Entry) -> tuple[str, str]:
    """Its state and how that is said."""
    signed = signature(entry.review)
    if signed is None:
        return "draft", "draft: no clinician has signed it"
    by = f"{signed.who} on {signed.on.day} {signed.on:%B %Y}"
    if is_signed(entry.review, entry.wording):
        return "signed", f"signed by {by}"
    return "changed", f"changed since {by} signed it"
