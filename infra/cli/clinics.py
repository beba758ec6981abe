"""Clinics of a stage: set up, listed, shown, changed."""

import json

import typer

from functions.operations import clinic_settings
from functions.operations.clinic_settings import Settings, changed_by
from functions.operations.plain_settings import Plain, clinic_of, plain_of
from functions.operations.setting_problems import Unusable
from functions.operations.ticking import begin_to_hear
from functions.ports import Saved
from functions.roles import Role
from infra.cli.asking import ask_line
from infra.cli.clinic_settings import as_toml, differences
from infra.cli.reaching import Reached
from schedules.clinic import Clinic

OK, REFUSED = 0, 1


def create(reached: Reached, clinic_id: str, given: Plain) -> int:
    """Twice is once: a clinic that is there already is never changed by this."""
    clinic = clinic_of({**given, "clinic_id": clinic_id})
    if isinstance(clinic, Unusable):
        return _refuse(clinic)
    known: Clinic | None = reached.store.clinic(clinic_id)
    if known is not None:
        return _is_there(known, clinic)
    saved = clinic_settings.set_up(reached.store, clinic)
    if isinstance(saved, Unusable):
        return _refuse(saved)
    if saved is Saved.OUTDATED:
        return _is_there(reached.clinic(clinic_id), clinic)
    begin_to_hear(reached.store, clinic_id, reached.world.time.now())
    typer.echo(f"Clinic {clinic_id} is set up on stage {reached.stage}.")
    typer.echo("Let its number's messaging service send what comes in (POST) to:")
    typer.echo(f"  {reached.outputs['ApiUrl']}/twilio/{clinic_id}/inbound#rc=2&rp=ct,5xx")
    typer.echo(f"Then: aftercare staff invite --clinic {clinic_id}, and aftercare clinic machine {clinic_id} LABEL.")
    return OK


def change(reached: Reached, clinic_id: str, given: Plain, *, yes: bool, by: str) -> int:
    """Only what is named changes, and nothing unless somebody says yes."""
    known = reached.settings(clinic_id)
    after = changed_by(known.clinic, given, now=reached.world.time.now())
    if isinstance(after, Unusable):
        return _refuse(after)
    found = list(differences(known.plain, plain_of(after)))
    if not found:
        typer.echo("That is how it is already; nothing was changed.")
        return OK
    for one in found:
        typer.echo(f"  {one}")
    if not yes and ask_line("Save this? Type yes:") != "yes":
        typer.echo("Nothing was changed.", err=True)
        return REFUSED
    may = Role.OPERATOR.permissions
    saved = clinic_settings.change(reached.world, clinic_id, given, seen=known.digest, by=by, may=may)
    if isinstance(saved, Unusable):
        return _refuse(saved)
    if not isinstance(saved, Settings):
        typer.echo("Somebody else changed the settings meanwhile; nothing was changed. Look again.", err=True)
        return REFUSED
    typer.echo("Saved. It holds for every text from now on.")
    return OK


def list_all(reached: Reached, *, as_json: bool) -> int:
    clinics: list[Clinic] = [one for clinic_id in reached.store.clinics() if (one := reached.store.clinic(clinic_id))]
    if as_json:
        rows = [{"clinic_id": one.clinic_id, "name": one.name, "zone": one.zone} for one in clinics]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return OK
    for one in clinics:
        typer.echo(f"{one.clinic_id:<20}  {one.name:<24}  {one.zone:<24}  {len(one.ladder)} on call")
    if not clinics:
        typer.echo("There is no clinic yet. `aftercare clinic create` sets one up.", err=True)
    return OK


def show(reached: Reached, clinic_id: str, *, as_json: bool) -> int:
    plain = plain_of(reached.clinic(clinic_id))
    typer.echo(json.dumps(plain, indent=2, ensure_ascii=False) if as_json else as_toml(plain))
    return OK


def _is_there(known: Clinic, wanted: Clinic) -> int:
    found = list(differences(plain_of(known), plain_of(wanted)))
    if not found:
        typer.echo(f"Clinic {known.clinic_id} is there already, with these very settings; nothing was changed.")
        return OK
    typer.echo(f"Clinic {known.clinic_id} is there already with other settings; nothing was changed:", err=True)
    for one in found:
        typer.echo(f"  {one}", err=True)
    typer.echo("To change them: aftercare clinic set.", err=True)
    return REFUSED


def _refuse(unusable: Unusable) -> int:
    typer.echo("The settings cannot be used; nothing was saved:", err=True)
    for one in unusable.problems:
        typer.echo(f"  {one.field} {one.problem}: {one.mend}", err=True)
    return REFUSED
