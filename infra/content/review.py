"""Which words a clinician has signed, and which version of all words this checkout holds."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from messages.catalogue import catalogue
from messages.lint_review import wording_of_page, wording_of_phrase
from messages.pages import pages
from messages.phrases import phrases
from messages.review import is_signed

ROOT = Path(__file__).parents[2]
CONTENT = ("messages", "messages/catalogue", "messages/pages", "messages/resources", "schedules", "schedules/pathways")


def drafts() -> Iterator[str]:
    """What nobody has signed as it stands: `<key> (<language>)`, `page <key>`, `phrase <key>`."""
    for (key, language), entry in sorted(catalogue().entries.items()):
        if not is_signed(entry.review, entry.wording):
            yield f"{key} ({language.value})"
    for key, page in pages().items():
        if not is_signed(page.review, wording_of_page(page)):
            yield f"page {key}"
    for key, one in phrases().items():
        if not is_signed(one.review, wording_of_phrase(one)):
            yield f"phrase {key}"


def version(root: Path = ROOT) -> str:
    """Of every word, number and day that can reach somebody; changes when a letter does."""
    digest = hashlib.sha256()
    for folder in CONTENT:
        for path in sorted((root / folder).glob("*.toml")):
            if not path.name.startswith("lint"):
                digest.update(f"{folder}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
