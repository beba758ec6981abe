"""The commands. Each imports what it needs only when it is called."""

import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.clinic_commands import clinic_app
from infra.cli.describing import openapi
from infra.cli.options import (
    AnchorOption,
    DiscreetOption,
    DueOption,
    JsonOption,
    LanguageOption,
    LateOption,
    Loss,
    LossOption,
    MachineOption,
    ManagementOption,
    NameOption,
    TopicsOption,
    WordsOption,
    ZoneOption,
)
from infra.cli.people_commands import enroll, erase, export
from infra.cli.staff_commands import staff_app
from messages.language import Language
from schedules.enrollment import Words

TERMINATED = 143
"""What a shell reports for a command ended by SIGTERM."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Texts that stay with a person through the weeks after a pregnancy loss. Exit code 0: all well; "
    "1: something needs mending, and it is named; 2: the command was misspelled.",
)
app.add_typer(clinic_app, name="clinic")
app.add_typer(staff_app, name="staff")
app.command()(enroll)
app.command()(export)
app.command()(erase)
app.command()(openapi)


@app.command()
def lint(as_json: JsonOption = False) -> None:
    """Checks every text, page and pathway and names all problems at once; notes hold nobody back."""
    from infra.cli.linting import lint as linted
    from infra.cli.linting import print_linted

    found = linted(datetime.now(UTC).date())
    if as_json:
        typer.echo(json.dumps(found.as_tree(), indent=2, ensure_ascii=False))
    else:
        print_linted(found)
    raise typer.Exit(1 if found.problems else 0)


@app.command()
def sign(
    keys: Annotated[list[str], typer.Argument(help="Keys of texts, and page:<key> or phrase:<key>.")],
    *,
    who: Annotated[str, typer.Option(help="Who read the words: name, comma, role.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day they were signed; today when left out.")
    ] = None,
    language: Annotated[
        Language | None, typer.Option("--language", "-l", help="Of a text; both when left out.")
    ] = None,
) -> None:
    """Writes who signed these words into `review`, with their fingerprint: later changes void it."""
    from infra.content.signing import CannotSign, sign_all

    today = datetime.now(UTC).date()
    try:
        written = sign_all(keys, who=who, on=on.date() if on else today, today=today, language=language)
    except CannotSign as refused:
        typer.echo(f"Nothing was signed: {refused}", err=True)
        raise typer.Exit(1) from refused
    for line in written:
        typer.echo(line)


@app.command()
def preview(
    *,
    loss: LossOption = Loss.EARLY,
    management: ManagementOption = "medication",
    language: LanguageOption = Language.ENGLISH,
    zone: ZoneOption = "America/New_York",
    anchor: AnchorOption = None,
    days_late: LateOption = 0,
    topics: TopicsOption = "",
    due: DueOption = None,
    discreet: DiscreetOption = False,
    words: WordsOption = Words.NEUTRAL,
    name: NameOption = None,
    as_json: JsonOption = False,
    html: Annotated[
        bool, typer.Option("--html", help="As a page to read on paper and sign, both languages; FILE, else printed.")
    ] = False,
    file: Annotated[Path | None, typer.Argument(help="Where --html writes the page.", show_default=False)] = None,
) -> None:
    """Shows every text a person would get, with local times and segments, if she wrote nothing."""
    from infra.cli.previewing import give_page, print_preview, rows
    from infra.cli.sampling import sample_of
    from infra.content.booklet import booklet
    from infra.content.samples import NotEnrolled

    sample = sample_of(
        loss=loss,
        management=management,
        language=language,
        zone=zone,
        anchor=anchor,
        days_late=days_late,
        topics=topics,
        due=due,
        discreet=discreet,
        words=words,
        name=name,
    )
    try:
        if html or file is not None:
            give_page(booklet(sample), file)
        elif as_json:
            typer.echo(json.dumps(rows(sample), indent=2, ensure_ascii=False))
        else:
            print_preview(sample, rows(sample))
    except NotEnrolled as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from refused


@app.command()
def coverage(as_json: JsonOption = False) -> None:
    """Says which messages and pages tell each clinical fact, on which track, in which language."""
    from infra.cli.covering import as_tree, print_coverage

    if as_json:
        typer.echo(json.dumps(as_tree(), indent=2))
        raise typer.Exit(0)
    raise typer.Exit(print_coverage())


@app.command()
def simulate(
    *,
    journeys: Annotated[int, typer.Option(min=1, help="How many women begin their twelve weeks.")] = 300,
    seed: Annotated[int, typer.Option(min=0, help="The first world's seed; each world has the next one.")] = 1,
    worlds: Annotated[
        int | None, typer.Option(min=1, help="So many worlds of three women instead, whoever begins in them.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="Stop after so long, finished or not.")] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 for one a core.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Lives journeys in worlds where everything goes wrong; counts what was lost, doubled or late: it must be none."""
    from infra.cli.simulating import run

    seconds = minutes * 60 if minutes is not None else None
    raise typer.Exit(run(journeys, seed=seed, worlds=worlds, seconds=seconds, workers=workers, as_json=as_json))


