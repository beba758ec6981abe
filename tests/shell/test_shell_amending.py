"""Staff amend, write and end through the shell: problems at once, done once, never over another's act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.memory import MemoryStore
from functions.operations.acting import Acted
from functions.operations.amending import amend
from functions.operations.enrolling import Made, Refused
from functions.operations.previewing import Previewed, preview
from functions.operations.staff_acts import Wrong, apply, from_request
from functions.operations.versions import Unreadable, etag, expected
from functions.operations.writing import Unwritten, Written, count, write
from functions.ports import Commit, Committed, Ref, StoreDown
from functions.ports_provider import Refused as NotTaken
from functions.screens.conversation import bubbles
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.language import Language
from messages.severity import Severity
from schedules.enrollment import Chart, Status, Words
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.facts import Completed, Switched
from schedules.text import Failure, Purpose, TextState

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def enrolled(**changes: Any) -> tuple[Pocket, Ref]:
    world = pocket(sample_clinic(), NOW)
    assert isinstance(world.enroll(sample_form(NOW, **changes)), Made)
    assert world.ref is not None
    return world, world.ref


def taken(number: int) -> Escalation:
    """Acknowledged long ago, and never closed."""
    return Escalation(
        escalation_id=f"e-{number:02}",
        code="a2b3",
        severity=Severity.CRISIS,
        reason=Reason.DANGER,
        signs=(),
        state=EscalationState.ACKNOWLEDGED,
        opened_at=NOW - timedelta(days=70 - number),
        acknowledge_by=NOW - timedelta(days=70 - number),
        acknowledged_at=NOW - timedelta(days=70 - number),
        acknowledged_by="nurse",
    )


class Crowded(MemoryStore):
    """Counts what it is asked to hold, and goes down once at the second commit when it is to break."""

    def __init__(self, *, breaks: bool) -> None:
        super().__init__()
        self.asked: list[Commit] = []
        self.breaks = breaks

    def commit(self, commit: Commit) -> Committed:
        self.asked.append(commit)
        if self.breaks and len(self.asked) == 2:
            raise StoreDown("commit: gone")
        return super().commit(commit)


def crowded(world: Pocket, *, breaks: bool) -> Crowded:
    """As she is, with 64 open matters."""
    crowd = replace(world.enrollment, escalations=tuple(map(taken, range(64))))
    store = Crowded(breaks=breaks)
    store.save_clinic(world.clinic)
    for start in range(0, 64, 16):
        part = crowd.escalations[start : start + 16]
        version = start // 16 + 1
        MemoryStore.commit(store, Commit(enrollment=replace(crowd, version=version), escalations=part))
    return store


class TestAmending:
    """Only the fields given change."""

    def test_what_is_given_changes_and_the_rest_stays(self) -> None:
        world, ref = enrolled(chart={"name": "Ana", "reference": "R1"})

        acted = amend(
            world.world,
            ref,
            {"language": "es", "chart": {"call_note": "after 6"}, "topics": ["dates"]},
            key="k",
            by="desk",
        )

        her = world.enrollment
        assert acted is Acted.DONE
        assert (her.person.language, her.person.zone) == (Language.SPANISH, "America/New_York")
        assert her.chart == Chart(name="Ana", reference="R1", call_note="after 6")
        assert [one.action for one in world.world.store.audits(ref)] == ["enrolled", "amend"]
        assert world.world.store.people("lakeside", after="", limit=1)[0].listed.language is Language.SPANISH

    def test_what_a_colleague_changes_at_the_same_moment_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        world, ref = enrolled()
        store = world.world.store
        commits = store.commit
        overtaken: list[Commit] = []

        def commit(one: Commit) -> Committed:
            if not overtaken:
                overtaken.append(one)
                amend(world.world, ref, {"language": "es"}, key="hers", by="ana")
            return commits(one)

        monkeypatch.setattr(store, "commit", commit)
        acted = amend(world.world, ref, {"zone": "America/Chicago"}, key="mine", by="ben")

        person = world.enrollment.person
        assert acted is Acted.DONE
        assert (person.language, person.zone) == (Language.SPANISH, "America/Chicago")

    @pytest.mark.parametrize("breaks", [False, True], ids=["at once", "broken off and sent again"])
    def test_of_however_many_open_matters_each_shows_how_she_is_reached_now(self, breaks: bool) -> None:
        world, ref = enrolled()
        store = crowded(world, breaks=breaks)
        shop = replace(world.world, store=store)
        change = {"language": "es", "chart": {"call_note": "never at home"}}

        if breaks:
            with pytest.raises(StoreDown):
                amend(shop, ref, change, key="k", by="desk")
        acted = amend(shop, ref, change, key="k", by="desk")

        assert acted is (Acted.REPEATED if breaks else Acted.DONE)
        assert {one.card.call_note for one in store.inbox("lakeside")} == {"never at home"}
        assert {one.card.language for one in store.inbox("lakeside")} == {Language.SPANISH}
        assert len(store.inbox("lakeside")) == 64

    @pytest.mark.parametrize("breaks", [False, True], ids=["at once", "broken off and sent again"])
    def test_of_however_many_open_matters_each_shows_how_she_is_treated_now(self, breaks: bool) -> None:
        world, ref = enrolled()
        store = crowded(world, breaks=breaks)
        shop = replace(world.world, store=store)
        asked = {"loss": "early", "treatment": "surgery", "procedure_on": f"{NOW:%Y-%m-%d}"}
        fact = from_request("switch", asked, world.enrollment, by="desk", now=NOW, country="us")
        assert isinstance(fact, Switched)

        if breaks:
            with pytest.raises(StoreDown):
                apply(shop, ref, fact, key="k", action="switch", by="desk")
        acted = apply(shop, ref, fact, key="k", action="switch", by="desk")

        assert acted is (Acted.REPEATED if breaks else Acted.DONE)
        assert {one.card.pathway for one in store.inbox("lakeside")} == {"early-surgery"}
        assert all(len(one.texts) + 3 * len(one.escalations) < 90 for one in store.asked)

    def test_null_takes_away_what_may_be_missing(self) -> None:
        world, ref = enrolled(planned_from="11:00", chart={"name": "Ana"})

        amend(world.world, ref, {"planned_from": None, "chart": {"name": None}}, key="k", by="desk")

        assert world.enrollment.person.planned_from is None
        assert world.enrollment.chart == Chart()

    @pytest.mark.parametrize(
        ("raw", "fields"),
        [
            ({"phone": "+12025550199"}, {"phone"}),
            ({"status": "x", "zone": "Mars"}, {"status", "zone"}),
            ({"words": "name"}, {"name"}),
            ({"name": "Maya"}, {"name"}),
            ({"planned_from": "19:00"}, {"planned_from"}),
            ({"planned_from": "10:00", "planned_until": "11:00"}, {"planned_until"}),
            ({"chart": {"name": "x" * 81}, "language": "fr"}, {"chart.name", "language"}),
            ({"language": None}, {"language"}),
        ],
    )
    def test_every_problem_is_named_and_nothing_changes(self, raw: dict[str, Any], fields: set[str]) -> None:
        world, ref = enrolled()
        before = world.enrollment

        refused = amend(world.world, ref, raw, key="k", by="desk")

        assert isinstance(refused, Refused)
        assert {one.field for one in refused.problems} == fields
        assert world.enrollment == before

    def test_her_words_and_name(self) -> None:
        world, ref = enrolled()

        amend(world.world, ref, {"words": "name", "name": "Maya"}, key="1", by="desk")
        assert (world.enrollment.person.words, world.enrollment.person.name) == (Words.NAME, "Maya")
        amend(world.world, ref, {"words": "baby"}, key="2", by="desk")
        assert (world.enrollment.person.words, world.enrollment.person.name) == (Words.BABY, None)

    def test_the_same_request_twice_is_done_once(self) -> None:
        world, ref = enrolled()
        seen = world.enrollment.version

        first = amend(world.world, ref, {"language": "es"}, key="k", by="desk", expects=seen)
        again = amend(world.world, ref, {"language": "es"}, key="k", by="desk", expects=seen)

        assert (first, again) == (Acted.DONE, Acted.REPEATED)
        assert len(world.world.store.audits(ref)) == 2

    def test_nobody_overwrites_what_she_has_not_seen(self) -> None:
        world, ref = enrolled()
        seen = world.enrollment.version
        amend(world.world, ref, {"language": "es"}, key="1", by="desk", expects=seen)

        late = amend(world.world, ref, {"language": "en"}, key="2", by="lead", expects=seen)

        assert late is Acted.OUTDATED
        assert world.enrollment.person.language is Language.SPANISH

    def test_an_unknown_person_is_unknown(self) -> None:
        world, ref = enrolled()

        for other in (replace(ref, enrollment_id="e0"), replace(ref, clinic_id="other")):
            assert amend(world.world, other, {"language": "es"}, key="k", by="desk") is Acted.UNKNOWN


class TestWriting:
    """A text of staff is one text."""

    def test_it_is_sent_once_however_often_asked(self) -> None:
        world, ref = enrolled()
        before = len(world.gateway.carried)

        first = write(world.world, ref, "Please call us.", key="k", by="desk")
        again = write(world.world, ref, "Please call us.", key="k", by="desk")

        assert isinstance(first, Written)
        assert again == replace(first, repeated=True)
        assert [text.body for text in world.texts() if text.purpose is Purpose.STAFF] == ["Please call us."]
        assert len(world.gateway.carried) == before + 1
        assert world.world.store.audits(ref)[-1].action == "write"

    def test_a_key_used_with_other_words_is_a_mistake(self) -> None:
        world, ref = enrolled()
        write(world.world, ref, "Please call us.", key="k", by="desk")

        other = write(world.world, ref, "Never mind.", key="k", by="desk")

        assert isinstance(other, Unwritten)
        assert other.why == "key_reused"

    def test_who_left_is_not_written_to_and_the_reason_is_said(self) -> None:
        world, ref = enrolled()
        world.says("STOP")

        refused = write(world.world, ref, "Please call us.", key="k", by="desk", urgent=True)

        assert isinstance(refused, Unwritten)
        assert refused.why == "left"
        assert refused.mend
        assert [text for text in world.texts() if text.purpose is Purpose.STAFF] == []

    def test_at_night_only_what_is_urgent_goes(self) -> None:
        world, ref = enrolled()
        world.clock.at = NOW + timedelta(hours=10)

        refused = write(world.world, ref, "Please call us.", key="1", by="desk")
        sent = write(world.world, ref, "Please call us.", key="2", by="desk", urgent=True)

        assert isinstance(refused, Unwritten)
        assert refused.why == "quiet"
        assert isinstance(sent, Written)

    def test_a_phone_that_is_anothers_by_now_is_not_written_to_from_the_old_record(self) -> None:
        world, ref = enrolled()
        apply(world.world, ref, Completed(by="desk"), key=None, action="complete", by="desk")
        again = pocket_enrolls_again(world)

        refused = write(world.world, ref, "Please call us.", key="k", by="desk")

        assert again != ref.enrollment_id
        assert isinstance(refused, Unwritten)
        assert refused.why == "anothers"

    def test_whoever_wrote_it_is_told_that_it_waits_and_then_that_it_was_not_sent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world, ref = enrolled()
        world.live_until(datetime(2026, 3, 3, 0, 40, tzinfo=UTC))
        monkeypatch.setattr(world.gateway, "send", lambda _: NotTaken(failure=Failure.THROTTLED, error=20429))

        written = write(world.world, ref, "How are you?", key="k", by="desk")
        waiting = world.texts()[-1]
        world.live_until(world.clock.at + timedelta(minutes=15))
        monkeypatch.undo()
        world.live_until(world.clock.at + timedelta(hours=1))

        (bubble,) = [one for one in bubbles(world.texts(), world.clinic) if one.body == "How are you?"]
        assert isinstance(written, Written)
        assert written.waits
        assert waiting.state is TextState.SENDING
        assert bubble.grave
        assert "her hours were over" in bubble.meta
        assert "How are you?" not in world.gateway.to(world.enrollment.person.phone)

    def test_what_it_costs_is_known_before(self) -> None:
        assert (count("a" * 160).segments, count("a" * 161).segments, count("á").encoding) == (1, 2, "UCS-2")
        assert count("x").segments_max == 4


def pocket_enrolls_again(world: Pocket) -> str:
    world.replies += 1
    made = world.enroll(sample_form(NOW))
    assert isinstance(made, Made)
    return made.enrollment_id


def test_completing_frees_her_phone_for_another_consent() -> None:
    world, ref = enrolled()
    fact = from_request("complete", {}, world.enrollment, by="desk", now=NOW, country="us")
    assert not isinstance(fact, Wrong)

    apply(world.world, ref, fact, key="k", action="complete", by="desk")

    assert world.enrollment.status is Status.COMPLETED
    assert pocket_enrolls_again(world)


class TestPreviewing:
    """The calendar before enrolling is the one she gets."""

    def test_it_is_what_she_then_gets(self) -> None:
        world = pocket(sample_clinic(), NOW)
        form = sample_form(NOW, language="es", zone="America/Los_Angeles")
        shown = preview(world.world, world.clinic, form)
        assert isinstance(shown, Previewed)

        world.enroll(form)
        world.live_until(NOW + timedelta(days=2))

        sent = [(text.at, text.message) for text in world.texts() if text.purpose in {Purpose.PLANNED, Purpose.NOTICE}]
        assert sent == [(one.at, one.message) for one in shown.texts][: len(sent)]
        assert len(sent) > 1

    def test_both_clocks_show_one_instant(self) -> None:
        world = pocket(sample_clinic(), NOW)

        shown = preview(world.world, world.clinic, sample_form(NOW, zone="America/Los_Angeles"))

        assert isinstance(shown, Previewed)
        assert all(one.at == one.at_hers == one.at_clinic for one in shown.texts)
        assert {(one.at_hers.tzname(), one.at_clinic.tzname()) for one in shown.texts} >= {("PDT", "EDT")}
        assert all(9 <= one.at_hers.hour < 20 for one in shown.texts if one.withheld is None)
        assert [one.week for one in shown.texts][:1] == [0]

    def test_nothing_is_stored_or_sent(self) -> None:
        world = pocket(sample_clinic(), NOW)

        preview(world.world, world.clinic, sample_form(NOW))

        assert world.world.store.people("lakeside", after="", limit=10) == []
        assert world.gateway.carried == []

    def test_a_form_with_problems_names_them_instead(self) -> None:
        world = pocket(sample_clinic(), NOW)

        refused = preview(world.world, world.clinic, sample_form(NOW, zone="Mars", phone="1"))

        assert isinstance(refused, Refused)
        assert {one.field for one in refused.problems} == {"zone", "phone"}


def test_a_version_is_read_back_from_its_etag() -> None:
    assert expected(etag(7)) == 7
    assert expected('W/"v7"') == 7
    assert expected("") is expected("*") is None
    assert isinstance(expected('"7"'), Unreadable)
