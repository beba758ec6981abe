"""How the console says things: times as the clinic's wall clock has them, and our keys in a nurse's words."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from messages.language import Language
from messages.severity import Severity
from schedules.clinic import Clinic
from schedules.escalation import Ending, Entry, Reason

SEVERITIES: Mapping[Severity, str] = {
    Severity.CRISIS: "Crisis",
    Severity.EMERGENCY: "Emergency",
    Severity.URGENT: "Urgent",
    Severity.SOON: "Soon",
}
REASONS: Mapping[Reason, str] = {
    Reason.DANGER: "She wrote of danger",
    Reason.DOUBT: "Perhaps danger: she was asked",
    Reason.UNSURE: "A reply we could not understand",
    Reason.DISTRESS: "She is having a hard time",
    Reason.CALLBACK: "She asks for a person",
    Reason.SCREEN: "Her two mood questions ask for a person",
    Reason.SYMPTOM: "Something a clinician should see",
    Reason.SILENT: "A safety question stayed unanswered",
    Reason.UNREACHABLE: "Our texts do not reach her",
    Reason.STRANGER: "Somebody who is not enrolled wrote",
    Reason.HELP: "She texted HELP",
    Reason.TEST: "A test of the ladder: nobody needs you",
    Reason.ON_CALL: "Somebody on call cannot be texted",
}
ENDINGS: Mapping[Ending, str] = {
    Ending.SPOKE_TO_HER: "Spoke to her",
    Ending.SENT_TO_EMERGENCY: "Sent to emergency care",
    Ending.NO_ANSWER_LEFT_WORD: "No answer, left word",
    Ending.OTHER_CARE: "Somebody else looks after her",
    Ending.NOT_NEEDED: "Nothing was needed",
    Ending.WRONG_READING: "Her words meant nothing of it",
}
LANGUAGES: Mapping[Language, str] = {Language.ENGLISH: "English", Language.SPANISH: "Spanish"}
_LOSSES = {
    "early": "Early loss",
    "late": "Later loss",
    "ectopic": "Ectopic pregnancy",
    "partner": "Somebody close to her",
}
_TREATMENTS = {
    "expectant": "waiting",
    "medication": "tablets",
    "surgery": "surgery",
    "induction": "induction",
    "waiting": "waiting",
    "methotrexate": "methotrexate",
    "salpingectomy": "tube removed",
    "salpingotomy": "tube kept",
    "support": "",
}
_HISTORY = {
    "acknowledged": "took it",
    "noted": "wrote a note",
    "took_over": "took it over",
    "released": "let her planned texts go on",
    "closed": "closed it",
    "wrote_again": "wrote again",
    "reply_not_delivered": "our answer did not reach her",
    "reply_not_confirmed_in_time": "our answer was confirmed late",
}
_PHONE_US = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")


def track(pathway: str | None) -> str:
    if pathway is None:
        return "Not enrolled"
    loss, _, treatment = pathway.partition("-")
    how = _TREATMENTS.get(treatment, treatment)
    return f"{_LOSSES.get(loss, loss)}, {how}" if how else _LOSSES.get(loss, loss)


def phone(number: str) -> str:
    """As people there read it; with its country code elsewhere."""
    found = _PHONE_US.fullmatch(number)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else number


def clock(at: datetime, zone: str, country: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    if country == "us":
        return f"{local.hour % 12 or 12}:{local:%M} {'pm' if local.hour >= 12 else 'am'}"  # noqa: PLR2004 - noon
    return f"{local:%H:%M}"


def day(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}"


def when(at: datetime, now: datetime, zone: str, country: str) -> str:
    """The time alone on the same local day; else the day too."""
    same = at.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
    return clock(at, zone, country) if same else f"{day(at, zone)}, {clock(at, zone, country)}"


def waited(since: datetime, now: datetime) -> str:
    """As the running clock shows it: 4:07, 1:04:07, 2 d 3 h."""
    seconds = max(int((now - since) / timedelta(seconds=1)), 0)
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"


def plain(key: str) -> str:
    """A key of ours as words: "heavy_bleeding" is heavy bleeding."""
    return key.replace("_", " ").replace("-", " ").replace(".", " ")


Names = Mapping[str, str]
"""Staff of the clinic by the ids that stand in records."""


def author(name: str, names: Names) -> str:
    """Somebody who has left the staff is somebody of it still; a contact on call goes by her own id."""
    known = {"machine": "Aftercare", "patient": "She", **names}.get(name)
    return known or ("Somebody no longer on the staff" if _SUB.fullmatch(name) else name)


_SUB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The pool's id of a person."""


def history(entry: Entry) -> str:
    """One line of an escalation's history without its time."""
    action, _, rest = entry.action.partition(":")
    if action == "opened":
        return f"opened as {plain(rest.partition(':')[0])}"
    if action == "paged":
        return f"paged {', '.join(rest.split(','))}"
    if action == "raised":
        return f"raised to {plain(rest.partition(':')[0])}"
    if action == "closed" and rest:
        return f"closed it: {ENDINGS[Ending(rest)].lower() if rest in set(Ending) else plain(rest)}"
    if action in {"assigned", "passed_on"}:
        return f"handed it on to {rest}" if rest else "passed it on"
    if action == "more":
        return f"she wrote more: {plain(rest)}"
    return _HISTORY.get(action, plain(entry.action.replace(":", " ")))


def paged(history_of: tuple[Entry, ...], now: datetime, clinic: Clinic) -> str:
    """Who was told last, and when."""
    pages = [entry for entry in history_of if entry.action.startswith("paged:")]
    if not pages:
        return ""
    names = ", ".join(pages[-1].action.removeprefix("paged:").split(","))
    rounds = f", {len(pages)} rounds so far" if len(pages) > 1 else ""
    return f"Paged {names} at {when(pages[-1].at, now, clinic.zone, clinic.country)}{rounds}."
