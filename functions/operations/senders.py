"""Each sender at the provider is one clinic's: what it receives is told to nobody else."""

from collections import Counter
from collections.abc import Iterable

from functions.operations.enrollment_fields import Problem
from functions.ports import Store, StoreDown
from schedules.clinic import Clinic

_FIELDS = ("messaging_service", "calls_from")
_MEND = "choose one at the provider that no other clinic has"


def taken(store: Store, clinic: Clinic) -> tuple[Problem, ...]:
    """Each of its senders that the settings of another clinic name, and not which clinic that is."""
    others = (one for one in _all(store) if one.clinic_id != clinic.clinic_id)
    theirs = frozenset[str]().union(*(one.senders for one in others))
    return tuple(
        Problem(field=name, problem="is another clinic's", mend=_MEND)
        for name in _FIELDS
        if getattr(clinic, name) in theirs
    )


def claimed_twice(store: Store) -> frozenset[str]:
    """The clinics of which another has the same messaging service: whose its texts are, nobody can tell. Settings that
    cannot be read name none: they keep no other clinic from being heard."""
    clinics = [one for clinic_id in store.clinics() if (one := _readable(store, clinic_id)) is not None]
    named = Counter(one.messaging_service for one in clinics)
    return frozenset(one.clinic_id for one in clinics if named[one.messaging_service] > 1)


def _readable(store: Store, clinic_id: str) -> Clinic | None:
    try:
        return store.clinic(clinic_id)
    except StoreDown:
        return None


def _all(store: Store) -> Iterable[Clinic]:
    return (one for clinic_id in store.clinics() if (one := store.clinic(clinic_id)) is not None)
