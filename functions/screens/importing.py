"""Import: a file of people, looked at in full before anything is stored."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from functions.operations.enrollment_fields import CHART_NAME_CHARACTERS_MAX
from functions.operations.flat_form import COLUMNS, REQUIRED
from functions.operations.import_plans import LIVED_MAX, Plan
from functions.operations.importing import Fate, Line, Report
from functions.operations.table_reading import BYTES_MAX, ROWS_MAX, Fault
from functions.screens import speaking, tracks
from messages.consent import consent_id
from messages.language import Language
from messages.opt_in import OptIn

SHOWN_MAX = 200
"""Faults on one page; mending those often mends the rest."""
TOPICS_IN_EXAMPLE = 2
DIGITS_SHOWN = 4
MEANINGS: Mapping[str, tuple[str, str]] = {
    "phone": ("Her phone; outside the clinic's country with country code", "+12025550143"),
    "language": ("en or es", "en"),
    "zone": ("Where she lives, as a time zone", "America/Chicago"),
    "loss": ("What happened; in brackets what the page Enroll says", "early"),
    "treatment": ("How it is treated; in brackets what the page Enroll says", "medication"),
    "gestation_weeks": ("Weeks of pregnancy", "9"),
    "gestation_days": ("And days, if known", "3"),
    "decision_on": ("Day waiting was chosen", "2026-03-02"),
    "bleeding_on": ("Day the bleeding began, if it has", "2026-03-02"),
    "tablets_on": ("Day of the second tablets, misoprostol", "2026-03-02"),
    "procedure_on": ("Day of the procedure", "2026-03-02"),
    "injection_on": ("Day of the injection", "2026-03-02"),
    "loss_on": ("Day of the loss", "2026-03-02"),
    "joined_on": ("Day somebody close to her joined", "2026-03-02"),
    "due_on": ("The date that was hoped for, where she asked for that text", "2026-09-14"),
    "tablets_at": ("Time of the second tablets, her clock", "14:30"),
    "conditions": ("none, or the excluded conditions that were found", "none"),
    "safe_phone": ("yes, when she said texts to this phone are safe", "yes"),
    "consent_method": ("How she agreed: staff, paper or web", "paper"),
    "consent_wording": ("The version of the wording she agreed to", consent_id(Language.ENGLISH)),
    "consent_by": ("Who collected her consent", "M. Lopez"),
    "consent_at": ("When she agreed, the clinic's clock", "2026-03-02 14:30"),
    "words": ("neutral, pregnancy, baby or name", "neutral"),
    "name": ("The name, where words is name", "Luna"),
    "topics": ("What she asked for, of what the clinic writes about, with spaces between", "none"),
    "discreet": ("yes, when texts should only announce themselves", "no"),
    "planned_from": ("No planned text before, her clock", "10:00"),
    "planned_until": ("No planned text after, her clock", "18:00"),
    "chart_name": ("Her name, for staff alone", "Ana Lopez"),
    "reference": ("Her reference in your records, for staff alone", "R-1734"),
    "call_note": ("When and how it is safe to call, for staff alone", "after 5 pm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    meaning: str
    example: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A cell that was written loosely, and how it was read."""

    row: int
    column: str
    read_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing to mend. `whose`: how she is found in the file, where her name or phone could be read."""

    row: int
    whose: str
    column: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Somebody new, as she would be enrolled. `texts` is empty where her calendar was not worked out."""

    row: int
    name: str
    phone: str
    track: str
    language: str
    first: str
    texts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`csv` is the file's text as it was sent: with the button it is sent again, so nothing is kept in between."""

    csv: str
    columns: tuple[Column, ...]
    looked: bool
    good: int
    made: int
    known: int
    left: int
    shown: tuple[Trouble, ...]
    more: int
    rows_wrong: int
    rows_max: int
    bytes_max: int
    loose: tuple[Loose, ...]
    guessed: bool
    rows: tuple[Row, ...]
    lived_max: int
    is_missing: bool

    @property
    def is_clean(self) -> bool:
        return self.looked and not self.shown and self.good > 0


