"""What staff do: handle escalations, pause, resume, restore, move an anchor, switch, amend, write, end."""

from dataclasses import replace
from types import MappingProxyType

from schedules.amending import SHOWN_WITH_A_SWITCH_MAX, amend, show_anew, show_first
from schedules.anew import count_anew
from schedules.decision import INDEFINITE
from schedules.draft import Draft
from schedules.enrollment import Outcome, Status
from schedules.facts import (
    Amended,
    AnchorMoved,
    Completed,
    Paused,
    Replanned,
    Restored,
    Resumed,
    ShownAnew,
    StaffActed,
    StaffTexted,
    StaffWrote,
    Switched,
    Untaken,
    Withdrawn,
)
from schedules.handling import answer, on_handled, take_in
from schedules.leaving import want_all
from schedules.pathways import Clock, Pathway, pathway
from schedules.steps import CATCH_UP
from schedules.talk import may_answer
from schedules.text import Withheld
from schedules.writing import write

_ONCE = frozenset({"offer.topics"})
"""Said once in a life, whatever day it has on another pathway (fact sheet D.4)."""


def on_staff_acted(draft: Draft, fact: StaffActed) -> None:
    match fact:
        case Amended():
            amend(draft, fact)
        case ShownAnew():
            show_anew(draft, fact)
        case StaffWrote():
            write(draft, fact)
        case Paused() | Resumed() | Restored() | AnchorMoved() | Switched() | Completed() | Withdrawn():
            _plan_anew(draft, fact)
        case _:
            on_handled(draft, fact)


def _plan_anew(draft: Draft, fact: Replanned) -> None:
    match fact:
        case Paused():
            draft.change(paused_until=fact.until or draft.now + INDEFINITE, question=None)
        case Resumed():
            draft.change(paused_until=None)
        case Restored():
            want_all(draft, topics=True)
        case AnchorMoved():
            _move_anchor(draft, fact)
        case Switched():
            _switch(draft, fact)
        case Completed():
            _complete(draft)
        case Withdrawn():
            _withdraw(draft)


def on_staff_texted(draft: Draft, fact: StaffTexted) -> None:
    """The text takes nothing: say so, so that nobody believes a page is taken when it is not. Bounded, since her phone
    may answer by itself."""
    take_in(draft, fact.text)
    message = "page.help" if fact.why is Untaken.NO_CODE else f"page.{fact.why.value}"
    if may_answer(draft):
        answer(draft, fact.text, message, values={"code": fact.code} if fact.code else {})


def _move_anchor(draft: Draft, fact: AnchorMoved) -> None:
    """Of whose texts have ended no date is moved: it would stand there as if something followed from it."""
    if draft.enrollment.status is not Status.ACTIVE:
        return
    draft.change(anchors={**draft.enrollment.anchors, fact.clock: fact.on})
    count_anew(draft)


def _switch(draft: Draft, fact: Switched) -> None:
    """What the old pathway still had to say is withheld, on record; the new one begins today, with its catch-up.

    A touchpoint of the same name and message counts as done where it is done: nobody is asked twice how her two weeks
    were. The same name for other words is another text. The due date belongs to the pregnancy, not to the treatment:
    it stays unless another is given. What is open is kept anew, so that whoever looks at it reads how she is treated
    now.
    """
    before = draft.enrollment
    if before.status is not Status.ACTIVE:
        return
    anchors = {clock: at for clock, at in before.anchors.items() if clock is Clock.DUE} | dict(fact.anchors)
    if (before.pathway, before.pathway_version) == (fact.pathway, fact.version) and before.anchors == anchors:
        return
    _end_question(draft)
    _withhold_all(draft, Withheld.SWITCHED)
    new = pathway(fact.pathway, fact.version)
    done = _done(draft, new)
    draft.program = replace(draft.program, pathway=new)
    draft.change(
        pathway=fact.pathway,
        pathway_version=fact.version,
        anchors=MappingProxyType(anchors),
        tablets_at=fact.tablets_at,
        milk=before.milk if fact.milk is None else fact.milk,
        switched_at=draft.now,
        outcomes=done,
        replanned=before.replanned + 1,
    )
    show_first(draft, SHOWN_WITH_A_SWITCH_MAX)


def _done(draft: Draft, new: Pathway) -> dict[str, Outcome]:
    """What the new pathway need not say again: the welcome, and what was said in the same words."""
    old = draft.program.pathway
    said = {one.key: one.message for one in (old.touchpoints if old else ())}
    other = {one.key for one in new.touchpoints if said.get(one.key) != one.message}
    kept = [item for item in draft.enrollment.outcomes.items() if item[1] is not Outcome.WITHHELD]
    offered = [outcome for key, outcome in kept if said.get(key) in _ONCE]
    again = {one.key: outcome for one in new.touchpoints if one.message in _ONCE for outcome in offered}
    return {key: outcome for key, outcome in kept if key not in other and key != CATCH_UP} | again


def _withdraw(draft: Draft) -> None:
    """Every text still to come is withheld, on record, at once."""
    _withhold_all(draft, Withheld.ENDED)
    _end_question(draft)
    draft.change(status=Status.WITHDRAWN)


def _complete(draft: Draft) -> None:
    """As the end of the pathway ends it: nothing planned any more, nor again, whatever she writes is heard."""
    if draft.enrollment.status is not Status.ACTIVE:
        return
    _withhold_all(draft, Withheld.ENDED)
    _end_question(draft)
    in_flight = tuple(
        replace(one, in_date_until=draft.now) if one.is_planned else one for one in draft.enrollment.in_flight
    )
    draft.change(status=Status.COMPLETED, in_flight=in_flight)


def _withhold_all(draft: Draft, reason: Withheld) -> None:
    for touchpoint in draft.program.pathway.touchpoints if draft.program.pathway else ():
        if touchpoint.key not in draft.enrollment.outcomes:
            draft.withhold(
                touchpoint.message,
                text_id=draft.planned_id(touchpoint.key),
                touchpoint=touchpoint.key,
                reason=reason,
            )


def _end_question(draft: Draft) -> None:
    """What was asked, openly or behind a door, is over without a word to anybody: staff ended it."""
    question = draft.enrollment.question
    if question is not None and draft.enrollment.outcomes.get(question.touchpoint) is Outcome.SENT:
        draft.outcome(question.touchpoint, Outcome.SILENT)
    sealed, pathway_then = draft.enrollment.sealed, draft.program.pathway
    behind = pathway_then.touchpoint(sealed.touchpoint) if sealed and pathway_then else None
    if behind is not None and behind.check_in is not None:
        draft.outcome(behind.key, Outcome.SILENT)
    draft.change(question=None, sealed=None)
