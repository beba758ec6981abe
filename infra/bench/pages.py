"""What a page of the console costs us: our own processor, what it reads, and what a browser loads first."""

import gzip
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from types import MappingProxyType
from typing import Any

from functions.adapters.memory import MemoryStore
from functions.adapters.memory_access import MemoryAccess
from functions.adapters.memory_pool import MemoryPool
from functions.console import pages
from functions.operations.enrolling import Made
from functions.operations.reception import Reception
from functions.operations.sessions import SignedIn, open_session
from functions.ports import Commit, Inbox, Ref
from functions.ports_access import Staff
from functions.roles import Role
from functions.screens.people import MARK
from functions.sights import Row
from functions.web.cookies import Jar
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request
from functions.web.files import served, static
from functions.web.routes import Guarded, find
from functions.web.searches import mark_of, with_one_more
from infra.bench.figures import Figure
from infra.content.samples import Sample
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket
from messages.language import Language
from schedules.listing import listed

CPU_MS_MAX, FIRST_LOAD_KB_MAX = 30, 60
TIMES, WARM = 15, 3
PEOPLE = 10_000
SHOWN = {
    "now": "/console",
    "enroll": "/console/enroll",
    "people": "/console/people",
    "a person": "/console/people/{her}",
    "reports": "/console/reports",
    "words": "/console/words/early-medication",
    "settings": "/console/settings",
    "staff": "/console/settings/staff",
    "log": "/console/log",
}
LOADED = ("beat.js", "console.css", "console.js", "htmx.min.js", "icon.svg")


class Counting(MemoryStore):
    """Counts the questions that lists are made of."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    def inbox(self, clinic_id: str) -> list[Inbox]:
        self.asked["inbox"] += 1
        return super().inbox(clinic_id)

    def people(self, clinic_id: str, *, after: str, limit: int) -> list[Row]:
        self.asked["people"] += 1
        return super().people(clinic_id, after=after, limit=limit)


def figures() -> Iterator[Figure]:
    lived = _lived()
    store = lived.world.store
    assert isinstance(store, Counting)  # noqa: S101 - as `_lived` made it
    desk, who = _desk(lived)
    for name, path in SHOWN.items():
        at = path.format(her=_her(lived).enrollment_id)
        yield _cost(name, desk, who, at)
    yield _first_load(desk, who)
    store.asked.clear()
    _show(desk, who, "/console")
    yield Figure(key="now-queries", name="Now: questions to the table", value=store.asked["inbox"], unit="", target=1)
    yield from _people(store, desk, who)


def _people(store: Counting, desk: Desk, who: SignedIn) -> Iterator[Figure]:
    """The list of a large clinic, its first page and one from the middle."""
    _fill(store, desk.world.time.now())
    store.asked.clear()
    _show(desk, who, "/console/people")
    yield Figure(
        key="people-reads",
        name=f"list of {PEOPLE:,} people: reads of a page",
        value=store.asked["people"],
        unit="",
        target=1,
        note="200 lines each, eventually consistent",
    )
    store.asked.clear()
    sought = "nobody of this name"
    cookies = {Jar(desk.reception.is_tls).searches: with_one_more("", sought)}
    _show(desk, who, "/console/people", {MARK: mark_of(who.session, sought)}, cookies)
    yield Figure(
        key="search-reads",
        name=f"search among {PEOPLE:,} for a name nobody has: reads of an answer",
        value=store.asked["people"],
        unit="",
        target=5,
        note="the answer says that there are more to look through",
    )


def _cost(name: str, desk: Desk, who: SignedIn, path: str) -> Figure:
    taken = []
    for at in range(TIMES + WARM):
        began = time.process_time()
        _show(desk, who, path)
        if at >= WARM:
            taken.append(1000 * (time.process_time() - began))
    return Figure(
        key=f"page-{name.replace(' ', '-')}",
        name=f"console, {name}: processor of a page",
        value=round(median(taken), 1),
        unit="ms",
        target=CPU_MS_MAX,
        note="our own, warm, without the table",
    )


def _first_load(desk: Desk, who: SignedIn) -> Figure:
    body = _show(desk, who, "/console").body
    sizes = [len(gzip.compress(_bytes(body)))]
    for name in LOADED:
        answer = served(static(name).rpartition("/")[2])
        if answer is None:
            raise LookupError(f"{name} is not in the archive: make setup copies it")
        sizes.append(len(gzip.compress(_bytes(answer.body))))
    return Figure(
        key="first-load",
        name="console: first load",
        value=round(sum(sizes) / 1000, 1),
        unit="kB",
        target=FIRST_LOAD_KB_MAX,
        note="page, style, scripts and icon, compressed as they are sent",
    )


def _bytes(body: str | bytes) -> bytes:
    return body if isinstance(body, bytes) else body.encode()


def _show(
    desk: Desk,
    who: SignedIn,
    path: str,
    query: Mapping[str, str] = MappingProxyType({}),
    cookies: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    found = find(pages(desk), "GET", path)
    if found is None or not isinstance(found[0], Guarded):
        raise LookupError(f"the console has no page {path}")
    request = Request(method="GET", path=path, query=query, fields=(), cookies=cookies, headers={}, names=found[1])
    answer = found[0].run(request, who)
    if answer.status >= 400:  # noqa: PLR2004 - what browsers call an error
        raise LookupError(f"{path} answers {answer.status}")
    return answer


def _desk(lived: Pocket) -> tuple[Desk, SignedIn]:
    access, pool, now = MemoryAccess(), MemoryPool(), lived.clock.now()
    reception = Reception(
        access=access,
        directory=pool,
        page=pool,
        time=lived.clock,
        note=lived.world.note,
        public_url=lived.world.public_url,
        world=lived.world,
    )
    staff = Staff(
        staff_id="s1", clinic_id="lakeside", name="Ana", email="ana@lakeside.example", role=Role.LEAD, invited_at=now
    )
    access.save_staff(staff)
    session, _ = open_session(access, staff, now)
    return Desk(world=lived.world, reception=reception), SignedIn(session=session, staff=staff)


def _lived() -> Pocket:
    """Four weeks of somebody who answers, and who wrote of danger just now."""
    sample = Sample(
        loss="early",
        management="medication",
        language=Language.ENGLISH,
        zone="America/New_York",
        anchor=date(2026, 3, 2),
    )
    made = pocket(sample_clinic(), sample.enrolled_at)
    made.world = replace(made.world, store=Counting())
    made.world.store.save_clinic(made.clinic)
    if not isinstance(made.enroll(sample.form()), Made):
        raise TypeError("the sample form was refused")
    for _ in range(12):
        made.live_to_next_text()
        made.says("2" if made.enrollment.question else "thank you")
    made.says("i am soaking three pads an hour")
    return made


def _her(lived: Pocket) -> Ref:
    if lived.ref is None:
        raise LookupError("nobody is enrolled")
    return lived.ref


def _fill(store: Counting, now: datetime) -> None:
    """With the lines of people like her; their records are not read for a list."""
    (row,) = store.people("lakeside", after="", limit=1)
    like = store.enrollment(Ref(clinic_id="lakeside", enrollment_id=row.listed.enrollment_id))
    if like is None:
        raise LookupError("nobody is enrolled")
    for at in range(PEOPLE):
        person: Any = replace(
            like,
            enrollment_id=f"e{at:019}",
            version=1,
            enrolled_at=now - timedelta(minutes=at),
            escalations=(),
            person=replace(like.person, phone=f"+1202{at:07}"),
        )
        store.commit(Commit(enrollment=person, listed=listed(person)))
