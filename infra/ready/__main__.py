"""`python -P -m infra.ready FOLDER`, with nothing installed: makes a copy of our packages ready, in place."""

import sys
from pathlib import Path

from infra.ready import data, hearing, results

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    data.make(folder)
    results.make(folder)
    heard = folder / "messages" / "hearing"
    if heard.is_dir():
        hearing.make(heard)
