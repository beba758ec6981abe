"""What phones on call send besides taking a page: STOP and START, her own danger, and texts that merely bear a code."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from infra.simulation.engine import Engine
from infra.simulation.people import bodies
from schedules.clinic import Clinic

Says = Callable[[Clinic, str, str, str], None]
"""A text sets out: the clinic, the phone, the words and their kind."""
CODE = re.compile(r"\b[A-Z]\d[A-Z]\d\b")
NOISE = (
    "Liked “{page}”",
    "Le gustó “{page}”",
    "Emphasized “{page}”",
    "Fwd: {page}",
    "can you cover? {page}",
    "I'm driving and will see your message later. “{page}”",
    "Automatic reply: I am out of the office until Monday. > {page}",
    "is {code} done?",
    "{code}?",
    "who has {code}",
    "did anybody take {code}",
)
"""None of these takes a page."""
STOPPED_HOURS = (1, 8, 60)
HOUR = 3600


CRIES_MAX = 3
"""Of one phone's own danger beside a code: two who are on call would else answer each other's pages for ever."""


@dataclass(frozen=True, slots=True)
class StaffPhones:
    engine: Engine
    says: Says
    cried: Counter[str]  # how often each phone has written of its own danger beside a code

    def paged(self, clinic: Clinic, phone: str, body: str, *, is_enrolled: bool) -> bool:
        """Whether that is all that comes of this page; else somebody may take it."""
        code = CODE.search(body)
        if self.engine.happens("contact_stops"):
            self._stops(clinic, phone)
        cries = code is not None and is_enrolled and self.cried[phone] < CRIES_MAX
        if code is not None and cries and self.engine.happens("danger_beside_code"):
            self.cried[phone] += 1
            words = self.engine.chance.choice(bodies()["danger"])
            beside = self.engine.chance.choice((f"{code[0]} {words}", f"{words} {code[0]}"))
            self._later(clinic, phone, beside, "danger", 600)
            return True
        if code is not None and self.engine.happens("page_quoted"):
            words = self.engine.chance.choice(NOISE).format(page=body, code=code[0])
            self._later(clinic, phone, words, "noise", 900)
        return False

    def _stops(self, clinic: Clinic, phone: str) -> None:
        self._later(clinic, phone, "STOP", "staff", 1800)
        away = self.engine.chance.choice(STOPPED_HOURS) * HOUR
        back = self.engine.seconds(1800, 1800 + away)
        self.engine.later(back, "", partial(self.says, clinic, phone, "START", "staff"))

    def _later(self, clinic: Clinic, phone: str, words: str, kind: str, seconds_max: int) -> None:
        self.engine.later(self.engine.seconds(10, seconds_max), "", partial(self.says, clinic, phone, words, kind))
