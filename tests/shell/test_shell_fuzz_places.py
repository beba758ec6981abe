"""Whatever a page of a list is asked to begin after, by the API or the console, nothing breaks, and what is shown is
the rest of the asker's own list, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions import wiring
from functions.adapters.memory import MemoryStore
from functions.api.parameters import cursor_of
from functions.operations import drafts
from functions.operations.enrolling import Made, enroll
from functions.operations.marking import mark
from functions.operations.receiving import Arrived, receive
from functions.operations.sessions import open_session
from functions.ports import Ref, StoreDown
from functions.roles import Role
from functions.sights import Logged, Row
from infra.local.sample import sample_clinic
from infra.pocket import sample_form
from tests.shell.browsing import SESSION, Browser, Front, front
from tests.shell.claiming import Claims, id_claims, somebody
from tests.shell.remembered import NOW, Remembered, remembered
from tests.shell.spoiling import ANYTHING, given_or_not

HERS, THEIRS = "lakeside", "hillside"
FOREIGN = "saffron"
"""Stands in what the other clinic knows of its people, and nowhere else."""
LISTS = ("enrollments", "search", "escalations", "texts", "audit", "marked")
PEOPLE, LINES_MAX = 3, 100
SENDERS = {HERS: 17, THEIRS: 18}
KEY_BYTES_MAX = 1024
"""Of a sort key, as DynamoDB has it; moto takes longer ones."""
EXAMPLES = settings(max_examples=60)


class TableLike(MemoryStore):
    """Refuses, as the table does, a place that is longer than any key."""

    def people(self, clinic_id: str, *, after: str, limit: int) -> list[Row]:
        _check(after)
        return super().people(clinic_id, after=after, limit=limit)

    def logged(self, clinic_id: str, *, before: str, limit: int) -> list[Logged]:
        _check(before)
        return super().logged(clinic_id, before=before, limit=limit)


def _check(place: str) -> None:
    if len(place.encode()) > KEY_BYTES_MAX:
        raise StoreDown("longer than a key")


def settle(clinic_id: str, chart: str) -> Doors:
    """People of a clinic, each with a matter that is open and a text that was marked."""
    world, access = wiring.world(), wiring.access()
    clinic = replace(sample_clinic(clinic_id), name=clinic_id.title())
    world.store.save_clinic(clinic)
    lead = somebody(Role.LEAD, clinic_id)
    access.save_staff(lead)
    people: list[str] = []
    for number in range(PEOPLE):
        phone = f"+1202555{SENDERS[clinic_id]}{number}0"
        form = sample_form(NOW, phone=phone, chart={"name": f"{chart} {number}", "reference": f"{chart}-{number}"})
        made = enroll(world, clinic, form, key=f"k{number}", by="desk")
        assert isinstance(made, Made)
        people.append(made.enrollment_id)
        receive(world, clinic_id, Arrived(sid=f"SM{number}", sender=phone, body=f"i passed out, {chart}"))
        ref = Ref(clinic_id=clinic_id, enrollment_id=made.enrollment_id)
        assert mark(world, ref, f"SM{number}", {"label": "question"}, key=None, by="desk") is None
    return Doors(claims=id_claims(lead), people=tuple(people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The lists of a clinic as its lead reads them; texts are those of the last of its people."""

    claims: Claims
    people: tuple[str, ...]

    def page(self, world: Remembered, name: str, **asked: Any) -> tuple[int, Any]:
        asker = replace(world, claims=self.claims)
        if name == "search":
            return asker.call("POST", "/v1/enrollments/search", json.dumps(asked))
        path = f"/v1/enrollments/{self.people[-1]}/texts" if name == "texts" else f"/v1/{name}"
        return asker.call("GET", path, None, query=urlencode(asked, errors="replace"))

    def cursors(self, world: Remembered, name: str) -> list[str]:
        """Every one that the list gives out when it is read line by line; of marks, which come a hundred at a time,
        those it would."""
        if name == "marked":
            return [str(cursor_of(one["id"])) for one in lines(self.page(world, name)[1])]
        found: list[str] = []
        for _ in range(LINES_MAX):
            cursor = self.page(world, name, limit=1, **({"cursor": found[-1]} if found else {}))[1]["next"]
            if cursor is None:
                return found
            found.append(cursor)
        raise AssertionError("a list without an end")


def lines(page: Any) -> list[Any]:
    return [line for one in page.values() if isinstance(one, list) for line in one]


@pytest.mark.parametrize("name", LISTS)
def test_after_any_cursor_stands_the_rest_of_ones_own_list_or_a_word_that_it_is_none(name: str) -> None:
    with remembered() as world:
        ours, theirs = settle(HERS, "basil"), settle(THEIRS, FOREIGN)
        whole = lines(ours.page(world, name)[1])
        own = ours.cursors(world, name)
        others = [one for list_ in {"enrollments", "texts", name} for one in theirs.cursors(world, list_)]

        @EXAMPLES
        @given(given_or_not([*own, *others]))
        @example(own[0])
        @example(others[0])
        def holds(cursor: str) -> None:
            status, answer = ours.page(world, name, cursor=cursor)

            assert status in {200, 400, 422}
            assert status == 200 or answer["detail"]
            assert status != 200 or lines(answer) == whole[len(whole) - len(lines(answer)) :]
            assert cursor not in own or lines(answer) == whole[own.index(cursor) + 1 :]

        holds()
        assert len(whole) >= len(own) >= PEOPLE - 1
        assert [word for word in (FOREIGN, *theirs.people) if word in json.dumps(whole)] == []


