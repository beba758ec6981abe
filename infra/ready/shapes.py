"""Of AWS's service descriptions what our calls need: reading all of it takes longer than our own start."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CALLS: Mapping[str, tuple[str, ...]] = {
    "cognito-idp": (
        "AdminAddUserToGroup",
        "AdminCreateUser",
        "AdminDeleteUser",
        "AdminGetUser",
        "AdminListGroupsForUser",
        "AdminRemoveUserFromGroup",
        "AdminUserGlobalSignOut",
        "DescribeUserPoolClient",
    ),
    "dynamodb": ("BatchGetItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"),
    "sesv2": ("SendEmail",),
    "sqs": ("SendMessage", "SendMessageBatch"),
    "ssm": ("GetParameter",),
}
"""Every call the adapters make; a test holds it to them."""
WHOLE = ("_retry", "sdk-default-configuration")
ENDPOINT_NAMES = {*CALLS, "email"}
"""SES is listed by the name it had."""
ENDPOINTS, SERVICE = "endpoints", "service-2"


def make(into: Path, described: Path) -> None:
    """`described`: botocore's own folder of descriptions."""
    for name in WHOLE:
        _write(into / name, _read(described / name))
    _write(into / ENDPOINTS, endpoints(_read(described / ENDPOINTS)))
    for service, calls in CALLS.items():
        for version in sorted(path for path in (described / service).iterdir() if _is_there(path / SERVICE)):
            _write(into / service / version.name / SERVICE, described_calls(_read(version / SERVICE), calls))


def endpoints(every: Mapping[str, Any]) -> dict[str, Any]:
    """Every partition with its regions, and of its services ours."""
    partitions = [
        {**one, "services": {name: told for name, told in one["services"].items() if name in ENDPOINT_NAMES}}
        for one in every["partitions"]
    ]
    return {**every, "partitions": partitions}


def described_calls(service: Mapping[str, Any], calls: Iterable[str]) -> dict[str, Any]:
    """Those calls, the shapes they need, and no documentation."""
    operations = {name: _undocumented(service["operations"][name]) for name in calls}
    needed: set[str] = set()
    waiting = [shape for operation in operations.values() for shape in _shapes_in(operation)]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += _shapes_in(service["shapes"][name])
    shapes = {name: _undocumented(service["shapes"][name]) for name in sorted(needed)}
    return {"version": service["version"], "metadata": service["metadata"], "operations": operations, "shapes": shapes}


def _shapes_in(told: Any) -> list[str]:
    """The names of the shapes it speaks of."""
    if isinstance(told, list):
        return [name for one in told for name in _shapes_in(one)]
    if not isinstance(told, dict):
        return []
    own = [told["shape"]] if isinstance(told.get("shape"), str) else []
    return [*own, *(name for one in told.values() for name in _shapes_in(one))]


def _undocumented(told: Any) -> Any:
    """Without its words for people; a member may be called so, and is a dictionary."""
    if isinstance(told, list):
        return [_undocumented(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        name: _undocumented(one)
        for name, one in told.items()
        if not (name in {"documentation", "documentationUrl"} and isinstance(one, str))
    }


def _read(path: Path) -> dict[str, Any]:
    plain, packed = path.with_name(f"{path.name}.json"), path.with_name(f"{path.name}.json.gz")
    raw = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    told: dict[str, Any] = json.loads(raw)
    return told


def _is_there(path: Path) -> bool:
    return any(path.with_name(f"{path.name}{ending}").exists() for ending in (".json", ".json.gz"))


def _write(path: Path, told: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(f"{path.name}.json").write_text(json.dumps(told, separators=(",", ":")), "utf-8")
