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
    """Adds a clinic to a stage, or replaces its settings, and prints a new API key once."""
    from infra.cli.clinics import add

    raise typer.Exit(add(settings.read(), table=table, phone_key_parameter=phone_key_parameter, region=region))
