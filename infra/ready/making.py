"""Makes a copy of our packages ready, with the Python it is to run on: only that one can say what it compiles to."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from functions.adapters import aws, codec
from infra.ready import shapes

ROOT = Path(__file__).resolve().parent.parent.parent
RUNTIME = "3.13"
"""As serverless.yml says."""
SECONDS_MAX = 300
LINES_ALONE = ("-X", "no_debug_ranges")
"""A traceback of ours names lines; where in them is a fifth of the bytecode."""
_HEARING = Path("messages") / "hearing" / "patterns.py"


class NotReady(Exception):
    """That Python could not make it ready; says why."""


def python_of_runtime() -> str | None:
    """A Python of the functions' version on this machine, if there is one."""
    found = shutil.which(f"python{RUNTIME}")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
    return found if told.stdout.startswith(f"Python {RUNTIME}.") else None  # what is found may be a shim to nothing


def make_ready(folder: Path, *, botocore: Path, python: str = sys.executable) -> None:
    """In place. `botocore`: the package that will lie beside ours. Raises NotReady."""
    adapters = folder / "functions" / "adapters"
    if adapters.is_dir():
        shapes.make(adapters / aws.SHAPES.name, botocore / "data")
        _run(sys.executable, "infra.ready.schemas", folder, adapters / codec.READY.name)
    _run(python, "infra.ready", folder, folder)


def compile_all(ours: Path, vendored: Path, *, python: str) -> None:
    """Bytecode of all our own modules, and of those installed ones that a function imports. Raises NotReady."""
    compile_ours(ours, python=python)
    imported = _run(sys.executable, "infra.ready.imported", ours).splitlines()
    _run(python, "infra.ready.bytecode", ours, vendored, given=imported, options=LINES_ALONE)


def compile_ours(ours: Path, *, python: str = sys.executable, cache: Path | None = None) -> None:
    """Beside each module; with `cache`, where a Python looks that is told to keep its bytecode there."""
    own = [path.relative_to(ours).as_posix() for path in sorted(ours.rglob("*.py"))]
    where = () if cache is None else ("-X", f"pycache_prefix={cache}")
    _run(python, "infra.ready.bytecode", ours, "--ours", ours, given=own, options=(*LINES_ALONE, *where))


def _run(
    python: str,
    module: str,
    folder: Path,
    *arguments: Path | str,
    given: Iterable[str] = (),
    options: Iterable[str] = (),
) -> str:
    """By the code in the folder, where it is whole; what it says."""
    code = folder if (folder / _HEARING).is_file() else ROOT
    environment = {"PYTHONPATH": f"{code}:{ROOT}", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [python, "-P", *options, "-m", module, *map(str, arguments)],
        input="\n".join(given),
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
        cwd=folder,
    )
    if done.returncode:
        raise NotReady(f"{python} could not make {folder} ready:\n{done.stderr.strip()}")
    return done.stdout
