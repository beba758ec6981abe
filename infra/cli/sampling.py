"""The person whom a command's options describe."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from infra.cli.options import Loss
from infra.content.samples import Sample
from messages.language import Language
from messages.opt_in import OptIn
from schedules.enrollment import Words


def sample_of(
    *,
    loss: Loss,
    management: str,
    language: Language,
    zone: str,
    anchor: datetime | None,
    days_late: int,
    topics: str = "",
    due: datetime | None = None,
    discreet: bool = False,
    words: Words = Words.NEUTRAL,
    name: str | None = None,
) -> Sample:
    """Without an anchor she is enrolled today."""
    today = datetime.now(ZoneInfo(zone)).date()
    try:
        chosen = frozenset(OptIn(topic.strip()) for topic in topics.split(",") if topic.strip())
    except ValueError:
        typer.echo(f"--topics knows {', '.join(OptIn)}", err=True)
        raise typer.Exit(2) from None
    return Sample(
        loss=loss.value,
        management=management,
        language=language,
        zone=zone,
        anchor=anchor.date() if anchor else today - timedelta(days=days_late),
        days_late=days_late,
        topics=chosen,
        discreet=discreet,
        words=words,
        name=name,
        due_on=due.date() if due else None,
    )
