"""Lambda: the clinic's JSON API. Every route is bound to the clinic of the credential; errors are problem+json."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions import wiring
from functions.operations import enrolling, marking, staff_acts
from functions.operations.credentials import Caller, caller_of
from functions.operations.refusing import Refusal, Why, refused
from functions.operations.showing import enrollment_view, inbox_view
from functions.ports import Ref, StoreDown
from functions.roles import Permission
from functions.running import failed, note, run

Answer = Response[Any]
NESTING_MAX = 20
"""Levels of a body; a form has two."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return run(context, lambda: api().resolve(event, context))


@cache
def api() -> APIGatewayHttpResolver:
    app = APIGatewayHttpResolver()
    for method, path, permission, route in ROUTES:
        app.route(path, method=method)(_for_caller(app, route, permission, path))
    return app


Route = Callable[..., Answer]


def _for_caller(app: APIGatewayHttpResolver, route: Route, permission: Permission, path: str) -> Callable[..., Answer]:
    """A route that runs only for a known caller who may do this, and whose trouble never shows what it was working
    on."""

    def answer(**names: str) -> Answer:
        try:
            caller = caller_of(wiring.access(), app.current_event.request_context.authorizer.jwt_claim)
            if caller is None:
                refused(wiring.world(), Refusal(why=Why.NOBODY, route=path))
                return _problem(401, "who are you", "send Authorization: Bearer with a token of your clinic's machine")
            if not caller.may(permission):
                refused(
                    wiring.world(), Refusal(why=Why.ROLE, route=path, clinic_id=caller.clinic_id, author=caller.label)
                )
                return _problem(403, "this is not yours to do", f"it needs {permission.value}; ask your clinic's lead")
            return route(app, caller, **names)
        except StoreDown as error:
            failed("api_store_down", error)
            return _problem(503, "the record cannot be reached just now", "try again in a minute; nothing was changed")
        except Exception as error:  # noqa: BLE001 - its words may quote what a person wrote
            failed("api_failed", error)
            return _problem(500, "something went wrong here", "try again; the operator has been told")

    return answer


def _enroll(app: APIGatewayHttpResolver, caller: Caller) -> Answer:
    body = _body(app)
    key = app.current_event.headers.get("idempotency-key", "")
    if not key:
        return _problem(400, "the Idempotency-Key header is missing", "send a new random value with each new person")
    if body is None:
        return _unreadable()
    world = wiring.world()
    clinic = world.store.clinic(caller.clinic_id)
    if clinic is None:
        return _problem(404, "this clinic has no settings", "ask the operator to add it")
    match enrolling.enroll(world, clinic, body, key=key, by=caller.label):
        case enrolling.Made(enrollment_id=made, repeated=repeated):
            note("enrolled", repeated=repeated)
            view = enrollment_view(world, Ref(clinic_id=caller.clinic_id, enrollment_id=made))
            return _json(200 if repeated else 201, view)
        case enrolling.Refused(problems=problems):
            fields = [{"field": one.field, "problem": one.problem, "mend": one.mend} for one in problems]
            return _problem(422, "the form has problems; nothing was stored", "mend each and send it again", fields)
        case _:
            return _problem(409, "this Idempotency-Key was used with another body", "use a new key for a new form")


def _read(app: APIGatewayHttpResolver, caller: Caller, enrollment_id: str) -> Answer:  # noqa: ARG001
    view = enrollment_view(wiring.world(), Ref(clinic_id=caller.clinic_id, enrollment_id=enrollment_id))
    return _json(200, view) if view else _not_found("enrollment")


def _act(app: APIGatewayHttpResolver, caller: Caller, enrollment_id: str, act: str) -> Answer:
    world, ref = wiring.world(), Ref(clinic_id=caller.clinic_id, enrollment_id=enrollment_id)
    enrollment, clinic = world.store.enrollment(ref), world.store.clinic(caller.clinic_id)
    if enrollment is None or clinic is None:
        return _not_found("enrollment")
    body = _body(app)
    if body is None:
        return _unreadable()
    fact = staff_acts.from_request(act, body, enrollment, by=caller.label, now=world.time.now(), country=clinic.country)
    if isinstance(fact, staff_acts.Wrong):
        return _problem(fact.status, fact.problem, fact.mend)
    staff_acts.apply(world, ref, fact, key=_key(app), action=act, by=caller.label)
    return _json(200, enrollment_view(world, ref))


