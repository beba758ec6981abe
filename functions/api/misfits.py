"""What does not fit the description of the API, in words that say how to mend it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from functions.api.problems import Trouble

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": ("is missing", "add it"),
        "extra_forbidden": ("is not known here", "leave it out, or check its spelling"),
        "string_type": ("is not text", "write it in quotation marks"),
        "int_type": ("is not a whole number", "write it in digits, without quotation marks"),
        "int_parsing": ("is not a whole number", "write it in digits"),
        "int_from_float": ("is not a whole number", "write it without a fraction"),
        "bool_type": ("is neither true nor false", "write true or false, without quotation marks"),
        "bool_parsing": ("is neither true nor false", "write true or false"),
        "list_type": ("is not a list", "write it in square brackets"),
        "model_type": ("is not an object", "write it in braces"),
        "model_attributes_type": ("is not an object", "write it in braces"),
        "dict_type": ("is not an object", "write it in braces"),
    }
)


def misfit(errors: Sequence[Mapping[str, Any]]) -> Trouble:
    """An address that fits nothing is not found; a header is told apart from what a person filled in."""
    places = {str(one["loc"][0]) for one in errors}
    if "path" in places:
        return Trouble(
            status=HTTPStatus.NOT_FOUND,
            code="not_found",
            title="there is no such thing in this clinic",
            detail="check the id in the address; no id of ours looks like it",
        )
    problems = tuple(_told(one) for one in errors)
    if places == {"header"}:
        return Trouble(
            status=HTTPStatus.BAD_REQUEST,
            code="header",
            title="a header is missing or cannot be read",
            detail="mend it and send the same again; nothing was done",
            problems=problems,
        )
    return Trouble(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        code="form",
        title="what was sent does not fit; nothing was done",
        detail="mend each and send it again; /v1/openapi.json describes every field",
        problems=problems,
    )


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    problem, mend = _WORDS.get(str(error.get("type")), ("", ""))
    field = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    if not problem:
        problem, mend = _bounded(str(error.get("type")), error.get("ctx") or {})
    return {"field": field, "problem": problem, "mend": mend}


def _bounded(kind: str, bounds: Mapping[str, Any]) -> tuple[str, str]:
    """Of what pydantic says, only its own bounds are repeated."""
    match kind:
        case "enum" | "literal_error":
            return "is not one of those we know", f"use one of {bounds.get('expected', 'those described')}"
        case "string_too_long" | "too_long":
            return "is too long", f"keep it within {bounds.get('max_length')}"
        case "string_too_short" | "too_short":
            return "is too short", f"it needs at least {bounds.get('min_length')}"
        case "greater_than_equal":
            return "is too small", f"it begins at {bounds.get('ge')}"
        case "less_than_equal":
            return "is too large", f"it ends at {bounds.get('le')}"
        case _:
            return "cannot be used", "write it as /v1/openapi.json describes it"
