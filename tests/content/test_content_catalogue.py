"""What the words must do for her, whatever else they say."""

import ast
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from messages.catalogue import catalogue
from messages.hearing.reading import Question, Topic
from messages.language import Language
from messages.lint_shape import longest
from messages.pages import pages
from messages.resources import ResourceError, countries, lines
from messages.severity import Severity
from schedules.pathways import pathway, released

FACTS = tomllib.loads(resources.files("messages").joinpath("facts.toml").read_text("utf-8"))
EARLY = ("all", "all, ectopic first", "early", "early medication", "miscarriage", "miscarriage, not on tablet day")
OPEN_EARLY_FACTS = sorted(key for key, row in FACTS.items() if row["tracks"] in EARLY and "gate" not in row)
KEYS = sorted(catalogue().contracts)
NAMED_BY_THE_CORE = [
    *(f"check.bleeding_started.{answer}" for answer in ("yes", "no")),
    *(f"check.bleeding_stopped.{answer}" for answer in ("yes", "no")),
    *(f"check.period_back.{answer}" for answer in ("yes", "no")),
    *(f"check.test_result.{answer}" for answer in ("negative", "positive")),
    *(f"check.{question}.ok" for question in ("pads_per_hour", "temperature", "pain", "mood")),
    *(f"check.phq.{score}" for score in ("low", "mid", "high")),
    "check.mood.low",
    "check.phq_down",
    *(f"safety.{kind}" for kind in ("acknowledged", "crisis", "emergency", "no_bleeding", "soon", "tablet_day")),
    *(f"safety.{kind}" for kind in ("unanswered", "urgent", "violence")),
    *(f"notice.{kind}" for kind in ("goodbye", "goodbye_danger", "help", "paused", "returned", "welcome")),
    "notice.wrong_number",
    "stranger.answer",
    "stranger.danger",
    *(f"answer.{kind}" for kind in ("distress", "exposure", "guilt", "human", "read", "spotting", "unsure")),
    *(f"page.{kind}" for kind in ("acknowledged", "again", "all", "ambiguous_code", "closed", "first", "help", "more")),
    "page.unknown_code",
    "page.words_beside",
]


def text(key: str, language: Language) -> str:
    return catalogue().entry(key, language).text


def test_there_are_133_facts() -> None:
    assert len(FACTS) == 133
    assert sum("gate" in row for row in FACTS.values()) == 41


@pytest.mark.parametrize("fact", OPEN_EARLY_FACTS)
def test_every_fact_an_early_loss_needs_is_said_in_a_text_or_on_a_page(fact: str) -> None:
    in_texts = [key for key, contract in catalogue().contracts.items() if fact in contract.facts]
    on_pages = [key for key, page in pages().items() if fact in page.facts]

    assert in_texts or on_pages


@pytest.mark.parametrize("key", NAMED_BY_THE_CORE)
@pytest.mark.parametrize("language", list(Language))
def test_every_message_the_core_names_is_written(key: str, language: Language) -> None:
    assert text(key, language)


@pytest.mark.parametrize("language", list(Language))
def test_every_topic_has_an_answer_and_every_severity_a_word(language: Language) -> None:
    for topic in Topic:
        assert text(f"answer.{topic.value}", language)
    for severity in Severity:
        assert text(f"severity.{severity.value}", language)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", list(Language))
def test_no_text_tells_her_that_she_is_fine(key: str, language: Language) -> None:
    reassurance = (
        r"you are (fine|safe now|ok)|you're (fine|ok)|nothing to worry|usted est[áa] bien|no es nada|tranquila"
    )

    assert not re.search(reassurance, text(key, language), re.IGNORECASE)


@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith(("page.", "severity."))])
@pytest.mark.parametrize("language", list(Language))
def test_a_page_carries_who_how_urgent_and_the_code_and_nothing_of_her_health(key: str, language: Language) -> None:
    health = r"bleed|pad|fever|pain|loss|pregnan|suicid|sangr|fiebre|dolor|p[ée]rdida|embaraz"

    assert catalogue().entry(key, language).values <= {"clinic", "code", "console", "count", "severity", "who"}
    assert not re.search(health, text(key, language), re.IGNORECASE)


@pytest.mark.parametrize("key", ["page.first", "page.again", "page.all", "page.more"])
def test_a_page_fits_one_english_segment(key: str) -> None:
    assert longest(text(key, Language.ENGLISH), Language.ENGLISH).segments == 1


@pytest.mark.parametrize("key", ["page.acknowledged", "page.email", "page.morning"])
@pytest.mark.parametrize("language", list(Language))
def test_whoever_has_to_look_in_the_inbox_is_told_where_it_is(key: str, language: Language) -> None:
    assert "console" in catalogue().entry(key, language).values


