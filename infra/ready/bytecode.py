"""`python -P -m infra.ready.bytecode FOLDER`, with the very Python the functions run on, files to compile on standard
input: bytecode that Python takes without looking at the source, since in an archive neither ever changes.

On Lambda nothing can be written beside the code: without it every cold start compiles everything it imports.
"""

import sys
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode, compile  # noqa: A004 - its own name

UNPACKED = "/var/task"
"""Where Lambda unpacks the archive; tracebacks name it."""


def make(folder: Path, names: list[str]) -> None:
    for name in names:
        path = folder / name
        if path.exists():
            target = cache_from_source(str(path), optimization="")
            compile(
                str(path),
                cfile=target,
                dfile=f"{UNPACKED}/{name}",
                doraise=True,
                invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
            )


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.stdin.read().splitlines())
