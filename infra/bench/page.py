"""The page that holds the figures: what stands between its markers is rewritten, and nothing else."""

import re
from collections.abc import Mapping
from pathlib import Path

from infra.package import ROOT

PAGE = ROOT / "docs" / "performance.md"


def write(parts: Mapping[str, str], page: Path = PAGE) -> None:
    """Raises LookupError when the page has no such marker."""
    text = page.read_text("utf-8")
    for name, content in parts.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not between.search(text):
            raise LookupError(f"{page.name} has no marker {begin}")
        text = between.sub(lambda _: f"{begin}\n\n{content}\n\n{end}", text)  # noqa: B023 - called at once
    page.write_text(text, "utf-8")
