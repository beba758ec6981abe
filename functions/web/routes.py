"""A table of routes: a test can walk every one of them as anybody."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from functions.operations.sessions import SignedIn
from functions.roles import Permission
from functions.web.exchange import Answer, Request

_NAME = re.compile(r"\{([a-z_]+)\}")
_VALUE = r"([A-Za-z0-9._-]{1,120})"
"""Every id the core makes fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A page for people who are not signed in."""

    method: str
    pattern: str
    run: Callable[[Request], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A page for those who are signed in and have `needs`; None: whoever is signed in. A name in the pattern, as in
    `/console/people/{enrollment}`, is an id. A page that asks by itself is not `keeps_awake`."""

    method: str
    pattern: str
    needs: Permission | None
    run: Callable[[Request, SignedIn], Answer]
    keeps_awake: bool = True


Route = Open | Guarded


def find(routes: Sequence[Route], method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
    """The first that fits, and what stood in its names."""
    asked = "GET" if method == "HEAD" else method
    for route in routes:
        match = _compiled(route.pattern).fullmatch(path) if route.method == asked else None
        if match is not None:
            return route, dict(zip(_NAME.findall(route.pattern), match.groups(), strict=True))
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    literal = [re.escape(part) for part in _NAME.split(pattern)[::2]]
    return re.compile(_VALUE.join(literal))