def _mark(app: APIGatewayHttpResolver, caller: Caller, enrollment_id: str, text_id: str) -> Answer:
    world, ref = wiring.world(), Ref(clinic_id=caller.clinic_id, enrollment_id=enrollment_id)
    if world.store.enrollment(ref) is None:
        return _not_found("enrollment")
    body = _body(app)
    if body is None:
        return _unreadable()
    wrong = marking.mark(world, ref, text_id, body, key=_key(app), by=caller.label)
    if wrong is not None:
        return _problem(wrong.status, wrong.problem, wrong.mend)
    return _json(200, enrollment_view(world, ref))


def _marked(app: APIGatewayHttpResolver, caller: Caller) -> Answer:
    after = app.current_event.query_string_parameters.get("after", "")
    page = marking.marked_texts(wiring.world(), caller.clinic_id, after=after)
    if isinstance(page, staff_acts.Wrong):
        return _problem(page.status, page.problem, page.mend)
    return _json(200, page)


def _inbox(app: APIGatewayHttpResolver, caller: Caller) -> Answer:  # noqa: ARG001
    return _json(200, {"escalations": [inbox_view(one) for one in wiring.world().store.inbox(caller.clinic_id)]})


def _on_escalation(
    app: APIGatewayHttpResolver, caller: Caller, enrollment_id: str, escalation_id: str, act: str
) -> Answer:
    world, ref = wiring.world(), Ref(clinic_id=caller.clinic_id, enrollment_id=enrollment_id)
    known = {one.escalation_id for one in world.store.escalations(ref)}
    fact = staff_acts.on_escalation(act, escalation_id, by=caller.label)
    if escalation_id not in known or fact is None:
        return _not_found("escalation")
    staff_acts.apply(world, ref, fact, key=_key(app), action=act, by=caller.label)
    return _json(200, enrollment_view(world, ref))


def _body(app: APIGatewayHttpResolver) -> Mapping[str, Any] | None:
    """The JSON object that was sent, empty when nothing was; None for anything else, and for one nested so deeply
    that no form of ours could be meant."""
    try:
        body = json.loads(app.current_event.decoded_body or "{}")
        json.dumps(body, ensure_ascii=False).encode()  # refuses half a character, \ud800, that nothing could store
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and _nests_at_most(NESTING_MAX, body) else None


def _nests_at_most(levels: int, value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels >= 0 and all(_nests_at_most(levels - 1, one) for one in inner)


def _key(app: APIGatewayHttpResolver) -> str | None:
    return app.current_event.headers.get("idempotency-key")


def _json(status: int, body: Any) -> Answer:
    return Response(status_code=status, content_type="application/json", body=json.dumps(body))


def _problem(status: int, title: str, mend: str, problems: list[dict[str, str]] | None = None) -> Answer:
    body = {"type": "about:blank", "status": status, "title": title, "detail": mend, "problems": problems or []}
    return Response(status_code=status, content_type="application/problem+json", body=json.dumps(body))


def _unreadable() -> Answer:
    return _problem(400, "the body is not a JSON object", "send one, or no body where nothing needs saying")


def _not_found(what: str) -> Answer:
    return _problem(404, f"there is no such {what} in this clinic", "check the id; other clinics' records are not here")


ROUTES: tuple[tuple[str, str, Permission, Route], ...] = (
    ("POST", "/v1/enrollments", Permission.ENROLL, _enroll),
    ("GET", "/v1/enrollments/<enrollment_id>", Permission.READ, _read),
    ("POST", "/v1/enrollments/<enrollment_id>/<act>", Permission.ACT, _act),
    ("PUT", "/v1/enrollments/<enrollment_id>/texts/<text_id>/label", Permission.ACT, _mark),
    ("GET", "/v1/marked", Permission.READ, _marked),
    ("GET", "/v1/escalations", Permission.READ, _inbox),
    ("POST", "/v1/escalations/<enrollment_id>/<escalation_id>/<act>", Permission.ACT, _on_escalation),
)
"""Each with what its caller must be allowed."""
