"""The log of a clinic: who did what to whom, newest first, a page at a time. No words of anybody stand in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from functions.screens import speaking
from functions.sights import Logged
from schedules.clinic import Clinic
from schedules.escalation import Ending
from schedules.telling import who

_DONE: Mapping[str, str] = MappingProxyType(
    {
        "enrolled": "enrolled her",
        "amend": "changed what is written of her",
        "write": "wrote to her",
        "pause": "paused her texts",
        "resume": "let her texts go on",
        "anchor": "moved a date of hers",
        "switch": "put her on another treatment",
        "withdraw": "ended her texts",
        "complete": "ended her texts as done",
        "acknowledge": "took a matter",
        "acknowledged": "took a matter",
        "close": "closed a matter",
        "closed": "closed a matter",
        "resolve": "closed a matter",
        "assign": "gave a matter to",
        "reopen": "opened a closed matter again",
        "give-back": "gave a matter back",
        "note": "wrote a note on a matter",
        "release": "let held texts go",
        "marked": "marked a reply as",
        "imported": "imported people:",
        "refused": "was refused:",
        "settings": "changed the settings:",
        "ring_test": "rang the ladder as a test",
        "exported": "carried out her record",
        "people_exported": "carried out the list of people:",
        "invited": "invited somebody:",
        "removed": "took somebody off the staff:",
        "signed_in": "signed in",
        "signed_out": "signed out",
    }
)
_BARE: Mapping[str, str] = MappingProxyType({"assign": "gave a matter to a colleague"})
"""As it is said where an older release wrote less."""
_REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "role": "it was not hers to do",
        "expired": "her session had ended",
        "forged": "the form was not of a page of ours",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    at: str
    author: str
    done: str
    about: str | None
    about_path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`older_path` leads to the next page; None on the last. `is_first`: nothing newer stands before this page."""

    lines: tuple[Line, ...]
    older_path: str | None
    is_first: bool


def shown(
    logged: Sequence[Logged],
    clinic: Clinic,
    names: speaking.Names,
    *,
    before: str,
    more: bool,
    of_nobody: str | None = None,
) -> Shown:
    """`logged`: the page that was asked for, newest first; `more` of it lies before the last. `of_nobody`: the
    enrollment that stands for the clinic itself, whose lines lead to no person."""
    return Shown(
        lines=tuple(_line(one, clinic, names, of_nobody) for one in logged),
        older_path=f"/console/log?before={quote(logged[-1].cursor, safe='')}" if more and logged else None,
        is_first=not before,
    )


def _line(one: Logged, clinic: Clinic, names: speaking.Names, of_nobody: str | None) -> Line:
    audit = one.audit
    about = audit.about if audit.about != of_nobody else None
    at = f"{speaking.day(audit.at, clinic.zone)}, {speaking.clock(audit.at, clinic.zone, clinic.country)}"
    return Line(
        at=at,
        author=speaking.author(audit.author, names),
        done=done(audit.action, names),
        about=f"no. {who(about)}" if about else None,
        about_path=f"/console/people/{quote(about, safe='')}" if about else None,
    )


def done(action: str, names: speaking.Names = MappingProxyType({})) -> str:
    """An action word of ours, what it was about behind a colon."""
    name, _, rest = action.partition(":")
    said = _DONE.get(name, speaking.plain(name))
    return f"{said} {_about(name, rest, names)}" if rest else _BARE.get(name, said.removesuffix(":"))


def _about(name: str, rest: str, names: speaking.Names) -> str:
    match name:
        case "refused":
            return _REFUSED.get(rest, speaking.plain(rest))
        case "assign":
            return speaking.author(rest, names)
        case "close" | "resolve" if rest in set(Ending):
            return f"({speaking.ENDINGS[Ending(rest)].lower()})"
        case "anchor":
            return _moved(rest)
        case _:
            return ", ".join(speaking.plain(one) for one in rest.split("+"))


def _moved(rest: str) -> str:
    """A date of hers is no word of the log: only which it was, and by how many days it moved."""
    clock, _, days = rest.partition(":")
    if not days:
        return f"({speaking.plain(clock)}, set for the first time)"
    by = abs(int(days))
    return f"({speaking.plain(clock)}, {by} day{'' if by == 1 else 's'} {'later' if int(days) > 0 else 'earlier'})"
