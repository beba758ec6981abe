"""`aftercare openapi`: the clinic's API as a file, to generate a client from."""

import json
from pathlib import Path
from typing import Annotated

import typer


def openapi(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to write it; printed when left out.")] = None,
) -> None:
    """Describes the clinic's API as OpenAPI 3.1, the same that /v1/openapi.json answers with."""
    from functions.api.describing import described  # noqa: PLC0415 - a command imports what it needs when called

    text = json.dumps(described(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    typer.echo(f"{out}: {len(described()['paths'])} addresses")
