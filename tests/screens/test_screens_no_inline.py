"""The content security policy allows nothing inline, so no template has any; a first load is small."""

import gzip
import re
from pathlib import Path

import pytest

import functions

ROOM = Path(functions.__file__).parent
TEMPLATES = sorted((ROOM / "templates/console").glob("*.html"))
FIRST_LOAD_BYTES_MAX = 60_000
LARGEST_PAGE_BYTES = 20_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_anything_inline(path: Path) -> None:
    source = path.read_text("utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|autoescape", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def test_what_a_first_visit_loads_stays_small() -> None:
    served = [path.read_bytes() for path in (ROOM / "static").iterdir()]

    assert sum(len(gzip.compress(one)) for one in served) + LARGEST_PAGE_BYTES < FIRST_LOAD_BYTES_MAX
