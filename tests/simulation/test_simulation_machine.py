"""Hypothesis drives one small world step by step, so that what breaks a law is told in as few steps as it takes."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from functions.operations.enrolling import enroll
from infra.simulation import people
from infra.simulation.installing import installed
from infra.simulation.reckoning import reckon
from infra.simulation.swarm import none
from infra.simulation.world import Simulated, simulated
from schedules.clinic import Clinic

FAULTS = (
    *("killed_before", "killed_after", "store_refuses", "store_unsure", "store_conflicts", "send_unheard", "send_lost"),
    *("send_unreached", "send_throttled", "ask_in_vain", "webhook_lost", "webhook_twice", "callback_never"),
    *("callback_contrary", "tick_missed", "tick_twice", "queue_unsure", "message_twice", "index_stale"),
    *("list_cut", "service_missing", "numbers_unknown", "carried_late", "contact_stops", "page_quoted"),
)
ACTS = (
    *("pause", "resume", "anchor", "switch", "withdraw", "restore", "complete"),
    *("amend", "write", "mark", "erase"),
)
STEPS = 30
WORLDS = 40


class World(RuleBasedStateMachine):
    """One woman, one clinic that answers when it is told to; a fault happens exactly when the machine says so."""

    def __init__(self) -> None:
        super().__init__()
        self.whole: Simulated = simulated(1, 0, swarm=none())
        self.next_fault: str | None = None
        self.whole.engine.force, self.whole.engine.raging = self._forced, True
        self.running = installed(self.whole)
        self.running.__enter__()

    def _clinic(self) -> Clinic:
        return self.whole.clinics[self.whole.cast.clinics[0].clinic_id]

    def _forced(self, fault: str) -> bool:
        hit = fault == self.next_fault
        if hit:
            self.next_fault = None
        return hit

    @initialize(seed=st.integers(0, 500))
    def she_is_enrolled(self, seed: int) -> None:
        whole = self.whole
        clinic = whole.cast.clinics[0]
        her = people.woman(Random(seed), clinic, "+12025552000", whole.engine.at)  # noqa: S311 - repeatable
        her.eager = 0.0
        whole.cast.women.append(her)
        enroll(whole.world, clinic, her.form, key="machine", by="desk")
        whole.front.begins_again(her)

    @rule(fault=st.sampled_from(FAULTS))
    def a_fault_is_near(self, fault: str) -> None:
        self.next_fault = fault

    @rule(hours=st.sampled_from([0.02, 0.2, 1, 5, 12, 24, 72]))
    def time_passes(self, hours: float) -> None:
        self.whole.until(self.whole.engine.at + timedelta(hours=hours))

    @rule(kind=st.sampled_from(sorted(people.bodies())), number=st.integers(0, 40))
    def she_writes(self, kind: str, number: int) -> None:
        body = people.bodies()[kind][number % len(people.bodies()[kind])]
        self.whole.says(self.whole.cast.clinics[0], "+12025552000", body, kind)

    @rule(name=st.sampled_from(ACTS))
    def the_desk_acts(self, name: str) -> None:
        self.whole.staff.acts_on(self._clinic(), self.whole.cast.women[0], name)

    @rule(change=st.sampled_from(["cover_moves", "ladder_moves", "hours_move"]))
    def the_settings_change(self, change: str) -> None:
        self.next_fault = change
        self.whole.front.cover.moves(self.whole.cast.clinics[0].clinic_id)

    @rule()
    def the_desk_goes_round(self) -> None:
        self.whole.staff.goes_round(self._clinic())

    @invariant()
    def no_law_is_broken(self) -> None:
        assert not self.whole.laws.found, "\n".join(self.whole.laws.story)

    def teardown(self) -> None:
        try:
            self.next_fault = None
            self.whole.heal()
            self.whole.until(self.whole.engine.at + timedelta(days=2))
            counts = reckon(self.whole)
            assert not counts.bad, "\n".join([str(dict(counts.bad)), *self.whole.laws.story])
        finally:
            self.running.__exit__(None, None, None)


TestWorld = World.TestCase
TestWorld.settings = settings(
    max_examples=WORLDS,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
