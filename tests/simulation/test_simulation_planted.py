"""Law: a mistake that matters is found by the simulator within a stated number of worlds."""

import pytest

from infra.simulation.running import live
from tests.simulation.planting import PLANTED, WORLDS_MAX, Planted
from tests.simulation.planting_care import PLANTED_CARE
from tests.simulation.planting_staff import PLANTED_STAFF
from tests.simulation.planting_withheld import PLANTED_WITHHELD
from tests.simulation.planting_words import PLANTED_WORDS

ALL = (*PLANTED, *PLANTED_CARE, *PLANTED_STAFF, *PLANTED_WITHHELD, *PLANTED_WORDS)


@pytest.mark.parametrize("planted", ALL, ids=lambda one: one.name)
def test_a_planted_mistake_is_found(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.plant(monkeypatch)

    broken: set[str] = set()
    for seed in range(planted.first, planted.first + WORLDS_MAX):
        broken |= set(live(seed).counts.bad)
        if broken & planted.laws:
            return

    pytest.fail(f"{planted.name}: {WORLDS_MAX} worlds broke {sorted(broken) or 'no law'}, not {sorted(planted.laws)}")
