"""`aftercare erase`: shows what would go, asks, erases, looks again, and leaves a receipt."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError

from functions.operations.erasing import Found, Gone, Obstacle, erase, look, still_there
from functions.operations.receipts import BACKUPS_KEPT_MAX, receipt
from infra.cli.asking import ask_line, private_file
from infra.cli.reaching import Reached
from schedules.telling import who

OK, REFUSED = 0, 1
LOOKS_MAX = 10
LOOK_SECONDS = 1.0
_STANDS = {
    Obstacle.ACTIVE: "Texts are still to come to her. To end them first and then erase her: --withdraw.",
    Obstacle.GRAVE: "A grave matter of hers is open: somebody must look after her first, and close it. If that is done "
    "elsewhere and her words may go all the same: --despite-grave-matter.",
}
_GOES = {
    "enrollment": "record with phone, name, chart, answers, preferences",
    "line_in_list": "line in the clinic's list",
    "phone_link": "link from her phone to the record",
    "alarm_clock": "alarm clock of what was still planned",
    "audit_beside_record": "lines beside the record of what was done; the clinic's log keeps its own",
    "unfinished_erasure": "erasure that was cut off before",
}


def erase_person(
    reached: Reached,
    clinic_id: str,
    *,
    phone: str | None,
    enrollment_id: str | None,
    despite: set[Obstacle],
    for_good: bool,
    confirm: str,
    to: Path | None,
    by: str,
) -> int:
    found = look(reached.world, reached.erasing, clinic_id, phone=phone, enrollment_id=enrollment_id)
    if found is None:
        typer.echo("Nothing is kept of her in this clinic.", err=True)
        return REFUSED
    _show(found)
    stops = sorted(found.obstacles - despite)
    for stop in stops:
        typer.echo(_STANDS[stop], err=True)
    if not for_good:
        typer.echo("Nothing was erased. With --for-good it is, and nobody can bring it back.")
        return REFUSED if stops else OK
    if stops:
        return REFUSED
    path = to or Path(f"erased-{who(found.named_by)}-{reached.world.time.now():%Y%m%d-%H%M%S}.json")
    number = who(found.named_by)
    if (confirm or ask_line(f"To erase her for good, type the number pages call her by, {number}:")) != number:
        typer.echo("That is not her number. Nothing was erased.", err=True)
        return REFUSED
    text = ""
    with private_file(path) as file:  # before anything goes: what is erased must have its receipt
        try:
            code, text = _erase(reached, found, despite, by)
            file.write(text)
        finally:
            if not text:
                path.unlink()
    typer.echo(f"The receipt is in {path}." if text else "Nothing was erased.", err=True)
    return code


def _erase(reached: Reached, found: Found, despite: set[Obstacle], by: str) -> tuple[int, str]:
    """The exit code, and the receipt; "" where there is nothing to have one for."""
    gone = erase(reached.world, reached.erasing, found, by=by, despite=despite)
    if isinstance(gone, Obstacle):
        typer.echo(f"Something happened while you looked. {_STANDS[gone]}", err=True)
        return REFUSED, ""
    told = receipt(_looked_again(reached, found, gone), clinic_id=found.clinic_id, backups_kept=_backups_kept(reached))
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    typer.echo(text, nl=False)
    if told["is_complete"]:
        return OK, text
    if gone.stopped is not None:
        typer.echo(f"Something happened in between. {_STANDS[gone.stopped]}", err=True)
    typer.echo("Something is still there. Run the command again; it goes on where it stopped.", err=True)
    return REFUSED, text


def _looked_again(reached: Reached, found: Found, gone: Gone) -> Gone:
    """The index of alarm clocks lags by a moment; what is there longer is there."""
    left = gone.left
    for _ in range(0 if gone.stopped else LOOKS_MAX):
        if not left:
            break
        time.sleep(LOOK_SECONDS)
        left = still_there(reached.world, reached.erasing, found)
    return replace(gone, left=left)


def _show(found: Found) -> None:
    typer.echo(f"Kept under this phone in clinic {found.clinic_id}:")
    for kind, count in found.held.items():
        typer.echo(f"  {count:>5}  {_GOES.get(kind.value, kind.value.replace('_', ' '))}")
    numbers = ", ".join(who(ref.enrollment_id) for ref in found.refs)
    typer.echo(f"Pages call her {numbers}.")


def _backups_kept(reached: Reached) -> timedelta | None:
    """The longest AWS knows where it does not say; None where the table keeps no points in time."""
    try:
        dynamo: Any = boto3.client("dynamodb", **reached.aws)
        told = dynamo.describe_continuous_backups(TableName=reached.outputs["TableName"])
        points = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    except (ClientError, BotoCoreError, KeyError):
        return BACKUPS_KEPT_MAX
    if points.get("PointInTimeRecoveryStatus") != "ENABLED":
        return None
    return timedelta(days=points["RecoveryPeriodInDays"]) if "RecoveryPeriodInDays" in points else BACKUPS_KEPT_MAX
