"""`python -P -m infra.ready.schemas FILE`, with the dependencies installed: what pydantic reads off our values."""

import pickle
import re
import sys
from pathlib import Path
from typing import Any

from pydantic_core import __version__

from functions.adapters.codec import name_of, schema_by_pydantic
from functions.ports_access import Draft, Machine, Session, Staff
from functions.ports_erasing import BareConsent
from functions.sights import Audit, Card, Over, Said
from infra.ready.data import PROTOCOL
from messages.hearing.reading import Intent
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.listing import Listed
from schedules.text import Text, TextState

KINDS = (
    Audit,
    BareConsent,
    Card,
    Clinic,
    Draft,
    Enrollment,
    Escalation,
    Intent,
    Listed,
    Machine,
    Over,
    Said,
    Session,
    Staff,
    Text,
    TextState,
)
"""Everything the adapters write and read as one value; a test holds it to them."""
_NAMES = ("ref", "schema_ref")


def packed() -> bytes:
    """What `functions.adapters.codec` reads: each kind by itself, so that none is built that is not needed."""
    schemas = {name_of(kind): pickle.dumps(_bare(schema_by_pydantic(kind)), PROTOCOL) for kind in KINDS}
    return pickle.dumps((__version__, schemas), PROTOCOL)


def _bare(schema: Any) -> Any:
    """Without what pydantic keeps for describing a schema, which nothing reads and nothing can write down, and without
    the places in memory by which it tells classes apart: a class's full name tells as much."""
    if isinstance(schema, dict):
        return {
            name: re.sub(r":\d+", "", one) if name in _NAMES else _bare(one)
            for name, one in schema.items()
            if name != "metadata"
        }
    return [_bare(one) for one in schema] if isinstance(schema, list) else schema


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(packed())
