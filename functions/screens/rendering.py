"""From values to HTML: one environment, everything escaped, and a missing value is an error, never a gap."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from functions.roles import Permission, Role
from functions.screens import speaking
from functions.web.files import static
from messages.resources import lines
from schedules.clinic import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    name: str
    path: str
    needs: Permission = Permission.READ


_ENDINGS = tuple((ending.value, words) for ending, words in speaking.ENDINGS.items())
SECTIONS = (
    Section(key="now", name="Now", path="/console"),
    Section(key="enroll", name="Enroll", path="/console/enroll", needs=Permission.ENROLL),
    Section(key="people", name="People", path="/console/people"),
    Section(key="reports", name="Reports", path="/console/reports"),
    Section(key="words", name="Words", path="/console/words"),
    Section(key="settings", name="Settings", path="/console/settings"),
)
AROUND_SETTINGS = (
    Section(key="settings", name="Settings", path="/console/settings"),
    Section(key="staff", name="Staff", path="/console/settings/staff", needs=Permission.STAFF),
    Section(key="log", name="Log", path="/console/log", needs=Permission.STAFF),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Said once, at the top: what was just done, or why not. `undo` is where one tap takes it back, `her` the page of
    whom it is about, where that is another. `passes`: it is true of this moment, and goes by itself."""

    words: str
    kind: str = "good"  # good, warn, bad
    undo: str | None = None
    her: str | None = None
    passes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacks:
    """What a card was sent without: said at that field too, in the panel that stays open. `query` asks for it again,
    since the list renews itself."""

    card: str
    field: str  # outcome, to or note
    words: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page."""

    clinic: Clinic
    staff_name: str
    role: str
    csrf_token: str
    section: str
    at: datetime
    waiting: int = 0
    newest_at: datetime | None = None  # when the newest of what waits came in
    grave: bool = False
    notice: Notice | None = None
    lacks: Lacks | None = None

    @property
    def clinic_name(self) -> str:
        return self.clinic.name

    @property
    def emergency(self) -> str:
        return lines(self.clinic.country).emergency

    @property
    def now(self) -> str:
        return self.at.isoformat()

    @property
    def newest(self) -> str:
        return self.newest_at.isoformat() if self.newest_at else ""

    @property
    def now_local(self) -> str:
        shown = speaking.clock(self.at, self.clinic.zone, self.clinic.country)
        return f"{speaking.day(self.at, self.clinic.zone)}, {shown}"


def render(template: str, frame: Frame, **values: Any) -> str:
    """`sections` and `settings_tabs` are the pages that her role opens."""
    return (
        environment()
        .get_template(f"console/{template}")
        .render(
            frame=frame,
            sections=_open_to(frame.role, SECTIONS),
            settings_tabs=_open_to(frame.role, AROUND_SETTINGS),
            csrf=_csrf(frame.csrf_token),
            static=static,
            endings=_ENDINGS,
            **values,
        )
    )


def _open_to(role: str, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(one for one in sections if Role(role).may(one.needs))


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("functions"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _csrf(token: str) -> Any:
    field = Markup('<input type="hidden" name="csrf" value="{}">').format(token)
    return lambda: field
