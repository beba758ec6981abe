"""Who comes in: known, allowed, not too often, with a body that can be read. Whoever is refused is on record."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from functions.api.operation import Operation
from functions.api.problems import stop
from functions.operations.credentials import Caller, caller_of
from functions.operations.refusing import Refusal, Why, refused
from functions.operations.world import World
from functions.ports_access import Access
from functions.roles import Permission

CALLS_A_MINUTE_MAX = 1200
"""Of one caller. A program that enrolls and reads at leisure stays far below; one that runs wild costs little."""
NESTING_MAX = 20
"""Levels of a body; a form has two."""
QUERY_FIELDS_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    raw: bytes
    media: str


def which(operations: Sequence[Operation], method: str, path: str) -> Operation:
    """What an address and a method ask for. Where two patterns fit, the one with fewer names in it is meant."""
    fitting = [one for one in operations if one.pattern.fullmatch(path)]
    if not fitting:
        raise stop(HTTPStatus.NOT_FOUND, "no_route", "there is no such address", "/v1/openapi.json has all of them")
    names = min(one.path.count("<") for one in fitting)
    fitting = [one for one in fitting if one.path.count("<") == names]
    found = next((one for one in fitting if one.method == method), None)
    if found is not None:
        return found
    allowed = ", ".join(sorted({one.method for one in fitting}))
    raise stop(
        HTTPStatus.METHOD_NOT_ALLOWED, "method", "this address takes another method", f"use {allowed}", Allow=allowed
    )


def let_in(world: World, access: Access, operation: Operation, claims: Mapping[str, Any]) -> Caller:
    """Known first, then not too often, then allowed: nobody tries doors for free."""
    caller = caller_of(access, claims)
    if caller is None:
        refused(world, Refusal(why=Why.NOBODY, route=operation.path))
        mend = "send Authorization: Bearer with a token of your clinic's machine"
        raise stop(HTTPStatus.UNAUTHORIZED, "nobody", "who are you", mend, WWW_Authenticate="Bearer")
    _count(world, access, caller)
    needs = operation.machine_needs if caller.role is None else operation.needs
    if needs is not None and not caller.may(needs):
        known = Refusal(why=Why.ROLE, route=operation.path, clinic_id=caller.clinic_id, author=caller.label)
        refused(world, known)
        raise stop(HTTPStatus.FORBIDDEN, "not_allowed", "this is not yours to do", _who_may(needs))
    return caller


def _who_may(needs: Permission) -> str:
    return f"it needs {needs.scope or needs.value}; ask your clinic's lead"


def _count(world: World, access: Access, caller: Caller) -> None:
    minute, second = divmod(int(world.time.now().timestamp()), 60)
    if access.count_call(f"{caller.clinic_id}/{caller.label}", minute=minute, most=CALLS_A_MINUTE_MAX):
        return
    world.note("calls_too_many")
    wait = str(60 - second)
    raise stop(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many",
        f"more than {CALLS_A_MINUTE_MAX} requests in a minute",
        f"wait {wait} seconds, then go on more slowly",
        Retry_After=wait,
    )


def check_query(query: str, known: frozenset[str]) -> None:
    """A parameter nobody knows, or one given twice, is a mistake that would else pass unseen."""
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True, errors="replace")]
    wrong = [_wrong(name, "is not known here", "check its spelling") for name in set(names) - known]
    wrong += [_wrong(name, "is given more than once", "give it once") for name in known if names.count(name) > 1]
    if wrong:
        raise stop(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "query",
            "the address has parameters that do not fit",
            "mend each and ask again; nothing was done",
            wrong[:QUERY_FIELDS_MAX],
        )


def _wrong(name: str, problem: str, mend: str) -> dict[str, str]:
    return {"field": name, "problem": problem, "mend": mend}


def body_of(event: Mapping[str, Any], operation: Operation) -> Body:
    """Read, not too large, of a media type it takes; JSON is an object of a form's depth. Nothing at all is an object
    without fields."""
    raw = _raw(event)
    if len(raw) > operation.body_bytes_max:
        most = f"{operation.body_bytes_max // 1000} kB"
        raise stop(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"the body is larger than {most}", "send less at a time"
        )
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    media = headers.get("content-type", "").split(";")[0].strip().lower() or operation.takes[0]
    if raw and media not in operation.takes:
        raise stop(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "media",
            "the body is of another kind than this address takes",
            f"send Content-Type: {' or '.join(operation.takes)}",
        )
    if media == "application/json":
        _check_json(raw)
    return Body(raw=raw, media=media)


def _raw(event: Mapping[str, Any]) -> bytes:
    sent = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(sent).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(sent)
    except (binascii.Error, ValueError):
        raise _unreadable() from None


def _check_json(raw: bytes) -> None:
    """Also refuses half a character, \\ud800, that nothing could store, and numbers JSON does not have."""
    try:
        body = json.loads(raw.decode("utf-8") or "{}", parse_constant=_refuse)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(body, dict) or not _nests_at_most(NESTING_MAX, body):
        raise _unreadable()


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _unreadable() -> Exception:
    return stop(
        HTTPStatus.BAD_REQUEST,
        "unreadable",
        "the body is not a JSON object",
        "send one, or no body where nothing needs saying",
    )


def _nests_at_most(levels: int, value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels >= 0 and all(_nests_at_most(levels - 1, one) for one in inner)
