"""Lambda: the console of a clinic's staff. Server-rendered; every page is behind the guard but those of signing in."""

from functools import cache
from typing import Any

from functions import wiring
from functions.operations.acting import Contended
from functions.ports import SecretsDown, StoreDown
from functions.ports_access import PoolDown
from functions.running import failed, note, run
from functions.web import (
    changing_pages,
    enroll_pages,
    guard,
    now_pages,
    people_pages,
    person_pages,
    report_pages,
    settings_pages,
    signing,
    staff_pages,
    words_pages,
)
from functions.web.desk import Desk, NoClinic
from functions.web.exchange import Answer, BadForm, event_answer, request_of
from functions.web.files import PATH, served
from functions.web.routes import Route
from functions.web.views import message

TIME_LEFT_MILLISECONDS_MIN = 6000
"""What is left of an invocation when a long work stops: a person more at the provider's slowest, and a page."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return run(context, lambda: _answered(event, context))


def _answered(event: dict[str, Any], context: Any) -> dict[str, Any]:
    reception = wiring.reception()
    answer = _safely(event, context)
    takes_gzip = "gzip" in str(event.get("headers", {}).get("accept-encoding", ""))
    return event_answer(answer, sign_in_origin=reception.page.origin, is_tls=reception.is_tls, takes_gzip=takes_gzip)


def _safely(event: dict[str, Any], context: Any) -> Answer:
    """Trouble never shows what it was working on."""
    try:
        request = request_of(event, lambda: context.get_remaining_time_in_millis() > TIME_LEFT_MILLISECONDS_MIN)
        if request.path.startswith(PATH):
            return served(request.path.removeprefix(PATH)) or message("missing", status=404)
        return guard.answer(wiring.reception(), routes(), request)
    except BadForm:
        note("form_refused")
        return message("forged", status=400)
    except NoClinic:
        note("clinic_not_set_up")
        return message("no_clinic", status=503)
    except (StoreDown, SecretsDown, PoolDown, Contended) as error:
        failed("console_down", error)
        return message("busy" if isinstance(error, Contended) else "down", status=503)
    except Exception as error:  # noqa: BLE001 - its words may quote what a person wrote
        failed("console_failed", error)
        return message("failed", status=500)


@cache
def routes() -> tuple[Route, ...]:
    return pages(Desk(world=wiring.world(), reception=wiring.reception()))


def pages(desk: Desk) -> tuple[Route, ...]:
    """Every page of the console."""
    return (
        *signing.routes(desk.reception),
        *now_pages.routes(desk),
        *enroll_pages.routes(desk),
        *people_pages.routes(desk),
        *changing_pages.routes(desk),
        *person_pages.routes(desk),
        *report_pages.routes(desk),
        *words_pages.routes(desk),
        *settings_pages.routes(desk),
        *staff_pages.routes(desk),
    )
