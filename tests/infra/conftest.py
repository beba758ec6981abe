"""The templates as they would be deployed, compiled in a folder of their own so that nobody's build is disturbed."""

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.package import Target

ROOT = Path(__file__).resolve().parent.parent.parent
OSLS = ROOT / "node_modules" / ".bin" / "osls"


@dataclass(frozen=True)
class Compiled:
    """A CloudFormation template and where it lies."""

    path: Path
    template: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, Any]:
        """The properties of every resource of a type, by logical id."""
        resources = self.template["Resources"].items()
        return {name: made["Properties"] for name, made in resources if made["Type"] == kind}

    def functions(self) -> dict[str, Any]:
        """The properties of every function, by its name in serverless.yml."""
        made = self.of_type("AWS::Lambda::Function").values()
        return {
            properties["Handler"].removeprefix("functions/").removesuffix(".handler"): properties for properties in made
        }


@pytest.fixture(scope="session", autouse=True)
def node_modules() -> None:
    npm = shutil.which("npm")
    if not OSLS.exists() and npm:
        subprocess.run([npm, "ci"], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own lock


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with nothing but what the packager reads, and an archive without code."""
    place = tmp_path_factory.mktemp("service")
    shutil.copy(ROOT / "serverless.yml", place)
    shutil.copytree(ROOT / "infra" / "resources", place / "infra" / "resources")
    (place / "build").mkdir()
    for target in Target:
        with zipfile.ZipFile(place / target.artifact, "w") as archive:
            archive.writestr("functions/__init__.py", "")
    return place


@pytest.fixture(scope="session")
def osls_package(service: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Packages a stage into a folder of the service: osls_package("prod", "folder", "--param", "…")."""

    def run(stage: str, folder: str, *more: str) -> subprocess.CompletedProcess[str]:
        environment = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        command = [str(OSLS), "package", "--stage", stage, "--region", "us-east-1", "--package", folder, *more]
        return subprocess.run(  # noqa: S603 - our own packager
            command, cwd=service, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    return run


@pytest.fixture(scope="session")
def compiled(service: Path, osls_package: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., Compiled]:
    """Compiles a stage: compiled("prod", publicUrl="…")."""

    def run(stage: str, **params: str) -> Compiled:
        folder = "-".join([stage, *params])
        chosen = [part for name, value in params.items() for part in ("--param", f"{name}={value}")]
        done = osls_package(stage, folder, *chosen)
        assert done.returncode == 0, done.stdout + done.stderr
        path = service / folder / "cloudformation-template-update-stack.json"
        return Compiled(path, json.loads(path.read_text()))

    return run


@pytest.fixture(scope="session")
def prod(compiled: Callable[..., Compiled]) -> Compiled:
    return compiled("prod", alarmEmail="on-call@example.org")


@pytest.fixture(scope="session")
def dev(compiled: Callable[..., Compiled]) -> Compiled:
    return compiled("dev")


@pytest.fixture(scope="session")
def local(compiled: Callable[..., Compiled]) -> Compiled:
    return compiled("local")
