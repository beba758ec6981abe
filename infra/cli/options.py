"""The options several commands share: who she is, what happened, how the answer is printed."""

from datetime import datetime
from enum import StrEnum
from getpass import getuser
from typing import Annotated

import typer

from messages.language import Language
from schedules.enrollment import Words


class Loss(StrEnum):
    """What happened; partner is somebody close to her, with a consent of their own."""

    EARLY = "early"
    LATE = "late"
    ECTOPIC = "ectopic"
    PARTNER = "partner"


LanguageOption = Annotated[Language, typer.Option("--language", "--lang", "-l", help="The language she is texted in.")]
LossOption = Annotated[Loss, typer.Option("--loss", help="What happened.")]
ManagementOption = Annotated[
    str,
    typer.Option(
        "--management",
        "--treatment",
        "-t",
        help="How it is cared for. early: expectant, medication, surgery; late: induction, surgery, waiting; "
        "ectopic: expectant, methotrexate, salpingectomy, salpingotomy; partner: support.",
    ),
]
ZoneOption = Annotated[str, typer.Option("--zone", "-z", help="Her IANA time zone, like America/Chicago.")]
AnchorOption = Annotated[
    datetime | None, typer.Option("--anchor", formats=["%Y-%m-%d"], help="Day 0 of her pathway; today when left out.")
]
TopicsOption = Annotated[
    str, typer.Option("--topics", help="Topics she chose, with commas: intimacy, contraception, trying_again, ...")
]
DueOption = Annotated[
    datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="A date that was hoped for, with topic dates.")
]
WordsOption = Annotated[Words, typer.Option("--words", help="How she speaks of what happened.")]
NameOption = Annotated[str | None, typer.Option("--name", help="The name she gave, with --words name.")]
DiscreetOption = Annotated[bool, typer.Option("--discreet", help="Planned texts only announce themselves.")]
LateOption = Annotated[int, typer.Option("--days-late", min=0, max=83, help="Enrolled so many days after.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program instead of text for a person.")]
MachineOption = Annotated[
    str,
    typer.Option(
        envvar="AFTERCARE_MACHINE", help="A machine of the clinic: https://ID:SECRET@ and the host of the sign-in page."
    ),
]
StageOption = Annotated[
    str, typer.Option("--stage", help="The stage, like prod; the local one when `aftercare up` is running.")
]
RegionOption = Annotated[
    str, typer.Option("--region", envvar="AWS_REGION", help="The stage's region; your profile's when left out.")
]
ProfileOption = Annotated[
    str, typer.Option("--profile", envvar="AWS_PROFILE", help="The AWS profile that may work on the stage.")
]
ClinicOption = Annotated[str, typer.Option("--clinic", help="The clinic's id.")]


def operator() -> str:
    """Who the log says did it, unless --by says another."""
    return f"operator-{getuser()}"


ByOption = Annotated[str, typer.Option("--by", default_factory=operator, help="Who does it, for the log.")]
