"""The programs that may call the API of a stage's clinics: let in one by one, and told to the gateway again."""

import typer

from functions.operations.machines import EVERY_SCOPE, admit_all, let_in
from infra.cli.reaching import Reached
from infra.local.tokens import machine_line
from infra.stage import access_of, machines_of

OK = 0


def add_machine(reached: Reached, clinic_id: str, label: str) -> int:
    """The secret is printed once: the pool keeps it, we do not."""
    reached.clinic(clinic_id)
    access, machines = access_of(reached.outputs, reached.aws), machines_of(reached.outputs, reached.aws)
    made = let_in(reached.store, access, machines, (clinic_id, label), may=EVERY_SCOPE)
    typer.echo(f"{label} may call the API of {clinic_id}. Its line, shown this once:")
    typer.echo(machine_line(reached.outputs["SignInUrl"], made.client_id, made.secret))
    return OK


def admit_machines(reached: Reached) -> int:
    access, machines = access_of(reached.outputs, reached.aws), machines_of(reached.outputs, reached.aws)
    admitted = admit_all(reached.store, access, machines)
    for one in admitted:
        typer.echo(f"{one.clinic_id:<20}  {one.label}")
    typer.echo(f"Machines the gateway of stage {reached.stage} lets in beside the console: {len(admitted)}.")
    return OK
