"""The words of the training texts, as `messages.hearing.vocabulary` reads them."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from infra.training.corpus import Labelled
from messages.hearing.normalize import words_as_written
from messages.hearing.vocabulary import told_of

WORD_WRITERS_MIN = 2
PAIR_WRITERS_MIN = 5
"""One writer's slip, or two words that met by chance, are no language."""


def words(rows: Iterable[Labelled]) -> str:
    """Each word with how many writers use it and in which language the rules speak of it, the most used first."""
    writers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for word in words_as_written(row.text):
            writers[word].add(row.writer)
    counted = sorted((-len(names), word) for word, names in writers.items() if len(names) >= WORD_WRITERS_MIN)
    return "".join(f"{' '.join([word, str(-minus), *told_of(word)])}\n" for minus, word in counted)


def pairs(rows: Iterable[Labelled]) -> str:
    """Each word with those that often follow it."""
    writers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for pair in pairwise(words_as_written(row.text)):
            writers[pair].add(row.writer)
    followers: dict[str, list[str]] = defaultdict(list)
    for (first, second), names in sorted(writers.items()):
        if len(names) >= PAIR_WRITERS_MIN:
            followers[first].append(second)
    return "".join(f"{first} {' '.join(others)}\n" for first, others in followers.items())
