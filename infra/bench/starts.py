"""Cold starts and memory: each function in a fresh process, up to its first answer, against boto3 with one client."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore

from infra.bench.configuration import memory_megabytes
from infra.bench.figures import Figure
from infra.bench.first_events import first_events
from infra.bench.one_start import FLOOR
from infra.bench.stage import ENVIRONMENT
from infra.package import ROOT, Target, build, our_files
from infra.ready.making import compile_ours, make_ready

FIRST_RATIO_MAX, RATIO_MAX = 1.25, 1.5
ANSWERS_HER = "inbound_text"
ARCHIVE_MEGABYTES_MAX = 15
SHARE_OF_MEMORY_MAX = 0.5
ROUNDS = 5
CODE, BYTECODE = "code", "bytecode"
SECONDS_MAX = 60


def figures(*, rounds: int = ROUNDS, functions: frozenset[str] | None = None) -> Iterator[Figure]:
    """The medians of the rounds; every round starts every function once, and the floor before each."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        _lay_out(folder / CODE)
        paths = {one.function: one.write(folder) for one in first_events()}
        chosen = {name: path for name, path in paths.items() if functions is None or name in functions}
        for name, path in chosen.items():
            _started(name, path, folder)  # compiles what will be imported
        ratios: dict[str, list[float]] = {name: [] for name in chosen}
        milliseconds: dict[str, list[float]] = {name: [] for name in chosen}
        memory: dict[str, list[float]] = {name: [] for name in chosen}
        for _ in range(rounds):
            for name, path in chosen.items():
                floor, ours = _started(FLOOR, path, folder), _started(name, path, folder)
                ratios[name].append(ours["seconds"] / floor["seconds"])
                milliseconds[name].append(ours["seconds"] * 1000)
                memory[name].append(ours["megabytes"])
    for name in chosen:
        yield _start(name, statistics.median(ratios[name]), statistics.median(milliseconds[name]))
    for name in chosen:
        yield _memory(name, statistics.median(memory[name]))


def _lay_out(folder: Path) -> None:
    """Our code as an archive for this very Python carries it."""
    for name, path in our_files(ROOT):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
    make_ready(folder, botocore=Path(botocore.__file__).parent)
    compile_ours(folder, cache=folder.parent / BYTECODE)


def archive() -> Figure:
    """Without boto3: the runtime has one of its own, though ours is the pinned one."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        path = Path(made) / "archive.zip"
        build(Target.LAMBDA, out=path)
        sizes = _sizes(path)
    sdk = sum(size for name, size in sizes.items() if name.split("/")[0] in {"boto3", "botocore", "s3transfer"})
    return Figure(
        key="archive",
        name="archive without boto3",
        value=round((sum(sizes.values()) - sdk) / 1e6, 1),
        unit="MB",
        target=ARCHIVE_MEGABYTES_MAX,
        note=f"zipped; boto3, botocore and s3transfer, which we pin, are {sdk / 1e6:.1f} MB more",
    )


def _sizes(path: Path) -> dict[str, int]:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(path) as opened:
        return {entry.filename: entry.compress_size for entry in opened.infolist()}


def _started(function: str, path: Path, folder: Path) -> dict[str, Any]:
    environment = {
        **ENVIRONMENT,
        "AWS_LAMBDA_FUNCTION_NAME": function,
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": f"{folder / CODE}:{ROOT}",
        "PYTHONPYCACHEPREFIX": str(folder / BYTECODE),
    }
    command = [sys.executable, "-P", "-m", "infra.bench.one_start", function, str(path)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS_MAX, cwd=ROOT
    )
    if done.returncode:
        raise RuntimeError(f"{function} did not start:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _start(name: str, ratio: float, milliseconds: float) -> Figure:
    return Figure(
        key=f"start-{name}",
        name=f"cold start: {name}",
        value=round(ratio, 2),
        unit="x",
        target=FIRST_RATIO_MAX if name == ANSWERS_HER else RATIO_MAX,
        note=f"{milliseconds:.0f} ms of processor up to the first answer",
    )


def _memory(name: str, megabytes: float) -> Figure:
    given = memory_megabytes(name)
    return Figure(
        key=f"memory-{name}",
        name=f"memory: {name}",
        value=round(megabytes),
        unit="MB",
        target=given * SHARE_OF_MEMORY_MAX,
        note=f"half of the {given} MB it is given",
    )
