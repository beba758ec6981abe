"""The console's files that never change under their name: the name holds a digest of what is in them."""

import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from importlib import resources

from functions.web.exchange import Answer

PATH = "/console/static/"
KEPT_SECONDS = 31_536_000
DIGEST_CHARACTERS = 12
_TEXTS = ("text/", "application/javascript", "image/svg")


def static(name: str) -> str:
    """Where a page links to: `console.css` is `/console/static/console.0a1b2c3d4e5f.css`. KeyError for no such file."""
    return f"{PATH}{_named()[name]}"


def served(hashed: str) -> Answer | None:
    """A file by the name it has in links, kept for a year by whoever asked."""
    name = _files().get(hashed)
    if name is None:
        return None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    raw = resources.files("functions").joinpath("static", name).read_bytes()
    is_text = kind.startswith(_TEXTS)
    headers = {
        "Content-Type": f"{kind}; charset=utf-8" if is_text else kind,
        "Cache-Control": f"public, max-age={KEPT_SECONDS}, immutable",
    }
    return Answer(status=200, body=raw.decode() if is_text else raw, headers=headers)


@cache
def _named() -> Mapping[str, str]:
    """By the name in the archive, the name in links."""
    found = [one for one in resources.files("functions").joinpath("static").iterdir() if one.is_file()]
    return {one.name: _hashed(one.name, one.read_bytes()) for one in found}


@cache
def _files() -> Mapping[str, str]:
    return {hashed: name for name, hashed in _named().items()}


def _hashed(name: str, raw: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(raw).hexdigest()[:DIGEST_CHARACTERS]}.{suffix}"
