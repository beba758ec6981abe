"""`aftercare enroll`, `export` and `erase`: what is done for one person."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from infra.cli.options import (
    AnchorOption,
    ByOption,
    ClinicOption,
    DiscreetOption,
    JsonOption,
    Loss,
    MachineOption,
    ProfileOption,
    RegionOption,
    StageOption,
    TopicsOption,
)
from messages.language import Language

EnrollmentOption = Annotated[
    str | None, typer.Option("--enrollment", help="One enrollment's id. Without it her phone is asked for.")
]


def enroll(
    *,
    file: Annotated[
        typer.FileText | None, typer.Option("--file", "-f", help="The form as JSON; - reads standard input.")
    ] = None,
    loss: Annotated[Loss | None, typer.Option("--loss", help="What happened.")] = None,
    treatment: Annotated[
        str | None, typer.Option("--treatment", "--management", "-t", help="How it is cared for, as in `preview`.")
    ] = None,
    anchor: AnchorOption = None,
    gestation: Annotated[
        str | None, typer.Option("--gestation", help="Weeks, or weeks+days like 8+2. Checked, and not kept.")
    ] = None,
    language: Annotated[Language | None, typer.Option("--language", "-l", help="The language of her texts.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", "-z", help="Her IANA time zone, as she told it.")] = None,
    topics: TopicsOption = "",
    discreet: DiscreetOption = False,
    consent: Annotated[
        str | None, typer.Option("--consent", help="Which wording she agreed to; --collected-by says who asked.")
    ] = None,
    collected_by: Annotated[str | None, typer.Option("--collected-by", help="Who asked for her consent.")] = None,
    safe_phone: Annotated[
        bool, typer.Option("--safe-phone", help="She said that texts to this phone are safe.")
    ] = False,
    no_conditions: Annotated[
        bool, typer.Option("--no-excluded-conditions", help="None of the conditions no text may care for is present.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show her whole calendar, and enroll nobody.")] = False,
    clinic: Annotated[
        str, typer.Option("--clinic", help="The clinic's id. With --preview alone: an invented one when left out.")
    ] = "",
    by: ByOption,
    request_key: Annotated[
        str, typer.Option(help="Idempotency-Key: the same key enrolls once. From the form when left out.")
    ] = "",
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
    url: Annotated[
        str, typer.Option(help="The API's address, to enroll through it as --machine instead of on a stage.")
    ] = "",
    machine: MachineOption = "",
    as_json: JsonOption = False,
) -> None:
    """Enrolls one person and shows what is coming to her.

    The form comes from a file, or from flags, which win over it; her phone is never a flag, since shells remember, and
    is asked for where no file has it. With --url it goes through the clinic's API, which needs a machine and no access
    to AWS.

    For example: aftercare enroll --clinic north --stage prod --loss early --treatment medication --anchor 2026-11-29
    --gestation 8+2 --language es --zone America/Chicago --consent consent-2026-11 --collected-by ana --safe-phone
    --no-excluded-conditions --preview
    """
    from infra.cli.asking import ask_phone
    from infra.cli.enrolling import anchored, enroll_on_stage, enroll_through_api
    from infra.cli.enrolling import preview as shown
    from infra.cli.reaching import explaining, reach
    from infra.local.sample import sample_clinic

    _one_way_in(clinic, url, stage, is_preview=preview)
    told = {
        "loss": loss.value if loss else None,
        "treatment": treatment,
        "language": language.value if language else None,
        "zone": zone,
        "topics": [one.strip() for one in topics.split(",") if one.strip()] or None,
        "discreet": discreet or None,
        "conditions": [] if no_conditions else None,
        "consent": _consent(consent, collected_by, safe=safe_phone),
    }
    form = anchored(_form(file, told, gestation), anchor.date() if anchor else None)
    with explaining():
        reached = reach(stage=stage, region=region, profile=profile) if clinic else None
        of = reached.clinic(clinic) if reached else sample_clinic()
        if "phone" not in form:
            form["phone"] = ask_phone(None if url else of.country)
        if preview:
            code = shown(form, of, reached.world.time.now() if reached else datetime.now(UTC), as_json=as_json)
        elif reached:
            code = enroll_on_stage(reached, of, form, request_key=request_key, by=by, as_json=as_json)
        else:
            code = enroll_through_api(form, url=url, machine=machine, request_key=request_key, as_json=as_json)
    raise typer.Exit(code)


def export(
    *,
    clinic: ClinicOption,
    by: ByOption,
    enrollment: EnrollmentOption = None,
    to: Annotated[Path | None, typer.Option("--to", help="The file to write; a new one here when left out.")] = None,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Writes one person's record as JSON, for her: all that is kept under her phone, earlier enrollments too.

    Her phone is asked for, or read from standard input, and never stands in the command: shells remember those.

    For example: aftercare export --clinic north --stage prod
    """
    from infra.cli.asking import ask_phone
    from infra.cli.exporting import export_person
    from infra.cli.reaching import explaining, reach

    with explaining():
        reached = reach(stage=stage, region=region, profile=profile)
        country = reached.clinic(clinic).country
        phone = None if enrollment else ask_phone(country)
        code = export_person(reached, clinic, phone=phone, enrollment_id=enrollment, to=to, by=by)
    raise typer.Exit(code)


