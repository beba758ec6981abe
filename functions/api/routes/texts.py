"""Texts of one person, words of staff to her, and texts that were read wrongly."""

from http import HTTPStatus

from functions.api.call import Answer, Call, answer, seen
from functions.api.models.texts import Label, ToCount, Write
from functions.api.parameters import (
    PAGE_MAX,
    Cursor,
    EnrollmentId,
    IfMatch,
    Key,
    Limit,
    MaybeKey,
    TextId,
    cursor_of,
    place_of,
)
from functions.api.problems import key_reused, not_found, outdated, stop
from functions.api.showing import counted, written
from functions.operations import marking, staff_acts, writing
from functions.operations.cutting import cut
from functions.operations.showing import texts_listed
from functions.operations.staff_acts import Wrong

_UNFIT = frozenset({"empty", "unprintable", "too_long"})
"""Reasons that lie in the words; the others lie in her record."""


def texts(call: Call, *, enrollment_id: EnrollmentId, cursor: Cursor = None, limit: Limit = PAGE_MAX) -> Answer:
    """Her conversation, oldest first, and then what is to come if she writes nothing, a page of both together."""
    listed = texts_listed(call.world, call.ref(enrollment_id))
    if listed is None:
        raise not_found("enrollment")
    page = cut(listed, after=place_of(cursor), limit=limit)
    return answer({"past": [], "coming": [], **page.shown, "next": cursor_of(page.next)})


def write(call: Call, *, enrollment_id: EnrollmentId, words: Write, key: Key, if_match: IfMatch = None) -> Answer:
    """Sends her a text in staff's own words: at once, or refused with a reason, and never held. Nobody who asked us to
    stop is written to, and at night only what is urgent. The same key sends it once."""
    sent = writing.write(
        call.world,
        call.ref(enrollment_id),
        words.body,
        key=key,
        by=call.by,
        urgent=words.urgent,
        expects=seen(if_match),
    )
    if isinstance(sent, writing.Unwritten):
        raise _unsent(sent)
    return answer(written(sent), HTTPStatus.OK if sent.repeated else HTTPStatus.CREATED)


def count(call: Call, *, words: ToCount) -> Answer:  # noqa: ARG001 - every route takes the call
    """What a text would cost while it is being written; nothing is stored or sent."""
    return answer(counted(writing.count(words.body)))


def mark(call: Call, *, enrollment_id: EnrollmentId, text_id: TextId, label: Label, key: MaybeKey = None) -> Answer:
    """Says what a text of hers should have been read as; the last mark counts. Nothing is sent, and nothing of what
    was done is undone."""
    ref = call.ref(enrollment_id)
    if call.world.store.enrollment(ref) is None:
        raise not_found("enrollment")
    wrong = marking.mark(call.world, ref, text_id, label.given(), key=key, by=call.by)
    if wrong is staff_acts.KEY_REUSED:
        raise key_reused()
    if wrong is not None:
        raise stop(wrong.status, "mark", wrong.problem, wrong.mend)
    return call.person(enrollment_id)


def marked(call: Call, *, cursor: Cursor = None) -> Answer:
    """Texts that staff said were read wrongly, without whose they are. A machine cannot take out every name: a person
    must read each before anything is taught with it."""
    page = marking.marked_texts(call.world, call.clinic_id, after=place_of(cursor))
    if isinstance(page, Wrong):
        raise stop(page.status, "cursor", page.problem, page.mend)
    return answer({**page, "next": cursor_of(page["next"])})


def _unsent(one: writing.Unwritten) -> Exception:
    match one.why:
        case "unknown":
            return not_found("enrollment")
        case "outdated":
            return outdated()
        case "key_reused":
            return key_reused()
        case why if why in _UNFIT:
            told = {"field": "body", "problem": one.problem, "mend": one.mend}
            return stop(HTTPStatus.UNPROCESSABLE_ENTITY, why, one.problem, one.mend, [told])
        case why:
            return stop(HTTPStatus.CONFLICT, why, one.problem, one.mend)
