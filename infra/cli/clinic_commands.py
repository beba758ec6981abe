"""`aftercare clinic …`: clinics of a deployed stage."""

from typing import Annotated

import typer

clinic_app = typer.Typer(no_args_is_help=True, help="Clinics of a deployed stage.")


@clinic_app.callback()
def of_clinics() -> None:
    """Clinics of a deployed stage."""


@clinic_app.command("add")
def clinic_add(
    settings: Annotated[typer.FileText, typer.Argument(help="The clinic's settings as JSON; see docs/deploying.md.")],
    table: Annotated[str, typer.Option(envvar="TABLE_NAME", help="The stage's table.")],
    phone_key_parameter: Annotated[str, typer.Option(envvar="PHONE_KEY_PARAMETER", help="Its SSM parameter.")],
    region: Annotated[str, typer.Option(envvar="AWS_REGION", help="The stage's region.")],
) -> None:
    """Adds a clinic to a stage, or replaces its settings."""
    from infra.cli.clinics import add

    raise typer.Exit(add(settings.read(), table=table, phone_key_parameter=phone_key_parameter, region=region))


@clinic_app.command("machine")
def clinic_machine(
    clinic_id: Annotated[str, typer.Argument(help="The clinic's id.")],
    label: Annotated[str, typer.Argument(help="What the audit calls it, like front-desk.")],
    stack: Annotated[str, typer.Option(help="The stage's stack, like aftercare-prod.")],
    region: Annotated[str, typer.Option(envvar="AWS_REGION", help="The stage's region.")],
) -> None:
    """Lets a program of a clinic call the API, and prints its credentials once."""
    from infra.cli.clinics import add_machine

    raise typer.Exit(add_machine(clinic_id, label, stack=stack, region=region))
