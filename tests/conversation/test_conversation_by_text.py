"""Whole conversations through the real operations, hearing and words, in memory: what she writes and what she gets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.memory import MemoryStore
from functions.operations.acting import Act, act
from functions.operations.enrolling import KeyReused, Made, Refused, enroll
from functions.operations.receiving import Arrived, PhoneMoved, receive
from functions.operations.staff_acts import apply
from functions.operations.ticking import begin_to_hear, reconcile
from functions.ports import Commit, Committed, PhoneRecord, Ref, Sender
from functions.ports_provider import Inbound
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from schedules.clinic import Clinic
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation, EscalationState
from schedules.facts import Withdrawn, Woke
from schedules.talk import ANSWERS_AN_HOUR_MAX
from schedules.text import Direction, Purpose, Text, TextState

START = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def living(**changes: object) -> Pocket:
    made = pocket(sample_clinic(), START)
    assert isinstance(made.enroll(sample_form(START, **changes)), Made)
    return made


def spanish() -> Pocket:
    return living(language="es", treatment="surgery", procedure_on="2026-03-02")


def answers(world: Pocket, words: str) -> list[str]:
    """The messages she gets for what she writes."""
    before = {text.text_id for text in world.texts()}
    world.says(words)
    return [text.message or "" for text in world.texts() if text.text_id not in before and to_her(text)]


def ref_of(one: Enrollment) -> Ref:
    return Ref(clinic_id=one.clinic_id, enrollment_id=one.enrollment_id)


def to_her(text: Text) -> bool:
    return text.direction is Direction.OUT and text.contact_id is None and text.state is not TextState.WITHHELD


def grave(world: Pocket) -> list[Escalation]:
    return [one for one in world.enrollment.escalations if one.severity.pages_now]


def pages(world: Pocket) -> list[Text]:
    return [text for text in world.texts() if text.contact_id and (text.message or "").startswith("page.")]


@pytest.mark.parametrize("words", ["temp 101.8 and shivering", "tengo fiebre de 39", "me dan escalofríos"])
def test_fever_at_two_in_the_morning_is_answered_and_paged_at_once(words: str) -> None:
    world = living()
    world.live_until(datetime(2026, 3, 6, 7, 0, tzinfo=UTC))

    got = answers(world, words)

    assert got == ["safety.urgent"]
    assert [page.contact_id for page in pages(world)] == ["nurse"]


@pytest.mark.parametrize(
    "words",
    [
        "i just want to die",
        "I want to be with my baby",
        "ya no quiero vivir",
        "me quiero morir",
        "quiero estar con mi bebe",
    ],
)
def test_despair_gets_the_crisis_line_and_a_person(words: str) -> None:
    world = living()
    world.live_until(START + 40 * DAY)

    got = answers(world, words)

    assert got == ["safety.crisis"]
    assert "988" in world.texts()[-1].body or any("988" in text.body for text in world.texts() if to_her(text))
    assert len(pages(world)) == 1


@pytest.mark.parametrize("words", ["the bleeding won't stop", "stop the bleeding how?", "el sangrado no para"])
def test_stop_said_of_bleeding_never_opts_her_out(words: str) -> None:
    world = living()
    world.live_until(START + 6 * DAY)

    got = answers(world, words)

    assert world.enrollment.left_at is None
    assert "notice.goodbye" not in got
    assert got != []


@pytest.mark.parametrize(
    "words",
    [
        "please stop texting me",
        "STOP",
        "Stop.",
        "leave me alone",
        "ya no me manden mensajes",
        "ALTO",
        "no más mensajes",
    ],
)
def test_asking_us_to_stop_in_any_words_ends_the_texts_with_one_goodbye(words: str) -> None:
    world = living()
    world.live_until(START + 20 * DAY)

    got = answers(world, words)
    world.live_until(START + 100 * DAY)

    assert got == ["notice.goodbye"]
    assert world.texts()[-1].state is TextState.WITHHELD


@pytest.mark.parametrize("words", ["stop i want to die", "STOP quiero morirme"])
def test_a_crisis_that_asks_us_to_stop_is_both(words: str) -> None:
    world = living()

    got = answers(world, words)

    assert got == ["notice.goodbye_danger"]
    assert world.enrollment.left_at is not None
    assert len(pages(world)) == 1


def test_a_phone_that_left_between_deciding_and_committing_gets_nothing() -> None:
    world = living()
    store, former = world.world.store, world.enrollment
    apply(world.world, ref_of(former), Withdrawn(by="desk"), key=None, action="withdraw", by="desk")
    former = world.enrollment
    made = enroll(world.world, world.clinic, sample_form(START, gestation_weeks=6), key="again", by="desk")
    assert isinstance(made, Made)
    world.ref = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=made.enrollment_id)
    world.clock.at = START + DAY
    carried = len(world.gateway.carried)

    def the_phone_leaves(_: Enrollment) -> Woke:
        gone = replace(former, version=former.version + 1, left_at=world.clock.at)
        store.commit(Commit(enrollment=gone, phone=PhoneConsent.LEFT))
        return Woke()

    act(world.world, Act(ref=world.ref, make=the_phone_leaves))

    assert len(world.gateway.carried) == carried
    assert world.enrollment.left_at == world.clock.at


@pytest.mark.parametrize("words", ["thank you", "ok thanks so much", "gracias"])
def test_thanks_need_no_answer(words: str) -> None:
    assert answers(living(), words) == []


def test_a_question_gets_its_answer_in_her_language() -> None:
    world = spanish()

    got = answers(world, "cuando puedo volver a trabajar?")

    assert got == ["answer.work"]
    assert world.texts()[-1].language.value == "es"


def test_the_page_is_taken_by_texting_its_code_back_and_she_is_told() -> None:
    world = living()
    world.live_until(START + 6 * DAY)
    world.says("i passed out in the bathroom")
    code = grave(world)[0].code

    world.says(f"{code.lower()} on it", sender=world.clinic.ladder[0].phone)
    world.live_until(world.clock.at + timedelta(hours=3))

    assert grave(world)[0].state is EscalationState.ACKNOWLEDGED
    assert [text.message for text in world.texts() if to_her(text)][-1] == "safety.acknowledged"
    assert len([page for page in pages(world) if page.message == "page.again"]) == 0


def test_who_is_enrolled_in_english_and_writes_of_danger_in_spanish_is_told_in_spanish_who_took_it() -> None:
    world = living()
    world.live_until(START + 6 * DAY)
    world.says("me desmayé y estoy sangrando mucho")

    world.says(f"{grave(world)[0].code} on it", sender=world.clinic.ladder[0].phone)

    told = [text for text in world.texts() if to_her(text)][-1]
    assert (told.message, told.language.value) == ("safety.acknowledged", "es")
    assert "a. m.)" in told.body or "p. m.)" in told.body


def test_a_page_nobody_takes_climbs_and_she_is_told_the_truth() -> None:
    world = living()
    world.live_until(START + 6 * DAY)
    world.says("i passed out in the bathroom")

    world.live_until(world.clock.at + timedelta(minutes=11))

    assert [page.message for page in pages(world)] == ["page.first", "page.again", "page.all", "page.all"]
    assert [text.message for text in world.texts() if to_her(text)][-1] == "safety.unanswered"


def test_the_nurse_closes_it_and_an_old_code_means_nothing_any_more() -> None:
    world = living()
    world.live_until(START + 6 * DAY)
    world.says("i passed out in the bathroom")
    code, nurse = grave(world)[0].code, world.clinic.ladder[0].phone

    world.says(f"{code} done", sender=nurse)
    world.says(code, sender=nurse)

    assert grave(world) == []
    desk = world.world.stranger(world.clinic.clinic_id, nurse)
    assert [text.message for text in world.world.store.texts(desk)][-1] == "page.unknown_code"


def test_the_same_text_delivered_twice_is_one_text() -> None:
    world = living()
    arrived = Arrived(sid="SMtwice", sender="+12025550143", body="i passed out")

    for _ in range(3):
        receive(world.world, world.clinic.clinic_id, arrived)

    assert len([text for text in world.texts() if text.purpose is Purpose.REPLY]) == 1
    assert len(pages(world)) == 1


def test_a_nurse_acknowledging_twice_by_the_same_text_is_answered_once() -> None:
    world = living()
    world.live_until(START + 6 * DAY)
    world.says("i passed out")
    code = grave(world)[0].code
    arrived = Arrived(sid="SMnurse", sender=world.clinic.ladder[0].phone, body=f"{code} done")

    receive(world.world, world.clinic.clinic_id, arrived)
    receive(world.world, world.clinic.clinic_id, arrived)

    assert [text.message for text in world.texts()].count("page.closed") == 1
    assert world.world.store.texts(world.world.stranger(world.clinic.clinic_id, arrived.sender)) == []


@pytest.mark.parametrize("body", ["", "   ", "🌀", "\ufffd\ufffd\ufffd", "x" * 6000, "%%% @@ ###"])
def test_what_cannot_be_read_is_stored_and_shown_to_a_person(body: str) -> None:
    world = living()

    got = answers(world, body)

    assert got == ["answer.unsure"]
    assert [one.reason.value for one in world.enrollment.escalations] == ["unsure"]


def test_a_picture_alone_is_shown_to_a_person() -> None:
    world = living()

    receive(
        world.world,
        world.clinic.clinic_id,
        Arrived(sid="SMpicture", sender="+12025550143", body="", has_media=True),
    )

    assert [one.reason.value for one in world.enrollment.escalations] == ["unsure"]


def test_somebody_nobody_enrolled_gets_one_neutral_answer_a_day() -> None:
    world = living()
    desk = world.world.stranger(world.clinic.clinic_id, "+12025550177")

    for words in ("hello?", "is the bleeding normal", "who are you"):
        world.says(words, sender="+12025550177")

    out = [text for text in world.world.store.texts(desk) if text.direction is Direction.OUT]
    assert [text.message for text in out] == ["stranger.answer"]


def test_texts_missed_through_an_hour_of_the_providers_silence_are_all_taken_in() -> None:
    world = living()
    service = world.clinic.messaging_service
    reconcile(world.world)
    for minute in range(0, 60, 10):
        at = world.clock.at + timedelta(minutes=minute)
        world.gateway.receive(service, Inbound(sid=f"SMlost{minute}", sender="+12025550143", body="thanks", at=at))
    world.clock.at += timedelta(minutes=90)

    found = reconcile(world.world), reconcile(world.world)

    assert found == (6, 0)
    assert [text.body for text in world.texts() if text.purpose is Purpose.REPLY] == ["thanks"] * 6


def test_nothing_goes_out_after_a_stop_though_an_older_wish_to_return_is_found_later() -> None:
    world = living()
    service, wrote = world.clinic.messaging_service, world.clock.at
    world.says("please stop texting me")
    lost = Inbound(sid="SMlost", sender="+12025550143", body="please text me again", at=wrote + timedelta(hours=2))
    world.gateway.receive(service, lost)
    world.clock.at += timedelta(hours=2, seconds=20)
    world.says("no, please stop texting me")
    world.clock.at += timedelta(seconds=40)
    before = len(world.gateway.to("+12025550143"))

    found = reconcile(world.world)
    world.live_until(world.clock.at + 20 * DAY)

    assert found == 1
    assert world.gateway.to("+12025550143")[before:] == []


@pytest.mark.parametrize(
    "words",
    [
        "{code} not done yet, calling her",
        "I can't take {code}, I'm off sick",
        "no puedo {code}",
        *("Disliked “{page}”", "Questioned “{page}”", "Liked “{page}”", "Removed a like from “{page}”"),
        *("👍 to “{page}”", "A Ana le gustó “{page}”", "Liked “{code}”", "👎 {code}"),
        "Out of office until Monday. Your message was: {page}",
        *("Fwd: {page}", "Who takes this? {page}", "{page}"),
        *("please ring Ben about {code}", "wrong person, {code} is for Ben", "I'm driving, {code} in an hour"),
        *("what is {code}", "{code}?", "ok {code}?", "¿{code}", "is {code} done", "{code} done?", "si puedo, {code}"),
        "is {code} mine",
        "voy yo " * 60 + "{code} later",
    ],
)
def test_a_code_beside_words_that_may_mean_anything_takes_nothing_and_she_is_told_that_it_still_rings(
    words: str,
) -> None:
    world = living()
    world.says("i want to die")
    code, nurse, page = grave(world)[0].code, world.clinic.ladder[0].phone, pages(world)[-1].body

    world.says(words.format(code=code, page=page), sender=nurse)

    assert grave(world)[0].state is EscalationState.OPEN
    told = world.desk()[-1]
    assert told.message == "page.words_beside"
    assert f"reply {code} and nothing else" in told.body


def test_a_phone_on_call_that_answers_by_itself_and_quotes_the_code_is_not_answered_for_ever() -> None:
    world = living()
    world.says("i want to die")
    code, nurse = grave(world)[0].code, world.clinic.ladder[0].phone

    for _ in range(2 * ANSWERS_AN_HOUR_MAX):
        world.says(f"Driving, back soon. You wrote: {world.desk()[-1].body if world.desk() else code}", sender=nurse)

    assert [text.message for text in world.desk()].count("page.words_beside") == ANSWERS_AN_HOUR_MAX
    assert grave(world)[0].state is EscalationState.OPEN


@pytest.mark.parametrize(
    "words",
    [
        *("{code}", "got it {code}", "{code} ok on my way", "OK. {code}!", "{code} - I’ve got it, calling her now"),
        *("got {code}", "{code} mine, thanks 👍🏽", "yes {code}\n", "{code}, sí, yo la llamo", "Vale, {code} es mío"),
        *("{code} listo, lo tengo yo", "{code} voy", "yo {code}"),
    ],
)
def test_a_code_with_words_that_only_take_it_takes_the_page_and_does_not_close_it(words: str) -> None:
    world = living()
    world.says("i want to die")

    world.says(words.format(code=grave(world)[0].code), sender=world.clinic.ladder[0].phone)

    assert [one.state for one in grave(world)] == [EscalationState.ACKNOWLEDGED]


@pytest.mark.parametrize("words", ["{code} done", "{code} is closed.", "All done: {code}", "{code} ¡Está resuelto!"])
def test_a_code_with_words_that_only_close_it_closes_the_page(words: str) -> None:
    world = living()
    world.says("i want to die")

    world.says(words.format(code=grave(world)[0].code), sender=world.clinic.ladder[0].phone)

    assert grave(world) == []


def test_somebody_on_call_who_writes_of_danger_is_heard_like_anyone() -> None:
    world = living()
    nurse = world.clinic.ladder[0].phone

    world.says("i want to die", sender=nurse)

    inbox = world.world.store.inbox(world.clinic.clinic_id)
    assert [one.escalation.severity.value for one in inbox] == ["crisis"]
    assert [text.message for text in world.desk() if text.direction is Direction.OUT and not text.contact_id] == [
        "stranger.danger"
    ]


@pytest.mark.parametrize("words", ["nothing matters", "no one is answering", "not ok", "i'm done", "no one cares"])
def test_words_of_despair_are_never_met_with_silence(words: str) -> None:
    world = living()

    got = answers(world, words)

    assert got != []
    assert world.enrollment.escalations != ()


@pytest.mark.parametrize("words", ["please hurry", "is anyone coming?", "nobody picks up", "no", "ok but hurry"])
def test_while_an_emergency_waits_whatever_she_writes_is_told_to_those_on_call(words: str) -> None:
    world = living()
    world.live_until(START + 6 * DAY)
    world.says("i passed out in the bathroom")
    before = len(pages(world))

    got = answers(world, words)

    assert got == ["safety.emergency"]
    assert len(pages(world)) == before + 1


def test_one_text_that_cannot_be_taken_in_keeps_neither_the_others_nor_another_clinic_from_being_heard() -> None:
    world = living()
    store, service = world.world.store, world.clinic.messaging_service
    other = replace(sample_clinic("hillside"), messaging_service="MG" + "b2" * 16)
    store.save_clinic(other)
    reconcile(world.world)
    at = world.clock.at + timedelta(seconds=5)
    world.gateway.receive(service, Inbound(sid="t-welcome", sender="+12025550143", body="x", at=at))
    world.gateway.receive(service, Inbound(sid="SMgood", sender="+12025550143", body="i want to die", at=at))
    world.gateway.receive(other.messaging_service, Inbound(sid="SMother", sender="+12025550188", body="hi", at=at))
    world.clock.at += timedelta(minutes=1)

    reconcile(world.world)

    assert store.has_fact("lakeside", "SMgood")
    assert store.has_fact("hillside", "SMother")
    assert "reconcile_failed" in world.noted


def test_a_sender_that_two_clinics_name_tells_neither_of_them_a_reply_until_they_are_told_apart() -> None:
    world = living()
    store, service = world.world.store, world.clinic.messaging_service
    hillside = sample_clinic("hillside")
    store.save_clinic(hillside)
    reconcile(world.world)
    names_lakesides = replace(hillside, messaging_service=service)
    store.clinic = lambda clinic_id: names_lakesides if clinic_id == "hillside" else world.clinic  # type: ignore[method-assign]
    sent_at = world.clock.at + timedelta(seconds=5)
    world.gateway.receive(service, Inbound(sid="SMhers", sender="+12025550143", body="i want to die", at=sent_at))
    world.clock.at += timedelta(minutes=30)

    reconcile(world.world)
    told = [store.has_fact(one, "SMhers") for one in ("lakeside", "hillside")]
    del store.clinic
    reconcile(world.world)

    assert told == [False, False]
    assert "sender_claimed_twice" in world.noted
    assert [store.has_fact(one, "SMhers") for one in ("lakeside", "hillside")] == [True, False]


class TestEnrolling:
    """A form is acted on whole or not at all, and once however often it is sent."""

    def test_the_same_request_twice_makes_one_enrollment(self) -> None:
        world = pocket(sample_clinic(), START)
        form = sample_form(START)

        first = enroll(world.world, world.clinic, form, key="k1", by="desk")
        again = enroll(world.world, world.clinic, form, key="k1", by="desk")

        assert isinstance(first, Made)
        assert again == Made(enrollment_id=first.enrollment_id, repeated=True)
        ref = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=first.enrollment_id)
        assert [text.message for text in world.world.store.texts(ref)].count("notice.welcome") == 1

    def test_the_same_key_with_another_form_is_a_mistake(self) -> None:
        world = pocket(sample_clinic(), START)
        enroll(world.world, world.clinic, sample_form(START), key="k1", by="desk")

        again = enroll(world.world, world.clinic, sample_form(START, gestation_weeks=7), key="k1", by="desk")

        assert isinstance(again, KeyReused)

    @pytest.mark.parametrize("minutes", [0, 1], ids=["one form", "a form of a minute later"])
    def test_two_presses_of_one_button_at_once_make_one_enrollment_and_no_alarm(self, minutes: int) -> None:
        class Overtaken(MemoryStore):
            """While the first press is committed the second one comes and is faster."""

            def commit(self, commit: Commit) -> Committed:
                if not others:
                    others.append(None)
                    others.append(enroll(world.world, world.clinic, second, key="k1", by="desk"))
                return super().commit(commit)

        others: list[Made | Refused | KeyReused | None] = []
        world = pocket(sample_clinic(), START)
        world.world = replace(world.world, store=Overtaken())
        world.world.store.save_clinic(world.clinic)
        first = sample_form(START)
        given_at = (START - timedelta(minutes=30 + minutes)).isoformat()
        second = {**first, "consent": {**first["consent"], "given_at": given_at}} if minutes else first

        overtaken = enroll(world.world, world.clinic, first, key="k1", by="desk")

        made = others[1]
        assert isinstance(made, Made)
        assert overtaken == (KeyReused() if minutes else Made(enrollment_id=made.enrollment_id, repeated=True))
        assert "contended" not in world.noted
        ref = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=made.enrollment_id)
        assert [one.action for one in world.world.store.audits(ref)] == ["enrolled"]
        assert len(world.world.store.people(world.clinic.clinic_id, after="", limit=9)) == 1

    @pytest.mark.parametrize(
        ("changes", "fields"),
        [
            ({"phone": "555-1234"}, {"phone"}),
            ({"zone": "EST5"}, {"zone"}),
            ({"language": "fr"}, {"language"}),
            ({"tablets_on": "2026-03-09"}, {"tablets_on"}),
            ({"tablets_on": "2025-03-09"}, {"tablets_on"}),
            ({"tablets_on": None}, {"tablets_on"}),
            ({"gestation_weeks": 15}, {"gestation_weeks"}),
            ({"treatment": "herbs"}, {"treatment"}),
            ({"conditions": ["molar_pregnancy"]}, {"conditions"}),
            ({"conditions": None}, {"conditions"}),
            ({"consent": None}, {"consent"}),
            ({"planned_from": "10:00", "planned_until": "10:30"}, {"planned_until"}),
            ({"phone": "x", "zone": "y", "consent": {}}, {"phone", "zone"}),
        ],
    )
    def test_every_problem_is_named_with_how_to_mend_it_and_nothing_is_stored(
        self, changes: dict[str, object], fields: set[str]
    ) -> None:
        world = pocket(sample_clinic(), START)

        refused = enroll(world.world, world.clinic, sample_form(START, **changes), key="k1", by="desk")

        assert isinstance(refused, Refused)
        assert fields <= {one.field for one in refused.problems}
        assert all(one.mend for one in refused.problems)
        assert world.world.store.request(world.clinic.clinic_id, "k1") is None
        assert world.gateway.carried == []

    def test_hours_that_miss_the_clinics_are_refused_since_no_text_could_reach_her(self) -> None:
        world = pocket(sample_clinic(), START)
        form = sample_form(START, planned_from="06:00", planned_until="08:30")

        refused = enroll(world.world, world.clinic, form, key="k1", by="desk")

        assert isinstance(refused, Refused)
        assert [one.field for one in refused.problems] == ["planned_from"]

    def test_a_phone_with_a_grave_matter_still_open_cannot_be_enrolled_anew(self) -> None:
        world = living()
        world.says("i want to die")
        ref = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=world.enrollment.enrollment_id)
        apply(world.world, ref, Withdrawn(by="desk"), key=None, action="withdraw", by="desk")

        again = enroll(world.world, world.clinic, sample_form(START, gestation_weeks=6), key="k2", by="desk")

        assert isinstance(again, Refused)
        assert "close it first" in again.problems[0].mend

    def test_a_phone_belongs_to_one_active_enrollment(self) -> None:
        world = living()

        again = enroll(world.world, world.clinic, sample_form(START, gestation_weeks=6), key="k2", by="desk")

        assert isinstance(again, Refused)
        assert [one.field for one in again.problems] == ["phone"]

    def test_a_phone_that_asked_us_to_stop_cannot_be_enrolled_over_her_head(self) -> None:
        world = living()
        world.says("please stop texting me")

        again = enroll(world.world, world.clinic, sample_form(START, gestation_weeks=6), key="k2", by="desk")

        assert isinstance(again, Refused)
        assert "START" in again.problems[0].mend


BLEEDS = "{code} I can't, I am bleeding through two pads an hour and I feel faint"


def not_yet_on_call(world: Pocket, phone: str) -> Clinic:
    """A phone on call is enrolled no more; who was enrolled before she came on call still is."""
    return replace(world.clinic, ladder=tuple(one for one in world.clinic.ladder if one.phone != phone))


@pytest.mark.parametrize("is_enrolled", [True, False])
def test_somebody_on_call_who_bleeds_is_heard_and_paged_about_though_her_text_bears_a_code(is_enrolled: bool) -> None:
    world = living()
    nurse = world.clinic.ladder[0].phone
    hers = world.world.stranger(world.clinic.clinic_id, nurse)
    if is_enrolled:
        made = enroll(world.world, not_yet_on_call(world, nurse), sample_form(START, phone=nurse), key="n", by="desk")
        assert isinstance(made, Made)
        hers = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=made.enrollment_id)
    world.says("i want to die")

    world.says(BLEEDS.format(code=grave(world)[0].code), sender=nurse)

    texts = world.world.store.texts(hers)
    about_her = [one.escalation for one in world.world.store.inbox(world.clinic.clinic_id) if one.ref == hers]
    assert [text.body[5:12] for text in texts if text.purpose is Purpose.REPLY] == ["I can't"]
    assert [one.severity.value for one in about_her] == ["emergency"]
    assert {text.contact_id for text in texts if text.message == "page.first"} == {"lead"}
    assert grave(world)[0].state is EscalationState.OPEN


class Enrolling(MemoryStore):
    """Until it `shows`, whoever looks at a phone sees it as it was before somebody was enrolled."""

    shows = 0

    def sender(self, clinic_id: str, phone: str, fact_id: str) -> Sender:
        self.shows -= 1
        seen = super().sender(clinic_id, phone, fact_id)
        return seen if self.shows < 0 else replace(seen, phone=None)


@pytest.mark.parametrize("sender", ["+12025550177", "+12025550111"])
def test_the_text_of_somebody_enrolled_while_we_look_is_hers(sender: str) -> None:
    world = living()
    store = behind(world, looks=1, sender=sender)

    receive(world.world, world.clinic.clinic_id, Arrived(sid="SMcry", sender=sender, body="are you there"))

    ref = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=enrolled_at(store.phone("lakeside", sender)))
    assert [text.body for text in store.texts(ref) if text.purpose is Purpose.REPLY] == ["are you there"]


def test_a_text_whose_phone_is_never_found_out_is_not_taken_in_and_is_looked_for_again() -> None:
    world = living()
    sender = world.clinic.ladder[0].phone
    begin_to_hear(world.world.store, world.clinic.clinic_id, world.clock.at)
    store = behind(world, looks=3, sender=sender)
    with pytest.raises(PhoneMoved):
        receive(world.world, world.clinic.clinic_id, Arrived(sid="SMcry", sender=sender, body="are you there"))
    lost = Inbound(sid="SMcry", sender=sender, body="are you there", at=world.clock.at)
    world.gateway.receive(world.clinic.messaging_service, lost)
    world.clock.at += timedelta(minutes=1)
    store.shows = 3

    found = reconcile(world.world), reconcile(world.world)

    assert found == (0, 1)
    assert store.has_fact(world.clinic.clinic_id, "SMcry")


def behind(world: Pocket, *, looks: int, sender: str) -> Enrolling:
    """Somebody is enrolled at that phone, and so many looks do not see it."""
    clinic = not_yet_on_call(world, sender)
    assert isinstance(enroll(world.world, clinic, sample_form(START, phone=sender), key="new", by="desk"), Made)
    store = Enrolling()
    store.__dict__.update(world.world.store.__dict__)
    store.shows = looks
    world.world = replace(world.world, store=store)
    return store


def enrolled_at(phone: PhoneRecord | None) -> str:
    assert phone is not None
    return phone.enrollment_id or ""
