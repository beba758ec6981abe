"""What a whole journey is: how many texts, how many segments, for every track, with no topic and with all of them,
for somebody who answers every check-in and for somebody who answers none."""

from dataclasses import dataclass
from datetime import date, timedelta

from functions.operations.acting import program_for
from infra.content.coverage import tracks
from infra.content.samples import Sample, enrolled
from messages.language import Language
from messages.lint_shape import SITE_MAX
from messages.opt_in import OptIn
from schedules.pathways import latest_version, released
from schedules.preview import coming
from schedules.text import Direction, Purpose, Text, TextState

ANCHOR = date(2026, 3, 2)
ZONE = "America/Chicago"
DUE_AFTER = timedelta(days=63)
SITE = "https://abcdefghij.execute-api.ap-southeast-1.amazonaws.com".ljust(SITE_MAX, "/")
"""As long as the lint counts with: a longer address is a dearer text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Planned texts of somebody who answers every check-in, or who answers none and gets every reminder."""

    track: str
    version: int
    topics: bool
    silent: bool
    texts: int
    english_segments: int
    spanish_segments: int


def sample(track: str, language: Language, topics: frozenset[OptIn], *, bleeding: bool = True) -> Sample:
    """Enrolled on day 0, bleeding since then where she waits for it unless she never tells, with a date that was hoped
    for where topics are on."""
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
        bleeding_on=ANCHOR if bleeding and track == "early-expectant" else None,
    )


def planned(
    track: str, language: Language, topics: frozenset[OptIn], *, silent: bool = False, bleeding: bool = True
) -> list[Text]:
    """Every planned text that leaves; with the reminders when she is `silent`."""
    world = enrolled(sample(track, language, topics, bleeding=bleeding))
    program = program_for(world.clinic, world.enrollment, site=SITE)
    ahead = coming(program, world.enrollment, world.clock.at)
    begun = [text for text in world.texts() if text.direction is Direction.OUT and text.purpose is Purpose.PLANNED]
    later = [one for one in ahead if one.text.purpose is Purpose.PLANNED and one.text.state is not TextState.WITHHELD]
    return begun + [one.text for one in later if silent or not one.only_if_silent]


def journeys() -> list[Journey]:
    every = sorted({key for key, _ in released()})
    choices = (frozenset[OptIn](), frozenset(OptIn))
    return [_journey(track, topics, silent=silent) for track in every for topics in choices for silent in (False, True)]


def _journey(track: str, topics: frozenset[OptIn], *, silent: bool) -> Journey:
    english, spanish = (planned(track, language, topics, silent=silent) for language in Language)
    return Journey(
        track=track,
        version=latest_version(track),
        topics=bool(topics),
        silent=silent,
        texts=len(english),
        english_segments=sum(text.segments for text in english),
        spanish_segments=sum(text.segments for text in spanish),
    )


def table() -> str:
    """As Markdown, for docs/content.md."""
    rows = ["| track | version | topics | check-ins | texts | English segments | Spanish segments |"]
    rows += ["|---|---|---|---|---|---|---|"]
    rows += [
        f"| {one.track} | {one.version} | {'all' if one.topics else 'none'} "
        f"| {'unanswered' if one.silent else 'answered'} | {one.texts} | {one.english_segments} "
        f"| {one.spanish_segments} |"
        for one in journeys()
    ]
    return "\n".join(rows)
