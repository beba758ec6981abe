"""The same message in other words, where her track demands it: `by_track.toml`, read once."""

from collections.abc import Mapping
from functools import cache

from messages.packaged import table


def on_track(message: str, track: str | None) -> str:
    """What is said on this track where others hear `message`."""
    for begins, instead in twins().items():
        if (track or "").startswith(begins) and message in instead:
            return instead[message]
    return message


@cache
def twins() -> Mapping[str, Mapping[str, str]]:
    """By the beginning of a track's key, the most particular first."""
    return table(__file__, "by_track.toml")
