"""Settings: the form with what is wrong beside each field, what would change before it is saved, and how it reads."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from functions.operations.enrollment_fields import Problem, phone_like
from functions.screens.settings_fields import FIELDS, FIXED, GROUPS, PHONE_LIKE, RUNG, Field, Kind
from functions.screens.settings_typed import HERE, SIZE, YES, Raw, Typed, size, typed
from schedules.clinic import LADDER_MAX

_INPUTS = {
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
    Kind.CLOCK: "time",
    Kind.MOMENT: "datetime-local",
}
NOTHING = "none"
NEW = "Somebody new"
KEY_OF_NAME = " (contact_id)"
"""In what is said to programs too."""
FEVER = "thresholds.fever_celsius"
WAITS = "acknowledge_within_minutes."
_MENDS: Mapping[str, str] = {
    "ladder": "give each a short name of her own and a phone",
    "ladder.out_until": "choose a day and a time to come, or leave it empty",
    "ladder.channels": "tick Text; or Phone call, where the clinic has a number that calls staff",
    "ladder.language": "choose one",
    "ladder.on_call": "choose one",
    "hours": "write when the clinic opens and closes, like 08:30, and tick its days",
    "hours.days": "tick the days on which the clinic is open",
    "topics": "tick what the clinic writes about, or none",
    "holidays": "write one day a line, like 2026-12-25",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    name: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A field as it stands in the form. `says` is its value in words, for those who may only read."""

    name: str
    label: str
    hint: str
    unit: str
    control: str  # input, select, lines or boxes
    input: str
    value: str
    boxes: tuple[Box, ...]
    wrong: str | None
    default: str
    is_default: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    at: int
    title: str
    entries: tuple[Entry, ...]
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`digest` names the settings this form was made from; `meanwhile`: somebody has changed those since, and
    `changes` is what differs between what is stored now and what was typed."""

    digest: str
    sections: tuple[Section, ...]
    ladder: tuple[Rung, ...]
    size: int
    fixed: tuple[tuple[str, str], ...]
    wrong: dict[str, str]
    changes: tuple[Change, ...]
    hidden: tuple[tuple[str, str], ...]
    meanwhile: bool
    at: int | None


def shown(
    raw: Raw,
    *,
    digest: str,
    said: Typed | None = None,
    problems: Sequence[Problem] = (),
    meanwhile: bool = False,
    at: int | None = None,
) -> Shown:
    """`raw`: the settings on record, as JSON has them; `said`: what was typed, where something was; `at`: who of the
    ladder was just added or moved."""
    now = typed(raw)
    said = now if said is None else {name: value for name, value in said.items() if _is_ours(name)}
    wrong = {one.field: f"{one.problem.replace(KEY_OF_NAME, '')}; {_mend(one)}" for one in problems}
    country = str(raw["country"])
    like = phone_like(country)
    sections = [
        Section(
            key=group.key,
            title=group.title,
            about=group.about,
            entries=tuple(_beside(_entry(field, field.path, said, wrong, like), country) for field in group.fields),
        )
        for group in GROUPS
    ]
    return Shown(
        digest=digest,
        sections=tuple(sections),
        ladder=tuple(_rung(at, said, wrong, like) for at in range(size(said))),
        size=size(said),
        fixed=tuple((label, str(raw.get(name) or NOTHING)) for name, label in FIXED.items()),
        wrong=_named(wrong, said),
        changes=tuple(_changes(now, said)),
        hidden=tuple(sorted(said.items())),
        meanwhile=meanwhile,
        at=at,
    )


def _mend(one: Problem) -> str:
    """In the words of this page, where those for every door are of files and programs."""
    return _MENDS.get(".".join(part for part in one.field.split(".") if not part.isdecimal()), one.mend)


def _beside(one: Entry, country: str) -> Entry:
    """A fever also as a thermometer there shows it."""
    if one.name != FEVER or country != "us":
        return one
    found = re.fullmatch(r"\d{2}(?:[.,]\d+)?", one.value.strip())
    if found is None:
        return one
    shown = f"{float(found[0].replace(',', '.')) * 9 / 5 + 32:.1f} °F"
    return replace(one, unit=f"{one.unit} ({shown})", says=f"{one.says} ({shown})")


def _is_ours(name: str) -> bool:
    return name == SIZE or "." in name or any(field.path == name for field in FIELDS)


def _named(wrong: dict[str, str], said: Typed) -> dict[str, str]:
    """For the summary, which stands far from the fields. A problem of no field of this page points at the form."""
    labels, in_rung = ({field.path: field.label for field in fields} for fields in (FIELDS, RUNG))
    named = {}
    for name, says in sorted(wrong.items(), key=lambda one: _place(one[0])):
        parts = name.split(".")
        if parts[0] == "ladder" and len(parts) > 1:
            field = in_rung.get(".".join(parts[2:]), "")
            label = ", ".join(part for part in ("On call", _ordinal(parts[1], said), field) if part)
        else:
            label = labels.get(name, "")
        named[name if label else "settings"] = f"{label}: {says}" if label else says
    return named


def _place(name: str) -> tuple[int, int, int]:
    """As the fields stand on the page, the ladder before the waits; what is no field of it comes first."""
    paths, rung = [field.path for field in FIELDS], [field.path for field in RUNG]
    first, _, rest = name.partition(".")
    if first == "ladder":
        at, _, part = rest.partition(".")
        before = next(place for place, path in enumerate(paths) if path.startswith(WAITS))
        return before, int(at) + 1 if at.isdecimal() else 0, rung.index(part) if part in rung else -1
    place = next((place for place, path in enumerate(paths) if name in {path, path.partition(".")[0]}), -1)
    return place, LADDER_MAX + 2, 0


def _ordinal(at: str, said: Typed) -> str:
    return said.get(f"ladder.{at}.contact_id") or (f"number {int(at) + 1}" if at.isdecimal() else "")


def _rung(at: int, said: Typed, wrong: dict[str, str], like: str) -> Rung:
    return Rung(
        at=at,
        title=said.get(f"ladder.{at}.contact_id") or NEW,
        entries=tuple(_entry(field, f"ladder.{at}.{field.path}", said, wrong, like) for field in RUNG),
        is_last=at == size(said) - 1,
    )


def _entry(field: Field, name: str, said: Typed, wrong: dict[str, str], like: str) -> Entry:
    value = said.get(name, "")
    problem = wrong.get(name)
    controls = {Kind.CHOICE: "select", Kind.CHECKS: "boxes", Kind.DATES: "lines"}
    boxes = tuple(
        Box(
            name=f"{name}.{key}",
            label=label,
            checked=value == key if field.kind is Kind.CHOICE else said.get(f"{name}.{key}") == YES,
        )
        for key, label in field.options
    )
    return Entry(
        name=name,
        label=field.label,
        hint=field.hint.replace(PHONE_LIKE, like),
        unit=field.unit,
        control=controls.get(field.kind, "input"),
        input="text" if problem else _INPUTS.get(field.kind, "text"),
        value="" if value == HERE else value,
        boxes=boxes,
        wrong=problem,
        default=field.default,
        is_default=value == field.default,
        says=_says(field, name, said),
    )


def _says(field: Field, name: str, said: Typed) -> str:
    value = said.get(name, "")
    match field.kind:
        case Kind.CHECKS:
            ticked = [label for key, label in field.options if said.get(f"{name}.{key}") == YES]
            return ", ".join(ticked) or NOTHING
        case Kind.CHOICE:
            return dict(field.options).get(value, value)
        case Kind.DATES:
            return ", ".join(value.split()) or NOTHING
        case Kind.MOMENT:
            return value.replace("T", " ") or NOTHING
    return f"{value} {field.unit}".strip() or NOTHING


def _changes(now: Typed, said: Typed) -> Iterable[Change]:
    """In the order of the page; of a contact who stays only what is new."""
    for field in FIELDS:
        if field.path in said:
            before, after = _says(field, field.path, now), _says(field, field.path, said)
            if before != after:
                yield Change(name=field.label, before=before, after=after)
    if SIZE in said:
        yield from _ladder_changes(now, said)


def _ladder_changes(now: Typed, said: Typed) -> Iterable[Change]:
    before, after = _order(now), _order(said)
    if before != after:
        said_order = ", ".join(one or NEW.lower() for one in after) or NOTHING
        yield Change(name="On call, in this order", before=", ".join(before), after=said_order)
    for at, contact_id in enumerate(after):
        old = before.index(contact_id) if contact_id in before else None
        for field in RUNG[1:]:
            was = NOTHING if old is None else _says(field, f"ladder.{old}.{field.path}", now)
            becomes = _says(field, f"ladder.{at}.{field.path}", said)
            if was != becomes:
                yield Change(name=f"{contact_id or NEW}: {field.label.lower()}", before=was, after=becomes)


def _order(said: Typed) -> list[str]:
    return [said.get(f"ladder.{at}.contact_id", "").strip() for at in range(size(said))]
