"""Settings: read by everybody of the clinic; changed by its lead, who sees what changes before she saves it."""

from dataclasses import dataclass
from functools import partial

from functions.operations import clinic_acts, clinic_settings
from functions.operations.clinic_settings import Outdated, Settings
from functions.operations.enrollment_fields import Problem
from functions.operations.sessions import SignedIn
from functions.operations.setting_problems import Unusable
from functions.roles import Permission
from functions.screens import settings as settings_screen
from functions.screens import settings_there
from functions.screens.settings_form import as_form, changes, on_the_form, without_address
from functions.screens.settings_typed import Typed, moved, place_of, size
from functions.web.desk import Desk, NoClinic, done
from functions.web.exchange import Answer, Request
from functions.web.routes import Guarded, Route
from schedules.clinic import Clinic

SETTINGS = "/console/settings"
TO_MEND = 422
CONFLICT = 409
ABOUT_THE_FORM = frozenset({"csrf", "digest", "do"})


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = SettingsPages(desk)
    change = partial(Guarded, method="POST", needs=Permission.SETTINGS)
    return (
        Guarded(method="GET", pattern=SETTINGS, needs=Permission.READ, run=pages.show),
        change(pattern=SETTINGS, run=pages.take),
        change(pattern=f"{SETTINGS}/ring-test", run=pages.ring),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Settings on their way: those on record, what was typed over them, and which of them that was typed over."""

    request: Request
    who: SignedIn
    stored: Settings
    said: Typed
    seen: str

    @property
    def is_outdated(self) -> bool:
        return self.seen != self.stored.digest


@dataclass(frozen=True, slots=True)
class SettingsPages:
    desk: Desk

    def show(self, request: Request, who: SignedIn) -> Answer:
        """Or as it was typed before her session ended."""
        if not who.staff.role.may(Permission.SETTINGS):
            return self._page("settings_read.html", self._form(request, who, ()))
        return self._page("settings.html", self._form(request, who, request.draft.fields if request.draft else ()))

    def take(self, request: Request, who: SignedIn) -> Answer:
        form = self._form(request, who, request.fields)
        asked = request.value("do")
        if asked == "save":
            return self._save(form)
        if asked == "look":
            return self._look(form)
        said = moved(form.said, asked)
        return self._page("settings.html", form, said=said, at=place_of(asked, size(said)))

    def ring(self, request: Request, who: SignedIn) -> Answer:
        clinic_acts.ring_test(self.desk.world, self.desk.clinic(who), by=who.staff.staff_id)
        return done(SETTINGS, "rung", request=request)

    def _look(self, form: Form) -> Answer:
        raw, now = as_form(form.stored.clinic), self.desk.world.time.now()
        changed = clinic_settings.changed_by(form.stored.clinic, changes(form.said, raw), now=now)
        problems = [*(changed.problems if isinstance(changed, Unusable) else ()), *without_address(form.said, raw)]
        if problems:
            return self._page("settings.html", form, problems=tuple(problems), status=TO_MEND)
        if form.is_outdated:
            return self._page("settings.html", form, status=CONFLICT, meanwhile=True)
        left = settings_there.left_there(form.stored.clinic, changed, now) if isinstance(changed, Clinic) else ""
        return self._page("settings_changes.html", form, left=left)

    def _save(self, form: Form) -> Answer:
        clinic, staff = form.stored.clinic, form.who.staff
        raw, may = changes(form.said, as_form(clinic)), staff.role.permissions
        changed = clinic_settings.change(
            self.desk.world, clinic.clinic_id, raw, seen=form.seen, by=staff.staff_id, may=may
        )
        match changed:
            case Unusable(problems=problems):
                return self._page("settings.html", form, problems=problems, status=TO_MEND)
            case Outdated():
                now = self._form(form.request, form.who, form.request.fields)
                return self._page("settings.html", now, status=CONFLICT, meanwhile=True)
        return done(SETTINGS, "saved", request=form.request)

    def _form(self, request: Request, who: SignedIn, typed: tuple[tuple[str, str], ...]) -> Form:
        stored = clinic_settings.read(self.desk.world, who.staff.clinic_id)
        if stored is None:
            raise NoClinic
        said = {name: value for name, value in typed if name not in ABOUT_THE_FORM}
        seen = next((value for name, value in typed if name == "digest"), stored.digest)
        return Form(request=request, who=who, stored=stored, said=said, seen=seen)

    def _page(
        self,
        template: str,
        form: Form,
        *,
        said: Typed | None = None,
        problems: tuple[Problem, ...] = (),
        status: int = 200,
        meanwhile: bool = False,
        at: int | None = None,
        left: str = "",
    ) -> Answer:
        """The form keeps naming the settings that were typed over, until she is told that they have changed."""
        raw = as_form(form.stored.clinic)
        said = said or form.said or None
        shown = settings_screen.shown(
            raw,
            digest=form.stored.digest if meanwhile else form.seen,
            said=said,
            problems=[on_the_form(one, said or {}) for one in problems],
            meanwhile=meanwhile,
            at=at,
        )
        return self.desk.show(
            template,
            form.request,
            form.who,
            "settings",
            status=status,
            settings=shown,
            may_change=form.who.staff.role.may(Permission.SETTINGS),
            rung_by_test=settings_there.rung_by_test(form.stored.clinic, self.desk.world.time.now()),
            left=left,
        )
