"""The one door to hearing: total, bounded, in the order that never lets STOP swallow a cry for help."""

import math
from dataclasses import dataclass, replace

from messages.hearing.amounts import is_slow_rate
from messages.hearing.answers import CHOSEN, answer_to, only_answers
from messages.hearing.answers_choice import wants_more
from messages.hearing.asides import asides
from messages.hearing.features import Feature, concepts_of, features
from messages.hearing.intents import Said, heard_intents
from messages.hearing.model import Model, Opinion, model
from messages.hearing.normalize import Plain, plain
from messages.hearing.parts import part_meant, printed_in
from messages.hearing.reading import Answer, Evidence, Intent, Part, Question, Reading, Topic
from messages.hearing.signs import signs_in
from messages.hearing.subjects import Subjects, subjects_in
from messages.hearing.told import gives_date, is_getting_help, only_tells, told_in
from messages.hearing.tongue import tongue_of
from messages.hearing.topics import asks_how_to_reach_us, topics_named
from messages.hearing.weighing import LIKELY, Found, Weighed, weigh
from messages.language import Language
from messages.severity import Severity

BARE_WORDS_MAX = 2  # "2", "no", "like 4": an answer and nothing besides, so there is nothing for the model to read
LEAVING_WORDS_MAX = 3  # "stop texting me": what leaving takes, and no room for anything else
SURELY_LEAVES = 4.0
"""Log odds: "basta de preguntarme como estoy, no quiero q me escriban mas" names a topic and means all."""
LAST_WORDS_ADD = 1.0
"""Log odds: of what she says as she leaves we ask at less, since we shall not hear from her again."""
LOWEST_ADDS = 1.5
"""Log odds: words beside the lowest answer to a question about her mood are more likely a cry."""
LOWEST = {Question.MOOD: 1, Question.PHQ_INTEREST: 3, Question.PHQ_DOWN: 3}

