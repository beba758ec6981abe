"""What a planned text is about stands in a nurse's words, whatever pathway it is of."""

from functions.screens.speaking import ASKS
from functions.screens.subjects import SAFETY, SUBJECTS, subject
from messages.catalogue import catalogue
from messages.hearing.reading import Question
from schedules.pathways import pathway, released

KINDS_WITHOUT_A_LINE = ("ask.", "nudge.", "topic.", "offer.", "catch_up.")


def planned() -> set[str]:
    """Of every version, since she stays on the one she began with."""
    every = [pathway(key, version) for key, version in released()]
    texts = {one.message for current in every for one in current.touchpoints}
    return texts | {one.message for current in every for one in current.catch_ups}


def test_every_planned_text_of_every_pathway_has_a_subject() -> None:
    unsaid = [one for one in planned() if not one.startswith(KINDS_WITHOUT_A_LINE) and one not in SUBJECTS]

    assert unsaid == []
    assert SUBJECTS.keys() <= catalogue().contracts.keys()


def test_no_subject_is_a_name_of_our_files() -> None:
    said = {subject(one) for one in planned()}

    assert not [one for one in said if "_" in one or "phq" in one.casefold() or "mtx" in one]


def test_a_question_is_named_by_what_it_asks_and_a_private_text_by_its_topic() -> None:
    assert subject("ask.phq_interest") == f"asks “{ASKS[Question.PHQ_INTEREST]}”"
    assert subject("ask.bleeding_stopped.again") == "asks “Has the bleeding stopped”"
    assert subject("topic.dates") == "dates that may hurt"
    assert subject("catch_up.tablets") == SAFETY


def test_a_text_that_no_pathway_has_any_more_is_named_by_its_key() -> None:
    assert subject("care.long_ago") == "long ago"
    assert subject("") == ""
