"""Transcripts a clinician can read: parsed, replayed through the real operations, and written again.

A transcript has a head, then dated lines. Only `She>` and `Staff>` drive the replay; every other line is what came of
it. Times are hers, local; a time that comes twice when the clocks change is written with its zone, as `01:30 (CDT)`.

The head says `track`, `language`, `zone` and `day 0`, and may say `topics`, `discreet`, `weeks`, `due`, `called` (the
name she wants said), `clinic` (country and zone), `enrolled` (`day 0, 23:50`), `until` (`day 8`), or `late`: the days
on which somebody is enrolled late, a section each, and how many days it shows.

`Staff>` lines: `nurse: <code> on it` is a text of somebody on call, where `<code>` is the code of the latest page;
`desk: close all`, `desk: close danger`, `desk: acknowledge screen`, `desk: switch late-induction loss_on=2026-03-12
gestation_weeks=17`, `desk: anchor bleeding=2026-03-12`, `desk: pause`, `resume`, `restore` and `withdraw` are acts at
the clinic's API.
"""

import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrolling import Made
from functions.operations.enrollment_form import CLOCK_FIELDS
from functions.operations.staff_acts import Wrong, apply, from_request, on_escalation
from functions.ports import Ref
from infra.content.samples import GESTATION, first_clock
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Outcome, Status
from schedules.escalation import Escalation
from schedules.pathways import Clock
from schedules.text import Direction, Text, TextState

FOLDER = Path(__file__).parent / "transcripts"
WIDTH = 88
LASTS_DAYS = 100
"""Later than the last text of any pathway, with its windows."""
ENROLLED_AT = "10:30"
CODE = "<code>"
LANGUAGES = {"English": "en", "Spanish": "es"}
PAGED_MAX = 14
"""Rounds of pages that nobody takes, a few hours of them, before a replay is given up: the script lacks a line."""
STOPPED = "(the replay stops here: nobody takes the page of"
_HEADER = re.compile(r"Day (-?\d+) · \w{3} \d{1,2} \w{3} (\d{2}:\d{2})(?: \((\S+)\))?")
_SPOKEN = re.compile(r"  (She|Staff|Clinic|On call)> (.*)")
_LATE = re.compile(r"== Enrolled on day \d+ · .* ==")
_MORE = "    "


