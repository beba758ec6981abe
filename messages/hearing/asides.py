"""What she adds after "also" or "by the way": heard by itself too, since a harmless question before it can drown it."""

from collections.abc import Iterator
from itertools import pairwise

from messages.hearing.normalize import Plain

WORDS_MIN = 4
"""Of what is heard by itself: fewer say too little."""
_JOINS = frozenset({"also", "btw", "ps", "anyway", "anyways", "ademas", "aparte", "tambien"})
_JOINS_OF_TWO = frozenset({("oh", "and"), ("other", "thing"), ("another", "thing"), ("por", "cierto"), ("de", "paso")})
_JOINS_OF_TWO |= {("otra", "cosa"), ("the", "way"), ("more", "thing"), ("quick", "question"), ("y", "bueno")}


def asides(heard: Plain) -> tuple[str, ...]:
    """What follows each of these words, as she wrote it. What stands before the first is never alone: "thank you for
    everything" is a goodbye only by itself."""
    tokens = heard.words.split()
    starts = [at for at in range(WORDS_MIN, len(tokens)) if _joins(tokens, at)]
    if not starts or len(tokens) != len(heard.origins):
        return ()
    return tuple(_written(heard, [*starts, len(tokens)]))


def _joins(tokens: list[str], at: int) -> bool:
    return tokens[at] in _JOINS or tuple(tokens[at : at + 2]) in _JOINS_OF_TWO


def _written(heard: Plain, starts: list[int]) -> Iterator[str]:
    for first, end in pairwise(starts):
        if end - first >= WORDS_MIN:
            yield heard.original[heard.origins[first][0] : heard.origins[end - 1][1]]
