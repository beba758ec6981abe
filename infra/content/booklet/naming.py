"""What the booklet calls tracks, clocks, reasons and days, in plain words."""

from collections.abc import Mapping
from datetime import date

from schedules.pathways import Clock
from schedules.text import Withheld

TRACKS: Mapping[str, str] = {
    "early-expectant": "Early loss, waiting",
    "early-medication": "Early loss, treated with tablets",
    "early-surgery": "Early loss, treated with a procedure",
    "ectopic-expectant": "Ectopic pregnancy, watched without treatment",
    "ectopic-methotrexate": "Ectopic pregnancy, treated with an injection",
    "ectopic-salpingectomy": "Ectopic pregnancy, operation that removes the tube",
    "ectopic-salpingotomy": "Ectopic pregnancy, operation that keeps the tube",
    "late-induction": "Later loss, induced",
    "late-surgery": "Later loss, treated with a procedure",
    "late-waiting": "Later loss, waiting",
    "partner-support": "Somebody close to her",
}
"""Every pathway in plain words."""
CLOCKS: Mapping[Clock, str] = {
    Clock.DECISION: "the day waiting was chosen",
    Clock.BLEEDING: "the day bleeding began",
    Clock.TABLETS: "the day of the second tablets",
    Clock.PROCEDURE: "the day of the procedure",
    Clock.INJECTION: "the day of the injection",
    Clock.LOSS: "the day of the loss",
    Clock.JOINED: "the day of signing up",
    Clock.DUE: "a date that was hoped for",
}
REASONS: Mapping[str, str] = {
    Withheld.BEFORE_ENROLLMENT: "its day had passed when she was enrolled",
    Withheld.TOO_LATE: "it was out of date by the time it could leave",
    Withheld.SUPERSEDED: "another text or an answer took its place",
    Withheld.TOPIC_OFF: "she did not choose this topic",
    Withheld.NOT_YET: "it waits for an answer, and this calendar has none",
    Withheld.NOT_HERS: "it cannot happen to her",
}


def long_date(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B}"
