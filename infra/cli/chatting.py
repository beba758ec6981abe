"""Being the patient in a terminal: real operations on the pocket world, and time that skips."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text as Words

from functions.operations.acting import program_for
from infra.content.samples import Sample, enrolled
from infra.pocket import SITE
from schedules.enrollment import Status
from schedules.preview import coming
from schedules.text import Direction, Purpose, Text, TextState

HELP = """Write anything, as she would. Besides:
  /next      live on to the next text       /tomorrow  live on to noon tomorrow
  /coming    what is still to come          /why       how your last text was read
  /nurse K7Q4 (or K7Q4 done)  the on-call nurse texts back
  /help      this                           /quit      leave"""
WIDTH_MAX, BUBBLE = 96, 64
COMING_SHOWN = 8
REPEATS_SHOWN = 2


class Chat:
    """One conversation. `run` reads lines until they end or somebody leaves."""

    def __init__(self, sample: Sample, console: Console | None = None) -> None:
        self._console = console or Console()
        self._world = enrolled(sample)
        self._zone = ZoneInfo(sample.zone)
        self._shown: set[str] = set()
        self._commands: dict[str, Callable[[str], None]] = {
            "/next": lambda _: self._next(),
            "/tomorrow": lambda _: self._world.tomorrow(),
            "/nurse": self._nurse,
            "/coming": lambda _: self._coming(),
            "/why": lambda _: self._why(),
            "/help": lambda _: self._console.print(HELP),
        }

    def run(self, lines: Iterable[str]) -> None:
        self._console.print(HELP, style="dim")
        self._show()
        for line in lines:
            said = line.strip()
            if said == "/quit":
                return
            if said:
                self._take(said)
                self._show()

    def _take(self, said: str) -> None:
        word, _, rest = said.partition(" ")
        if not word.startswith("/"):
            self._world.says(said)
        elif word in self._commands:
            self._commands[word](rest)
        else:
            self._console.print(f"There is no {word}. /help shows what there is.", style="yellow")

    def _next(self) -> None:
        if not self._world.live_to_next_text():
            over = self._world.enrollment.status is not Status.ACTIVE
            self._console.print("The twelve weeks are over." if over else "No text will come by itself.", style="dim")

    def _nurse(self, words: str) -> None:
        self._world.says(words, sender=self._world.clinic.ladder[0].phone)

    def _coming(self) -> None:
        enrollment = self._world.enrollment
        for one in coming(program_for(self._world.clinic, enrollment, site=SITE), enrollment, self._world.clock.at)[
            :COMING_SHOWN
        ]:
            at = one.at.astimezone(self._zone)
            note = " (only if you stay silent)" if one.only_if_silent else ""
            self._console.print(f"  {at:%a %d %b %H:%M}  {one.text.message}{note}", style="dim")

    def _why(self) -> None:
        heard = [text for text in self._world.texts() if text.purpose is Purpose.REPLY]
        if not heard:
            self._console.print("You have written nothing yet.", style="dim")
            return
        last = heard[-1]
        because = last.evidence or "no rule spoke; an open question may have been answered"
        self._console.print(f"  read as: {last.reading}. because: {because}", style="dim")
        for one in self._world.enrollment.escalations:
            self._console.print(f"  open: {one.severity.value}, {one.reason.value}, {one.state.value}", style="dim")

    def _show(self) -> None:
        here = self._world.clock.at.astimezone(self._zone)
        texts = [*self._world.texts(), *self._world.desk()]
        new = [text for text in texts if text.text_id not in self._shown]
        self._shown.update(text.text_id for text in new)
        repeats = [text for text in new if text.message == "page.all"][REPEATS_SHOWN:]
        for text in new:
            if text.state is not TextState.WITHHELD and text not in repeats:
                self._bubble(text)
        if repeats:
            last = repeats[-1].at.astimezone(self._zone)
            words = (
                f"everyone on call was paged {len(repeats)} times more, until {last:%a %H:%M}. /nurse CODE takes it."
            )
            self._console.print(Words(words, style="magenta"))
        self._console.print(Words(f"{here:%A %d %B, %H:%M}", style="dim"))

    def _bubble(self, text: Text) -> None:
        at = text.at.astimezone(self._zone)
        own = text.direction is Direction.IN and text.contact_id is None
        staff = text.contact_id is not None
        title = f"{at:%a %d %b %H:%M}" + (f" · on call: {text.contact_id}" if staff else "")
        panel = Panel(
            Words(text.body),
            width=min(BUBBLE, max(len(text.body), len(title) + 2) + 4),
            title=Words(title, style="dim"),
            title_align="left",
            border_style="magenta" if staff else "cyan" if own else "white",
        )
        indent = max(0, min(self._console.width, WIDTH_MAX) - BUBBLE) if own or staff else 0
        self._console.print(Padding(panel, (0, 0, 0, indent)))