def page(
    report: Report | None = None,
    *,
    csv: str = "",
    plans: Iterable[Plan] = (),
    country: str = "us",
    offered: Set[OptIn] = frozenset(OptIn),
    is_missing: bool = False,
) -> Page:
    """`report`: of the dry run, or of the import itself; None before either. `is_missing`: nothing was sent to look
    at. `offered`: the topics the clinic writes about."""
    faults = report.faults if report else ()
    lines = report.lines if report else ()
    whose = {line.row: _whose(line) for line in lines}
    loose = [Loose(row=line.row, column=one.field, read_as=one.read_as) for line in lines for one in line.assumed]
    return Page(
        csv=csv,
        columns=tuple(_column(name, offered) for name in COLUMNS),
        looked=report is not None,
        good=report.count(Fate.READY) if report else 0,
        made=report.count(Fate.MADE) if report else 0,
        known=report.count(Fate.ALREADY) if report else 0,
        left=report.count(Fate.LEFT) if report else 0,
        shown=tuple(_said(one, whose.get(one.row, "")) for one in faults[:SHOWN_MAX]),
        more=max(len(faults) - SHOWN_MAX, 0),
        rows_wrong=len({one.row for one in faults if one.row}),
        rows_max=ROWS_MAX,
        bytes_max=BYTES_MAX,
        loose=tuple(loose[:SHOWN_MAX]),
        guessed=report.guessed if report else False,
        rows=tuple(_row(one, country) for one in plans)[:SHOWN_MAX],
        lived_max=LIVED_MAX,
        is_missing=is_missing,
    )


def _row(one: Plan, country: str) -> Row:
    at = one.first_at
    first = f"{speaking.day(at, str(at.tzinfo))}, {speaking.clock(at, str(at.tzinfo), country)}" if at else ""
    return Row(
        row=one.row,
        name=one.name or "no name",
        phone=speaking.phone(one.phone),
        track=speaking.track(one.pathway),
        language=one.language,
        first=first or ("none" if one.texts == 0 else ""),
        texts="" if one.texts is None else str(one.texts),
    )


def _column(name: str, offered: Set[OptIn]) -> Column:
    meaning, example = MEANINGS.get(name, ("", ""))
    codes = _codes(name, offered)
    if name == "topics" and codes:
        example = " ".join(codes[:TOPICS_IN_EXAMPLE])
    listed = f": {('; ' if name == 'treatment' else ', ').join(codes) or 'none'}" if name in _LISTED else ""
    return Column(name=name, meaning=f"{meaning}{listed}", example=example, required=name in REQUIRED)


_LISTED = frozenset({"loss", "treatment", "topics"})


def _codes(name: str, offered: Set[OptIn]) -> list[str]:
    """All that a cell of one of these columns may say; treatments by loss, since one word is another's too."""
    match name:
        case "loss":
            return [_coded(_loss(group), group.name, group.hint) for group in tracks.groups()]
        case "treatment":
            return [f"for {_loss(group)} {', '.join(_treatments(group))}" for group in tracks.groups()]
        case "topics":
            return [one.value for one in tracks.written_topics() if one in offered]
    return []


def _loss(group: tracks.Group) -> str:
    return group.tracks[0].key.partition("-")[0]


def _treatments(group: tracks.Group) -> list[str]:
    return [_coded(one.key.partition("-")[2], one.name, one.hint) for one in group.tracks]


def _coded(code: str, name: str, hint: str) -> str:
    return f"{code} ({', '.join(part for part in (name, hint) if part)})"


def _said(one: Fault, whose: str) -> Trouble:
    """The column keeps its name: it is looked for in the file."""
    mend = one.mend[:1].upper() + one.mend[1:]
    return Trouble(row=one.row, whose=whose, column=one.column, problem=one.problem, mend=mend)


def _whose(line: Line) -> str:
    """Rows are counted, and names and phones are recognized. Never a whole phone: it may be what is wrong."""
    name = line.form.get("chart", {}).get("name")
    if name:
        return str(name)[:CHART_NAME_CHARACTERS_MAX]
    digits = "".join(one for one in line.phone if one.isdecimal())
    return f"phone …{digits[-DIGITS_SHOWN:]}" if len(digits) > DIGITS_SHOWN else ""
