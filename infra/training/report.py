"""docs/hearing.md and the figures of `aftercare hear --eval`: the same counts, in Markdown or plain text."""

from collections import Counter
from collections.abc import Iterable, Sequence

from infra.training.corpus import Labelled
from infra.training.judging import Judged, Marks, marks
from messages.hearing.model import CLASSES, Model
from messages.hearing.reading import Band, Intent
from messages.language import Language

WORST = 20
LEFT_OUT_TITLE = "## Each writer left out\n"
EARLIER = "Counted on"
_DANGERS = (Intent.CRISIS, Intent.EMERGENCY, Intent.URGENT)


def written(rows: Sequence[Labelled], judged: Sequence[Judged], trained: Model, size: int, seconds: float) -> str:
    """The whole document. Every figure in it is reprinted by `aftercare train`."""
    found = marks(judged)
    writers = sorted({row.writer for row in rows})
    return "\n".join(
        [
            _head(rows, trained, size, f"{seconds / 60:.0f}"),
            LEFT_OUT_TITLE,
            _LEFT_OUT,
            headline(found),
            "### By label\n",
            by_label(found),
            "### By language\n",
            by_group({language.name.title(): marks(judged, language) for language in Language}, "Language"),
            "### By writer\n",
            by_group(
                {writer: marks(one for one in judged if one.row.writer == writer) for writer in writers}, "Writer"
            ),
            "### Confusion\n",
            "Rows are the writer's label, columns what was heard; a doubt counts as what is doubted.\n",
            confusion(found),
            "### The worst misses\n",
            "Danger that got neither a page nor a question, the surest mistakes first. Invented texts.\n",
            _texts(found.missed[:WORST]),
            "### The worst false pages\n",
            _texts(found.false_pages[:WORST]),
        ]
    )


def with_new_head(document: str, rows: Sequence[Labelled], trained: Model, size: int) -> str:
    """The same account under a new head, with a word of when it was counted."""
    before, title, account = document.partition(LEFT_OUT_TITLE)
    minutes = before.partition("anew in about ")[2].partition(" ")[0]
    if EARLIER not in account:
        counted = before.partition(" labelled texts")[0].rpartition("\n")[2]
        paging = before.partition("together page from ")[2].partition(" ")[0]
        account = (
            f"\n{EARLIER} {counted} texts, before the last were added, and with pages from {paging} log odds on; "
            f"`make train` counts anew.\n{account}"
        )
    return _head(rows, trained, size, minutes) + "\n" + title + account


def _head(rows: Sequence[Labelled], trained: Model, size: int, minutes: str) -> str:
    languages = Counter(row.language.value for row in rows)
    return _OPENING.format(
        texts=f"{len(rows):,}",
        writers=len({row.writer for row in rows}),
        english=f"{languages['en']:,}",
        spanish=f"{languages['es']:,}",
        version=trained.version,
        size=f"{size / 1e6:.2f}",
        features=f"{trained.network.weights.features:,}",
        units=trained.network.weights.units,
        classes=len(CLASSES),
        page_at=f"{trained.page_at:.2f}",
        ask_at=f"{trained.ask_at:.2f}",
        leave_at=f"{trained.leave_at:.2f}",
        minutes=minutes,
    )


def headline(found: Marks) -> str:
    """The figures the targets are about."""
    return "\n".join(
        [
            "| measure | figure |",
            "|---|---|",
            f"| danger with neither page nor question | {_share(found.missed_rate)} of {found.dangers:,} |",
            f"| danger paged at once | {_share(found.paged_rate)} |",
            f"| other texts that page | {_share(found.false_page_rate)} of {found.others:,} |",
            f"| other texts that are asked back | {_share(found.asked_rate)} |",
            f"| wishes to leave that are heard | {_share(found.leaving_found)} |",
            f"| other texts that are not taken for leaving | {_share(found.leaving_true, 2)} |",
            f"| label right | {_share(found.right)} |",
            "",
        ]
    )


def by_label(found: Marks) -> str:
    lines = ["| label | texts | page | ask | review | auto | label right |", "|---|---|---|---|---|---|---|"]
    for intent in Intent:
        bands = found.bands[intent]
        count = sum(bands.values())
        if count:
            shares = " | ".join(_share(bands[band] / count) for band in Band)
            lines.append(
                f"| {intent.value} | {count:,} | {shares} | {_share(found.confusion[intent][intent] / count)} |"
            )
    return "\n".join([*lines, ""])


