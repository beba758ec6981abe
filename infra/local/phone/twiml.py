"""The little of TwiML that our functions answer calls with: Say, Pause, Gather, Hangup."""

from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True)
class Script:
    """What is spoken while a key may be pressed, where the key goes, and what follows without one."""

    said: tuple[str, ...]
    action: str | None
    otherwise: tuple[str, ...] = ()


def script_of(document: str) -> Script | None:
    """None: an application error, in Twilio's words."""
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 - our own functions wrote it
    except ElementTree.ParseError:
        return None
    if root.tag != "Response":
        return None
    gather = root.find("Gather")
    outside = tuple(say.text or "" for say in root.findall("Say"))
    if gather is None:
        return Script(said=outside, action=None)
    return Script(
        said=tuple(say.text or "" for say in gather.findall("Say")), action=gather.get("action"), otherwise=outside
    )
