"""How the console says things: times as the clinic's wall clock has them, and our keys in a nurse's words."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from messages.hearing.reading import Question, Sign
from messages.language import Language
from messages.opt_in import OptIn
from messages.severity import Severity
from schedules.clinic import Clinic
from schedules.escalation import LEFT_UNANSWERED, Ending, Entry, Escalation, Reason

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
    Reason.UNANSWERED: "She wrote after she asked us to stop",
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
ASKS: Mapping[Question, str] = {
    Question.BLEEDING_STARTED: "Has the bleeding begun",
    Question.BLEEDING_STOPPED: "Has the bleeding stopped",
    Question.PERIOD_BACK: "Is the period back",
    Question.PADS_PER_HOUR: "Pads an hour",
    Question.TEMPERATURE: "Temperature",
    Question.PAIN: "Pain, 0 to 10",
    Question.MOOD: "Mood, 1 very low to 5 all right",
    Question.PHQ_INTEREST: "Little interest, 0 to 3",
    Question.PHQ_DOWN: "Feeling down, 0 to 3",
    Question.TEST_RESULT: "Home test",
}
ENDINGS: Mapping[Ending, str] = {
    Ending.SPOKE_TO_HER: "Spoke to her",
    Ending.SENT_TO_EMERGENCY: "Sent to emergency care",
    Ending.NO_ANSWER_LEFT_WORD: "No answer, left word",
    Ending.OTHER_CARE: "Somebody else looks after her",
    Ending.NOT_NEEDED: "Nothing was needed",
    Ending.WRONG_READING: "False alarm: her words did not mean it",
}
_SIGNS: Mapping[str, str] = {
    Sign.FAINTED: "faint or dizzy",
    Sign.BREATH_OR_CHEST: "breath or chest pain",
    Sign.LEG: "leg pain",
}
_NOT_HERS = "Somebody says that this phone is not hers"
_HEARD = frozenset({Reason.DANGER, Reason.STRANGER})
SIGNS_IN_TITLE_MAX = 2
TOPICS: Mapping[OptIn, str] = {
    OptIn.INTIMACY: "Closeness and sex",
    OptIn.CONTRACEPTION: "Contraception",
    OptIn.TRYING_AGAIN: "Trying again",
    OptIn.KEEPSAKES: "Keepsakes and remembering",
    OptIn.DATES: "Dates that may hurt",
    OptIn.PARTNER: "Somebody close to her",
}
LANGUAGES: Mapping[Language, str] = {Language.ENGLISH: "English", Language.SPANISH: "Spanish"}
CONSOLE_LANGUAGE = Language.ENGLISH
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
    "gave_back": "gave it back",
    "reopened": "opened it again",
    "left": "asked us to stop",
    "she_left_and_must_be_phoned": "she has no answer, since she asked us to stop",
    "reply_not_delivered": "our answer did not reach her",
    "reply_not_confirmed_in_time": "our answer was confirmed late",
}
_KEYS = frozenset(Sign)
_PHONE_US = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")


def other_language(language: Language) -> str | None:
    """Hers, where it is not that of these pages: whoever reads them may not speak it."""
    return None if language is CONSOLE_LANGUAGE else LANGUAGES[language]


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


def dated(on: date) -> str:
    """A day of any year: Sun 6 Dec 2026."""
    return f"{on:%a} {on.day} {on:%b %Y}"


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


def topic(one: OptIn, clinic: Clinic) -> str:
    """One of hers, with what keeps it silent."""
    return TOPICS[one] + ("" if one in clinic.topics else " (kept; this clinic does not write about it now)")


def plain(key: str) -> str:
    """A key of ours as words: "heavy_bleeding" is heavy bleeding."""
    return key.replace("_", " ").replace("-", " ").replace(".", " ")


def asks(question: Question) -> str:
    return ASKS.get(question, plain(question.value))


def sign(key: str) -> str:
    """A sign as a nurse says it; a doubt is no sign yet."""
    if key.startswith("doubt:"):
        return f"perhaps {plain(key.removeprefix('doubt:'))}"
    if key.startswith("silent:"):
        return f"asked: {asks(Question(key.removeprefix('silent:'))).casefold()}"
    return _SIGNS.get(key, plain(key))


def heading(one: Escalation, *, enrolled: bool) -> str:
    """What was heard, the gravest first, where something was; else why it was opened. Of whoever is `enrolled` somebody
    has said that this is not her phone."""
    known = [sign(key) for key in sorted((key for key in one.signs if key in _KEYS), key=_rank)]
    if one.reason not in _HEARD or not known:
        return _NOT_HERS if enrolled and one.reason is Reason.STRANGER else REASONS[one.reason]
    heard = ", ".join(known[:SIGNS_IN_TITLE_MAX]).capitalize()
    whose = "who says this phone is not hers" if enrolled else "who is not enrolled"
    return f"{heard}, from somebody {whose}" if one.reason is Reason.STRANGER else heard


def _rank(key: str) -> int:
    severity = Sign(key).severity
    return len(Severity) if severity is None else severity.rank


def no_answer(one: Escalation) -> str | None:
    """Said aloud beside the matter: she waits, and has nothing of ours."""
    if not one.is_unanswered:
        return None
    left = any(entry.action == LEFT_UNANSWERED for entry in one.history)
    why = "she has asked us to stop" if left else "our text did not arrive"
    return f"She got no answer from us ({why}): phone her."


Names = Mapping[str, str]
"""Staff and contacts of the clinic by the ids that stand in records."""


def author(name: str, names: Names) -> str:
    """Somebody who has left the staff is somebody of it still; a contact on call goes by her own id."""
    known = {"machine": "Aftercare", "patient": "She", **names}.get(name)
    return known or ("Somebody no longer on the staff" if _SUB.fullmatch(name) else name)


_SUB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The pool's id of a person."""


def history(entry: Entry, names: Names) -> str:
    """One line of an escalation's history without its time."""
    action, _, rest = entry.action.partition(":")
    if action == "opened":
        return f"opened as {plain(rest.partition(':')[0])}"
    if action == "paged":
        return f"paged {_listed(rest, names)}"
    if action == "raised":
        return f"raised to {plain(rest.partition(':')[0])}"
    if action == "closed" and rest:
        return f"closed it: {ENDINGS[Ending(rest)].lower() if rest in set(Ending) else plain(rest)}"
    if action in {"assigned", "passed_on"}:
        return f"handed it on to {author(rest, names)}" if rest else "passed it on"
    if action == "more":
        return f"she wrote more: {plain(rest)}"
    return _HISTORY.get(action, plain(entry.action.replace(":", " ")))


def _listed(ids: str, names: Names) -> str:
    return ", ".join(author(one, names) for one in ids.split(","))


def paged(one: Escalation, now: datetime, clinic: Clinic, names: Names) -> str:
    """Who was told last, and when; and when somebody is told next, while nobody has it."""
    pages = [entry for entry in one.history if entry.action.startswith("paged:")]
    if not pages:
        return ""
    told = _listed(pages[-1].action.removeprefix("paged:"), names)
    rounds = f", {len(pages)} rounds so far" if len(pages) > 1 else ""
    last = f"Paged {told} at {when(pages[-1].at, now, clinic.zone, clinic.country)}{rounds}."
    if not one.is_untaken or one.next_page_at is None:
        return last
    return f"{last} The next page goes at {when(one.next_page_at, now, clinic.zone, clinic.country)}."
