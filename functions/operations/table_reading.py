"""A file of people as rows of cells: how it is written is told from the file; what cannot be told is said."""

import codecs
import csv
import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from functions.operations.flat_form import COLUMNS, REQUIRED
from functions.operations.pasted import plain

BYTES_MAX = 1_000_000
ROWS_MAX = 500
CELL_CHARACTERS_MAX = 2_000
_SEPARATORS = ",;\t"
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_TEXT_MARK = re.compile(r"'(?=[=+\-@\t\r])")
"""With which spreadsheets, and our own exports, keep a cell from being a formula."""
_ALIASES = {
    "mobile": "phone",
    "cell": "phone",
    "phone_number": "phone",
    "time_zone": "zone",
    "timezone": "zone",
    "weeks": "gestation_weeks",
    "days": "gestation_days",
    "safe": "safe_phone",
    "consent_collected_by": "consent_by",
    "consent_given_at": "consent_at",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend. Rows are counted as the spreadsheet counts them, the header being 1; 0 is the whole file."""

    row: int
    column: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`rows`: each with its number and its cells by column. `encoding` is guessed where the file does not say it."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    encoding: str
    guessed: bool


def template() -> str:
    """The header to begin a file with; openable in a spreadsheet."""
    return "\ufeff" + ",".join(COLUMNS) + "\r\n"


def text_of(raw: bytes) -> str:
    """As it is read, to be shown and sent again; empty where it cannot be read, or is too large to be."""
    decoded = _decoded(raw) if len(raw) <= BYTES_MAX else None
    return decoded[0] if isinstance(decoded, tuple) else ""


def read_table(raw: bytes) -> Table | list[Fault]:
    """The rows, or everything that keeps the file from being read as rows."""
    if len(raw) > BYTES_MAX:
        return [
            _of_file(
                f"is larger than {BYTES_MAX // 1000} kB",
                f"split it into files of {ROWS_MAX} people or fewer, each with the header, and send one after another",
            )
        ]
    decoded = _decoded(raw)
    if isinstance(decoded, Fault):
        return [decoded]
    text, encoding = decoded
    lines = _lines(text)
    if isinstance(lines, Fault):
        return [lines]
    faults, columns = _header(lines[0] if lines else [])
    if faults:
        return faults
    rows = [(number, cells) for number, cells in enumerate(lines[1:], 2) if any(one.strip() for one in cells)]
    faults = [*_size_faults(len(rows)), *(fault for row in rows for fault in _row_faults(*row, len(columns)))]
    found = tuple((number, _cells(columns, cells)) for number, cells in rows)
    return faults or Table(rows=found, encoding=encoding, guessed=encoding == "cp1252")


def _of_file(problem: str, mend: str) -> Fault:
    return Fault(row=0, column="", problem=f"the file {problem}", mend=mend)


def _decoded(raw: bytes) -> tuple[str, str] | Fault:
    """A mark at the beginning tells; else UTF-8 where it is valid; else what Windows programs write, which has no NUL
    and no control characters."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    for name in dict.fromkeys((encoding, *(("cp1252",) if encoding == "utf-8" else ()))):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if not _has_controls(text):
            return text.removeprefix("\ufeff"), name
    return _of_file("is in no encoding we know", 'save it from the spreadsheet as "CSV UTF-8", and send that')


def _has_controls(text: str) -> bool:
    return any(one < " " and one not in "\t\r\n" for one in text) or "\x7f" in text


def _lines(text: str) -> list[list[str]] | Fault:
    named = _NAMED_SEPARATOR.match(text)
    body = text[named.end() :] if named else text
    separator = named[1] if named and named[1] in _SEPARATORS else _separator(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error:
        row = len(lines) + 1
        return Fault(row=row, column="", problem="a quotation mark is not closed or not doubled", mend='write "" for "')
    return lines


def _separator(body: str) -> str:
    """The one by which the header falls into the most columns we know."""
    header = body.partition("\n")[0]
    return max(_SEPARATORS, key=lambda one: sum(_column(cell) in COLUMNS for cell in header.split(one)))


def _column(header: str) -> str:
    folded = re.sub(r"[\s\-]+", "_", plain(header).strip("\"'* :").casefold())
    return _ALIASES.get(folded, folded)


def _header(cells: list[str]) -> tuple[list[Fault], list[str]]:
    columns = [_column(cell) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if not set(columns) & set(COLUMNS):
        mend = f"begin it as the template does: {', '.join(COLUMNS[:4])} and so on"
        return [_of_file("has no header: a first row with the names of its columns", mend)], []
    faults = []
    for place, column in enumerate(columns):
        if column not in COLUMNS:
            problem, mend = "is no column we know", _mend(column)
            faults.append(Fault(row=1, column=plain(cells[place])[:40], problem=problem, mend=mend))
        elif column in columns[:place]:
            faults.append(Fault(row=1, column=column, problem="stands twice", mend="take one of them out"))
    for column in REQUIRED:
        if column not in columns:
            faults.append(Fault(row=1, column=column, problem="is missing", mend="add the column, with a cell a row"))
    return faults, columns


def _mend(column: str) -> str:
    near = difflib.get_close_matches(column, COLUMNS, n=1)
    return f"take the column out, or name it {near[0]} if that is meant" if near else "take the column out"


def _size_faults(rows: int) -> list[Fault]:
    if not rows:
        return [_of_file("names nobody", "write a row for each person below the header")]
    if rows > ROWS_MAX:
        mend = f"split it into files of {ROWS_MAX} or fewer, each with the header, and send one after another"
        return [_of_file(f"names {rows} people; {ROWS_MAX} at a time are read", mend)]
    return []


def _row_faults(number: int, cells: list[str], columns: int) -> list[Fault]:
    faults = []
    if any(one.strip() for one in cells[columns:]):
        mend = 'put a cell that holds the separator in quotation marks, like "after 6, not before"'
        faults.append(Fault(row=number, column="", problem="has more cells than the header", mend=mend))
    if any(len(one) > CELL_CHARACTERS_MAX for one in cells):
        problem = f"has a cell of more than {CELL_CHARACTERS_MAX} characters"
        faults.append(Fault(row=number, column="", problem=problem, mend="shorten it"))
    return faults


def _cells(columns: list[str], cells: list[str]) -> Mapping[str, str]:
    return {column: _TEXT_MARK.sub("", cell.strip(), 1) for column, cell in zip(columns, cells, strict=False)}