def by_group(groups: dict[str, Marks], name: str) -> str:
    lines = [f"| {name} | danger | missed | paged | others | false pages | asked |", "|---|---|---|---|---|---|---|"]
    for title, found in groups.items():
        lines.append(
            f"| {title} | {found.dangers:,} | {_share(found.missed_rate)} | {_share(found.paged_rate)} "
            f"| {found.others:,} | {_share(found.false_page_rate)} | {_share(found.asked_rate)} |"
        )
    return "\n".join([*lines, ""])


def confusion(found: Marks) -> str:
    lines = ["| | " + " | ".join(intent.value for intent in Intent) + " |", "|---" * (len(Intent) + 1) + "|"]
    for intent in Intent:
        row = " | ".join(str(found.confusion[intent][heard] or "") for heard in Intent)
        lines.append(f"| **{intent.value}** | {row} |")
    return "\n".join([*lines, ""])


def _texts(judged: Iterable[Judged]) -> str:
    return "\n".join(
        [*(f"- {one.row.label.value}, read as {one.label.value}: {_quoted(one.row.text)}" for one in judged), ""]
    )


def _quoted(text: str) -> str:
    escaped = "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)
    return f"“{escaped}”"


def _share(value: float, places: int = 1) -> str:
    return f"{value * 100:.{places}f} %"


_OPENING = """# How replies are read, and how well

Reading a reply is the most dangerous thing this service does. Two readers do it, in `messages/hearing/`:

- **Rules** (`signs.en.toml`, `signs.es.toml`): plain statements of every red flag, each with examples, set aside when
  they are denied, long over, only supposed or somebody else's (`standing.toml`).
- **A model** (`model.bin`, version {version}): {features} features of letters, words, sounds and concepts
  (`features.py`, `concepts.toml`), one hidden layer of {units} units, {classes} labels; each weight is half a byte
  (`weights.py`), {size} MB with the weights for topics; read with the standard library alone.

Before both, `normalize.py` makes plain words of what she typed: shorthand, one slip of the thumb (`spelling.py`), words
spelt by ear ("kitarme", "savanas") and words run together ("nopuedorespirar"; `vocabulary.py`).

Each may only raise the other (`weighing.py`). A rule or a figure that stands is enough to ask; the model can never
silence it. In a sentence of fifteen words or fewer it is enough to page, unless the model is sure that all is calm; a
cry of crisis, in twenty or fewer, pages all the same. A rule marked as a hint only adds to what the model thinks. The
model adds what rules cannot say, and the two together page from {page_at} log odds of danger and ask from {ask_at}.
From {leave_at} log odds of an opt-out, and by the plain words of leaving, a text is taken as leaving. Of her last words
as she leaves, and of words beside the lowest answer to a question about her mood, we ask at less.

What a question is about (`subjects.py`) is weighed of the same two: what the rules of `topics.toml` find named in it,
and a second small network (`topics.bin`). A topic that is not sure is answered and read by a person too.

| band | what happens |
|---|---|
| page | the safety answer at once, and a person is paged until somebody acknowledges |
| ask | one short safety question with the emergency line; a page on "1", on worse, or after ten silent minutes |
| review | an answer that a person will read it, and a place in the inbox |
| auto | the answer, or nothing where thanks need none |

A text that cannot be read, and a reader that fails, are never `auto`.

## The texts

{texts} labelled texts by {writers} writers ({english} English, {spanish} Spanish), all invented, in
`infra/training/texts/`, one file a writer; labels and boundary rules in `infra/training/labels.md`.
`infra/training/exams/` holds texts that are never trained on. `make train` makes the vocabulary, the weights and this
page anew in about {minutes} minutes; `make bench-hearing` prints the figures of the exams against the targets; `make
gates` follows a change of a rule, so that it is searched only where it can match.
"""

_LEFT_OUT = """Each text is read by weights that never saw its writer. Many writers wrote only texts on the line
(`near-*`, `gaps-*`, `indirect-*`, `calm-*`, `leaving-*`, `parts-*`, `first-08` to `first-10`), so these figures are
harder than an ordinary inbox; the exams are nearer to one, save `hard-*`, which were written to be misread. `spent-*`
were exams once.
"""
