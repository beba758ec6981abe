"""The archive is the same wherever it is built, runs on arm64, and lacks nothing that our code asks for."""

from __future__ import annotations

import ast
import json
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import package as packaging
from infra.content import review
from infra.package import CONTENT_NOTE, ROOT, Archive, PackageFailed, Target, build, content_note, install

AARCH64 = 183  # e_machine of an ELF file, two bytes at offset 18
OURS = ("functions", "messages", "schedules")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our packages as they are now: somebody may be writing in the checkout while it is packed twice."""
    place = tmp_path_factory.mktemp("snapshot")
    for folder in (*OURS, "requirements"):
        shutil.copytree(ROOT / folder, place / folder)
    return place


@pytest.fixture(scope="session")
def built(snapshot: Path) -> Archive:
    return build(Target.LAMBDA, root=snapshot)


@pytest.fixture(scope="session")
def names(built: Archive) -> list[str]:
    with zipfile.ZipFile(built.path) as archive:
        return archive.namelist()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A tiny checkout with one file a package."""
    for package in OURS:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text('"""Empty."""\n')
    return tmp_path


def test_two_builds_give_the_same_bytes(built: Archive, snapshot: Path, tmp_path: Path) -> None:
    again = build(Target.LAMBDA, root=snapshot, out=tmp_path / "again.zip")

    assert again.sha256 == built.sha256


def test_dates_modes_and_caches_do_not_change_the_archive(checkout: Path) -> None:
    before = build(Target.LOCAL, root=checkout)
    (checkout / "functions" / "__init__.py").touch(mode=stat.S_IRWXU)
    (checkout / "functions" / "__pycache__").mkdir()
    (checkout / "functions" / "__pycache__" / "__init__.cpython-311.pyc").write_bytes(b"cache")
    (checkout / "functions" / ".DS_Store").write_bytes(b"a desktop's note")

    assert build(Target.LOCAL, root=checkout).sha256 == before.sha256


def test_one_changed_word_changes_the_archive(checkout: Path) -> None:
    before = build(Target.LOCAL, root=checkout)
    (checkout / "messages" / "en.toml").write_text("")

    assert build(Target.LOCAL, root=checkout).sha256 != before.sha256


def test_lambda_takes_it_without_a_detour(built: Archive) -> None:
    assert built.zipped_bytes < 50_000_000
    assert built.unzipped_bytes < 250_000_000


def test_every_file_of_our_packages_is_in_it_data_too(names: list[str], snapshot: Path) -> None:
    ours = {
        path.relative_to(snapshot).as_posix()
        for package in OURS
        for suffix in (".py", ".toml", ".json")
        for path in (snapshot / package).rglob(f"*{suffix}")
    }

    assert ours - set(names) == set()


def test_every_handler_that_serverless_yml_names_is_in_it(names: list[str]) -> None:
    text = (ROOT / "serverless.yml").read_text()
    handlers = [line.split(":")[1].strip() for line in text.splitlines() if line.strip().startswith("handler:")]

    assert len(handlers) == 10
    assert {handler.removesuffix(".handler") + ".py" for handler in handlers} <= set(names)


def test_everything_our_code_imports_is_in_it(names: list[str], snapshot: Path) -> None:
    modules = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in names if name.endswith(".py")
    }
    wanted = {
        module
        for package in OURS
        for path in (snapshot / package).rglob("*.py")
        for module in imported(ast.parse(path.read_text()))
        if module.split(".")[0] not in sys.stdlib_module_names
    }

    assert wanted - modules == set()


