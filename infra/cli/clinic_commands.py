"""`aftercare clinic …`: the clinics of a stage."""

from pathlib import Path
from typing import Annotated, Any

import typer

from infra.cli.options import ByOption, JsonOption, ProfileOption, RegionOption, StageOption

clinic_app = typer.Typer(no_args_is_help=True, help="The clinics of a stage: set up, listed, shown, changed.")
ClinicArgument = Annotated[str, typer.Argument(help="The clinic's id: small letters, digits and -.")]
FileOption = Annotated[
    Path | None, typer.Option("--file", "-f", help="Settings as TOML, or JSON; what `clinic show` prints.", exists=True)
]
ClinicNameOption = Annotated[str | None, typer.Option("--name", help="Short and neutral: it stands in texts.")]
CountryOption = Annotated[str | None, typer.Option("--country", help="Two small letters, like us.")]
ZoneOption = Annotated[str | None, typer.Option("--zone", help="IANA time zone, like America/Chicago.")]
PhoneOption = Annotated[str | None, typer.Option("--phone", help="As printed in texts, answered in clinic hours.")]
AfterOption = Annotated[
    str | None, typer.Option("--after-hours-phone", help="As printed in texts, answered day and night.")
]
ServiceOption = Annotated[str | None, typer.Option("--messaging-service", help="Twilio's id, MG….")]
OnCallOption = Annotated[
    list[str] | None, typer.Option("--on-call", help="nurse=+12025550111; again for the next, in order of paging.")
]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", help="Any other setting: thresholds.fever_celsius=38.5. May be repeated.")
]


@clinic_app.command("create")
def clinic_create(
    clinic_id: ClinicArgument,
    *,
    file: FileOption = None,
    name: ClinicNameOption = None,
    country: CountryOption = None,
    zone: ZoneOption = None,
    phone: PhoneOption = None,
    after_hours_phone: AfterOption = None,
    messaging_service: ServiceOption = None,
    on_call: OnCallOption = None,
    settings: SetOption = None,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Sets up a clinic. One that is there already stays as it is.

    For example: aftercare clinic create north --stage prod --file north.toml
    """
    from infra.cli.clinics import create
    from infra.cli.reaching import explaining, reach

    named = _named(
        name=name,
        country=country,
        zone=zone,
        phone=phone,
        after_hours_phone=after_hours_phone,
        messaging_service=messaging_service,
    )
    given = _given(file, named, on_call, settings)
    with explaining():
        code = create(reach(stage=stage, region=region, profile=profile), clinic_id, given)
    raise typer.Exit(code)


@clinic_app.command("set")
def clinic_set(
    clinic_id: ClinicArgument,
    *,
    by: ByOption,
    file: FileOption = None,
    name: ClinicNameOption = None,
    country: CountryOption = None,
    zone: ZoneOption = None,
    phone: PhoneOption = None,
    after_hours_phone: AfterOption = None,
    messaging_service: ServiceOption = None,
    on_call: OnCallOption = None,
    settings: SetOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Save without asking.")] = False,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Changes the settings that are named and no others, shows the difference and asks before it saves.

    For example: aftercare clinic set north --stage prod --on-call nurse=+12025550111 --on-call lead=+12025550112
    """
    from infra.cli.clinics import change
    from infra.cli.reaching import explaining, reach

    named = _named(
        name=name,
        country=country,
        zone=zone,
        phone=phone,
        after_hours_phone=after_hours_phone,
        messaging_service=messaging_service,
    )
    given = _given(file, named, on_call, settings)
    with explaining():
        reached = reach(stage=stage, region=region, profile=profile)
        code = change(reached, clinic_id, given, yes=yes, by=by)
    raise typer.Exit(code)


@clinic_app.command("list")
def clinic_list(
    stage: StageOption = "", region: RegionOption = "", profile: ProfileOption = "", as_json: JsonOption = False
) -> None:
    """Lists the clinics of a stage.

    For example: aftercare clinic list --stage prod
    """
    from infra.cli.clinics import list_all
    from infra.cli.reaching import explaining, reach

    with explaining():
        code = list_all(reach(stage=stage, region=region, profile=profile), as_json=as_json)
    raise typer.Exit(code)


@clinic_app.command("show")
def clinic_show(
    clinic_id: ClinicArgument,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
    as_json: JsonOption = False,
) -> None:
    """Prints a clinic's settings as the file that `create` and `set` take.

    For example: aftercare clinic show north --stage prod > north.toml
    """
    from infra.cli.clinics import show
    from infra.cli.reaching import explaining, reach

    with explaining():
        code = show(reach(stage=stage, region=region, profile=profile), clinic_id, as_json=as_json)
    raise typer.Exit(code)


@clinic_app.command("machine")
def clinic_machine(
    clinic_id: ClinicArgument,
    label: Annotated[str, typer.Argument(help="What the log calls it, like front-desk.")],
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Lets a program of a clinic call the API, and prints its credentials once.

    For example: aftercare clinic machine north front-desk --stage prod
    """
    from infra.cli.machines import add_machine
    from infra.cli.reaching import explaining, reach

    with explaining():
        code = add_machine(reach(stage=stage, region=region, profile=profile), clinic_id, label)
    raise typer.Exit(code)


@clinic_app.command("admit-machines")
def clinic_admit_machines(stage: StageOption = "", region: RegionOption = "", profile: ProfileOption = "") -> None:
    """Tells the API's gateway again of every machine on record, of all clinics. Safe at any time, and needed after a
    deployment that changed the authorizer: it leaves only the console let in.

    For example: aftercare clinic admit-machines --stage prod
    """
    from infra.cli.machines import admit_machines
    from infra.cli.reaching import explaining, reach

    with explaining():
        code = admit_machines(reach(stage=stage, region=region, profile=profile))
    raise typer.Exit(code)


def _named(**given: str | None) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _given(
    file: Path | None, named: dict[str, Any], on_call: list[str] | None, settings: list[str] | None
) -> dict[str, Any]:
    """A flag wins over the file."""
    from functions.operations.plain_settings import merged
    from infra.cli.clinic_settings import Unreadable, assigned, read_file
    from infra.cli.clinic_settings import on_call as ladder

    try:
        given = merged(read_file(file) if file else {}, {**named, **ladder(on_call or [])})
        for one in settings or []:
            given = merged(given, assigned(one))
    except Unreadable as unreadable:
        typer.echo(str(unreadable), err=True)
        raise typer.Exit(2) from None
    return given
