"""Who was erased: from then on nothing of that enrollment goes out, and nothing is done in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from functions.ports import Ref
from infra.simulation.answering import Break
from infra.simulation.claims import WORKER


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A stranger's id comes from the phone, so that it may begin again."""

    ref: Ref
    phone: str
    known_as: str | None
    at: datetime

    @property
    def is_strangers(self) -> bool:
        return self.ref.enrollment_id.startswith("s")


@dataclass(slots=True)
class Forgets:
    """`gone`: who was erased and has not begun again. `ended`: those of whom nothing may be kept."""

    gone: dict[Ref, Forgotten] = field(default_factory=dict)
    ever: dict[Ref, Forgotten] = field(default_factory=dict)
    ended: set[Ref] = field(default_factory=set)

    def begins(self, one: Forgotten) -> None:
        self.gone[one.ref] = self.ever[one.ref] = one

    def ends(self, ref: Ref) -> None:
        self.ended.add(ref)

    def committed(self, ref: Ref, version: int) -> Iterator[Break]:
        one = self.gone.get(ref)
        if one is None:
            return
        if not one.is_strangers or version != 1:
            yield "after_erasing", f"{ref.enrollment_id} is written to though it was erased"
        del self.gone[ref]

    def carried(self, ref: Ref, text_id: str, at: datetime) -> Iterator[Break]:
        one = self.gone.get(ref)
        if one is not None and at > one.at + WORKER:
            yield "after_erasing", f"{text_id} went out of {ref.enrollment_id}, which was erased"
