"""Yes or no to what was asked, in figures or words of either language; what she states beats the bare word."""

from messages.hearing.reading import Question
from messages.hearing.statements import denied, pattern, present, said, stated

DOUBT_AT_MAX = 30  # letters: a doubt farther in is about something else
LAST_WORD_MAX = 9  # tokens: a yes at the end of a longer text answers something else


def yes_or_no(words: str, asked: Question) -> bool | None:
    """None for doubt, for both at once and for another matter; what she says of now beats what she says of then."""
    told = stated(words)
    now = told if asked is Question.DOUBT else present(told)
    value = _heard(now, asked)
    return value if value is not None or now == told else _heard(told, asked)


def _heard(told: str, asked: Question) -> bool | None:
    if not told.strip() or said("unsure_always", told):
        return None
    if asked is Question.TEST_RESULT:
        return _test_result(told)
    if asked is not Question.DOUBT:
        told = pattern("other_ended").sub(" ; ", told)
    bare = _bare(told)
    held = _HELD[asked](told, bare=bare)
    if held is _SAFE.get(asked, ...):
        return held
    if said("both", told) or _hesitates(told, stated_before=held is not None):
        return None
    if held is not None:
        return held
    return bare if bare is not None or asked is Question.DOUBT else _last_word(told)


def _hesitates(told: str, *, stated_before: bool) -> bool:
    """At the beginning, and not after a clause that already told: 'nothing, maybe its stress'."""
    unsure = said("unsure", told)
    if unsure is None or unsure.start() > DOUBT_AT_MAX:
        return False
    before = told[: unsure.start()]
    return " ." not in before and not (stated_before and " ," in before)


def _bare(told: str) -> bool | None:
    """The yes, no, 1 or 2 she begins with."""
    found = [value for name, value in (("no", False), ("yes", True)) if said(name, told)]
    return found[0] if len(found) == 1 else None


def _last_word(told: str) -> bool | None:
    """The word at her end, or a last sentence that is nothing else: 'you asked at the right time . 1'."""
    kind = "last" if told.count(" ") <= LAST_WORD_MAX else "alone"
    found = [value for name, value in (("no", False), ("yes", True)) if said(f"{kind}_{name}", told)]
    return found[0] if len(found) == 1 else None


def _begun(told: str, *, bare: bool | None) -> bool | None:
    """Any denial is a no; blood she only mentions does not overrule her own no."""
    return _shown(told, Question.BLEEDING_STARTED, bare=bare)


def _returned(told: str, *, bare: bool | None) -> bool | None:
    return _shown(told, Question.PERIOD_BACK, bare=bare)


def _shown(told: str, asked: Question, *, bare: bool | None) -> bool | None:
    kept = pattern("unsaid").sub(" ", told)
    shown = [not denied(kept, match) for match in pattern(f"{asked}_true").finditer(kept)]
    hinted = [not denied(kept, match) for match in pattern(f"{asked}_hint").finditer(kept)]
    if False in shown or False in hinted or said(f"{asked}_false", kept):
        return False
    if True in shown:
        return True
    return True if True in hinted and bare is None and asked is Question.BLEEDING_STARTED else None


def _stopped(told: str, *, bare: bool | None) -> bool | None:  # noqa: ARG001 - one shape for every question
    """Blood still there or there again is a no whatever else she says; blood denied is a yes."""
    if said("bleeding_stopped_false", told):
        return False
    ended = list(pattern("bleeding_stopped_true").finditer(told))
    shown = [not denied(told, match) for match in ended]
    rest = pattern("bleeding_stopped_true").sub(" ; ", told)
    blood = [not denied(rest, match) for match in pattern("bleeding_stopped_hint").finditer(rest)]
    color = [not denied(rest, match) for match in pattern("bleeding_stopped_color").finditer(rest)]
    if True in blood or True in color:
        return False
    if True in shown or False in blood:
        return True
    return False if shown else None


def _happening(told: str, *, bare: bool | None) -> bool | None:
    """A yes to danger stands against anything beside it."""
    if (bare is True and not said("both", told)) or any(
        not denied(told, match) for match in pattern("doubt_true").finditer(told)
    ):
        return True
    over = said("doubt_false", told)
    return False if over and over.start() <= DOUBT_AT_MAX else None


def _test_result(told: str) -> bool | None:
    """'2' may be two lines, 'yes' may be 'I did it': better asked than guessed. A faint second line counts."""
    if said("test_unclear", told):
        return None
    rest = pattern("test_result_false").sub(" ; ", told)
    negative, positive = rest != told, said("test_result_true", rest) is not None
    if negative and positive:
        return None
    if positive:
        return True
    return False if negative or said("one_line", rest) else None


_HELD = {
    Question.BLEEDING_STARTED: _begun,
    Question.BLEEDING_STOPPED: _stopped,
    Question.PERIOD_BACK: _returned,
    Question.DOUBT: _happening,
}
_SAFE = {Question.BLEEDING_STOPPED: False, Question.DOUBT: True}
"""What no hesitation takes back: 'not sure, still spotting'."""
