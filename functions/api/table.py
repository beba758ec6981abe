"""Everything the API does, in the order in which its description lists it.

A container loads the rooms it is asked for, each when it is asked for it: the first answer waits for the rest of none.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from functions.api.operation import Operation
from functions.api.table_clinic import access_room, clinic_room, description_room
from functions.api.table_people import (
    acts_room,
    escalation_acts_room,
    escalations_room,
    import_room,
    people_room,
    texts_room,
)

_ROOMS: Mapping[str, tuple[Callable[[], tuple[Operation, ...]], ...]] = MappingProxyType({
    "enrollments": (people_room, acts_room, texts_room),
    "previews": (people_room,),
    "texts": (texts_room,),
    "marked": (texts_room,),
    "escalations": (escalations_room,),
    "escalations/": (escalation_acts_room,),
    "imports": (import_room,),
    "settings": (clinic_room,),
    "reports": (clinic_room,),
    "audit": (clinic_room,),
    "staff": (access_room,),
    "machines": (access_room,),
    "openapi.json": (description_room,),
    "docs": (description_room,),
})  # fmt: skip
"""By what follows `/v1/` in their addresses; with a stroke, what is done to one of them."""
ACT_STROKES_MIN = 3  # escalations/e1/x1/acknowledge
_DONE_TO_ONE = frozenset({"escalations"})
"""Where there is more to load for an act than to read: a nurse opens what is open first."""


@cache
def operations(room: str | None = None) -> tuple[Operation, ...]:
    """Of one room, or all of them."""
    every = dict.fromkeys(one for each in _ROOMS.values() for one in each)
    made = every if room is None else _ROOMS.get(room, ())
    return tuple(operation for one in made for operation in one())


def room_of(path: str) -> str:
    """Where an address belongs; one that is none belongs nowhere."""
    before, _, rest = path.removeprefix("/").partition("/")
    room = rest.partition("/")[0] if before == "v1" else ""
    return f"{room}/" if room in _DONE_TO_ONE and rest.count("/") >= ACT_STROKES_MIN else room
