"""From a gateway's event to an answer: the door first, then the route with what it was sent, validated."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError, ResponseValidationError
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions import wiring
from functions.api import door
from functions.api.call import Call
from functions.api.misfits import misfit
from functions.api.operation import Operation
from functions.api.problems import CONTENDED, DOWN, FAILED, MEDIA, Stopped, Trouble, not_found
from functions.api.table import operations, room_of
from functions.operations.acting import Contended
from functions.operations.credentials import Caller
from functions.ports import SecretsDown, StoreDown
from functions.ports_access import PoolDown
from functions.running import failed

TIME_LEFT_MILLISECONDS_MIN = 4000
"""What is left of an invocation when a long work stops to answer."""
_NOBODY = Caller(clinic_id="", label="", role=None, permissions=frozenset())


def served(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Trouble never shows what it was working on."""
    try:
        http = event["requestContext"]["http"]
        room = room_of(event["rawPath"])
        operation = door.which(operations(room), http["method"].upper(), event["rawPath"])
        caller = _NOBODY if operation.needs is None else _caller(event, operation)
        door.check_query(event.get("rawQueryString") or "", _query_names(operation))
        body = door.body_of(event, operation) if operation.sends else door.Body(raw=b"", media="")
        call = _call(caller, body, context)
        app = resolver(room)
        app.append_context(call=call)  # type: ignore[no-untyped-call]
        return dict(app.resolve(_plain(event, operation, body), context))
    except Exception as error:  # noqa: BLE001 - its words may quote what a person wrote
        return _told(trouble_of(error))


@cache
def resolver(room: str | None = None) -> APIGatewayHttpResolver:
    """With the routes of one room, or all."""
    app = APIGatewayHttpResolver(enable_validation=True, response_validation_error_http_code=500)
    for operation in operations(room):
        app.route(
            operation.path,
            method=operation.method,
            summary=operation.summary,
            description=operation.description,
            tags=[operation.subject.value],
            operation_id=operation.name,
            include_in_schema=operation.is_described,
        )(_bound(app, operation))
    for kind in (Stopped, NotFoundError, RequestValidationError, ResponseValidationError, Exception):
        app.exception_handler(kind)(_answered)
    return app


def trouble_of(error: Exception) -> Trouble:
    match error:
        case Stopped():
            return error.trouble
        case NotFoundError():
            return not_found("thing").trouble
        case RequestValidationError():
            return misfit(error.errors())
        case StoreDown() | SecretsDown() | PoolDown():
            failed("api_store_down", error)
            return DOWN
        case Contended():
            return CONTENDED
        case _:
            failed("api_failed", error)
            return FAILED


def _answered(error: Exception) -> Response[str]:
    return trouble_of(error).answer()


def _told(trouble: Trouble) -> dict[str, Any]:
    headers = {"Content-Type": MEDIA, **trouble.headers}
    return {
        "statusCode": int(trouble.status),
        "headers": headers,
        "body": trouble.body,
        "isBase64Encoded": False,
        "cookies": [],
    }


def _caller(event: Mapping[str, Any], operation: Operation) -> Caller:
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims") or {}
    return door.let_in(wiring.world(), wiring.access(), operation, claims)


def _call(caller: Caller, body: door.Body, context: Any) -> Call:
    return Call(
        caller=caller,
        world=wiring.world(),
        access=wiring.access(),
        directory=wiring.directory,
        machines=wiring.machines,
        body=body.raw,
        media=body.media,
        has_time=lambda: context.get_remaining_time_in_millis() > TIME_LEFT_MILLISECONDS_MIN,
        stage=wiring.settings().stage,
    )


def _bound(app: APIGatewayHttpResolver, operation: Operation) -> Callable[..., Any]:
    """The route as the resolver calls it: all but the call comes from the request, by its signature."""

    def route(**sent: Any) -> Any:
        return operation.run(app.context["call"], **sent)

    whole = inspect.signature(operation.run)
    given = list(whole.parameters.values())[1:]
    returns = inspect.Signature.empty if operation.gives is None else operation.gives
    route.__signature__ = whole.replace(parameters=given, return_annotation=returns)  # type: ignore[attr-defined]
    route.__name__ = operation.name
    return route


@cache
def _query_names(operation: Operation) -> frozenset[str]:
    beside = inspect.signature(operation.run).parameters.values()
    return frozenset(
        one.name
        for one in beside
        if any(isinstance(mark, Query) for mark in getattr(one.annotation, "__metadata__", ()))
    )


def _plain(event: Mapping[str, Any], operation: Operation, body: door.Body) -> dict[str, Any]:
    """With the body as text, and an object without fields where nothing was sent."""
    if not operation.sends or body.media != "application/json":
        return {**event, "body": None, "isBase64Encoded": False}
    return {**event, "body": body.raw.decode() or "{}", "isBase64Encoded": False}
