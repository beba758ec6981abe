"""The receipt of an erasure: what went, what a look afterwards found, and what stays where and for how long."""

import hashlib
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from functions.operations.erasing import Gone
from functions.ports import Ref
from functions.ports_access import DRAFT_KEPT, SEARCHES_KEPT
from functions.ports_erasing import CONSENT_KEPT, FACTS_NEEDED, Held

SCHEMA = "aftercare-erasure/1"
BACKUPS_KEPT_MAX = timedelta(days=35)
"""The longest AWS keeps the table's points in time; what is told where the table's own setting cannot be read."""
TTL_LAGS_MAX = timedelta(days=2)
"""How long after its time the table may still have what expires."""
FACTS_KEPT_DAYS = 120
QUEUES_KEPT_DAYS = 14


def receipt(gone: Gone, *, clinic_id: str, backups_kept: timedelta | None) -> dict[str, Any]:
    """Ids stand as digests: whoever has an id can find it in here, nobody can find an id from here. `backups_kept`
    None: the table keeps no points in time."""
    total: Counter[Held] = Counter()
    for counts in gone.gone.values():
        total.update(counts)
    return {
        "schema": SCHEMA,
        "clinic_id": clinic_id,
        "erased_at": gone.at.isoformat(),
        "by": gone.by,
        "is_complete": not gone.left,
        "records": [
            {"enrollment_digest": digest(ref), "taken_away": _named(counts)} for ref, counts in gone.gone.items()
        ],
        "taken_away": _named(total),
        "looked_again": {"found": _named(gone.left), "where": sorted(kind.value for kind in _SOUGHT)},
        "stays": _stays(gone, total),
        "elsewhere": _elsewhere(gone.at, backups_kept),
    }


def digest(ref: Ref) -> str:
    return hashlib.sha256(f"{ref.clinic_id}/{ref.enrollment_id}".encode()).hexdigest()


_SOUGHT = frozenset(Held) - {Held.FACTS, Held.REQUEST}


def _named(counts: Any) -> dict[str, int]:
    return {kind.value: counts[kind] for kind in Held if counts.get(kind)}


def _stays(gone: Gone, total: Counter[Held]) -> list[dict[str, str | None]]:
    at = gone.at
    stays = [
        _one("the log of who did what", "an audit is append-only; it holds opaque ids and no word of hers", None),
        _one(
            "how and when this phone consented, under a veiled number",
            "to answer a complaint about texts that were sent",
            at + CONSENT_KEPT,
        ),
        _one(
            f"dedupe records of texts younger than {FACTS_NEEDED.days} days: message ids alone",
            "without them a text delivered twice would be taken for a new one",
            at + timedelta(days=FACTS_KEPT_DAYS),
        ),
    ]
    stays.append(
        _one(
            "a form about her that staff sent when their session had ended, if there is one",
            "it waits a quarter of an hour for them to sign in again, and is then taken away by the table",
            at + DRAFT_KEPT + TTL_LAGS_MAX,
        )
    )
    if total[Held.REQUEST]:
        why = "so that an old file imported again does not enroll her again"
        stays.append(_one("an emptied request: a veiled key alone", why, at + timedelta(days=FACTS_KEPT_DAYS)))
    if gone.has_left:
        why = "she asked us to stop, and that stays honored"
        stays.append(_one("that this phone asked us to stop, under a veiled number", why, None))
    return stays


def _elsewhere(at: datetime, backups_kept: timedelta | None) -> list[dict[str, str | None]]:
    """What no command of ours reaches."""
    elsewhere = [
        _one(
            "the provider's own log of messages, with numbers and words",
            "delete it there; how long it is kept otherwise is the provider's to say",
            None,
        ),
        _one(
            "queues, if a text of hers could not be stored when it came",
            "an undelivered text is kept to be replayed",
            at + timedelta(days=QUEUES_KEPT_DAYS),
        ),
        _one("phones: hers, and staff's, whose pages bear a code and no name", "texts stay on phones", None),
        _one(
            "browsers of staff who looked for her, by the words they typed",
            "so that they can go back; gone half an hour later, or when they sign out",
            at + SEARCHES_KEPT,
        ),
        _one("files made by `aftercare export` or typed from the console", "they are the clinic's own", None),
    ]
    if backups_kept is not None:
        why = "a table restored from a point before the erasure holds her again: erase again after any restore"
        elsewhere.insert(0, _one("point-in-time backups of the table, encrypted", why, at + backups_kept))
    return elsewhere


def _one(what: str, why: str, until: datetime | None) -> dict[str, str | None]:
    return {"what": what, "why": why, "gone_by": None if until is None else until.isoformat()}