class NotATranscript(Exception):
    """The file cannot be replayed; its words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line that drives the replay: on `day`, at local `at`, by She or by Staff."""

    day: int
    at: time
    fold: int
    who: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The head and the inputs: all that is needed to write the transcript anew."""

    head: str
    fields: dict[str, str]
    said: tuple[Said, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.fields["zone"])

    @property
    def day_0(self) -> date:
        return datetime.strptime(self.fields["day 0"], "%a %d %b %Y").replace(tzinfo=UTC).date()

    def local(self, day: int, at: time, fold: int = 0) -> datetime:
        made = datetime.combine(self.day_0 + timedelta(days=day), at, tzinfo=self.zone).replace(fold=fold)
        if made.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != made.replace(tzinfo=None):
            raise NotATranscript(f"{made:%a %d %b %H:%M} does not exist in {self.zone}: the clocks change then")
        return made.astimezone(UTC)


@dataclass(slots=True)
class _Telling:
    """What happened, in the order in which it happened."""

    script: Script
    world: Pocket
    events: list[tuple[datetime, str]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    lines_of: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    status: Status = Status.ACTIVE
    is_stopped: bool = False

    def live_until(self, until: datetime) -> None:
        ends: list[tuple[datetime, str]] = []
        while not self.is_stopped and (wake_at := self.world.enrollment.wake_at) is not None and wake_at <= until:
            self.world.live_until(wake_at)
            now = self.world.enrollment
            ends.extend((self.world.clock.at, line) for line in self._ended(now))
            untaken = [one for one in now.escalations if one.next_page_at is not None and one.rounds > PAGED_MAX]
            if untaken:
                self.is_stopped = True
                since = _stamp(untaken[0].opened_at, self.script.zone)
                ends.append((self.world.clock.at, f"  {STOPPED} {since}; let a Staff line take it)"))
        self._collect(ends)
        if not self.is_stopped:
            self.world.clock.at = max(self.world.clock.at, until)

    def say(self, one: Said) -> None:
        if self.is_stopped:
            self.events.append((self.script.local(one.day, one.at, one.fold), _wrapped(one.who, one.words)))
            return
        self.events.append((self.world.clock.at, _wrapped(one.who, one.words)))
        if one.who == "She":
            self.world.says(one.words)
        else:
            self.events.extend((self.world.clock.at, line) for line in _staff(self.world, one.words))
        self._collect([(self.world.clock.at, line) for line in self._ended(self.world.enrollment)])

    def _collect(self, ends: list[tuple[datetime, str]]) -> None:
        """Of one instant: texts first, as the store orders them, then what was withheld, opened or ended."""
        found = [*self.world.texts(), *self.world.desk()]
        texts = sorted(found, key=lambda text: (text.at, text.state is TextState.WITHHELD))
        new = [text for text in texts if text.text_id not in self.told]
        self.told.update(text.text_id for text in new)
        lines = [(text.at, line) for text in new if (line := _line(text))]
        escalated = [found for one in self._escalations() for found in self._history(one)]
        self.events.extend(sorted([*lines, *escalated, *ends], key=lambda event: event[0]))

    def _escalations(self) -> list[Escalation]:
        return self.world.world.store.escalations(_ref(self.world))

    def _history(self, one: Escalation) -> Iterator[tuple[datetime, str]]:
        known = self.lines_of.get(one.escalation_id, 0)
        self.lines_of[one.escalation_id] = len(one.history)
        for entry in one.history[known:]:
            state = {"acknowledged": "acknowledged", "closed": "closed"}.get(entry.action)
            severity = one.severity.value
            if entry.action.startswith(("opened:", "raised:")):
                state, severity = "open", entry.action.split(":")[1]
            if state is not None:
                yield entry.at, f"  (escalation: {severity}, {one.reason.value}, {state})"

    def _ended(self, enrollment: Enrollment) -> Iterator[str]:
        for key, outcome in enrollment.outcomes.items():
            if outcome is Outcome.SILENT and self.outcomes.get(key) is not Outcome.SILENT:
                yield f"  (no answer: {key})"
        self.outcomes = dict(enrollment.outcomes)
        if enrollment.status is not self.status:
            self.status = enrollment.status
            yield f"  ({enrollment.status.value})"


def parse(text: str) -> Script:
    lines = text.splitlines()
    length = next((n for n, line in enumerate(lines) if _HEADER.fullmatch(line) or _LATE.fullmatch(line)), len(lines))
    head = "\n".join(lines[:length]).strip()
    fields = dict(re.findall(r"^([a-z 0]+):\s+(\S.*?)\s*$", head, re.MULTILINE))
    missing = {"track", "language", "zone", "day 0"} - set(fields)
    if missing:
        raise NotATranscript(f"the head does not say {', '.join(sorted(missing))}")
    script = Script(head=head, fields=fields)
    return script if "late" in fields else replace(script, said=tuple(_said(script, lines[length:])))


def replayed(script: Script) -> str:
    """The whole transcript, written anew."""
    if "late" in script.fields:
        return "\n".join([f"{script.head}\n", *_late(script)])
    day, at = _enrolled(script)
    telling = _begun(script, script.local(day, at))
    for one in script.said:
        telling.live_until(script.local(one.day, one.at, one.fold))
        telling.say(one)
    last = int(script.fields.get("until", f"day {LASTS_DAYS}").removeprefix("day "))
    telling.live_until(script.local(last, time(23, 59)))
    return f"{script.head}\n\n{_written(script, telling.events)}"


def start(name: str, head: str, inputs: str = "") -> Path:
    """Begins a transcript: a head, and headers with `She>` and `Staff>` lines alone; the rest is replayed."""
    path = FOLDER / f"{name}.txt"
    path.write_text(replayed(parse(f"{head.strip()}\n\n{inputs}")), "utf-8")
    return path


def _said(script: Script, lines: list[str]) -> Iterator[Said]:
    """Inputs with their continuation lines joined; anything we wrote is passed over."""
    when: tuple[int, time, int] | None = None
    who, words = "", ""
    for line in [*lines, ""]:
        if line.startswith(_MORE):
            words = f"{words} {line.strip()}"
            continue
        if who in {"She", "Staff"} and when is not None:
            yield Said(day=when[0], at=when[1], fold=when[2], who=who, words=words)
        spoken = _SPOKEN.fullmatch(line)
        who, words = (spoken[1], spoken[2]) if spoken else ("", "")
        header = _HEADER.fullmatch(line)
        if header:
            when = _when(script, int(header[1]), time.fromisoformat(header[2]), header[3])


def _when(script: Script, day: int, at: time, name: str | None) -> tuple[int, time, int]:
    on = datetime.combine(script.day_0 + timedelta(days=day), at, tzinfo=script.zone)
    return day, at, 1 if name and on.replace(fold=1).tzname() == name != on.tzname() else 0


def _enrolled(script: Script) -> tuple[int, time]:
    day, at = script.fields.get("enrolled", f"day 0, {ENROLLED_AT}").removeprefix("day ").split(", ")
    return int(day), time.fromisoformat(at)


def _begun(script: Script, start_at: datetime) -> _Telling:
    world = pocket(_clinic(script), start_at)
    made = world.enroll(_form(script, start_at))
    if not isinstance(made, Made):
        raise NotATranscript(f"she could not be enrolled: {made}")
    telling = _Telling(script=script, world=world)
    telling.live_until(start_at)
    return telling


def _clinic(script: Script) -> Clinic:
    country, zone = script.fields.get("clinic", "us America/New_York").split()
    return replace(sample_clinic(), country=country, zone=zone)


def _form(script: Script, start_at: datetime) -> dict[str, Any]:
    fields = script.fields
    loss, _, treatment = fields["track"].partition("-")
    form = sample_form(
        start_at,
        loss=loss,
        treatment=treatment,
        language=LANGUAGES[fields["language"]],
        zone=fields["zone"],
        gestation_weeks=int(fields.get("weeks", GESTATION[loss])),
        discreet=fields.get("discreet") == "yes",
        topics=[] if fields.get("topics", "none") == "none" else fields["topics"].split(", "),
    )
    form.pop("tablets_on")
    form[CLOCK_FIELDS[first_clock(fields["track"])]] = script.day_0.isoformat()
    if "due" in fields:
        form[CLOCK_FIELDS[Clock.DUE]] = fields["due"]
    if "called" in fields:
        form |= {"words": "name", "name": fields["called"]}
    return form


def _late(script: Script) -> Iterator[str]:
    """One section a day of enrollment: what is sent on that day and the days after it, were she silent."""
    days, shows = script.fields["late"].split("; ")
    for day in _days(days):
        begun = script.local(day, time.fromisoformat(ENROLLED_AT))
        telling = _begun(script, begun)
        telling.live_until(script.local(day + int(shows.split()[0]), time(23, 59)))
        yield f"== Enrolled on day {day} · {_stamp(begun, script.zone)} ==\n"
        yield _written(script, telling.events)


def _days(written: str) -> Iterator[int]:
    for part in written.removeprefix("days ").split(", "):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _written(script: Script, events: list[tuple[datetime, str]]) -> str:
    blocks: list[str] = []
    header = ""
    for at, line in events:
        local = at.astimezone(script.zone)
        stands = f"Day {(local.date() - script.day_0).days} · {_stamp(at, script.zone)}"
        if stands != header:
            blocks.append(f"\n{stands}" if header else stands)
            header = stands
        blocks.append(line)
    return "\n".join(blocks) + "\n"


def _stamp(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()  # type: ignore[operator]
    return f"{local:%a} {local.day} {local:%b %H:%M}{f' ({local.tzname()})' if twice else ''}"


def _line(text: Text) -> str | None:
    if text.state is TextState.WITHHELD:
        return f"  (withheld {text.message}: {text.withheld.value if text.withheld else 'unknown'})"
    if text.direction is Direction.IN:
        return None
    return _wrapped("On call", f"{text.contact_id}: {text.body}") if text.contact_id else _wrapped("Clinic", text.body)


def _wrapped(who: str, words: str) -> str:
    return "\n".join(
        textwrap.wrap(
            f"{who}> {words}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent=_MORE,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _staff(world: Pocket, words: str) -> Iterator[str]:
    who, _, act = words.partition(": ")
    if who == "desk":
        _desk(world, act)
        return
    contact = world.clinic.contact(who)
    if contact is None:
        raise NotATranscript(f"nobody on call is called {who!r}")
    grave = [one for one in world.enrollment.escalations if one.severity.pages_now]
    if CODE in act and not grave:
        yield "  (there is no page to take)"
        return
    world.says(act.replace(CODE, grave[-1].code if grave else ""), sender=contact.phone)


def _desk(world: Pocket, act: str) -> None:
    name, *rest = act.split()
    if name in {"acknowledge", "close"}:
        for one in world.enrollment.escalations:
            if rest[0] in {"all", one.reason.value} and (fact := on_escalation(name, one.escalation_id, by="desk")):
                apply(world.world, _ref(world), fact, key=None, action=name, by="desk")
        return
    body: dict[str, Any] = dict(part.split("=") for part in rest if "=" in part)
    if name == "switch":
        body["loss"], _, body["treatment"] = rest[0].partition("-")
        body |= {"gestation_weeks": int(body["gestation_weeks"])} if "gestation_weeks" in body else {}
    elif name == "anchor":
        ((clock, on),) = body.items()
        body = {"clock": clock, "on": on}
    made = from_request(name, body, world.enrollment, by="desk", now=world.clock.at, country=world.clinic.country)
    if isinstance(made, Wrong):
        raise NotATranscript(f"the desk cannot {act!r}: {made.problem}; {made.mend}")
    apply(world.world, _ref(world), made, key=None, action=name, by="desk")


def _ref(world: Pocket) -> Ref:
    one = world.enrollment
    return Ref(clinic_id=one.clinic_id, enrollment_id=one.enrollment_id)


if __name__ == "__main__":  # python -m tests.conversation.transcribing NAME < head-and-inputs
    print(start(sys.argv[1], sys.stdin.read()))  # noqa: T201
