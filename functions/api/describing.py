"""The API as OpenAPI 3.1: what the resolver knows of its routes, with every problem, header, scope and example."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from functions.api.examples import example_of
from functions.api.models.parts import FieldWrong, Problem
from functions.api.operation import CSV, JSON, Operation
from functions.api.problems import MEDIA
from functions.api.table import operations
from functions.roles import Permission

TITLE, VERSION = "Aftercare", "1"
_ABOUT = (
    "Texts that stay with a person through the weeks after a pregnancy loss, and a person who is paged when she needs "
    "one. Every request is bound to the clinic of its token. Errors are application/problem+json (RFC 9457). Times "
    "are UTC unless they say otherwise. docs/api.md begins with the first request."
)
_REF = "#/components/schemas/"
_ETAG = {
    "description": "The version you have seen: send it as If-Match.",
    "schema": {"type": "string", "examples": ['"v7"']},
}
_RETRY = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1, "examples": [30]}}
_ALLOW = {"description": "The methods it takes.", "schema": {"type": "string", "examples": ["GET, POST"]}}


@cache
def described() -> dict[str, Any]:
    """Plain JSON. The same code makes the file, the address and the page."""
    from functions.api.serving import resolver  # noqa: PLC0415 - the routes are bound there

    document = _plain(resolver().get_openapi_schema(title=TITLE, version=VERSION, openapi_version="3.1.0"))
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for model in (Problem, FieldWrong):
        schemas.setdefault(model.__name__, _schema_of(model))
    for name in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(name, None)
    shown = [one for one in operations() if one.is_described]
    for one in shown:
        path = one.path.replace("<", "{").replace(">", "}")
        _finish(document["paths"][path][one.method.lower()], one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": subject} for subject in dict.fromkeys(one.subject.value for one in shown)],
        "paths": document["paths"],
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": _security()},
    }


def _finish(told: dict[str, Any], one: Operation, schemas: Mapping[str, Any]) -> None:
    told.pop("deprecated", None)
    needs = one.machine_needs
    told["security"] = [] if needs is None else [{"token": [needs.scope] if needs.scope else []}]
    told["description"] = f"{one.description} {_who(one.needs, needs)}".strip()
    _finish_body(told, one, schemas)
    answers = {str(status.value): _good(one, status, words, schemas) for status, words in one.good.items()}
    answers |= {str(status.value): _bad(status) for status in sorted(one.problems)}
    told["responses"] = dict(sorted(answers.items()))
    for parameter in told.get("parameters", []):
        _finish_parameter(parameter)


def _who(needs: Permission | None, of_machine: Permission | None) -> str:
    if needs is None or of_machine is None:
        return ""
    machines = f"a machine with the scope `{of_machine.scope}`" if of_machine.scope else "no machine"
    return f"For staff who may {needs.value}, and {machines}."


def _finish_body(told: dict[str, Any], one: Operation, schemas: Mapping[str, Any]) -> None:
    if one.takes_model is not None:
        name = one.takes_model.__name__
        schemas.setdefault(name, _schema_of(one.takes_model))  # type: ignore[attr-defined]
        told["requestBody"] = {
            "required": True,
            "content": {
                CSV: {
                    "schema": {"contentMediaType": CSV, "description": "The file as it is."},
                    "example": "phone,language\r\n",
                },
                JSON: {"schema": {"$ref": f"{_REF}{name}"}},
            },
        }
    for media, content in told.get("requestBody", {}).get("content", {}).items():
        if media == JSON:
            told["requestBody"]["required"] = bool(_resolved(content["schema"], schemas).get("required"))
            content["example"] = example_of(content["schema"], schemas)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schemas[schema["$ref"].removeprefix(_REF)] if "$ref" in schema else schema
    return found


def _finish_parameter(parameter: dict[str, Any]) -> None:
    schema = parameter["schema"]
    schema.pop("title", None)
    options = schema.pop("anyOf", None)  # a parameter is there or left out, and never null
    if options:
        (one,) = [option for option in options if option.get("type") != "null"]
        schema.update(one)


def _good(one: Operation, status: HTTPStatus, words: str, schemas: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"description": words}
    if status is not HTTPStatus.NO_CONTENT:
        schema: dict[str, Any] = {"type": "string"}
        if one.gives is not None:
            schema = {"$ref": f"{_REF}{one.gives.__name__}"}
        elif one.gives_media == JSON:
            schema = {"type": "object", "examples": [{"openapi": "3.1.0"}]}
        else:
            schema["examples"] = [one.gives_like]
        told["content"] = {one.gives_media: {"schema": schema, "example": example_of(schema, schemas)}}
    if one.gives_etag:
        told["headers"] = {"ETag": _ETAG}
    return told


def _bad(status: HTTPStatus) -> dict[str, Any]:
    example: dict[str, Any] = {
        "type": "about:blank",
        "status": status.value,
        "title": status.phrase.lower(),
        "detail": "what to do about it",
        "code": status.name.lower(),
        "problems": [],
    }
    told: dict[str, Any] = {
        "description": status.phrase,
        "content": {MEDIA: {"schema": {"$ref": f"{_REF}Problem"}, "example": example}},
    }
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        told["headers"] = {"Retry-After": _RETRY}
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        told["headers"] = {"Allow": _ALLOW}
    return told


def _security() -> dict[str, Any]:
    scopes = {one.scope: f"May {one.value}." for one in Permission if one.scope}
    flow = {"tokenUrl": "https://sign-in.example/oauth2/token", "scopes": scopes}
    about = "A machine's token, by client credentials, or staff's own. The address is SignInUrl of the stage's stack."
    return {"token": {"type": "oauth2", "description": about, "flows": {"clientCredentials": flow}}}


def _schema_of(model: Any) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(ref_template=f"{_REF}{{model}}")
    schema.pop("$defs", None)
    return schema


def _plain(document: Any) -> dict[str, Any]:
    found: dict[str, Any] = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    return found
