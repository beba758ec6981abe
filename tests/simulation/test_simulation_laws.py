"""Law: what a phone wrote last is what it wants, in whatever order we hear of it; words are told from words."""

from datetime import timedelta

import pytest

from functions.operations.enrolling import enroll
from infra.simulation import people
from infra.simulation.installing import installed
from infra.simulation.leaving import Wishes
from infra.simulation.people import Said
from infra.simulation.swarm import none
from infra.simulation.wording import is_explicit, is_written_in
from infra.simulation.world import Simulated, simulated
from messages.language import Language
from schedules.decision import PhoneConsent

PLACE = ("lakeside", "+12025552000")


def _said(whole: Simulated, sid: str, seconds: int) -> Said:
    at = whole.began + timedelta(seconds=seconds)
    return Said(sid=sid, number=PLACE[1], clinic_id=PLACE[0], body="STOP", kind="stop", at=at)


@pytest.mark.parametrize(("left", "returned", "is_out"), [(1, 2, False), (2, 1, True), (1, 1, True)])
@pytest.mark.parametrize("left_first", [True, False])
def test_who_is_out_is_told_by_the_instants_she_wrote(left: int, returned: int, is_out: bool, left_first: bool) -> None:
    whole, wishes = simulated(1, 0, swarm=none()), Wishes()
    heard = [(PhoneConsent.LEFT, _said(whole, "a", left)), (PhoneConsent.RETURNED, _said(whole, "b", returned))]

    for phone, said in heard if left_first else reversed(heard):
        wishes.committed(PLACE, phone, said, whole.began + timedelta(minutes=1))

    assert (wishes.left_since(PLACE) is not None) is is_out


def test_a_start_that_was_written_before_her_stop_and_heard_after_it_brings_nothing_back() -> None:
    whole = simulated(1, 0, swarm=none())
    clinic = whole.cast.clinics[0]
    with installed(whole):
        whole.engine.raging = True
        her = people.woman(whole.engine.chance, clinic, PLACE[1], whole.engine.at)
        her.eager = 0.0
        whole.cast.women.append(her)
        enroll(whole.world, clinic, her.form, key="order", by="desk")
        whole.front.begins_again(her)
        whole.until(whole.engine.at + timedelta(hours=1))

        whole.engine.force = lambda fault: fault == "webhook_late"
        whole.says(clinic, her.number, "please text me again", "start")
        whole.engine.force = lambda _: False
        whole.until(whole.engine.at + timedelta(seconds=5))
        whole.says(clinic, her.number, "please stop texting me", "stop")
        whole.until(whole.engine.at + timedelta(days=20))

    assert not whole.laws.found, "\n".join(whole.laws.story)


def test_whom_the_carrier_refuses_still_is_out_whatever_she_wrote_to_us_since() -> None:
    whole, wishes = simulated(1, 0, swarm=none()), Wishes()
    wishes.stops[PLACE] = whole.began + timedelta(seconds=1)
    wishes.blocked.add(PLACE)
    wishes.committed(PLACE, PhoneConsent.LEFT, _said(whole, "a", 1), whole.began + timedelta(seconds=2))
    wishes.committed(PLACE, PhoneConsent.RETURNED, _said(whole, "b", 60), whole.began + timedelta(seconds=61))

    wishes.committed(PLACE, PhoneConsent.LEFT, None, whole.began + timedelta(seconds=62))

    assert wishes.left_since(PLACE) == whole.began + timedelta(seconds=62)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Lakeside Clinic: a note for you, for a quiet moment. Reply 1 to read it.", Language.ENGLISH),
        ("Lakeside Clinic: una nota para usted, para un momento tranquilo. Responda 1 para leerla.", Language.SPANISH),
    ],
)
def test_a_language_is_told_by_its_small_words(body: str, language: Language) -> None:
    other = next(one for one in Language if one is not language)

    assert is_written_in(body, language)
    assert not is_written_in(body, other)
    assert not is_explicit(body)


@pytest.mark.parametrize("body", ["Heavy bleeding?", "¿Sangró mucho?", "after a loss of blood", "Dolor fuerte"])
def test_a_word_of_the_body_is_found_in_both_languages(body: str) -> None:
    assert is_explicit(body)
