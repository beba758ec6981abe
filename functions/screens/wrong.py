"""What is wrong with a form, in a nurse's words: at the field it belongs to, and once more at the top."""

import re
from collections.abc import Iterable, Mapping

from functions.operations.enrollment_fields import Problem
from functions.operations.flat_form import column_of
from functions.screens import speaking
from functions.screens.typed import Filled, Typed

_CONTROLS: Mapping[str, str] = {
    "loss": "track",
    "treatment": "track",
    "consent": "consent_method",
    "consent_by": "consent_method",
    "consent_wording": "language",
    "chart": "chart_name",
}
"""Where a column of the form is no field of the page."""
LABELS: Mapping[str, str] = {
    "track": "What happened",
    "gestation_weeks": "Weeks of pregnancy",
    "gestation_days": "Days of pregnancy",
    "decision_on": "Day waiting was chosen",
    "bleeding_on": "Day the bleeding began",
    "tablets_on": "Day of the second tablets",
    "tablets_at": "Time of the second tablets",
    "procedure_on": "Day of the procedure",
    "injection_on": "Day of the injection",
    "loss_on": "Day of the loss",
    "joined_on": "Day they joined",
    "due_on": "The date that was hoped for",
    "conditions": "Not for these texts",
    "phone": "Phone",
    "safe_phone": "Safe phone",
    "language": "Language",
    "zone": "Where she lives",
    "words": "Words for what happened",
    "name": "The name",
    "discreet": "Discreet",
    "planned_from": "Texts not before",
    "planned_until": "Texts not after",
    "topics": "Topics",
    "chart_name": "Her name",
    "reference": "Reference in your records",
    "call_note": "Before you call her",
    "consent_method": "How she agreed",
    "consent_at": "When she agreed",
    "ending": "How it ends",
}
"""In the order of the page: a live check answers for each."""
_BLANK: Mapping[str, str] = {
    "track": "Choose what happened and how it is treated.",
    "gestation_weeks": "Write the weeks of pregnancy, like 9.",
    "decision_on": "Write the day waiting was chosen: texts count from it.",
    "tablets_on": "Write the day of the second tablets: texts count from it.",
    "procedure_on": "Write the day of the procedure: texts count from it.",
    "injection_on": "Write the day of the injection: texts count from it.",
    "loss_on": "Write the day of the loss: texts count from it.",
    "joined_on": "Write the day they joined: texts count from it.",
    "conditions": "Check the list, then tick none of these, or the one she has.",
    "phone": "Write her phone.",
    "safe_phone": "Ask her whether texts to this phone are safe.",
    "name": "Write the name, or choose other words.",
    "consent_method": "Say how she agreed.",
}
_VERBS = ("is ", "has ", "lies ", "leaves ", "contradicts ", "names ", "carries ", "does ", "cannot ")
_UNSAFE = "Texts to this phone are not safe, so she must not be texted. Do not enroll her with this phone."


def filled(
    typed: Typed,
    problems: Iterable[Problem] = (),
    read_as: Mapping[str, str] | None = None,
    *,
    record: str | None = None,
) -> Filled:
    """`record`: the page of whoever has the phone that was typed."""
    wrong: dict[str, tuple[str, ...]] = {}
    summary: dict[tuple[str | None, str], None] = {}
    for problem in problems:
        at = _at(problem, typed)
        words = said(problem, typed)
        if words not in wrong.get(at, ()):
            wrong[at] = (*wrong.get(at, ()), words)
        summary[(at if at in LABELS else None, words)] = None
    ordered = tuple(sorted(summary, key=_place))
    return Filled(typed=typed, wrong=wrong, read_as=read_as or {}, summary=ordered, record=record)


def while_typing(typed: Typed, problems: Iterable[Problem]) -> list[Problem]:
    """What is not written yet is not wrong yet: it is named when the form is sent."""
    return [one for one in problems if typed.value("checked") or not typed.is_blank(_at(one, typed))]


def control(field: str) -> str:
    """The field of the page for a field of the form."""
    column = column_of(field)
    return _CONTROLS.get(column, column)


def _at(problem: Problem, typed: Typed) -> str:
    """Days may have been written with the weeks, as 12+9: then they are wrong there."""
    at = control(problem.field)
    return "gestation_weeks" if at == "gestation_days" and typed.is_blank(at) else at


def said(problem: Problem, typed: Typed) -> str:
    at = control(problem.field)
    if at in _BLANK and typed.is_blank(at):
        return _BLANK[at]
    if at == "safe_phone":
        return _UNSAFE
    label = LABELS.get(at, speaking.plain(problem.field).capitalize())
    words = re.sub(r"'([a-z_]+)'", lambda found: speaking.plain(found[1]), problem.problem)
    first = f"{label} {words}." if words.startswith(_VERBS) else f"{_capital(words)}."
    return f"{first} {_capital(problem.mend)}."


def _place(line: tuple[str | None, str]) -> int:
    """As the fields stand on the page; what belongs to none of them comes first."""
    return list(LABELS).index(line[0]) if line[0] else -1


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
