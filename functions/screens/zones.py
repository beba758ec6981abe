"""Time zones to choose from: those of the clinic's country in people's words, then every place there is."""

from collections.abc import Mapping
from functools import cache

from schedules.clinic import known_zones

_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_NEAR: Mapping[str, tuple[tuple[str, str], ...]] = {
    "us": (
        ("America/New_York", "Eastern (New York)"),
        ("America/Chicago", "Central (Chicago)"),
        ("America/Denver", "Mountain (Denver)"),
        ("America/Phoenix", "Arizona (Phoenix)"),
        ("America/Los_Angeles", "Pacific (Los Angeles)"),
        ("America/Anchorage", "Alaska (Anchorage)"),
        ("Pacific/Honolulu", "Hawaii (Honolulu)"),
        ("America/Puerto_Rico", "Puerto Rico"),
    ),
    "ca": (
        ("America/St_Johns", "Newfoundland (St John's)"),
        ("America/Halifax", "Atlantic (Halifax)"),
        ("America/Toronto", "Eastern (Toronto)"),
        ("America/Winnipeg", "Central (Winnipeg)"),
        ("America/Regina", "Saskatchewan (Regina)"),
        ("America/Edmonton", "Mountain (Edmonton)"),
        ("America/Vancouver", "Pacific (Vancouver)"),
    ),
    "au": (
        ("Australia/Sydney", "Sydney"),
        ("Australia/Melbourne", "Melbourne"),
        ("Australia/Brisbane", "Brisbane"),
        ("Australia/Hobart", "Hobart"),
        ("Australia/Adelaide", "Adelaide"),
        ("Australia/Darwin", "Darwin"),
        ("Australia/Perth", "Perth"),
    ),
    "mx": (
        ("America/Mexico_City", "Centro (Ciudad de México)"),
        ("America/Cancun", "Sureste (Cancún)"),
        ("America/Hermosillo", "Pacífico (Hermosillo)"),
        ("America/Tijuana", "Noroeste (Tijuana)"),
    ),
    "nz": (("Pacific/Auckland", "New Zealand (Auckland)"), ("Pacific/Chatham", "Chatham Islands")),
    "es": (("Europe/Madrid", "Península (Madrid)"), ("Atlantic/Canary", "Canarias")),
    "gb": (("Europe/London", "United Kingdom (London)"),),
    "ie": (("Europe/Dublin", "Ireland (Dublin)"),),
}


def near(country: str, clinic_zone: str) -> tuple[tuple[str, str], ...]:
    """With the clinic's own among them, whatever it is."""
    known = _NEAR.get(country, ())
    return known if clinic_zone in dict(known) else ((clinic_zone, place(clinic_zone)), *known)


@cache
def everywhere() -> tuple[tuple[str, str], ...]:
    """Places; not the old names and offsets that a list of zones holds besides."""
    names = sorted(one for one in known_zones() if one.partition("/")[0] in _AREAS)
    return tuple((one, place(one)) for one in names)


def place(zone: str) -> str:
    return zone.replace("_", " ").replace("/", ": ", 1)