@pytest.mark.parametrize("name", LISTS)
def test_any_limit_is_a_number_of_lines_or_explained(name: str) -> None:
    with remembered() as world:
        ours = settle(HERS, "basil")
        whole = lines(ours.page(world, name)[1])

        @EXAMPLES
        @given(st.one_of(ANYTHING, st.integers().map(str), st.integers(1, 5).map(str)))
        def holds(limit: str) -> None:
            status, answer = ours.page(world, name, limit=limit)

            assert status in {200, 400, 422}
            assert status != 200 or lines(answer) == whole[: int(limit)]

        holds()


@contextmanager
def desks() -> Iterator[tuple[Front, str, list[str]]]:
    """The console of two clinics, the cookie of a lead of the first, and the secrets of forms of a colleague of hers
    and of somebody in the other."""
    with front(store=TableLike()) as opened:
        for clinic_id, chart in ((HERS, "basil"), (THEIRS, FOREIGN)):
            settle(clinic_id, chart)
        now = opened.clock.now()
        others = (opened.staff(), opened.staff(Role.LEAD, THEIRS))
        typing = [open_session(opened.access, one, now)[0] for one in others]
        _, cookie = open_session(opened.access, opened.staff(Role.LEAD), now)
        kept = partial(drafts.keep, opened.access, path="/console/enroll", fields=(("name", FOREIGN),), now=now)
        yield opened, cookie.value, [kept(one) for one in typing]


def test_after_any_place_the_console_shows_the_rest_of_its_own_lists() -> None:
    with desks() as (opened, cookie, _):
        store = opened.reception.world.store
        people = [one.cursor for clinic_id in (HERS, THEIRS) for one in store.people(clinic_id, after="", limit=9)]
        logged = [one.cursor for clinic_id in (HERS, THEIRS) for one in store.logged(clinic_id, before="", limit=9)]
        others = [one.listed.enrollment_id for one in store.people(THEIRS, after="", limit=9)]
        ours = [one.listed.enrollment_id for one in store.people(HERS, after="", limit=9)]

        @EXAMPLES
        @given(given_or_not([*people, *logged]))
        @example("x" * 3000)
        @example(people[0])
        def holds(place: str) -> None:
            browser = Browser(cookies={SESSION: cookie})

            listed = browser.get(f"/console/people?{urlencode({'after': place}, errors='replace')}").body
            shown = [one for one in ours if f'/console/people/{one}"' in listed]
            is_listed = browser.status
            log = browser.get(f"/console/log?{urlencode({'before': place}, errors='replace')}").body

            assert (is_listed, browser.status) == (200, 200)
            assert shown == ours[len(ours) - len(shown) :]
            assert place not in people[: len(ours)] or shown == ours[people.index(place) + 1 :]
            assert [word for word in (FOREIGN, *others) if word in listed + log] == []

        holds()


def test_any_parameter_of_an_address_of_the_console_is_answered_and_shows_nothing_of_another_clinic() -> None:
    with desks() as (opened, cookie, secrets):
        her = f"/console/people/{opened.reception.world.store.people(HERS, after='', limit=1)[0].listed.enrollment_id}"
        pages = ["/console", "/console/now/list", "/console/people", "/console/enroll", "/console/log"]
        pages += [
            "/console/reports",
            "/console/reports.csv",
            "/console/words/early-medication",
            her,
            f"{her}/beat",
            f"{her}/write",
        ]
        names = ["page", "s", "who", "week", "track", "after", "before", "from", "to", "lang", "form", "seen", "matter"]
        values = st.one_of(
            given_or_not([*secrets, "2026-02-02", "conflict", "no_note", "1", f"{her[16:]}.e-SM0"]),
            st.sampled_from(["0001-01-01", "9999-12-31", "2026-W10-1", "no_outcome", "٣", "9999", "-1", "enrolled"]),
        )

        @EXAMPLES
        @given(
            st.sampled_from(pages),
            st.dictionaries(st.sampled_from([*names, "done"]), values, max_size=4),
            st.sampled_from(["", "/console", "http://[", "//["]),
        )
        @example("/console", {str(number): "1" for number in range(301)}, "")
        @example("/console/enroll", {"form": secrets[0]}, "http://[")
        @example("/console/enroll", {"form": secrets[1]}, "//[")
        def holds(page: str, asked: dict[str, str], window: str) -> None:
            address = f"{page}?{urlencode(asked, errors='replace')}"

            browser = Browser(cookies={SESSION: cookie}).get(address)
            nobody = Browser().get(address, **{"hx-request": "true", "hx-current-url": window})

            assert browser.status in {200, 303, 400, 404, 422}
            assert nobody.status in {200, 204, 400, 404}
            assert FOREIGN not in browser.body + nobody.body

        holds()
