"""A page as a browser has it: the fields of its forms, what stands in each element, what leads where."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

from functions.screens import tracks
from functions.screens.rendering import Frame
from functions.screens.typed import Typed
from schedules.clinic import Clinic
from tests.making import MONDAY, clinic

VOID = {"input", "meta", "link", "br", "img", "hr", "line", "circle", "rect", "path"}
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>' onfocus='x",
    "{{ 7*7 }} {% raw %} ${x}",
    "=HYPERLINK(1)",
    "x" * 3000,
    "مرحبا \u202eolleh",
    "😢 Núñez & Söhne",
    "  spaces  kept  ",
)


@dataclass
class Page(HTMLParser):
    """`fields` as a browser would send them; `texts` by id of the element they stand in."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    _open: list[tuple[str, str]] = field(default_factory=list)
    _select: str = ""
    _area: str | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.append((tag, said))
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "a":
            self.links.append(said.get("href", ""))
        if tag == "input" and (said.get("type") not in {"radio", "checkbox"} or "checked" in said):
            self.fields.append((said.get("name", ""), said.get("value", "")))
        if tag == "select":
            self._select = said["name"]
        if tag == "option" and "selected" in said:
            self.fields.append((self._select, said["value"]))
        if tag == "textarea":
            self._area = ""
            self.fields.append((said["name"], ""))
        if tag not in VOID:
            self._open.append((tag, said.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "textarea" and self._area is not None:
            self.fields[-1] = (self.fields[-1][0], self._area.removeprefix("\n"))
            self._area = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area is not None:
            self._area += data
        for _, at in self._open:
            if at:
                self.texts[at] = self.texts.get(at, "") + data

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def typed(self) -> Typed:
        return Typed.of(self.fields)


def page(html: str) -> Page:
    read = Page()
    read.feed(html)
    return read


def frame(section: str = "enroll", of: Clinic | None = None, at: datetime = MONDAY) -> Frame:
    return Frame(clinic=of or clinic(), staff_name="Maria L.", role="nurse", csrf_token="token", section=section, at=at)


def typed_for(track: str, **changes: str) -> Typed:
    """What a nurse types for this treatment, on a Monday, of what its page asks."""
    day = (MONDAY.date() - timedelta(days=1)).isoformat()
    weeks = "16" if track.startswith("late") else "8"
    said = {
        "key": "k1",
        "track": track,
        "gestation_weeks": weeks,
        **{tracks.date_field(clock): day for clock in tracks.clocks(track)},
        "phone": "(202) 555-0143",
        "safe_phone": "yes",
        "language": "en",
        "zone": "America/New_York",
        "words": "neutral",
        "conditions": "none",
        "consent_method": "staff",
    }
    return Typed.of({**said, **changes}.items())


def every_track() -> list[str]:
    return [one.key for group in tracks.groups() for one in group.tracks]


def days_ago(days: int) -> date:
    return MONDAY.date() - timedelta(days=days)


def without(typed: Typed, *names: str) -> Typed:
    return replace(typed, fields=tuple(pair for pair in typed.fields if pair[0] not in names))
