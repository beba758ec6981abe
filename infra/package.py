"""Builds the archive the functions run from. The same inputs give the same bytes; no Docker, no compiler.

Little is pruned from the dependencies, since a module that is missing only in the cloud is found by a patient: what
installers leave behind, an asynchronous client with all it needs, and the classes of the provider's hundred other
products. A test starts every function without them.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from infra.content import review
from infra.ready.making import RUNTIME, NotReady, compile_all, make_ready, python_of_runtime

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = Path("requirements/runtime.txt")
LENT = Path("functions/static/htmx.min.js")
"""The one file of ours that a package of npm lends; it is in no commit."""
OURS = ("functions", "messages", "schedules")
ZIPPED_BYTES_MAX = 50_000_000  # what Lambda takes without a detour
UNZIPPED_BYTES_MAX = 250_000_000
INSTALL_SECONDS_MAX = 300
CONTENT_NOTE = "content.json"
DRAFTS_SHOWN = 3
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
REGULAR_FILE = 0o100644 << 16
COMPILED = ".cpython-313.pyc"
PRODUCTS = "twilio/rest/"
ASYNCHRONOUS = frozenset(
    {
        "aiohappyeyeballs",
        "aiohttp",
        "aiohttp_retry",
        "aiosignal",
        "attr",
        "attrs",
        "frozenlist",
        "multidict",
        "propcache",
        "yarl",
    }
)
INSTALLER_NOTES = frozenset({"INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_build.json", "uv_cache.json"})


class Target(StrEnum):
    LAMBDA = "lambda"  # with the pinned dependencies, for arm64
    PRODUCTION = "production"  # the same for stage prod: only with words a clinician has signed
    LOCAL = "local"  # our code only: the local cloud runs it in an interpreter that has the dependencies

    @property
    def artifact(self) -> Path:
        """Where serverless.yml looks for it; never one place for both, so that no stage deploys the other's."""
        return Path("build") / _ARTIFACTS[self.value]


_ARTIFACTS = {"lambda": "aftercare.zip", "production": "aftercare-prod.zip", "local": "local.zip"}


class PackageFailed(Exception):
    """The archive could not be built, or AWS would not take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    path: Path
    sha256: str
    zipped_bytes: int
    unzipped_bytes: int
    is_ready: bool = False  # for the runtime's Python; else a function makes ready what it meets, at its cold start


def build(
    target: Target, *, root: Path = ROOT, out: Path | None = None, drafts_accepted_by: str | None = None
) -> Archive:
    """Writes the archive, by default where serverless.yml looks for it, all of it or nothing. Raises PackageFailed.

    For production, words nobody has signed are refused unless somebody answers for them by name; the name stands in
    the archive, in `content.json`.
    """
    if root == ROOT and not (root / LENT).is_file():
        raise PackageFailed(f"{LENT} is missing, and the console would fail without it: `make setup` copies it")
    content = content_note(target, drafts_accepted_by)
    path = out or root / target.artifact
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="package-") as made:
        vendored = Path(made) / "vendored"
        note = Path(made) / CONTENT_NOTE
        note.write_text(content, encoding="utf-8")
        is_ready = False
        ours = root
        if target is not Target.LOCAL:
            install(root / REQUIREMENTS, vendored)
            ours = Path(made) / "ours"
            is_ready = made_ready(root, ours, vendored)
        zipped = Path(made) / "archive.zip"
        archive = write_zip(
            [*our_files(ours, compiled=is_ready), *vendored_files(vendored), (CONTENT_NOTE, note)], zipped, final=path
        )
        check_size(archive)
        shutil.move(zipped, path)
    return replace(archive, is_ready=is_ready)


def content_note(target: Target, drafts_accepted_by: str | None) -> str:
    """What words are in the archive, as JSON: their version, how many are drafts, and who answers for those."""
    unsigned = list(review.drafts())
    if target is Target.PRODUCTION and unsigned and not drafts_accepted_by:
        shown = ", ".join(unsigned[:DRAFTS_SHOWN])
        raise PackageFailed(
            f"{len(unsigned)} texts and pages are drafts no clinician has signed ({shown}, ...). Let a clinician read "
            "`aftercare preview --html`, then `aftercare sign`, or answer for the drafts yourself with "
            '--accept-drafts "name, role"'
        )
    note = {"version": review.version(), "drafts": len(unsigned), "drafts_accepted_by": drafts_accepted_by}
    return json.dumps(note, indent=2, sort_keys=True) + "\n"


def made_ready(root: Path, into: Path, vendored: Path) -> bool:
    """A copy of our packages, made ready by the runtime's Python; False, and the bare copy, where there is none."""
    for name, path in our_files(root):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, into / name)
    python = python_of_runtime()
    try:
        if python is not None:
            make_ready(into, botocore=vendored / "botocore", python=python)
            compile_all(into, vendored, python=python)
    except NotReady as failed:
        raise PackageFailed(str(failed)) from failed
    return python is not None


