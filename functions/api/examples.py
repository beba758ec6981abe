"""An example of whatever a schema describes, put together from the examples of its fields."""

from collections.abc import Mapping
from typing import Any

_REF = "#/components/schemas/"
DEPTH_MAX = 12


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int = 0) -> Any:
    """Required fields and those that have an example; None where a schema says too little."""
    if depth > DEPTH_MAX:
        return None
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].removeprefix(_REF)], schemas, depth + 1)
    for name in ("const", "enum", "default"):
        if schema.get(name) is not None:
            return schema[name][0] if name == "enum" else schema[name]
    if "anyOf" in schema:
        return _perhaps(schema["anyOf"], schemas, depth)
    match schema.get("type"):
        case "object":
            return _object(schema, schemas, depth)
        case "array":
            one = example_of(schema.get("items", {}), schemas, depth + 1)
            return [] if one is None else [one]
        case "boolean":
            return True
        case _:
            return None


def _perhaps(options: list[Mapping[str, Any]], schemas: Mapping[str, Any], depth: int) -> Any:
    """An instant or a whole part that may be missing is missing."""
    found = [one for one in options if one.get("type") != "null"]
    if len(found) < len(options) and ("$ref" in found[0] or found[0].get("format") == "date-time"):
        return None
    return example_of(found[0], schemas, depth + 1)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> dict[str, Any]:
    needed = schema.get("required", [])
    return {
        name: example_of(one, schemas, depth + 1)
        for name, one in schema.get("properties", {}).items()
        if name in needed or "examples" in one
    }
