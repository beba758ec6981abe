"""A page as HTML: no script, no cookie, nothing fetched from elsewhere, readable on a cheap phone and on paper."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from messages.language import Language
from messages.pages import Block, Page, address, blocks, pages
from messages.phrases import phrase
from messages.resources import Lines, countries, lines
from schedules.page_numbers import numbers_code, thresholds_from
from schedules.printed import printed
from schedules.thresholds import Thresholds

_ADDRESS = re.compile(r"([a-z][a-z-]{0,39})(?:\.([a-z]{2}))?(?:\.([a-z]{2}))?(?:\.([0-9a-z]{0,12}))?")
_OTHER = {Language.ENGLISH: Language.SPANISH, Language.SPANISH: Language.ENGLISH}
_NAMES = {Language.ENGLISH: "English", Language.SPANISH: "Español"}
_AROUND = ("call", "also", "emergency", "crisis", "note", "title", "missing")
"""What stands around every page: `around.<name>` in messages/phrases.toml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the browser gets."""

    status: int
    html: str
    style_hash: str  # of the one style sheet, for the content security policy


def show(path: str) -> Shown:
    """`path` is what follows `/r/`: `water`, `water.es`, `water.es.us`, or with a clinic's own numbers
    `water.es.us.04k2p`. Without a country every country's numbers stand below. Anything else is a page that says so,
    never an error; numbers that no clinic can have are the safe defaults."""
    found = _ADDRESS.fullmatch(path)
    language = Language(found[2]) if found and found[2] in set(Language) else Language.ENGLISH
    country = found[3] if found and found[3] in countries() else None
    page = pages().get(found[1]) if found else None
    limits = thresholds_from(found[4]) if found and found[4] and country else Thresholds()
    return _rendered(page, language, country, limits)


def _rendered(page: Page | None, language: Language, country: str | None, limits: Thresholds) -> Shown:
    words = {name: phrase(f"around.{name}", language) for name in _AROUND}
    other = _OTHER[language]
    shown = blocks(page.words[language], printed(limits, country or "us")) if page else []
    html = _template().render(
        language=language.value,
        title=page.words[language].title if page else words["title"],
        style=_style(),
        blocks=shown or [Block(kind="paragraph", entries=(words["missing"],))],
        words=words,
        also=_also(page, language, country, limits) if page else [],
        countries=[_numbers(lines(one), language) for one in ([country] if country else countries())],
        other_language=other.value,
        other_name=_NAMES[other],
        other_path=_path(page.key, other, country, limits) if page else "",
    )
    return Shown(status=200 if page else 404, html=html, style_hash=_style_hash())


def _also(page: Page, language: Language, country: str | None, limits: Thresholds) -> list[dict[str, str]]:
    return [
        {"path": _path(key, language, country, limits), "title": pages()[key].words[language].title}
        for key in page.also
    ]


def _path(key: str, language: Language, country: str | None, limits: Thresholds) -> str:
    return address(key, language, country, numbers_code(limits)) if country else f"/r/{key}.{language.value}"


def _numbers(one: Lines, language: Language) -> dict[str, Any]:
    return {
        "name": phrase(f"country.{one.country}", language),
        "emergency": one.emergency,
        "crisis_line": one.crisis_line[language],
        "taps": _taps(one, language),
        "support": [
            {"name": line.name, "phone": line.phone, "tel": _dialed(line.phone), "hours": line.hours[language]}
            for line in one.support
        ],
    }


def _taps(one: Lines, language: Language) -> list[dict[str, str]]:
    """The crisis line as something to tap: to ring, and to text where it takes texts."""
    rung = phrase("around.ring", language).replace("{number}", one.crisis_tel)
    taps = [{"path": f"tel:{_dialed(one.crisis_tel)}", "says": rung}]
    if one.crisis_text is not None:
        number, word = one.crisis_text.number, one.crisis_text.word.get(language)
        says = phrase("around.text_word" if word else "around.text", language)
        path = f"sms:{_dialed(number)}" + (f"?&body={word}" if word else "")  # "?&" is read by every phone
        taps.append({"path": path, "says": says.replace("{number}", number).replace("{word}", word or "")})
    return taps


def _dialed(number: str) -> str:
    return "".join(one for one in number if one.isdigit())


@cache
def _style() -> str:
    return resources.files("functions").joinpath("templates/page.css").read_text("utf-8").strip()


@cache
def _style_hash() -> str:
    return base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("functions"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html")
