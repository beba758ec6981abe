"""What a whole journey is: how many texts, how many segments, for every track, with no topic and with all of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from functions.operations.acting import program_for
from infra.content.coverage import tracks
from infra.content.samples import Sample, enrolled
from infra.pocket import SITE
from messages.language import Language
from messages.opt_in import OptIn
from schedules.pathways import latest_version, released
from schedules.preview import coming
from schedules.text import Direction, Purpose, Text, TextState

ANCHOR = date(2026, 3, 2)
ZONE = "America/Chicago"
DUE_AFTER = timedelta(days=63)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Planned texts of somebody who answers every check-in; reminders and answers come on top."""

    track: str
    version: int
    topics: bool
    texts: int
    english_segments: int
    spanish_segments: int


def sample(track: str, language: Language, topics: frozenset[OptIn]) -> Sample:
    """Enrolled on day 0, bleeding since then where she waits for it, with a date that was hoped for where topics are
    on."""
    loss, _, management = track.partition("-")
    due = ANCHOR + DUE_AFTER if topics and track in tracks() and track != "late-waiting" else None
    return Sample(
        loss=loss,
        management=management,
        language=language,
        zone=ZONE,
        anchor=ANCHOR,
        topics=topics,
        due_on=due,
        bleeding_on=ANCHOR if track == "early-expectant" else None,
    )


def planned(track: str, language: Language, topics: frozenset[OptIn]) -> list[Text]:
    world = enrolled(sample(track, language, topics))
    program = program_for(world.clinic, world.enrollment, site=SITE)
    ahead = coming(program, world.enrollment, world.clock.at)
    begun = [text for text in world.texts() if text.direction is Direction.OUT and text.purpose is Purpose.PLANNED]
    later = [one.text for one in ahead if not one.only_if_silent and one.text.state is not TextState.WITHHELD]
    return begun + later


def journeys() -> list[Journey]:
    every = sorted({key for key, _ in released()})
    return [_journey(track, topics) for track in every for topics in (frozenset[OptIn](), frozenset(OptIn))]


def _journey(track: str, topics: frozenset[OptIn]) -> Journey:
    english, spanish = (planned(track, language, topics) for language in (Language.ENGLISH, Language.SPANISH))
    return Journey(
        track=track,
        version=latest_version(track),
        topics=bool(topics),
        texts=len(english),
        english_segments=sum(text.segments for text in english),
        spanish_segments=sum(text.segments for text in spanish),
    )


def table() -> str:
    """As Markdown, for docs/content.md."""
    rows = ["| track | version | topics | texts | English segments | Spanish segments |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {one.track} | {one.version} | {'all' if one.topics else 'none'} | {one.texts} | {one.english_segments} "
        f"| {one.spanish_segments} |"
        for one in journeys()
    ]
    return "\n".join(rows)
