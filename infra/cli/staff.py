"""Staff of a clinic from the command line: listed, invited, removed."""

import json

import typer

from functions.operations.staffing import Invitation, NotInvited, invite, remove
from functions.ports_access import Staff
from functions.sights import Audit
from infra.cli.reaching import Reached
from infra.stage import access_of, directory_of

OK, REFUSED = 0, 1
_MEND = {
    NotInvited.EMAIL: "That is no e-mail address: write it like nurse@clinic.example.",
    NotInvited.NAME: "The name is missing or too long: write it as the clinic knows her, in 80 letters or fewer.",
    NotInvited.ELSEWHERE: "This address signs in at another clinic already. Use another address for this one.",
    NotInvited.NOT_YOURS: "That role is not yours to give.",
}


def list_staff(reached: Reached, clinic_id: str, *, as_json: bool) -> int:
    reached.clinic(clinic_id)
    found = access_of(reached.outputs, reached.aws).staff_of(clinic_id)
    if as_json:
        rows = [
            {"staff_id": one.staff_id, "name": one.name, "email": one.email, "role": one.role.value} for one in found
        ]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return OK
    for one in found:
        typer.echo(f"{one.name:<28}  {one.role.value:<8}  {one.email}")
    if not found:
        typer.echo("Nobody is invited yet. `aftercare staff invite` does it.", err=True)
    return OK


def invite_staff(reached: Reached, clinic_id: str, invitation: Invitation, *, by: str) -> int:
    reached.clinic(clinic_id)
    access, directory = access_of(reached.outputs, reached.aws), directory_of(reached.outputs, reached.aws)
    now = reached.world.time.now()
    made = invite(access, directory, clinic_id, invitation, now)
    if isinstance(made, NotInvited):
        typer.echo(_MEND[made], err=True)
        return REFUSED
    reached.store.log(clinic_id, Audit(at=now, author=by, action=f"invited:{made.role.value}"))
    typer.echo(f"{made.name} is {made.role.value} of {clinic_id}. A first invitation comes by e-mail and holds a week.")
    return OK


def remove_staff(reached: Reached, clinic_id: str, who: str, *, by: str) -> int:
    """By address or id. Every session ends at once."""
    reached.clinic(clinic_id)
    access, directory = access_of(reached.outputs, reached.aws), directory_of(reached.outputs, reached.aws)
    found = _named(access.staff_of(clinic_id), who)
    if found is None:
        typer.echo("Nobody of this clinic has that address or id. `aftercare staff list` shows everybody.", err=True)
        return REFUSED
    remove(access, directory, clinic_id, found.staff_id)
    reached.store.log(clinic_id, Audit(at=reached.world.time.now(), author=by, action=f"removed:{found.role.value}"))
    typer.echo(f"{found.name} is out. If she is on call, change the ladder too: aftercare clinic set --on-call.")
    return OK


def _named(staff: list[Staff], who: str) -> Staff | None:
    return next((one for one in staff if who.strip().lower() in {one.email, one.staff_id}), None)
