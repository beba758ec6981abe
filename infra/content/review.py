"""Which words a clinician has signed, and which version of all words this checkout holds."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from messages.catalogue import catalogue
from messages.lint import DRAFT
from messages.pages import pages

ROOT = Path(__file__).parents[2]
CONTENT = ("messages/catalogue", "messages/pages", "messages/resources", "schedules/pathways")


def drafts() -> Iterator[str]:
    """Every text and page nobody has signed: `<key> (<language>)` or `page <key>`."""
    for (key, language), entry in sorted(catalogue().entries.items()):
        if entry.review == DRAFT:
            yield f"{key} ({language.value})"
    for key, page in pages().items():
        if page.review == DRAFT:
            yield f"page {key}"


def version(root: Path = ROOT) -> str:
    """Of every word, number and day that can reach somebody; changes when a letter does."""
    digest = hashlib.sha256()
    for folder in CONTENT:
        for path in sorted((root / folder).glob("*.toml")):
            digest.update(f"{folder}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
