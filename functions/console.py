"""Lambda: the console of a clinic's staff. Server-rendered; every page is behind the guard but those of signing in."""

from functools import cache
from typing import Any

from functions import wiring
from functions.operations.sessions import SignedIn
from functions.ports import StoreDown
from functions.ports_access import PoolDown
from functions.running import failed, note, run
from functions.web import guard, signing
from functions.web.exchange import Answer, BadForm, Request, event_answer, request_of
from functions.web.files import PATH, served
from functions.web.routes import Guarded, Route
from functions.web.views import message, shown


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return run(context, lambda: _answered(event))


def _answered(event: dict[str, Any]) -> dict[str, Any]:
    reception = wiring.reception()
    answer = _safely(event)
    return event_answer(answer, sign_in_origin=reception.page.origin, is_tls=reception.is_tls)


def _safely(event: dict[str, Any]) -> Answer:
    """Trouble never shows what it was working on."""
    try:
        request = request_of(event)
        if request.path.startswith(PATH):
            return served(request.path.removeprefix(PATH)) or message("missing", status=404)
        return guard.answer(wiring.reception(), routes(), request)
    except BadForm:
        note("form_refused")
        return message("forged", status=400)
    except (StoreDown, PoolDown) as error:
        failed("console_down", error)
        return message("down", status=503)
    except Exception as error:  # noqa: BLE001 - its words may quote what a person wrote
        failed("console_failed", error)
        return message("failed", status=500)


@cache
def routes() -> tuple[Route, ...]:
    """Every page of the console."""
    return (*signing.routes(wiring.reception()), Guarded(method="GET", pattern="/console", needs=None, run=home))


def home(_: Request, who: SignedIn) -> Answer:
    clinic = wiring.world().store.clinic(who.staff.clinic_id)
    return shown("home.html", who, clinic=clinic.name if clinic else who.staff.clinic_id)
