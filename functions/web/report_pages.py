"""Reports: what a clinic may be told of its people together, on a page and as a table for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from functions.operations import clinic_reports
from functions.operations.clinic_reports import Period, Report, whole_weeks
from functions.operations.enrollment_fields import Problem
from functions.operations.report_views import as_table
from functions.operations.sessions import SignedIn
from functions.roles import Permission
from functions.screens import reports as report_screen
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request, sheet
from functions.web.routes import Guarded, Route
from schedules.calendar import local_date

REPORTS = "/console/reports"
TO_MEND = 422


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = ReportPages(desk)
    guarded = partial(Guarded, method="GET", needs=Permission.READ)
    return (guarded(pattern=REPORTS, run=pages.page), guarded(pattern=f"{REPORTS}.csv", run=pages.sheet))


@dataclass(frozen=True, slots=True)
class ReportPages:
    desk: Desk

    def page(self, request: Request, who: SignedIn) -> Answer:
        period, made = self._made(request, who)
        if isinstance(made, Problem):
            return self._shown(request, who, period, None, [made])
        return self._shown(request, who, period, made)

    def sheet(self, request: Request, who: SignedIn) -> Answer:
        """The same numbers; for weeks that cannot be, the page that says so."""
        period, made = self._made(request, who)
        if isinstance(made, Problem):
            return self._shown(request, who, period, None, [made])
        return sheet(f"report-{period.first}-{period.last}.csv", as_table(made))

    def _made(self, request: Request, who: SignedIn) -> tuple[Period, Report | Problem]:
        clinic = self.desk.clinic(who)
        usual = whole_weeks(local_date(self.desk.world.time.now(), clinic.zone), report_screen.WEEKS_SHOWN)
        period = report_screen.asked(dict(request.query), usual)
        if isinstance(period, Problem):
            return usual, period
        return period, clinic_reports.report(self.desk.world, clinic, period)

    def _shown(
        self, request: Request, who: SignedIn, period: Period, made: Report | None, problems: Sequence[Problem] = ()
    ) -> Answer:
        today = local_date(self.desk.world.time.now(), self.desk.clinic(who).zone)
        shown = report_screen.shown(made, period, today, problems=problems)
        status = TO_MEND if problems else 200
        return self.desk.show("reports.html", request, who, "reports", status=status, report=shown)
