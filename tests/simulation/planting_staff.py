"""Plausible mistakes in what staff do and what their phones send: planted one at a time, as `planting.py` does."""

from dataclasses import replace
from typing import Any

import pytest

from functions.adapters import memory_erasing
from functions.operations import receiving, ticking
from functions.operations.codes import Said, codes_in
from schedules import amending, decide, paging, writing
from tests.simulation.planting import Planted

Patch = pytest.MonkeyPatch


def gap_in_a_list_unseen(patch: Patch) -> None:
    """What was listed is taken for all there is."""
    real: Any = ticking._look

    def look(*args: Any, **how: Any) -> Any:
        return replace(real(*args, **how), gap=None)

    patch.setattr(ticking, "_look", look)
    patch.setattr(ticking, "HALVINGS_MAX", 0)


def any_text_with_a_code_takes(patch: Patch) -> None:
    patch.setattr(receiving, "said_of", lambda body: Said.TAKES if codes_in(body) else Said.NEITHER)


def stop_of_somebody_on_call_unseen(patch: Patch) -> None:
    patch.setattr(decide, "on_contact_refused", lambda *_: None)


def whoever_is_out_is_paged(patch: Patch) -> None:
    patch.setattr(paging, "is_there", lambda *_: True)


def amended_and_sent_as_it_was(patch: Patch) -> None:
    patch.setattr(amending, "mark_reworded", lambda *_: None)


def words_of_staff_at_night(patch: Patch) -> None:
    patch.setattr(writing, "is_her_hour", lambda *_: True)


def erased_but_for_her_texts(patch: Patch) -> None:
    real: Any = memory_erasing.MemoryErasing._take_away

    def take_away(self: Any, ref: Any, begun: Any) -> None:
        shelf = self._store._shelves[ref]
        real(self, ref, begun)
        self._store._shelves[ref] = shelf

    patch.setattr(memory_erasing.MemoryErasing, "_take_away", take_away)


def erased_but_for_what_waits(patch: Patch) -> None:
    """What is open in the inbox stays, with the words that opened it."""
    patch.setattr("functions.adapters.memory_matters.Matters.forget", lambda *_: (0, 0))


PLANTED_STAFF = (
    Planted("a gap in a list unseen", gap_in_a_list_unseen, frozenset({"lost"})),
    Planted("any text with a code takes", any_text_with_a_code_takes, frozenset({"taken_by_nobody"})),
    Planted("a stop of somebody on call unseen", stop_of_somebody_on_call_unseen, frozenset({"stop_unseen"})),
    Planted("whoever is out is paged", whoever_is_out_is_paged, frozenset({"cover_ignored"}), first=361),
    Planted("amended and sent as it was", amended_and_sent_as_it_was, frozenset({"indiscreet", "wrong_language"})),
    Planted("words of staff at night", words_of_staff_at_night, frozenset({"quiet_hours"})),
    Planted("erased but for her texts", erased_but_for_her_texts, frozenset({"not_erased"})),
    Planted("erased but for what waits", erased_but_for_what_waits, frozenset({"not_erased"})),
)
