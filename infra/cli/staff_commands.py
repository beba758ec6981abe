"""`aftercare staff …`: who signs in at a clinic."""

from typing import Annotated

import typer

from functions.roles import Role
from infra.cli.options import ByOption, ClinicOption, JsonOption, ProfileOption, RegionOption, StageOption

staff_app = typer.Typer(no_args_is_help=True, help="Who signs in at a clinic: listed, invited, removed.")


@staff_app.command("list")
def staff_list(
    clinic: ClinicOption,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
    as_json: JsonOption = False,
) -> None:
    """Lists a clinic's staff.

    For example: aftercare staff list --clinic north --stage prod
    """
    from infra.cli.reaching import explaining, reach
    from infra.cli.staff import list_staff

    with explaining():
        code = list_staff(reach(stage=stage, region=region, profile=profile), clinic, as_json=as_json)
    raise typer.Exit(code)


@staff_app.command("invite")
def staff_invite(
    email: Annotated[str, typer.Argument(help="Where the invitation goes, and how she signs in.")],
    *,
    clinic: ClinicOption,
    by: ByOption,
    name: Annotated[str, typer.Option("--name", help="As the clinic knows her.")],
    role: Annotated[Role, typer.Option("--role", help="A lead also changes settings and staff; an operator erases.")],
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Invites somebody by e-mail, or gives somebody who is there the role and name. Twice is once.

    For example: aftercare staff invite ana@clinic.example --clinic north --name "Ana Ruiz" --role nurse --stage prod
    """
    from functions.operations.staffing import Invitation
    from infra.cli.reaching import explaining, reach
    from infra.cli.staff import invite_staff

    invitation = Invitation(email=email, name=name, role=role)
    with explaining():
        code = invite_staff(reach(stage=stage, region=region, profile=profile), clinic, invitation, by=by)
    raise typer.Exit(code)


@staff_app.command("remove")
def staff_remove(
    who: Annotated[str, typer.Argument(help="Her e-mail address, or her id.")],
    *,
    clinic: ClinicOption,
    by: ByOption,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Shuts somebody out at once, with every session of hers.

    For example: aftercare staff remove ana@clinic.example --clinic north --stage prod
    """
    from infra.cli.reaching import explaining, reach
    from infra.cli.staff import remove_staff

    with explaining():
        code = remove_staff(reach(stage=stage, region=region, profile=profile), clinic, who, by=by)
    raise typer.Exit(code)
