"""What we understood of a reply: a value, with the evidence a nurse can check."""

from dataclasses import dataclass
from enum import StrEnum

from messages.language import Language
from messages.severity import Severity


class Intent(StrEnum):
    """What a reply demands of us, the most demanding first (the labels of the triage guide)."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    URGENT = "urgent"
    DISTRESS = "distress"
    HUMAN = "human"
    QUESTION = "question"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    WRONG_NUMBER = "wrong_number"
    PAUSE = "pause"
    ACK = "ack"
    OTHER = "other"


class Sign(StrEnum):
    """A red flag of the clinical fact sheet, section B (B1 to B32). The value is its key in records."""

    SUICIDE = "suicide"  # B26
    DEATH_WISH = "death_wish"  # B27, covert
    SELF_HARM = "self_harm"  # B26
    VIOLENCE = "violence"  # B28: harm to or from others; our answer must stay neutral
    PSYCHOSIS = "psychosis"  # B31
    HEAVY_BLEEDING = "heavy_bleeding"  # B1: gushing, 2 or more pads an hour, will not stop
    FAINTED = "fainted"  # B3, B12: fainting, near-fainting, collapse
    BREATH_OR_CHEST = "breath_or_chest"  # B13
    SEPSIS = "sepsis"  # B9
    SHARP_OR_SHOULDER_PAIN = "sharp_or_shoulder_pain"  # B11
    SOAKING_PADS = "soaking_pads"  # B2: about one pad an hour, heavier again
    LARGE_CLOTS = "large_clots"  # B4
    BAD_DISCHARGE = "bad_discharge"  # B5, B6
    FEVER = "fever"  # B7
    CHILLS = "chills"  # B8
    SEVERE_PAIN = "severe_pain"  # B10
    LEG = "leg"  # B14
    HEAD_OR_SIGHT = "head_or_sight"  # B15
    WOUND = "wound"  # B16
    BREAST = "breast"  # B17
    DRUG_REACTION = "drug_reaction"  # B18: after methotrexate
    VOMITING = "vomiting"  # B23
    CRY_FOR_HELP = "cry_for_help"  # rule B-2: distress that says nothing more; a person must ask
    NO_BLEEDING = "no_bleeding"  # B19: severity depends on the hours since the tablets
    LONG_BLEEDING = "long_bleeding"  # B20
    POSITIVE_TEST = "positive_test"  # B21
    NO_PERIOD = "no_period"  # B22
    NEW_PREGNANCY = "new_pregnancy"  # B32
    DEPRESSED = "depressed"  # B29
    EXPOSURE = "exposure"  # B24: sex or a tampon while bleeding
    SPOTTING = "spotting"  # B25
    WATERS = "waters"  # loss of fluid; grave only while a later loss is waited for (A.6)
    SOME_PAIN = "some_pain"  # any belly pain; grave only on an ectopic track (rule B-3)
    GUILT = "guilt"  # B30

    @property
    def severity(self) -> Severity | None:
        """Default by section B, before track and day are known; None asks for no person."""
        return _SEVERITY.get(self)


CRISIS_SIGNS = frozenset({Sign.SUICIDE, Sign.DEATH_WISH, Sign.SELF_HARM, Sign.PSYCHOSIS})
"""Answered with the crisis line; violence is not, since a partner may be reading."""

_SEVERITY = {
    Sign.SUICIDE: Severity.CRISIS,
    Sign.DEATH_WISH: Severity.CRISIS,
    Sign.SELF_HARM: Severity.CRISIS,
    Sign.VIOLENCE: Severity.CRISIS,
    Sign.PSYCHOSIS: Severity.CRISIS,
    Sign.HEAVY_BLEEDING: Severity.EMERGENCY,
    Sign.FAINTED: Severity.EMERGENCY,
    Sign.BREATH_OR_CHEST: Severity.EMERGENCY,
    Sign.SEPSIS: Severity.EMERGENCY,
    Sign.SHARP_OR_SHOULDER_PAIN: Severity.EMERGENCY,
    Sign.SOAKING_PADS: Severity.URGENT,
    Sign.LARGE_CLOTS: Severity.URGENT,
    Sign.BAD_DISCHARGE: Severity.URGENT,
    Sign.FEVER: Severity.URGENT,
    Sign.CHILLS: Severity.URGENT,
    Sign.SEVERE_PAIN: Severity.URGENT,
    Sign.LEG: Severity.URGENT,
    Sign.HEAD_OR_SIGHT: Severity.URGENT,
    Sign.WOUND: Severity.URGENT,
    Sign.BREAST: Severity.URGENT,
    Sign.DRUG_REACTION: Severity.URGENT,
    Sign.VOMITING: Severity.URGENT,
    Sign.CRY_FOR_HELP: Severity.URGENT,
    Sign.NO_BLEEDING: Severity.SOON,
    Sign.LONG_BLEEDING: Severity.SOON,
    Sign.POSITIVE_TEST: Severity.SOON,
    Sign.NO_PERIOD: Severity.SOON,
    Sign.NEW_PREGNANCY: Severity.SOON,
    Sign.DEPRESSED: Severity.SOON,
}


class Question(StrEnum):
    """What an open check-in asks. The comment is the type and range of its answer."""

    BLEEDING_STARTED = "bleeding_started"  # bool
    BLEEDING_STOPPED = "bleeding_stopped"  # bool
    PERIOD_BACK = "period_back"  # bool
    PADS_PER_HOUR = "pads_per_hour"  # 0, 1 or 2; 2 means two or more
    TEMPERATURE = "temperature"  # degrees Celsius, one decimal
    PAIN = "pain"  # 0 to 10
    MOOD = "mood"  # 1 (very low) to 5 (all right)
    PHQ_INTEREST = "phq_interest"  # 0 to 3, PHQ-2 item 1
    PHQ_DOWN = "phq_down"  # 0 to 3, PHQ-2 item 2
    TEST_RESULT = "test_result"  # bool: True is a positive home pregnancy test
    DOUBT = "doubt"  # bool: the safety question after words that may mean danger; no check-in asks it
    OFFER = "offer"  # 1 yes, 2 not now, 3 never: whether she wants to hear of private subjects
    CHOICES = "choices"  # which ones: the letters A to F, as bits (A is 1, F is 32); 0 is none
    DOOR = "door"  # bool: whether she wants to read what a discreet text only announced


class Topic(StrEnum):
    """What a question is about, each with one answer in the catalogue under `answer.<value>`."""

    SEX = "sex"
    TAMPONS = "tampons"  # tampons, cups, discs
    BATHS = "baths"  # baths, showers, swimming, hot tubs
    BLEEDING = "bleeding"  # how much and how long is usual
    CLOTS = "clots"
    WARNING_SIGNS = "warning_signs"  # what would be a sign, asked and not had
    PAIN_RELIEF = "pain_relief"
    PERIOD = "period"
    CONTRACEPTION = "contraception"
    TRYING_AGAIN = "trying_again"
    PREGNANCY_TEST = "pregnancy_test"
    WORK = "work"
    EXERCISE = "exercise"
    DRIVING = "driving"
    FLYING = "flying"
    MILK = "milk"
    DUE_DATE = "due_date"  # and other anniversaries
    KEEPSAKES = "keepsakes"  # funeral, remains, pictures, names
    PARTNER = "partner"
    FEELINGS = "feelings"
    NUMBNESS = "numbness"  # feeling nothing, or relief
    SLEEP = "sleep"
    TELLING_PEOPLE = "telling_people"
    CHILDREN = "children"  # what to tell them
    FOLIC_ACID = "folic_acid"
    ALCOHOL = "alcohol"  # and smoking
    COSTS = "costs"
    WHY = "why"  # why it happened, and whether she caused it
    CONTACT = "contact"  # how and when to reach the clinic


class Band(StrEnum):
    """What becomes of a reply, the most demanding first."""

    PAGE = "page"  # a person is paged now
    ASK = "ask"  # perhaps grave: one short safety question, and a page if she does not say no
    REVIEW = "review"  # the inbox
    AUTO = "auto"  # answered by the machine, or needing no answer


class Part(StrEnum):
    """Leaving in part: what she wants less of, short of leaving."""

    TOPIC = "topic"  # no more about the topics in `Reading.closing`
    SAFETY_ONLY = "safety_only"  # only the texts about danger and healing
    LESS_OFTEN = "less_often"  # once a week, fewer
    NOT_NOW = "not_now"  # a few days, a week
    LATER_TODAY = "later_today"  # tonight, tomorrow morning
    HOURS = "hours"  # not at night, not at work: a person sets them


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply to the open check-in. `value` has the type its Question states."""

    question: Question
    value: bool | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why: the rule that spoke and the words it spoke of, as she wrote them. Health data: never logged."""

    rule: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reply, understood.

    `severity` is the gravest of its signs by section B; the schedule may change it for a track and a day
    (tablet day, ectopic), and only the schedule may. `leaving` is kept beside the intent because a crisis
    that asks us to stop is both. An answer and signs can stand together: "2, and I feel faint".
    """

    intent: Intent
    severity: Severity | None = None
    signs: tuple[Sign, ...] = ()
    leaving: bool = False
    returning: bool = False  # asks for our texts again, whatever else it says
    only_thanks: bool = False  # says thanks or that all is well, and not one word besides
    help_word: bool = False  # HELP, AYUDA or the like, and nothing besides
    answer: Answer | None = None
    told: tuple[Answer, ...] = ()  # what she states of her bleeding though it is not what was asked
    only_told: bool = False  # and says not one word besides
    getting_help: bool = False  # says that she is on her way to care or that an ambulance comes
    gives_date: bool = False  # tells the date that was hoped for, and nothing besides
    more: bool = False  # MORE and nothing besides
    topics: tuple[Topic, ...] = ()
    guessed: bool = False  # the topic is not named, only talked around: answered, and read by a person
    evidence: tuple[Evidence, ...] = ()
    readable: bool = True  # False: hearing failed or there was nothing to read; a person looks
    doubt: Severity | None = None  # how grave it may be, when that is not sure enough to page; never with a page
    doubted: tuple[Sign, ...] = ()  # what may be so; kept out of `signs`, which page
    part: Part | None = None
    closing: tuple[Topic, ...] = ()  # with Part.TOPIC alone: what she wants no more texts about
    tongue: Language | None = None  # what she wrote it in, where her words leave no doubt

    @property
    def band(self) -> Band:
        """By the words alone; the schedule knows the track and the day and may only ask for more."""
        if self.severity is not None and self.severity.pages_now:
            return Band.PAGE
        if self.doubt is not None:
            return Band.ASK
        return Band.AUTO if self._is_answered() else Band.REVIEW

    def _is_answered(self) -> bool:
        if not self.readable or self.severity is not None:
            return False
        if self.leaving or self.returning or self.answer is not None or self.part not in {None, Part.HOURS}:
            return True
        if self.intent is Intent.QUESTION:
            return bool(self.topics) and not self.guessed
        return self.intent in {Intent.OPT_OUT, Intent.OPT_IN, Intent.PAUSE} or self.only_thanks
