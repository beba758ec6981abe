"""What a handset is asked to send, and what became of it."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Base64Bytes, Field

from infra.local.phone.settings import E164, STRICT, STRICT_ALIASED
from infra.local.phone.wire import FORM_TYPE


@dataclass(frozen=True)
class Typed:
    """`to` may be left out: the number that last wrote to this handset. `form` replaces or adds fields."""

    __pydantic_config__ = STRICT_ALIASED

    from_: Annotated[str, Field(alias="from", pattern=f"^{E164.pattern}$")]
    to: str | None = None
    body: str = ""
    media: Annotated[int, Field(ge=0, le=10)] = 0
    form: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RawPost:
    """Any bytes for a service's inbound URL; the signature is over what a lenient parser would read in them."""

    __pydantic_config__ = STRICT

    service_sid: str
    content_base64: Base64Bytes
    content_type: str = FORM_TYPE
    signature: Literal["right", "wrong", "missing"] = "right"


@dataclass(frozen=True)
class Received:
    """What became of a typed text. `status` is None when nobody answered, `attempts` 0 when it was lost."""

    sid: str
    status: int | None
    attempts: int
    answer: str = ""


class UnknownServiceError(LookupError):
    """The text was addressed to a number, or a service, that nobody configured."""
