"""What keeps a file of words from being read at all: each slip with its file and key, all at once."""

from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from messages.hearing.reading import Topic
from messages.language import Language
from messages.lint_schema import Field, Kind, misfits, read_toml, table, tables, text, texts
from messages.lint_text import Problem, at
from messages.opt_in import OptIn

FACT_TRACKS = frozenset(
    {
        *("all", "all, ectopic first", "miscarriage", "miscarriage, not on tablet day"),
        *("early", "early medication", "late", "ectopic", "ectopic surgery"),
    }
)
"""What the fact sheet calls the tracks of a fact."""
_OPT_INS = frozenset(one.value for one in OptIn)
_TOPICS = frozenset(one.value for one in Topic)
_CONTRACT = {
    "facts": texts(),
    "sources": texts(),
    "values": texts(),
    "topic": text(required=False, one_of=_OPT_INS),
    "page": text(required=False),
}
_ENTRY = {"text": text(), "review": text()}
_PHRASE = {"en": text(), "es": text(), "review": text()}
_FACT = {
    "id": text(),
    "fact": text(),
    "basis": text(one_of=frozenset({"stated", "anecdote", "inferred"})),
    "tracks": text(one_of=FACT_TRACKS),
    "gate": text(required=False, one_of=frozenset({"opt-in"})),
}
_SPOKEN = {language.value: text() for language in Language}
_PAGE = {
    "topics": texts(one_of=_TOPICS),
    "facts": texts(),
    "sources": texts(),
    "also": texts(),
    "gate": text(required=False, one_of=_OPT_INS),
    "review": text(),
    **{language.value: table({"title": text(), "text": text()}) for language in Language},
}
_SUPPORT = {
    "name": text(),
    "phone": text(),
    "hours": table(_SPOKEN),
    "confidence": text(one_of=frozenset({"high", "medium", "low"})),
    "verified_on": Field(kind=Kind.DATE),
    "sources": texts(),
}
_COUNTRY = {
    "country": text(),
    "emergency": text(),
    "confidence": text(one_of=frozenset({"high", "medium", "low"})),
    "checked": text(one_of=frozenset({"source"})),
    "verified_on": Field(kind=Kind.DATE),
    "live_tested_on": Field(kind=Kind.DATE, required=False),
    "hours": text(),
    "sources": texts(),
    "crisis_line": table(_SPOKEN),
    "crisis_tel": text(),
    "crisis_sms": table(
        {"number": text(), **{language.value: text(required=False) for language in Language}}, required=False
    ),
    "support": tables(_SUPPORT),
}
_OF_ROWS: Mapping[str, Mapping[str, Field]] = {
    "catalogue/contract.toml": _CONTRACT,
    **{f"catalogue/{language.value}.toml": _ENTRY for language in Language},
    "facts.toml": _FACT,
    "phrases.toml": _PHRASE,
}
"""Files that hold a table a key."""
_OF_FIELDS: Mapping[str, Mapping[str, Field]] = {"pages": _PAGE, "resources": _COUNTRY}
"""Folders of files that are a table each."""
_LISTS = ("lint_gated.toml", "lint_guard.toml", "lint_numbers.toml", "lint_words.toml")
"""What the lint itself reads: whoever breaks one is told so, too."""


def file_problems(root: Traversable | None = None) -> list[Problem]:
    """`root`: the folder of this package, to judge a copy."""
    root = root or resources.files("messages")
    return [
        *(problem for name, fields in _OF_ROWS.items() for problem in _rows(root, name, fields)),
        *(problem for folder, fields in _OF_FIELDS.items() for problem in _folder(root, folder, fields)),
        *(read for name in _LISTS if isinstance(read := read_toml(root.joinpath(name), f"messages/{name}"), Problem)),
    ]


def _rows(root: Traversable, name: str, fields: Mapping[str, Field]) -> Iterator[Problem]:
    file = f"messages/{name}"
    read = read_toml(root.joinpath(name), file)
    if isinstance(read, Problem):
        yield read
        return
    for key, row in read.items():
        yield from misfits(row, fields, file=file, key=key)


def _folder(root: Traversable, folder: str, fields: Mapping[str, Field]) -> Iterator[Problem]:
    for source in sorted(root.joinpath(folder).iterdir(), key=lambda one: one.name):
        if source.name.endswith(".toml"):
            yield from _whole(source, f"messages/{folder}/{source.name}", fields)


def _whole(source: Traversable, file: str, fields: Mapping[str, Field]) -> Iterator[Problem]:
    key = source.name.removesuffix(".toml")
    read = read_toml(source, file)
    if isinstance(read, Problem):
        yield read
        return
    yield from misfits(read, fields, file=file, key=key)
    if read.get("country", key) != key:
        said = f"says it is of {read['country']!r}"
        yield at(file, key, None, "file", said=said, mend="name the file as its country")
