"""`python -P -m infra.ready.imported`, with the dependencies installed: the files that starting any function imports,
one a line, as they lie in an archive."""

import importlib
import sys
from pathlib import Path

from functions.adapters import aws
from functions.adapters.late_gateway import nothing_guessed
from infra.ready.shapes import CALLS

ROOT = Path(__file__).resolve().parent.parent.parent
LATE = ("functions.adapters.twilio_gateway", "pydantic_core", "jinja2")
"""Imported with the first event."""
REGION = "us-east-1"
"""A client must have one; none is ever called."""


def files() -> list[str]:
    """Of our packages and of what is installed; nothing of Python's own."""
    for path in sorted((ROOT / "functions").glob("*.py")):
        importlib.import_module(f"functions.{path.stem}")
    with nothing_guessed():
        for name in LATE:
            importlib.import_module(name)
    for service in CALLS:
        aws.session().create_client(service, region_name=REGION)
    found = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    below = [_below(Path(one)) for one in found if one and one.endswith(".py")]
    return sorted(one for one in below if one)


def _below(path: Path) -> str | None:
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[len(parts) - parts[::-1].index("site-packages") :])
    return None


if __name__ == "__main__":
    sys.stdout.write("".join(f"{one}\n" for one in files()))
