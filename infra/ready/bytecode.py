"""`python -P -m infra.ready.bytecode FOLDER [--ours]`, with the very Python the functions run on, files to compile on
standard input: bytecode that Python takes without looking at the source, since in an archive neither ever changes.

On Lambda nothing can be written beside the code: without it every cold start compiles everything it imports. In our own
modules (`--ours`) it has the values written out, and reads back what functions give that packaging has called.
"""

import argparse
import ast
import marshal
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

from infra.ready.results import read_back
from infra.ready.values import written_out

UNPACKED = "/var/task"
"""Where Lambda unpacks the archive; tracebacks name it."""
UNCHECKED_HASH = (0b01).to_bytes(4, "little")
"""Of PEP 552: the hash of the source follows, and nobody compares it."""


def make(folder: Path, names: list[str], *, are_ours: bool) -> None:
    for name in names:
        path = folder / name
        if path.exists():
            target = Path(cache_from_source(str(path), optimization=""))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(bytecode(path.read_bytes(), name, is_ours=are_ours))


def bytecode(source: bytes, name: str, *, is_ours: bool) -> bytes:
    """A whole `.pyc` of a module, whose path below the archive's root is `name`."""
    module = ast.parse(source, name)
    if is_ours:
        module = read_back(written_out(module), name)
    code = compile(module, f"{UNPACKED}/{name}", "exec", dont_inherit=True)
    return MAGIC_NUMBER + UNCHECKED_HASH + source_hash(source) + marshal.dumps(code)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ours", action="store_true")
    chosen = parser.parse_args()
    make(chosen.folder, sys.stdin.read().splitlines(), are_ours=chosen.ours)
