"""A status callback came in: what became of one of our texts."""

from collections.abc import Callable, Mapping

from functions.operations.acting import Act, Acted, act, always, once_for
from functions.operations.world import World
from functions.ports import Ref
from schedules.facts import DeliveryReported
from schedules.text import Failure, TextState

ReadStatus = Callable[[Mapping[str, str]], tuple[TextState, Failure | None, int | None]]


def report(world: World, ref: Ref, text_id: str, form: Mapping[str, str], read_status: ReadStatus) -> Acted:
    """Callbacks come late, twice, at once and out of order; one that says nothing new changes nothing."""
    text = world.store.text(ref, text_id)
    sid = form.get("MessageSid") or form.get("CallSid", "")
    if text is None or not sid:
        return Acted.UNKNOWN
    state, failure, error = read_status(form)
    if text.state.rank >= state.rank:
        return Acted.NOTHING
    world.note("text_reported", purpose=text.purpose.value, state=state.value, error=error)
    fact = DeliveryReported(
        text_id=text_id,
        sid=sid,
        state=state,
        purpose=text.purpose,
        failure=failure,
        error=error,
        decided_at=text.at,
        touchpoint=text.touchpoint,
    )
    return act(world, Act(ref=ref, make=always(fact), fact_id=once_for(ref, fact)))
