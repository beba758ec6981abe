"""A first visit over a slow line: the pages' own files and the largest page stay small."""

import gzip
from pathlib import Path

import functions

FIRST_LOAD_BYTES_MAX = 60_000
LARGEST_PAGE_BYTES = 20_000


def test_what_a_first_visit_loads_stays_small() -> None:
    served = [path.read_bytes() for path in (Path(functions.__file__).parent / "static").iterdir()]

    assert sum(len(gzip.compress(one)) for one in served) + LARGEST_PAGE_BYTES < FIRST_LOAD_BYTES_MAX
