"""Words, each with a number, of which a text needs those that begin like its own: the others are not even read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Self

LETTERS = 2


class Grouped(Mapping[str, int]):
    """`lines`: by how they begin, words and numbers by turns. What packaging makes of a long dictionary."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._read: dict[str, dict[str, int]] = {}

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> Self:
        parts = defaultdict(list)
        for word, number in numbers.items():
            parts[word[:LETTERS]].append(f"{word} {number}")
        return cls({beginning: " ".join(some) for beginning, some in parts.items()})

    def __getitem__(self, word: str) -> int:
        return self._like(word)[word]

    def get(self, word: str, default: int | None = None) -> int | None:  # type: ignore[override]
        return self._like(word).get(word, default)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self._like(word)

    def __iter__(self) -> Iterator[str]:
        return (word for beginning in self._lines for word in self._like(beginning))

    def __len__(self) -> int:
        return sum(len(self._like(beginning)) for beginning in self._lines)

    def _like(self, word: str) -> dict[str, int]:
        beginning = word[:LETTERS]
        known = self._read.get(beginning)
        if known is None:
            parts = self._lines.get(beginning, "").split()
            known = self._read[beginning] = dict(zip(parts[::2], map(int, parts[1::2]), strict=True))
        return known