def install(requirements: Path, into: Path) -> None:
    """Unpacks the pinned wheels for the functions' platform; every one must match its hash."""
    wheels = ["--python-platform", "aarch64-manylinux2014", "--python-version", "3.13", "--only-binary", ":all:"]
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-config", "--require-hashes", *wheels]
    command += ["--requirement", str(requirements), "--target", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS_MAX, check=False)
    if done.returncode:
        raise PackageFailed(f"installing {requirements.name} failed:\n{done.stderr.strip()}")


def our_files(root: Path, *, compiled: bool = False) -> Iterator[tuple[str, Path]]:
    """Our packages with their data files: the name in the archive, and where it lies now."""
    for package in OURS:
        if not (root / package / "__init__.py").is_file():
            raise PackageFailed(f"{package}/ is missing in {root}")
        yield from files_under(root / package, root, compiled=compiled)


def vendored_files(vendored: Path) -> Iterator[tuple[str, Path]]:
    """The dependencies, without scripts (they name this machine), installers' notes (they differ by machine) and what
    of the provider's SDK we never use."""
    for name, path in files_under(vendored, vendored, compiled=True):
        is_note = path.parent.name.endswith(".dist-info") and path.name in INSTALLER_NOTES
        if not (name.startswith("bin/") or is_note or is_unused(name)):
            yield name, path


def is_unused(name: str) -> bool:
    """Of the provider's SDK: what it needs to be used asynchronously, and a folder of classes for each product."""
    is_product = name.startswith(PRODUCTS) and "/" in name.removeprefix(PRODUCTS)
    return is_product or name.split("/", maxsplit=1)[0] in ASYNCHRONOUS


def files_under(folder: Path, base: Path, *, compiled: bool = False) -> Iterator[tuple[str, Path]]:
    """Every file but hidden ones, and Python's caches but what we compiled for the runtime."""
    for path in folder.rglob("*"):
        below = path.relative_to(base)
        cached = path.suffix == ".pyc" or "__pycache__" in below.parts
        hidden = any(part.startswith(".") for part in below.parts)
        if path.is_file() and not hidden and (not cached or (compiled and path.name.endswith(COMPILED))):
            yield below.as_posix(), path


def write_zip(files: list[tuple[str, Path]], zipped: Path, *, final: Path) -> Archive:
    """Sorted, with one date and one mode, so that only content can change the hash."""
    unzipped_bytes = 0
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3
            entry.external_attr = REGULAR_FILE
            content = path.read_bytes()
            unzipped_bytes += len(content)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    whole = zipped.read_bytes()
    digest = hashlib.sha256(whole).hexdigest()
    return Archive(path=final, sha256=digest, zipped_bytes=len(whole), unzipped_bytes=unzipped_bytes)


def check_size(archive: Archive) -> None:
    if archive.zipped_bytes > ZIPPED_BYTES_MAX or archive.unzipped_bytes > UNZIPPED_BYTES_MAX:
        raise PackageFailed(
            f"Lambda does not take {archive.zipped_bytes} bytes zipped, {archive.unzipped_bytes} unzipped"
        )


def main() -> None:
    parser = argparse.ArgumentParser("python -m infra.package", description="Builds the functions' archive.")
    parser.add_argument("--target", type=Target, choices=list(Target), default=Target.LAMBDA)
    parser.add_argument("--out", type=Path, help="where to write it, if not where serverless.yml looks for it")
    parser.add_argument("--accept-drafts", metavar="WHO", help="who answers for words no clinician has signed")
    chosen = parser.parse_args()
    try:
        archive = build(chosen.target, out=chosen.out, drafts_accepted_by=chosen.accept_drafts)
    except PackageFailed as failed:
        raise SystemExit(f"No archive was built: {failed}") from failed
    megabytes = f"{archive.zipped_bytes / 1e6:.1f} MB zipped, {archive.unzipped_bytes / 1e6:.1f} MB unzipped"
    print(f"{archive.path}  {megabytes}\nsha256 {archive.sha256}")
    if chosen.target is not Target.LOCAL and not archive.is_ready:
        print(
            f"There is no python{RUNTIME} here: each cold start will compile what it meets, and takes seconds longer."
        )


if __name__ == "__main__":
    main()
