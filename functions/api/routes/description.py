"""What this API is, for a program and for a person."""

import json

from aws_lambda_powertools.event_handler import Response

from functions.api.call import JSON, Answer, Call
from functions.api.problems import stop
from functions.settings import SHOWS_SWAGGER


def openapi(call: Call) -> Answer:  # noqa: ARG001 - every route takes the call
    """This document, OpenAPI 3.1: enough to generate a client from. It holds nobody's record, and needs no token."""
    from functions.api.describing import described  # noqa: PLC0415 - few ask

    headers = {"Cache-Control": "max-age=300"}
    return Response(status_code=200, content_type=JSON, body=json.dumps(described()), headers=headers)


def swagger(call: Call) -> Answer:
    """A page that shows this document, in stages for development alone."""
    if call.stage not in SHOWS_SWAGGER:
        raise stop(404, "no_route", "there is no such address", "/v1/openapi.json has all of them")
    from functions.api.swagger import page  # noqa: PLC0415 - few ask

    return Response(status_code=200, content_type="text/html; charset=utf-8", body=page())