def imported(tree: ast.AST) -> set[str]:
    """The modules a file imports when it runs: what stands under TYPE_CHECKING is for the type checker."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            found |= imported(node)
    return found


@pytest.mark.parametrize("service", ["dynamodb", "sqs", "ssm"])
def test_the_sdk_knows_the_services_we_use(names: list[str], service: str) -> None:
    assert any(name.startswith(f"botocore/data/{service}/") for name in names)


def test_nothing_else_is_in_it(names: list[str]) -> None:
    unwanted = ("infra/", "tests/", "docs/", "bin/", "node_modules/")
    notes = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")

    assert [name for name in names if name.startswith(unwanted)] == []
    caches = [name for name in names if name.endswith(".pyc") or "__pycache__" in name]
    assert [name for name in caches if not name.endswith(".cpython-313.pyc")] == []
    assert [name for name in names if ".dist-info/" in name and name.rsplit("/", 1)[-1] in notes] == []


def test_compiled_code_is_for_arm64_and_this_python(built: Archive) -> None:
    with zipfile.ZipFile(built.path) as archive:
        libraries = [name for name in archive.namelist() if ".so" in Path(name).suffixes]

        assert any(name.startswith("pydantic_core/") for name in libraries)
        for name in libraries:
            assert int.from_bytes(archive.read(name)[18:20], "little") == AARCH64, name
            assert "cpython-313" in name or "abi3" in name


def test_entries_are_sorted_and_bear_one_date_and_mode(built: Archive) -> None:
    with zipfile.ZipFile(built.path) as archive:
        entries = archive.infolist()

    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_the_local_archive_holds_our_code_and_the_note_of_its_words_alone(tmp_path: Path) -> None:
    local = build(Target.LOCAL, out=tmp_path / "local.zip")

    with zipfile.ZipFile(local.path) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {*OURS, CONTENT_NOTE}


def test_an_archive_without_what_npm_lends_is_refused_with_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "LENT", Path("functions/static/nothing.js"))

    with pytest.raises(PackageFailed, match=r"nothing\.js is missing.*make setup"):
        build(Target.LOCAL, out=tmp_path / "local.zip")


def test_production_refuses_words_nobody_has_signed(tmp_path: Path) -> None:
    unsigned = list(review.drafts())
    assert unsigned, "all is signed: take this test's texts from elsewhere"

    with pytest.raises(PackageFailed, match=rf"{len(unsigned)} texts and pages are drafts.*--accept-drafts"):
        build(Target.PRODUCTION, out=tmp_path / "prod.zip")

    assert list(tmp_path.iterdir()) == []


def test_whoever_answers_for_the_drafts_stands_in_the_archive() -> None:
    note = json.loads(content_note(Target.PRODUCTION, "Dr. A. Example, clinical lead"))

    assert note["drafts_accepted_by"] == "Dr. A. Example, clinical lead"
    assert note["drafts"] == len(list(review.drafts()))
    assert note["version"] == review.version()


def test_signed_words_need_nobody_to_answer_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "drafts", lambda: iter(()))

    note = json.loads(content_note(Target.PRODUCTION, None))

    assert (note["drafts"], note["drafts_accepted_by"]) == (0, None)


def test_a_laptop_and_a_trial_stage_carry_drafts_and_say_how_many() -> None:
    for target in (Target.LOCAL, Target.LAMBDA):
        assert json.loads(content_note(target, None))["drafts"] == len(list(review.drafts()))


def test_a_checkout_without_a_package_is_refused_and_leaves_nothing(checkout: Path) -> None:
    (checkout / "schedules" / "__init__.py").unlink()

    with pytest.raises(PackageFailed, match="schedules"):
        build(Target.LOCAL, root=checkout)

    assert list((checkout / "build").iterdir()) == []


def test_a_dependency_without_its_hash_is_refused(tmp_path: Path) -> None:
    requirements = tmp_path / "runtime.txt"
    requirements.write_text("six==1.17.0\n")

    with pytest.raises(PackageFailed, match="hash"):
        install(requirements, tmp_path / "into")


def test_the_lock_of_the_packager_names_no_host() -> None:
    lock = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert json.loads(lock)["packages"]["node_modules/osls"]["version"] == "4.3.1"


def test_no_function_imports_what_is_left_out() -> None:
    code = (
        "import sys; from infra.package import is_unused; from infra.ready import imported;"
        "sys.exit(', '.join(one for one in imported.files() if is_unused(one)) or 0)"
    )

    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_bytecode_for_the_runtime_is_in_it_or_the_archive_says_that_there_is_none(
    built: Archive, names: list[str]
) -> None:
    compiled = [name for name in names if name.endswith(".cpython-313.pyc")]

    assert bool(compiled) == built.is_ready
    assert all("__pycache__" in name for name in compiled)
