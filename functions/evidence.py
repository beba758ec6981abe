"""Why a text was read as it was: the stored line taken apart into rules and her words."""

import re

from messages.hearing.reading import Evidence
from schedules.text import Text

_SECTION_MAX = 3  # b27, c5: the section of the fact sheet a rule comes from
_BETWEEN = re.compile(r"(?:^|; )([a-z0-9_.]+): ")


def evidence_of(text: Text) -> tuple[Evidence, ...]:
    """What looks like the next rule but stands in her own text is her words: a name in it is never taken for a rule."""
    line = text.evidence or ""
    starts = [one for one in _BETWEEN.finditer(line) if one.start() == 0 or one.group() not in text.body]
    ends = [one.start() for one in starts[1:]] + [len(line)] * bool(starts)
    return tuple(Evidence(rule=one[1], phrase=line[one.end() : end]) for one, end in zip(starts, ends, strict=True))


def evidence_line(text: Text) -> str | None:
    """For staff, on one line; None when no rule spoke."""
    told = [f"rule {one.rule}: '{' '.join(one.phrase.split())}'" for one in evidence_of(text)]
    return "; ".join(told) or None


_QUALIFIERS = frozenset({"rough", "plain", "wide", "short", "bare", "alone", "voices"})
"""How widely a rule listens; no word for whoever reads why."""
_FIGURES = {"rate": "how fast pads fill", "degrees": "a temperature"}
"""What is told by a number."""
_HARMLESS = frozenset({"ack", "only_thanks", "question"})
"""Rules of intents that nobody is flagged for."""


def evidence_said(text: Text) -> str | None:
    """The same for a nurse with four minutes: her words, and in plain words what each rule took them for. None when no
    rule spoke, empty when none of them says why: a thank-you and a question flag nothing."""
    told = evidence_of(text)
    by_phrase: dict[str, list[str]] = {}
    for one in (one for one in told if one.rule not in _HARMLESS):
        heard = by_phrase.setdefault(" ".join(one.phrase.split()), [])
        if (name := _name_of(one.rule)) not in heard:
            heard.append(name)
    return "; ".join(f"“{phrase}”: {', '.join(names)}" for phrase, names in by_phrase.items()) if told else None


def _name_of(rule: str) -> str:
    """`b27.wish_to_die_rough.en` is "wish to die"; `model.0a1b2c3d` is the trained reader."""
    section, _, rest = rule.partition(".")
    if section == "model":
        return "the trained reader"
    named = rest if rest and len(section) <= _SECTION_MAX else rule
    figure = _FIGURES.get(named.partition(".")[0])
    if figure is not None:
        return figure
    words = [word for part in named.split(".") if part not in {"en", "es"} for word in part.split("_")]
    return " ".join(word for word in words if word not in _QUALIFIERS) or rule
