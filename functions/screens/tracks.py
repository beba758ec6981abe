"""What may be chosen as her loss and its treatment, and what each choice has to ask: read off the pathways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from functions.operations.enrollment_form import CLOCK_FIELDS
from functions.screens import speaking
from messages.opt_in import OptIn
from schedules.clinic import Clinic
from schedules.pathways import Clock, latest_version, pathway, released

PARTNER = "partner"
_LOSSES: Mapping[str, tuple[str, str]] = {
    "early": ("Early loss", "before 13 weeks"),
    "late": ("Later loss", "from 13 weeks on"),
    "ectopic": ("Ectopic pregnancy", ""),
    PARTNER: ("Somebody close to her", "with a phone and a consent of their own"),
}
_NAMES: Mapping[str, tuple[str, str]] = {
    "early-expectant": ("Waiting", ""),
    "early-medication": ("Tablets", "misoprostol"),
    "early-surgery": ("Surgery", "aspiration, D&C"),
    "late-waiting": ("Waiting", "or it began by itself"),
    "late-induction": ("Induction", "in hospital"),
    "late-surgery": ("Surgery", "D&E"),
    "ectopic-expectant": ("Waiting", "while hCG falls"),
    "ectopic-methotrexate": ("Methotrexate", ""),
    "ectopic-salpingectomy": ("Surgery", "tube removed"),
    "ectopic-salpingotomy": ("Surgery", "tube kept"),
    "partner-support": ("Support", "a few texts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """`needs` are words the style sheet and the form share: each names a group of fields this choice asks for."""

    key: str
    name: str
    hint: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    hint: str
    tracks: tuple[Track, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every released pathway once, by loss."""
    keys = sorted({key for key, _ in released()}, key=_place)
    losses = [*_LOSSES, *sorted({key.partition("-")[0] for key in keys} - set(_LOSSES))]
    return tuple(_group(loss, [key for key in keys if key.partition("-")[0] == loss]) for loss in losses)


def groups_like(pathway_key: str | None) -> tuple[Group, ...]:
    """Those she may be put on from this one: somebody close to her stays that, and she never becomes it."""
    is_partner = (pathway_key or "").startswith(PARTNER)
    return tuple(group for group in groups() if group.tracks[0].key.startswith(PARTNER) is is_partner)


def needs(track: str) -> tuple[str, ...]:
    """Empty for what is no pathway."""
    return next((one.needs for group in groups() for one in group.tracks if one.key == track), ())


def clocks(track: str) -> Sequence[Clock]:
    return pathway(track, latest_version(track)).clocks if needs(track) else ()


def offered_topics(clinic: Clinic) -> tuple[OptIn, ...]:
    """Of those the clinic's."""
    return tuple(topic for topic in written_topics() if topic in clinic.topics)


@cache
def written_topics() -> tuple[OptIn, ...]:
    """Those about which some pathway has a text."""
    return tuple(
        topic for topic in OptIn if any(topic in topics(one.key) for group in groups() for one in group.tracks)
    )


@cache
def topics(track: str) -> frozenset[OptIn]:
    return frozenset(one.topic for one in pathway(track, latest_version(track)).touchpoints if one.topic is not None)


def date_field(clock: Clock) -> str:
    return CLOCK_FIELDS[clock]


def _place(key: str) -> tuple[int, str]:
    known = list(_NAMES)
    return (known.index(key), key) if key in known else (len(known), key)


def _group(loss: str, keys: list[str]) -> Group:
    name, hint = _LOSSES.get(loss, (speaking.plain(loss).capitalize(), ""))
    return Group(name=name, hint=hint, tracks=tuple(_track(key) for key in keys))


def _track(key: str) -> Track:
    name, hint = _NAMES.get(key, (speaking.plain(key.partition("-")[2]).capitalize(), ""))
    asked = [clock.value for clock in pathway(key, latest_version(key)).clocks]
    asked += [] if key.startswith(PARTNER) else ["weeks", "conditions"]
    asked += ["topics"] if topics(key) else []
    return Track(key=key, name=name, hint=hint, needs=tuple(asked))