@app.command()
def chat(
    *,
    loss: LossOption = Loss.EARLY,
    management: ManagementOption = "medication",
    language: LanguageOption = Language.ENGLISH,
    zone: ZoneOption = "America/New_York",
    days_late: LateOption = 0,
    discreet: DiscreetOption = False,
) -> None:
    """Lets you be the patient in this terminal: write anything, skip days. No cloud, no texts leave."""
    from infra.cli.chatting import Chat
    from infra.cli.sampling import sample_of

    sample = sample_of(
        loss=loss,
        management=management,
        language=language,
        zone=zone,
        anchor=None,
        days_late=days_late,
        discreet=discreet,
    )
    Chat(sample).run(sys.stdin)


@app.command()
def hear(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="JSON Lines with id, text, lang and perhaps asked; else standard input.", exists=True, dir_okay=False
        ),
    ] = None,
    evaluate: Annotated[
        Path | None,
        typer.Option(
            "--eval",
            help="A labelled file (id, lang, text, label): print how well it is read.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Reads texts as the service would: JSON Lines in, JSON Lines out with label, action and the reason."""
    from infra.cli.hearing import evaluated, print_evaluated, print_heard
    from infra.training.corpus import BadText

    try:
        if evaluate is None:
            print_heard(source)
        elif as_json:
            typer.echo(json.dumps(evaluated(evaluate), indent=2, ensure_ascii=False))
        else:
            print_evaluated(evaluate)
    except BadText as bad:
        typer.echo(f"Not read: {bad}", err=True)
        raise typer.Exit(1) from bad


@app.command()
def train(
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Keep the thresholds and the account of them: minutes instead of half an hour."),
    ] = False,
) -> None:
    """Teaches the reader anew from infra/training/texts: writes messages/hearing/model.bin and docs/hearing.md."""
    from infra.training.corpus import BadText
    from infra.training.teaching import teach, teach_quickly

    try:
        trained = teach_quickly(typer.echo) if quick else teach(typer.echo)
    except BadText as bad:
        typer.echo(f"Not trained: {bad}", err=True)
        raise typer.Exit(1) from bad
    typer.echo(f"Weights {trained.version} written; the account is in docs/hearing.md")


@app.command()
def marked(
    url: Annotated[str, typer.Option(help="The API's address; the local one when `aftercare up` is running.")] = "",
    machine: MachineOption = "",
) -> None:
    """Prints the texts staff marked as wrongly read, as JSON Lines for a person to read before they are trained on."""
    from infra.cli.marked import print_marked

    raise typer.Exit(print_marked(url=url, machine=machine))


@app.command()
def up(
    cloud_port: Annotated[int, typer.Option(help="Port of the local cloud.")] = 4566,
    phone_port: Annotated[int, typer.Option(help="Port of the phones' page.")] = 4570,
    as_json: JsonOption = False,
) -> None:
    """Starts the whole service on this machine and leaves it running; `aftercare down` stops it."""
    from infra.local.staying import start

    raise typer.Exit(start(cloud_port=cloud_port, phone_port=phone_port, as_json=as_json))


@app.command()
def down() -> None:
    """Stops what `aftercare up` started."""
    from infra.local.staying import stop

    raise typer.Exit(stop())


@app.command()
def demo() -> None:
    """Plays three people's twelve weeks on the local cloud, tells the story, writes build/demo.json."""
    from rich.console import Console

    from infra.local.demo import demonstrate

    console = Console()
    failing = demonstrate(console)
    for one in failing:
        console.print(f"[bold red]Not as promised:[/bold red] {one.words}")
    raise typer.Exit(1 if failing else 0)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # so that whatever was started is ended
    app()
