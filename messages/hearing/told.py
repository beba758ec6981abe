"""What she tells unasked: that the bleeding began, is over or is back, that help is near, and the date that was hoped
for."""

from functools import cache

from messages.hearing.answers import answer_to, only_answers
from messages.hearing.packaged import packaged
from messages.hearing.patterns import Gated, any_of, gated, opened_by
from messages.hearing.reading import Answer, Question
from messages.hearing.statements import stated

_FILE = "told.toml"
_MARKS = frozenset(".,()-")
_TOLD = (
    ("bleeding_back", Question.BLEEDING_STOPPED, False),
    ("bleeding_over", Question.BLEEDING_STOPPED, True),
    ("bleeding_started", Question.BLEEDING_STARTED, True),
)
"""The surest first: what is back has also started."""
GATED = tuple(shape for shape, _, _ in _TOLD)


def told_in(words: str, asked: Question | None) -> tuple[Answer, ...]:
    """A plain statement, where it would be the same answer to the question; none when she asks, hopes or denies."""
    shapes = [one for one in _TOLD if one[1] is not asked and _may_say(one[0], words)]
    if not shapes or _says("unless", told := stated(words)):
        return ()
    for shape, question, value in shapes:
        if _says(shape, told) and not _contradicts(words, question, value=value):
            return (Answer(question=question, value=value),)
    return ()


def only_tells(words: str, told: tuple[Answer, ...]) -> bool:
    """Whether there is not one word besides: such an answer to the open question would need nobody's second look."""
    return bool(told) and all(only_answers(words, one.question) for one in told)


def is_getting_help(words: str) -> bool:
    """On her way, already there, or an ambulance called: said plainly, not asked, refused or wished."""
    told = stated(words)
    return _says("getting_help", told) and not _says("not_getting_help", told)


def gives_date(words: str) -> bool:
    """The whole text is the date that was hoped for: 'my due date was October 4'."""
    plainly = " ".join(word for word in words.split() if word not in _MARKS)
    return "?" not in words and _says("date", f" {plainly} ")


def _contradicts(words: str, question: Question, *, value: bool) -> bool:
    answer = answer_to(words, question)
    return answer is not None and answer.value is not value


def _may_say(shape: str, words: str) -> bool:
    """Whether the words have what the shape needs: most texts do not, and need no further reading."""
    one = _shaped(shape)
    return one is not None and one.is_open(opened_by(words))


@cache
def _shaped(shape: str) -> Gated | None:
    return gated(tuple(packaged(_FILE)["said"][shape]), _FILE)


def _says(shape: str, told: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["said"][shape]), _FILE)
    return pattern is not None and pattern.search(told) is not None
