"""Laws of who is on call and cannot be texted: the next person is paged at once, and the clinic sees it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.memory_gateway import MemoryGateway
from functions.operations import receiving
from functions.operations.acting import Act, act, always
from functions.operations.clinic_acts import ring_test
from functions.operations.enrolling import Made, enroll
from functions.operations.receiving import Arrived, receive
from functions.operations.staff_acts import apply
from functions.ports import Inbox, Ref
from functions.ports_provider import Accepted, Refused, SendOrder
from functions.screens.now import Reader, part
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.hearing.reading import Intent, Reading
from schedules.escalation import Reason
from schedules.facts import Closed, DeliveryReported
from schedules.text import Channel, Failure, Purpose, TextState

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
NURSE, LEAD = "+12025550111", "+12025550112"
FOR_GOOD = [Refused(failure=Failure.OPTED_OUT, error=21610), Refused(failure=Failure.PERMANENT, error=21211)]


class Blocked(MemoryGateway):
    """Refuses every text to the phones it is told to refuse."""

    refuses: dict[str, Refused]

    def send(self, order: SendOrder) -> Accepted | Refused:
        return self.refuses.get(order.to) or super().send(order)


@dataclass(slots=True)
class Ward:
    pocket: Pocket
    noted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def paged(self) -> list[str]:
        """Who was told by text, in that order."""
        texts = [text for text in self.pocket.texts() if text.contact_id and text.channel is Channel.SMS]
        return [text.contact_id or "" for text in texts]

    def about_contacts(self) -> list[Inbox]:
        inbox = self.pocket.world.store.inbox("lakeside")
        return [one for one in inbox if one.escalation.reason is Reason.ON_CALL]

    def about_her(self) -> Ref:
        her = self.pocket.enrollment
        return Ref(clinic_id=her.clinic_id, enrollment_id=her.enrollment_id)

    def refusals(self) -> list[str]:
        return [values["failure"] for action, values in self.noted if action == "contact_refused"]

    def writes(self, body: str, *, sid: str, carrier: str | None = None) -> None:
        receive(self.pocket.world, "lakeside", Arrived(sid=sid, sender=NURSE, body=body, carrier=carrier))


def ward(**refuses: Refused) -> Ward:
    made = pocket(sample_clinic(), START)
    gateway = Blocked(now=made.clock.now)
    gateway.refuses = {{"nurse": NURSE, "lead": LEAD}[name]: refused for name, refused in refuses.items()}
    one = Ward(made)
    note = lambda action, **values: one.noted.append((action, values))  # noqa: E731 - a port of one method
    made.gateway, made.world = gateway, replace(made.world, gateway=gateway, note=note)
    made.enroll(sample_form(START))
    return one


@pytest.mark.parametrize("refused", FOR_GOOD, ids=lambda one: one.failure.value)
def test_a_page_to_a_phone_that_refuses_for_good_passes_to_the_next_person_at_once_and_the_clinic_sees_it(
    refused: Refused,
) -> None:
    one = ward(nurse=refused)

    one.pocket.says("i want to die")

    assert one.paged() == ["nurse", "lead"]
    (matter,) = one.about_contacts()
    assert (matter.escalation.signs, matter.escalation.severity.value) == (("nurse",), "soon")
    assert one.refusals() == [refused.failure.value]
    reader = Reader(clinic=one.pocket.clinic, now=one.pocket.clock.at, names={}, me=frozenset())
    later = part([matter], reader, 1).later
    assert later[0].title.startswith("nurse cannot be texted: she answered STOP, or her phone refuses.")


def test_where_nobody_can_be_texted_she_is_told_at_once_that_nobody_has_answered() -> None:
    one = ward(nurse=FOR_GOOD[0], lead=FOR_GOOD[1])

    one.pocket.says("i want to die")

    assert "safety.unanswered" in {text.message for text in one.pocket.texts() if not text.contact_id}
    assert sorted(matter.escalation.signs for matter in one.about_contacts()) == [("lead",), ("nurse",)]


def test_who_refuses_through_many_pages_is_one_matter_and_once_it_is_closed_the_next_page_opens_another() -> None:
    one = ward(nurse=FOR_GOOD[0])
    one.pocket.says("i want to die")
    one.pocket.live_until(START + timedelta(hours=3))
    (first,) = one.about_contacts()
    refusals = len(one.refusals())

    closed = Closed(by="desk", escalation_id=first.escalation.escalation_id)
    apply(one.pocket.world, first.ref, closed, key=None, action="close", by="desk")
    between = one.about_contacts()
    one.pocket.live_until(START + timedelta(hours=4))

    (second,) = one.about_contacts()
    assert refusals > 1
    assert between == []
    assert second.escalation.escalation_id != first.escalation.escalation_id


def test_a_page_refused_late_takes_no_time_from_whoever_was_paged_since() -> None:
    one = ward()
    one.pocket.says("i want to die")
    first = next(text for text in one.pocket.texts() if text.contact_id == "nurse" and text.channel is Channel.SMS)
    one.pocket.live_until(one.pocket.clock.at + timedelta(minutes=5, seconds=1))
    assert one.paged() == ["nurse", "lead"]

    late = DeliveryReported(
        text_id=first.text_id,
        sid=first.sid or "",
        state=TextState.UNDELIVERED,
        purpose=Purpose.PAGE,
        failure=Failure.PERMANENT,
    )
    act(one.pocket.world, Act(ref=one.about_her(), make=always(late)))

    assert one.paged() == ["nurse", "lead"]
    assert [matter.escalation.signs for matter in one.about_contacts()] == [("nurse",)]


@pytest.mark.parametrize(("body", "carrier"), [("STOP", "STOP"), ("stop ", None), ("Alto", "STOP")])
def test_the_stop_of_somebody_on_call_is_told_at_once_and_her_start_undoes_it(body: str, carrier: str | None) -> None:
    one = ward()

    one.writes(body, sid="SMstop", carrier=carrier)
    one.writes(body, sid="SMstop", carrier=carrier)
    told = [matter.escalation.signs for matter in one.about_contacts()]
    one.writes("START", sid="SMstart", carrier="START")

    assert told == [("nurse",)]
    assert one.refusals() == ["stop"]
    assert one.about_contacts() == []
    over = one.pocket.world.store.closed("lakeside", since=START - timedelta(days=1), until=START + timedelta(days=1))
    assert [was.escalation.reason for was in over] == [Reason.ON_CALL]


def test_the_stop_of_an_enrolled_contact_ends_her_own_texts_and_is_told_as_well() -> None:
    one = ward()
    clinic = one.pocket.clinic
    before = replace(clinic, ladder=tuple(other for other in clinic.ladder if other.phone != NURSE))
    made = enroll(one.pocket.world, before, sample_form(START, phone=NURSE), key="nurse", by="desk")
    assert isinstance(made, Made)

    one.writes("STOP", sid="SMstop", carrier="STOP")

    phone = one.pocket.world.store.phone("lakeside", NURSE)
    assert phone is not None
    assert phone.left_at is not None
    assert [matter.escalation.signs for matter in one.about_contacts()] == [("nurse",)]


def test_a_test_of_the_ladder_finds_who_cannot_be_texted() -> None:
    one = ward(nurse=FOR_GOOD[1])

    ring_test(one.pocket.world, one.pocket.clinic, by="desk")

    assert [matter.escalation.signs for matter in one.about_contacts()] == [("nurse",)]


@pytest.mark.parametrize(
    "body", ["help me please V3K8", "V3K8 help me please", "i passed out k 2 b 7", "ayuda por favor C4D9"]
)
def test_a_cry_of_somebody_on_call_is_heard_without_the_code_beside_it(body: str) -> None:
    """A code is no word: "V3K8" had been read as one, and the cry before it as a question."""
    one = ward()

    one.writes(body, sid="SM7")

    hers = [row for row in one.pocket.world.store.inbox("lakeside") if row.escalation.escalation_id == "e-SM7"]
    assert [row.escalation.severity.pages_now for row in hers] == [True]


def test_more_of_what_somebody_on_call_writes_belongs_to_her_own_danger_while_that_is_open() -> None:
    one = ward()
    one.writes("i passed out in the bathroom", sid="SM7")

    one.writes("can i take a bath", sid="SM8")

    (hers,) = [row for row in one.pocket.world.store.inbox("lakeside") if row.escalation.escalation_id == "e-SM7"]
    assert hers.latest is not None
    assert hers.latest.body == "can i take a bath"


def test_nobody_takes_by_text_what_is_about_herself() -> None:
    """She learned the code from a colleague, say: the colleagues go on being paged, and what she writes is heard."""
    one = ward()
    clinic = one.pocket.clinic
    before = replace(clinic, ladder=tuple(other for other in clinic.ladder if other.phone != NURSE))
    enroll(one.pocket.world, before, sample_form(START, phone=NURSE), key="nurse", by="desk")
    one.writes("i passed out in the bathroom", sid="SM7")
    (hers,) = [row for row in one.pocket.world.store.inbox("lakeside") if row.escalation.escalation_id == "e-SM7"]

    one.writes(f"{hers.escalation.code} mine", sid="SM8")

    (still,) = [row for row in one.pocket.world.store.inbox("lakeside") if row.escalation.escalation_id == "e-SM7"]
    assert still.escalation.is_untaken
    assert still.latest is not None
    assert still.latest.body.endswith("mine")


def test_what_somebody_on_call_wrote_and_could_not_be_read_is_seen_by_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    one = ward()
    unread = Reading(intent=Intent.OTHER, readable=False)
    monkeypatch.setattr(receiving, "read", lambda *_: unread)

    one.writes("i passed out in the bathroom", sid="SM7")
    one.writes("\N{THUMBS UP SIGN}", sid="SM8")

    opened = {row.escalation.escalation_id for row in one.pocket.world.store.inbox("lakeside")}
    assert opened == {"e-SM7"}
