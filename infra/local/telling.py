"""Tells the demonstration as a story: days, local times, bubbles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Words

from infra.local.counting import Counts
from infra.local.phone import Direction, Handset, HandsetKind, Text

WIDTH_MAX = 100
BUBBLE = 62


@dataclass(slots=True)
class Teller:
    console: Console
    handsets: Mapping[str, Handset]
    where: tuple[str, date] | None = field(default=None)

    def text(self, text: Text) -> None:
        inbound = text.direction is Direction.INBOUND
        handset = self.handsets.get(text.from_ if inbound else text.to)
        if handset is None:
            return
        local = text.at.astimezone(handset.time_zone)
        self._heading(handset.label, local)
        staff = handset.kind is HandsetKind.STAFF
        color = "magenta" if staff else "cyan" if inbound else "white"
        bubble = Panel(
            Words(text.body),
            width=min(BUBBLE, max(len(text.body), len(handset.label)) + 4),
            title=Words(f"{local:%H:%M}", style="dim"),
            title_align="right" if inbound else "left",
            border_style=color,
        )
        indent = max(0, min(self.console.width, WIDTH_MAX) - (bubble.width or BUBBLE)) if inbound else 0
        self.console.print(Padding(bubble, (0, 0, 0, indent)))

    def mention(self, label: str, at: datetime, words: str) -> None:
        zone = next((one.zone for one in self.handsets.values() if one.label == label), "UTC")
        local = at.astimezone(ZoneInfo(zone))
        self._heading(label, local)
        self.console.print(Words(f"   {local:%H:%M}  {words}", style="italic dim"))

    def _heading(self, label: str, local: datetime) -> None:
        if self.where == (label, local.date()):
            return
        self.where = (label, local.date())
        zone = local.tzname() or ""
        self.console.print()
        self.console.rule(f"[bold]{label}[/bold]  {local:%A %d %B %Y} ({zone})", align="left", style="dim")

    def sums(self, counts: Counts) -> None:
        table = Table(title="What really happened, counted from the phones and the table", title_justify="left")
        table.add_column("count")
        table.add_column("", justify="right")
        withheld = ", ".join(f"{reason} {number}" for reason, number in sorted(counts.withheld.items()))
        rows = {
            "people, weeks": f"{counts.people}, {counts.weeks}",
            "planned texts that came due": counts.planned,
            "texts sent (with answers and pages)": counts.sent,
            "delivered to a handset": counts.delivered,
            "withheld": withheld or 0,
            "replies heard": counts.replies,
            "escalations opened, acknowledged": f"{counts.escalations_opened}, {counts.escalations_acknowledged}",
            "opted out": counts.opted_out,
            "lost": counts.lost,
            "duplicated": counts.duplicated,
            "log lines read, with a name, number or body": f"{counts.log_lines}, {counts.log_leaks}",
        }
        for label, value in rows.items():
            table.add_row(label, str(value))
        self.console.print()
        self.console.print(table)