@pytest.mark.parametrize("key", ["notice.welcome", "notice.returned", "notice.help", "notice.goodbye"])
@pytest.mark.parametrize("language", list(Language))
def test_consent_texts_name_the_program_and_the_way_out_or_back(key: str, language: Language) -> None:
    words = text(key, language)

    assert words.startswith("Aftercare ")
    assert "START" in words if key == "notice.goodbye" else "STOP" in words


@pytest.mark.parametrize("key", ["notice.welcome", "notice.help", "stranger.answer", "notice.wrong_number"])
@pytest.mark.parametrize("language", list(Language))
def test_whoever_may_not_be_her_reads_nothing_about_health(key: str, language: Language) -> None:
    health = r"bleed|pads?\b|loss|pregnan|miscarr|crisis|dying|sangr|p[ée]rdida|embaraz|toalla|morir"

    assert not re.search(health, text(key, language), re.IGNORECASE)


@pytest.mark.parametrize("language", list(Language))
def test_the_answer_to_violence_could_be_the_answer_to_anything(language: Language) -> None:
    topic = r"violen|hurt|hit|partner|safe|abuse|police|golpe|pareja|segur|polic|peligro|danger|crisis"

    assert not re.search(topic, text("safety.violence", language), re.IGNORECASE)
    assert "crisis_line" not in catalogue().entry("safety.violence", language).values


@pytest.mark.parametrize("language", list(Language))
def test_the_answer_to_a_crisis_names_the_line_the_emergency_number_and_the_machine(language: Language) -> None:
    entry = catalogue().entry("safety.crisis", language)

    assert {"crisis_line", "emergency", "after_hours"} <= entry.values
    assert re.search(r"machine|máquina", entry.text)


def test_the_screen_is_asked_in_the_words_of_the_instrument() -> None:
    options = "0 not at all, 1 several days, 2 more than half the days, 3 nearly every day"
    stem = "Over the last 2 weeks, how often have you been bothered by "

    for key in ("ask.phq_interest", "nudge.phq_interest"):
        assert f"{stem}little interest or pleasure in doing things?" in text(key, Language.ENGLISH)
        assert options in text(key, Language.ENGLISH)
    assert f"{stem}feeling down, depressed, or hopeless?" in text("check.phq_down", Language.ENGLISH)
    assert options in text("check.phq_down", Language.ENGLISH)


def test_every_reminder_repeats_how_to_answer() -> None:
    formats = {
        Question.BLEEDING_STARTED: "Reply 1 for yes or 2 for no",
        Question.BLEEDING_STOPPED: "Reply 1 for yes or 2 for no",
        Question.PERIOD_BACK: "Reply 1 for yes or 2 for no",
        Question.PADS_PER_HOUR: "Reply 0, 1 or 2 (2 is 2 or more)",
        Question.TEMPERATURE: "reply with the number",
        Question.MOOD: "from 1 (very low) to 5 (all right)",
        Question.PHQ_INTEREST: "Reply 0 not at all, 1 several days",
        Question.TEST_RESULT: "reply POSITIVE or NEGATIVE",
    }

    for key, version in released():
        for touchpoint in pathway(key, version).touchpoints:
            check_in = touchpoint.check_in
            if check_in is not None and check_in.question in formats:
                assert formats[check_in.question] in text(touchpoint.message, Language.ENGLISH)
                if check_in.nudge is not None:
                    assert formats[check_in.question] in text(check_in.nudge, Language.ENGLISH)


def test_the_countries_have_numbers_and_nobody_claims_they_were_dialed() -> None:
    assert {"us", "gb", "mx", "es", "ca", "ie", "au", "nz"} <= set(countries())
    for country in countries():
        assert lines(country).country == country
        assert set(lines(country).crisis_line) == set(Language)
        assert lines(country).live_tested_on is None
    assert lines("us").emergency == "911"
    assert "AYUDA" in lines("us").crisis_line[Language.SPANISH]


def test_a_country_without_lines_is_refused() -> None:
    with pytest.raises(ResourceError, match="no emergency and crisis lines for country 'zz'"):
        lines("zz")


def test_every_message_key_that_stands_in_the_core_is_written() -> None:
    kinds = (
        "answer.",
        "ask.",
        "care.",
        "catch_up.",
        "check.",
        "heart.",
        "notice.",
        "nudge.",
        "page.",
        "safety.",
        "stranger.",
    )
    sources = (Path(__file__).parent.parent.parent / "schedules").glob("*.py")
    said = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(kinds)
    }
    keys = {word for word in said if " " not in word and not word.endswith(".")}

    assert len(keys) > 30
    assert keys - set(catalogue().contracts) == set()
