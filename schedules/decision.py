"""What `decide` answers: the next enrollment, and everything that must be committed with it or done after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from messages.catalogue import Catalogue
from messages.choices import listed, such_as
from messages.language import Language
from messages.pages import address
from messages.resources import Lines
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.page_numbers import numbers_code
from schedules.pathways import Pathway
from schedules.printed import printed
from schedules.text import Text, TextMoved

INDEFINITE = timedelta(days=3650)
"""Stands for "until somebody says otherwise" where an instant is needed."""


class PhoneConsent(StrEnum):
    """A change of whether this phone may be texted at all; part of the same commit."""

    LEFT = "left"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask the provider what became of a text: by `sid` where we have one, else by recipient and body."""

    text_id: str
    sid: str | None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`texts` in state `sending` are claimed by the commit and handed over after it, `resend` likewise (same text
    again, because the provider has none). `escalations` are those opened or changed. `did`: something came of the fact
    itself, and not only of what was due besides; what is only taken in or said about it does not count."""

    enrollment: Enrollment
    texts: tuple[Text, ...] = ()
    moved: tuple[TextMoved, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    asks: tuple[Ask, ...] = ()
    resend: tuple[str, ...] = ()
    phone: PhoneConsent | None = None
    did: bool = False

    def changes(self, before: Enrollment) -> bool:
        """False: a stale or repeated wake, nothing to commit and nothing to do."""
        return bool(self.texts or self.moved or self.escalations or self.asks or self.resend or self.phone) or (
            self.enrollment != before
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A pathway as one clinic runs it: the pinned pathway, the clinic, the words and the country's lines.

    `pathway` is None for a stranger: somebody nobody enrolled, who is heard all the same. `site` is the address under
    which our pages are read, without a path. `mails`: whether e-mail can be sent at all.
    """

    pathway: Pathway | None
    clinic: Clinic
    catalogue: Catalogue
    lines: Lines
    site: str = ""
    mails: bool = False

    def link(self, page: str, language: Language) -> str:
        """It carries the clinic's own numbers where they are not the defaults, so that the page can print them."""
        numbers = numbers_code(self.clinic.thresholds)
        return f"{self.site}{address(page, language, self.clinic.country, numbers)}"

    def values(self, language: Language) -> Mapping[str, str]:
        """Every value a message may name that does not depend on the moment."""
        return {
            "clinic": self.clinic.name,
            "console": f"{self.site}/console",
            "phone": self.clinic.phone,
            "after_hours": self.clinic.after_hours_phone,
            "emergency": self.lines.emergency,
            "crisis_line": self.lines.crisis_line[language],
            "choices": listed(self.clinic.topics, language),
            "letters": such_as(self.clinic.topics),
            **printed(self.clinic.thresholds, self.clinic.country),
        }

    def local(self, instant: datetime, zone: str) -> datetime:
        return instant.astimezone(ZoneInfo(zone))

    def clock_time(self, instant: datetime, zone: str, language: Language) -> str:
        """A time of day as people there write it: 9:30 pm in the United States, 21:30 elsewhere."""
        at = self.local(instant, zone)
        if self.clinic.country != "us":
            return f"{at:%H:%M}"
        afternoon, morning = ("p. m.", "a. m.") if language is Language.SPANISH else ("pm", "am")
        return f"{at.hour % 12 or 12}:{at:%M} {afternoon if at.hour >= 12 else morning}"  # noqa: PLR2004 - noon