def erase(
    *,
    clinic: ClinicOption,
    by: ByOption,
    enrollment: EnrollmentOption = None,
    for_good: Annotated[bool, typer.Option("--for-good", help="Erase. Without it only the counts are shown.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="End her texts first, if any are to come.")] = False,
    despite: Annotated[
        bool, typer.Option("--despite-grave-matter", help="Erase even though a grave matter of hers is open.")
    ] = False,
    confirm: Annotated[str, typer.Option("--confirm", help="Her number, instead of typing it when asked.")] = "",
    to: Annotated[Path | None, typer.Option("--to", help="The receipt's file; a new one here when left out.")] = None,
    stage: StageOption = "",
    region: RegionOption = "",
    profile: ProfileOption = "",
) -> None:
    """Erases one person, looks again and leaves a receipt; without --for-good it only shows what would go.

    All that is kept under her phone goes, earlier enrollments too. What stays, and why, stands in the receipt: the
    log's opaque ids, a bare consent, and that her phone asked us to stop if it did. Cut off half way, it is finished
    by running it again. Her phone is asked for, or read from standard input.

    For example: aftercare erase --clinic north --stage prod --for-good --withdraw
    """
    from functions.operations.erasing import Obstacle
    from infra.cli.asking import ask_phone
    from infra.cli.erasing import erase_person
    from infra.cli.reaching import explaining, reach

    named = {Obstacle.ACTIVE: withdraw, Obstacle.GRAVE: despite}
    with explaining():
        reached = reach(stage=stage, region=region, profile=profile)
        country = reached.clinic(clinic).country
        code = erase_person(
            reached,
            clinic,
            phone=None if enrollment else ask_phone(country),
            enrollment_id=enrollment,
            despite={obstacle for obstacle, given in named.items() if given},
            for_good=for_good,
            confirm=confirm,
            to=to,
            by=by,
        )
    raise typer.Exit(code)


def _one_way_in(clinic: str, url: str, stage: str, *, is_preview: bool) -> None:
    from infra.cli.enrolling import MISSPELLED

    if clinic and url:
        typer.echo("On a stage with --clinic, or through the API with --url: leave one of them out.", err=True)
    elif not clinic and (stage or not (url or is_preview)):
        typer.echo("Which clinic? Name it with --clinic; `aftercare clinic list` shows all.", err=True)
    else:
        return
    raise typer.Exit(MISSPELLED)


def _form(file: typer.FileText | None, told: dict[str, Any], gestation: str | None) -> dict[str, Any]:
    """A flag wins over the file."""
    from infra.cli.enrolling import MISSPELLED, Misspelled, form_of, weeks

    try:
        form = form_of(file.read()) if file else {}
        return form | {name: value for name, value in told.items() if value is not None} | weeks(gestation)
    except Misspelled as misspelled:
        typer.echo(str(misspelled), err=True)
        raise typer.Exit(MISSPELLED) from None


def _consent(wording: str | None, collected_by: str | None, *, safe: bool) -> dict[str, Any] | None:
    """Given just now; one of another day comes in a file."""
    if wording is None:
        return None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "method": "staff",
        "wording": wording,
        "collected_by": collected_by,
        "given_at": now,
        "safe_phone": safe,
    }
