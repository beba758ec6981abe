"""What a planned text is about, in a nurse's words: what it asks, the private topic, or its subject."""

from collections.abc import Mapping
from types import MappingProxyType

from functions.screens import speaking
from functions.screens.speaking import ASKS
from messages.hearing.reading import Question
from messages.opt_in import OptIn

SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "care.activity": "lifting, driving and going gently",
        "care.after_procedure": "the first day after the procedure",
        "care.bloods_surgery": "blood tests after surgery",
        "care.checkup": "the check-up and its results",
        "care.ectopic_limits": "what to avoid until the clinic clears her",
        "care.ectopic_signs": "danger signs until the tests are clear",
        "care.ectopic_waiting": "what to expect while waiting",
        "care.ectopic_what": "what an ectopic pregnancy is",
        "care.followup": "the visit at the clinic",
        "care.heavy_days": "the heaviest days",
        "care.injection": "the day of the injection",
        "care.keyhole": "the first day after keyhole surgery",
        "care.late_home": "the first days at home",
        "care.late_procedure": "the first day after the procedure",
        "care.late_signs": "danger signs in the weeks ahead",
        "care.late_waiting": "when to call while waiting",
        "care.late_waiting_again": "when to call while waiting, once more",
        "care.milk": "that milk may come in",
        "care.mtx_bloods": "blood tests after the injection",
        "care.mtx_keep": "what to keep to until the clinic clears her",
        "care.mtx_limits": "what to avoid after the injection",
        "care.mtx_not_yet": "no pregnancy until the clinic clears her",
        "care.mtx_signs": "signs of a reaction to the injection",
        "care.precautions": "what helps to heal",
        "care.signs": "danger signs to know",
        "care.still_waiting": "waiting that goes on",
        "care.tablets_day": "the day of the tablets",
        "care.test": "the home test",
        "care.test_ectopic": "the home test",
        "care.waiting": "what to expect while waiting",
        "care.wound": "looking after the cuts",
        "heart.call": "that a nurse can call her",
        "heart.company": "others who carry this too",
        "heart.depression": "low days that do not lift",
        "heart.feelings": "feelings, whatever they are",
        "heart.group": "support groups",
        "heart.guilt": "guilt, and that nothing she did caused it",
        "heart.last": "that planned texts end",
        "heart.partner": "the people close to her",
        "heart.slower": "that the heart heals later",
        "heart.small_things": "small things that are kind",
        "heart.therapist": "that a therapist can help",
        "heart.time": "that there is no set time",
        "partner.first": "that this may weigh on them too",
        "partner.last": "that planned texts end",
        "partner.listen": "how to listen",
        "partner.own": "how they are themselves",
    }
)
SAFETY = "what keeps her safe, in one text"


def subject(message: str) -> str:
    """A message that no pathway has any more, and so none of these, is named by its key."""
    kind, _, rest = message.partition(".")
    name = rest.partition(".")[0]
    match kind:
        case "ask" | "nudge" if name in set(Question):
            asked = Question(name)
            return f"asks “{ASKS.get(asked, speaking.plain(asked))}”"
        case "topic" if name in set(OptIn):
            return speaking.TOPICS[OptIn(name)].lower()
        case "offer":
            return "offers private topics"
        case "catch_up":
            return SAFETY
    return SUBJECTS.get(message) or speaking.plain(rest or message)
