"""Whatever is posted of a call, nothing breaks, and nobody takes a page but by the key, pressed in the call of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions import delivery_status, voice, wiring
from functions.operations.receiving import Arrived, receive
from infra.local.sample import sample_clinic
from schedules.escalation import Escalation
from schedules.text import Channel, Text
from tests.shell.conftest import HER, SENDER, context
from tests.shell.remembered import Event, Remembered, remembered, signed
from tests.shell.spoiling import ANYTHING, given_or_not

CANARY = "marigold"
TAKES = "1"
EXAMPLES = settings(max_examples=100)
OTHER_KEYS = ("3", "", " 1", "1 ", "11", "1#", "\uff11", "\u0661", "01", "+1", "#", "*", "2")
WORDS = st.one_of(ANYTHING, st.builds("{}{}".format, ANYTHING, st.just(CANARY)))
FIELDS = st.dictionaries(
    st.one_of(st.sampled_from(["CallSid", "CallStatus", "AnsweredBy", "From", "To", "ErrorCode", "digits"]), WORDS),
    st.one_of(
        WORDS, st.sampled_from(["human", "machine_start", "fax", "unknown", "in-progress", "completed", "busy", TAKES])
    ),
    max_size=6,
).map(lambda fields: {name: value for name, value in fields.items() if name != "Digits"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """She wrote of danger, and the first nurse was texted and called."""

    world: Remembered
    call: Text
    page: Text

    @property
    def matter(self) -> Escalation:
        (found,) = self.world.store.escalations(self.world.her)
        return found

    def names(self, text_id: str) -> dict[str, str]:
        return {"clinic": self.world.her.clinic_id, "enrollment": self.world.her.enrollment_id, "text": text_id}


@contextmanager
def paged() -> Iterator[Paged]:
    with remembered() as world:
        world.store.save_clinic(replace(sample_clinic(), calls_from=SENDER))
        receive(wiring.world(), "lakeside", Arrived(sid="SM1", sender=HER, body="i passed out in the bathroom"))
        texts = [one for one in world.store.texts(world.her) if one.contact_id is not None]
        call = next(one for one in texts if one.channel is Channel.CALL)
        yield Paged(world=world, call=call, page=next(one for one in texts if one.channel is Channel.SMS))


def posted(names: dict[str, str] | None, form: dict[str, str]) -> Event:
    raw = urlencode(form, errors="replace")
    event = {"rawPath": "/twilio/of-a-call", "rawQueryString": "", "body": raw, "isBase64Encoded": False}
    return signed({**event, "pathParameters": names})


def ids(known: Paged) -> st.SearchStrategy[dict[str, str] | None]:
    """Of the call itself, or of anything else."""
    hers = known.names(known.call.text_id)
    values = given_or_not([*hers.values(), known.page.text_id, "hillside"])
    other = st.fixed_dictionaries({}, optional=dict.fromkeys(hers, values)).map(lambda some: {**hers, **some})
    return st.one_of(st.just(hers), other, st.none(), st.just({}))


def test_no_form_of_a_call_breaks_anything_or_takes_a_page_without_the_key() -> None:
    with paged() as known:

        @EXAMPLES
        @given(ids(known), FIELDS, st.one_of(st.none(), st.sampled_from(OTHER_KEYS), ANYTHING))
        def holds(names: dict[str, str] | None, form: dict[str, str], key: str | None) -> None:
            sent = form if key in {None, TAKES} else {**form, "Digits": key}

            answers = [handler(posted(names, sent), context()) for handler in (voice.handler, delivery_status.handler)]

            assert [one["statusCode"] for one in answers] == [200, 200]
            assert answers[0]["body"].endswith("</Response>")
            assert CANARY not in answers[0]["body"] + known.world.said.getvalue()
            assert known.matter.acknowledged_by is None

        holds()


def test_no_other_key_takes_the_page() -> None:
    with paged() as known:
        for key in OTHER_KEYS:
            answer = voice.handler(posted(known.names(known.call.text_id), {"Digits": key}), context())

            assert answer["statusCode"] == 200, key
            assert known.matter.acknowledged_by is None, key


def test_the_key_takes_nothing_anywhere_but_in_the_call_itself() -> None:
    with paged() as known:
        hers = known.names(known.call.text_id)

        @EXAMPLES
        @given(ids(known), FIELDS)
        @example(known.names(known.page.text_id), {})
        def holds(names: dict[str, str] | None, form: dict[str, str]) -> None:
            elsewhere = None if names == hers else names

            answer = voice.handler(posted(elsewhere, {**form, "Digits": TAKES}), context())

            assert answer["statusCode"] == 200
            assert known.matter.acknowledged_by is None

        holds()


def test_the_key_takes_the_page_whatever_stands_beside_it() -> None:
    @settings(max_examples=40)
    @given(FIELDS)
    def holds(form: dict[str, str]) -> None:
        with paged() as known:
            pressed = posted(known.names(known.call.text_id), {**form, "Digits": TAKES})

            answers = [voice.handler(pressed, context()) for _ in range(2)]

            assert [one["statusCode"] for one in answers] == [200, 200]
            assert answers[0] == answers[1]
            assert known.matter.acknowledged_by == known.call.contact_id

    holds()


def test_what_nobody_signed_is_refused_and_takes_nothing() -> None:
    with paged() as known:
        names = known.names(known.call.text_id)
        right = posted(names, {"Digits": TAKES})["headers"]["x-twilio-signature"]

        @EXAMPLES
        @given(given_or_not([right]).filter(lambda one: one != right), FIELDS)
        def holds(signature: str, form: dict[str, str]) -> None:
            event = {**posted(names, {**form, "Digits": TAKES}), "headers": {"x-twilio-signature": signature}}

            assert voice.handler(event, context()) == {"statusCode": 403, "body": ""}
            assert known.matter.acknowledged_by is None

        holds()
