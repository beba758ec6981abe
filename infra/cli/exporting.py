"""`aftercare export`: one person's record as a file for herself."""

import json
from pathlib import Path

import typer

from functions.operations.exporting import export
from functions.operations.records import records_of
from functions.ports import Ref
from infra.cli.asking import private_file
from infra.cli.reaching import Reached
from schedules.telling import who

OK, REFUSED = 0, 1


def export_person(
    reached: Reached, clinic_id: str, *, phone: str | None, enrollment_id: str | None, to: Path | None, by: str
) -> int:
    clinic = reached.clinic(clinic_id)
    if enrollment_id is not None:
        named = reached.world.store.enrollment(Ref(clinic_id=clinic_id, enrollment_id=enrollment_id))
        phone = named.person.phone if named else None
    records = records_of(reached.world, clinic_id, phone) if phone else []
    if not records:
        typer.echo("Nothing is kept of her in this clinic. Nothing was written.", err=True)
        return REFUSED
    path = to or Path(f"person-{who(records[-1].enrollment_id)}-{reached.world.time.now():%Y%m%d-%H%M%S}.json")
    with private_file(path) as file:
        told = export(reached.world, reached.erasing, clinic, records, by=by)
        file.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    typer.echo(f"Written for her: {path}, readable by you alone. That it was made stands in the clinic's log.")
    typer.echo("It is health data: hand it over on a safe way, and delete it here once she has it.")
    return OK
