"""Why a text was read as it was: the stored line taken apart into rules and her words."""

import re

from messages.hearing.reading import Evidence
from schedules.text import Text

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