CLOSABLE = frozenset(
    {
        Topic.SEX,
        Topic.CONTRACEPTION,
        Topic.TRYING_AGAIN,
        Topic.KEEPSAKES,
        Topic.DUE_DATE,
        Topic.PARTNER,
        Topic.FEELINGS,
    }
)
"""Topics she may want no planned texts about; the rest is safety or is only ever an answer."""
_ASKED = frozenset({"ask", "asked", "asks", "asking", "written", "opt", "pregunten", "pregunte", "preguntando"})
"""What our texts do to her, where she speaks of them without naming them."""
_STRANGERS = frozenset({Intent.OTHER, Intent.HELP})
_DEMANDS = {
    Severity.CRISIS: Intent.CRISIS,
    Severity.EMERGENCY: Intent.EMERGENCY,
    Severity.URGENT: Intent.URGENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything heard in one text, before it is weighed."""

    heard: Plain
    sensed: tuple[Feature, ...]
    found: list[Found]
    said: Said
    opinion: Opinion | None
    answer: Answer | None
    asked: Question | None = None


def read(text: str, language: Language, asked: Question | None) -> Reading:  # noqa: ARG001 - both are heard
    """Never raises: a failure within is a reading that says a person must look.

    `language` is what she is texted in. Both languages are heard whatever it is: people change inside one text.
    """
    try:
        return read_with(model(), text, asked)
    except Exception:  # noqa: BLE001 - the one door: unread is a finding a person sees, never an error
        return Reading(intent=Intent.OTHER, readable=False)


def read_with(trained: Model, text: str, asked: Question | None) -> Reading:
    """The same by other weights; may raise."""
    heard = plain(text)
    if not any(char.isalnum() for char in heard.words):
        return Reading(intent=Intent.OTHER, readable=False)
    return with_asides(trained, heard, settled(trained, findings(trained, heard, asked)))


def _is_grave(reading: Reading) -> bool:
    return reading.severity in _DEMANDS or reading.doubt is not None


def with_asides(trained: Model, heard: Plain, whole: Reading) -> Reading:
    """She is asked about what is grave only by itself: "cabbage leaves yes or no? also i keep coming round on the
    floor"."""
    for part in () if _is_grave(whole) else asides(heard):
        alone = settled(trained, findings(trained, plain(part), None))
        if _is_grave(alone):
            doubt = alone.severity if alone.severity in _DEMANDS else alone.doubt
            doubted = (*(sign for sign in alone.signs if sign.severity is doubt), *alone.doubted)
            evidence = (*alone.evidence, *whole.evidence)
            return replace(whole, doubt=doubt, doubted=doubted, only_thanks=False, topics=(), evidence=evidence)
    return whole


def findings(trained: Model, heard: Plain, asked: Question | None) -> Findings:
    answer = answer_to(heard.words, asked)
    sensed = tuple({feature[0]: feature for feature in features(heard.words)}.values())  # once each
    return Findings(
        heard=heard,
        sensed=sensed,
        found=signs_in(heard, asked, answer),
        said=heard_intents(heard),
        opinion=None if _is_plain(heard.words, asked) else _opinion(trained, heard, sensed, answer),
        answer=answer,
        asked=asked,
    )


def _is_plain(words: str, asked: Question | None) -> bool:
    """Nothing besides an answer to what was asked, the date that was hoped for, or the refusal of a subject by the name
    we print for it."""
    return only_answers(words, asked) or gives_date(words) or bool(printed_in(words))


def _opinion(trained: Model, heard: Plain, sensed: tuple[Feature, ...], answer: Answer | None) -> Opinion | None:
    """None of a bare answer. One word that means nothing to us, or a plain count of few pads, is no danger."""
    if answer is not None and (len(heard.offsets) <= BARE_WORDS_MAX or answer.question in CHOSEN):
        return None
    opinion = trained.opinion(sensed)
    words = {word for word in heard.words.split() if word[0].isalnum()}
    known = len(words) > 1 or any(concepts_of(word) for word in words)
    if opinion is None or (known and not is_slow_rate(heard.words)):
        return opinion
    return replace(opinion, danger=-math.inf)


def settled(trained: Model, all_found: Findings) -> Reading:
    """One reading of what was found: danger first, and leaving kept beside it."""
    said = all_found.said
    part, closing = _part(all_found)
    leaving = part is None and (said.leaving or _leaves_by_meaning(trained, all_found))
    asking = replace(trained, ask_at=trained.ask_at - _asked_at_less(all_found, leaving=leaving))
    weighed = weigh(all_found.found, _trusted(all_found), asking)
    grave = weighed.severity in _DEMANDS or weighed.doubt is not None
    leaving = leaving and (said.leaving or not grave or _speaks_of_texts(all_found.heard))
    asks_nothing = grave or leaving or said.only_thanks
    told = told_in(all_found.heard.words, all_found.asked)
    subjects = Subjects() if asks_nothing else subjects_in(all_found.heard, all_found.sensed)
    return Reading(
        intent=_intent(trained, weighed, all_found, part=part, leaving=leaving),
        severity=weighed.severity,
        doubt=weighed.doubt,
        doubted=weighed.doubted,
        signs=weighed.signs,
        leaving=leaving,
        returning=said.returning and not leaving and part is None,
        only_thanks=said.only_thanks and not all_found.found and weighed.doubt is None,
        help_word=said.help_word,
        answer=all_found.answer,
        told=told,
        only_told=only_tells(all_found.heard.words, told),
        getting_help=is_getting_help(all_found.heard.words),
        gives_date=gives_date(all_found.heard.words),
        more=wants_more(all_found.heard.words),
        topics=subjects.topics,
        guessed=subjects.guessed,
        part=part,
        closing=closing,
        tongue=tongue_of(all_found.heard.words, [one.evidence.rule for one in all_found.found]),
        evidence=_evidence(trained, all_found, weighed),
    )


def _asked_at_less(all_found: Findings, *, leaving: bool) -> float:
    """Log odds below the threshold from which a doubt is raised already."""
    last_words = leaving and _words(all_found.heard) > LEAVING_WORDS_MAX
    answer = all_found.answer
    lowest = answer is not None and answer.value == LOWEST.get(answer.question)
    return (LAST_WORDS_ADD if last_words else 0) + (LOWEST_ADDS if lowest else 0)


def _trusted(all_found: Findings) -> Opinion | None:
    """Of a single word that no rule hears, the model knows next to nothing: 'sí'. Only where danger is likelier than
    not does it count. Never of more words: with a check-in open, 'baby gone. me next. fri.' is as short as its
    answer."""
    opinion = all_found.opinion
    grave = any(one.sign.severity is not None and not one.hint for one in all_found.found)
    words = sum(word[0].isalnum() for word in all_found.heard.words.split())  # 'dead dead dead' is more than a word
    brief = words <= 1 and not grave and opinion is not None and -math.inf < opinion.danger < LIKELY
    return replace(opinion, danger=-math.inf) if opinion is not None and brief else opinion


def _words(heard: Plain) -> int:
    """Different ones, without the marks between them."""
    return len({word for word in heard.words.split() if word[0].isalnum()})


def _part(all_found: Findings) -> tuple[Part | None, tuple[Topic, ...]]:
    """By rule, unless the model is sure that she means all; else by meaning. The model never makes a part of plain
    leaving, nor of a topic it cannot name."""
    said, opinion = all_found.said, all_found.opinion
    if said.part is not None and opinion is not None and opinion.calm_odds(Intent.OPT_OUT) >= SURELY_LEAVES:
        return None, ()
    said_so = said.part is not None or said.leaving or said.staying
    if said_so or opinion is None or opinion.part is None or _words(all_found.heard) <= 1:
        return said.part, said.closing
    part, closing = part_meant(all_found.heard, opinion.part)
    if part is Part.TOPIC and not closing:
        closing = tuple(topic for topic in topics_named(all_found.heard).topics if topic in CLOSABLE)
        return (part, closing) if closing else (None, ())
    return part, closing


def _leaves_by_meaning(trained: Model, all_found: Findings) -> bool:
    said = all_found.said
    return not (said.returning or said.staying) and _stops(trained, all_found, Intent.OPT_OUT)


def _speaks_of_texts(heard: Plain) -> bool:
    """What is heard as danger sounds much like leaving too: "i cannot have another birthday" is no wish about texts."""
    words = heard.words.split()
    return not _ASKED.isdisjoint(words) or any("message" in concepts_of(word) for word in words)


def _stops(trained: Model, all_found: Findings, intent: Intent) -> bool:
    """Leaving and a wrong number end her texts: of a word alone that no rule knows, "ninguna", that is no more heard
    than of a label that is only the likeliest."""
    opinion = all_found.opinion
    return opinion is not None and _words(all_found.heard) > 1 and opinion.calm_odds(intent) >= trained.leave_at


def _intent(trained: Model, weighed: Weighed, all_found: Findings, *, part: Part | None, leaving: bool) -> Intent:
    """Danger first, then what she asks of us; an answer with nothing else is an acknowledgement."""
    said, opinion = all_found.said, all_found.opinion
    if weighed.severity in _DEMANDS:
        return _DEMANDS[weighed.severity]
    if leaving:
        return Intent.OPT_OUT
    if part is not None:
        return Intent.PAUSE
    if said.only_thanks:
        return Intent.ACK
    if asks_how_to_reach_us(all_found.heard):
        return Intent.QUESTION
    if all_found.answer is not None and (opinion is None or weighed.severity is None):
        return Intent.ACK if said.first is None else said.first
    if opinion is None or opinion.danger == -math.inf:
        return said.first or Intent.OTHER
    if opinion.part is Part.TOPIC:
        return Intent.HUMAN  # she wants less of something, and only a person can tell what
    if said.first is Intent.WRONG_NUMBER and opinion.calm in _STRANGERS:
        return Intent.WRONG_NUMBER
    unsure = opinion.calm is Intent.WRONG_NUMBER and not _stops(trained, all_found, Intent.WRONG_NUMBER)
    unsure |= opinion.calm is Intent.PAUSE and _words(all_found.heard) <= 1
    return said.first or Intent.OTHER if unsure or opinion.calm is Intent.OPT_OUT else opinion.calm


def _evidence(trained: Model, all_found: Findings, weighed: Weighed) -> tuple[Evidence, ...]:
    """Rules name themselves; where the model had a say in a page or a doubt, the words that moved it."""
    told = [one.evidence for one in all_found.found]
    seen = all_found.opinion.seen if all_found.opinion else None
    if seen is not None and (weighed.doubt is not None or weighed.severity in _DEMANDS):
        heard = all_found.heard
        start, end = trained.because(heard.words, seen)
        told.append(Evidence(rule=f"model.{trained.version}", phrase=heard.phrase(start, end)))
    return (*told, *all_found.said.evidence)
