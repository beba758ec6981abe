"""What a command asks of whoever runs it: a phone that shell histories must not keep, a yes, a number typed back."""

import os
import sys
from pathlib import Path
from typing import TextIO

import typer

from functions.operations.enrollment_fields import Wrong
from functions.operations.enrollment_fields import phone as parsed

REFUSED, MISSPELLED = 1, 2


def ask_phone(country: str | None) -> str:
    """From the keyboard without showing it, or the first line of standard input. Without a code it is the country's;
    where that is None it stays as typed, for whoever knows it to read."""
    typed = typer.prompt("Her phone", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline()
    if country is None:
        return typed.strip()
    try:
        return parsed(typed.strip(), country)
    except Wrong as wrong:
        problem, mend = wrong.args
        typer.echo(f"What was given {problem}: {mend}.", err=True)
        raise typer.Exit(MISSPELLED) from None


def ask_line(question: str) -> str:
    """ "" where nobody answers."""
    typer.echo(f"{question} ", nl=False, err=True)
    return sys.stdin.readline().strip()


def private_file(path: Path) -> TextIO:
    """A new file for the owner's eyes alone. Where it cannot be made, says so and ends the command with 1."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except FileExistsError:
        said = f"{path} is there already. Name another file with --to."
    except OSError as error:
        said = f"{path} cannot be written ({error.strerror}). Name another file with --to."
    typer.echo(f"{said} Nothing was done.", err=True)
    raise typer.Exit(REFUSED)
