"""Whatever is posted, nothing breaks, no status is a surprise, and no log line repeats a word of it."""

import base64
import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus, urlencode

from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions import advance, delivery_status, inbound_retry, inbound_text, pages
from functions.adapters.queue import event_body
from infra.pocket import sample_form
from schedules.text import Direction, TextState
from tests.shell.conftest import HER, SENDER, context
from tests.shell.remembered import NOW, Event, Remembered, remembered, signed

CANARY = "marigold"
"""Stands in everything that is drawn; a log line that repeats a drawn word repeats it."""
UNKNOWN_NUMBER = "+12025550177"
EXAMPLES = settings(max_examples=60)

ANYTHING = st.text(alphabet=st.characters(), max_size=60)
"""Lone surrogates and control characters too."""
WORDS = st.builds("{}{}{}".format, st.text(max_size=40), st.just(CANARY), st.text(max_size=40))
NUMBERS = st.one_of(
    st.sampled_from([HER, UNKNOWN_NUMBER, "", " ", "marigold", "+0", "whatsapp:+1202", "12025550111"]), WORDS
)
FORMS = st.dictionaries(
    st.one_of(st.sampled_from(["From", "Body", "MessageSid", "SmsSid", "NumMedia", "OptOutType", "To"]), WORDS),
    st.one_of(WORDS, NUMBERS, st.sampled_from(["STOP", "START", "HELP", "0", "1", "x" * 9000])),
    max_size=8,
)
STATUSES = st.sampled_from(["queued", "sent", "delivered", "undelivered", "failed", "canceled", "marigold", ""])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), WORDS, ANYTHING, st.sampled_from([10**400, -1, 1e308])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=8,
)
DEEP = "[" * 20_000
DATES = st.sampled_from(
    ["2026-03-02", "2026-02-30", "0001-01-01", "9999-12-31", "2026-W10-1", "20260302", "-1", "２０２６-03-02"]
)
INSTANTS = st.sampled_from(
    [
        "2026-03-02T14:00:00+00:00",
        "2026-04-01T09:00:00+00:00",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+14:00",
        "2026-04-01T09:00:00",
        "2026-04-01T09:00:00.000001+23:59",
    ]
)
FIELDS = (
    *sample_form(NOW),
    "name",
    "words",
    "discreet",
    "topics",
    "planned_from",
    "planned_until",
    "due_on",
    "tablets_at",
)


@st.composite
def events(draw: st.DrawFn, path: str, names: dict[str, str], form: st.SearchStrategy[str]) -> Event:
    """An HTTP API's event, its body as it is or in base64."""
    raw = draw(form)
    encoded = draw(st.booleans())
    return {
        "rawPath": path,
        "rawQueryString": draw(st.sampled_from(["", "a=b", f"x={CANARY}"])),
        "headers": {},
        "pathParameters": names,
        "body": base64.b64encode(raw.encode(errors="replace")).decode() if encoded else raw,
        "isBase64Encoded": encoded,
    }


RAW = st.one_of(
    FORMS.map(urlencode), WORDS, ANYTHING, st.binary(max_size=80).map(lambda raw: "Body=" + quote_plus(raw))
)
INBOUND = events("/twilio/lakeside/inbound", {"clinic": "lakeside"}, RAW)
STATUS_FORMS = st.fixed_dictionaries(
    {"MessageStatus": STATUSES, "MessageSid": st.one_of(st.just("SM1"), WORDS, st.just(""))},
    optional={
        "ErrorCode": st.one_of(st.integers().map(str), WORDS, st.just("9" * 40)),
        "SmsStatus": STATUSES,
        CANARY: WORDS,
    },
)


def is_silent(world: Remembered) -> bool:
    said = world.said.getvalue()
    return CANARY not in said and HER.lstrip("+") not in said and UNKNOWN_NUMBER.lstrip("+") not in said


def heard(world: Remembered) -> int:
    """Texts of hers on record."""
    return sum(text.direction is Direction.IN for text in world.store.texts(world.her))


@EXAMPLES
@given(INBOUND, st.one_of(st.none(), ANYTHING, WORDS), st.one_of(st.none(), st.just({}), st.just({"clinic": CANARY})))
def test_what_nobody_signed_is_refused_with_no_body_and_leaves_no_trace(
    event: Event, signature: str | None, names: dict[str, str] | None
) -> None:
    headers = {} if signature is None else {"x-twilio-signature": signature}

    with remembered() as world:
        answers = [
            handler({**event, "headers": headers, "pathParameters": names}, context())
            for handler in (inbound_text.handler, delivery_status.handler)
        ]

        assert [(answer["statusCode"], answer["body"]) for answer in answers] == [(403, ""), (403, "")]
        assert (heard(world), world.queue.drain_events()) == (0, [])
        assert world.said.getvalue().count('"message":"webhook_refused"') == len(answers)
        assert is_silent(world)


@EXAMPLES
@given(INBOUND)
def test_any_signed_form_is_answered_with_empty_twiml_and_stored_or_kept(event: Event) -> None:
    with remembered() as world:
        answers = [inbound_text.handler(signed(event), context()) for _ in range(2)]

        assert [answer["statusCode"] for answer in answers] == [200, 200]
        assert world.queue.drain_events() == []
        assert is_silent(world)


@EXAMPLES
@given(WORDS, st.sampled_from(["SM1", "SM\x00 1", "", "ü" * 70]), st.dictionaries(WORDS, WORDS, max_size=3))
@example(body=f"{CANARY}\ud800", sid="SM1", more={})
def test_a_signed_text_of_hers_is_on_record_exactly_once_however_often_it_comes(
    body: str, sid: str, more: dict[str, str]
) -> None:
    form = {**more, "From": HER, "To": SENDER, "Body": body, "MessageSid": sid}
    raw = urlencode(form, errors="replace")
    event = {
        "rawPath": "/twilio/lakeside/inbound",
        "rawQueryString": "",
        "pathParameters": {"clinic": "lakeside"},
        "body": raw,
        "isBase64Encoded": False,
    }

    with remembered() as world:
        for _ in range(3):
            inbound_text.handler(signed(event), context())

        assert heard(world) == 1
        assert is_silent(world)


@EXAMPLES
@given(STATUS_FORMS, st.sampled_from(["t-welcome", "nobody", CANARY, "#"]), st.booleans())
def test_any_signed_status_is_taken_and_never_moves_a_text_back(
    form: dict[str, str], text_id: str, of_nobody: bool
) -> None:
    with remembered() as world:
        enrollment = "e" + "0" * 19 if of_nobody else world.her.enrollment_id
        names = {"clinic": "lakeside", "enrollment": enrollment, "text": text_id}
        event = {"rawPath": "/twilio/x", "rawQueryString": "", "pathParameters": names, "isBase64Encoded": False}
        before = states(world)

        answer = delivery_status.handler(signed({**event, "body": urlencode(form)}), context())

        assert answer["statusCode"] == 200
        assert all(state.rank >= before[one].rank for one, state in states(world).items())
        assert is_silent(world)


def states(world: Remembered) -> dict[str, TextState]:
    return {text.text_id: text.state for text in world.store.texts(world.her)}


@EXAMPLES
@given(st.one_of(JSON.map(json.dumps), WORDS, ANYTHING, st.none(), st.just(DEEP)), st.sampled_from(["k1", CANARY]))
def test_any_body_at_any_door_of_the_api_is_explained(body: str | None, key: str) -> None:
    with remembered() as world:
        for method, path in doors(world):
            status, answer = world.call(method, path, body, **{"idempotency-key": key})

            assert status in ({200, 404, 409, 422} if is_object(body) else {400})  # 409: the key is used
            assert status == 200 or answer["detail"]
        for path in doors_without_body(world):
            assert world.call("GET", path, body)[0] == 200
        assert is_silent(world)


def is_object(body: str | None) -> bool:
    """Nothing at all counts as an object without fields; half a character is no text, and NaN no number."""
    try:
        read = json.loads(body or "{}", parse_constant=_no_json)
        json.dumps(read, ensure_ascii=False).encode()
        return isinstance(read, dict)
    except (ValueError, RecursionError):
        return False


def _no_json(constant: str) -> None:
    raise ValueError(constant)


def doors(world: Remembered) -> list[tuple[str, str]]:
    one = f"/v1/enrollments/{world.her.enrollment_id}"
    acts = ("resume", "pause", "restore", "anchor", "switch", "texts", "withdraw")
    return [
        ("POST", "/v1/enrollments"),
        *(("POST", f"{one}/{act}") for act in acts),
        ("PUT", f"{one}/texts/t-welcome/label"),
        ("PUT", f"{one}/texts/{CANARY}/label"),
        ("POST", f"/v1/escalations/{world.her.enrollment_id}/{CANARY}/acknowledge"),
        ("POST", "/v1/enrollments/search"),
        ("POST", "/v1/texts/count"),
    ]


def doors_without_body(world: Remembered) -> list[str]:
    return [f"/v1/enrollments/{world.her.enrollment_id}", "/v1/escalations"]


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(FIELDS), st.one_of(JSON, DATES, INSTANTS), min_size=1, max_size=3), st.data())
def test_a_form_changed_at_random_is_enrolled_or_every_problem_is_named(
    changes: dict[str, Any], data: st.DataObject
) -> None:
    form = {**sample_form(NOW, phone=UNKNOWN_NUMBER), **changes}
    if data.draw(st.booleans()):
        form["consent"] = {
            **sample_form(NOW)["consent"],
            "given_at": data.draw(INSTANTS),
            "wording": data.draw(st.one_of(ANYTHING, st.just("\ud800"))),
        }

    with remembered() as world:
        status, answer = world.call("POST", "/v1/enrollments", json.dumps(form), **{"idempotency-key": "k"})
        again, _ = world.call("POST", "/v1/enrollments", json.dumps(form), **{"idempotency-key": "k"})

        assert (status, again) in ({(201, 200), (422, 422)} if is_object(json.dumps(form)) else {(400, 400)})
        assert status in {201, 400} or answer["problems"]
        assert is_silent(world)


@settings(max_examples=100)
@given(
    st.sampled_from(["pause", "anchor", "switch"]),
    st.fixed_dictionaries({}, optional={
        "until": st.one_of(INSTANTS, JSON),
        "clock": st.one_of(st.sampled_from(["tablets", "due", "loss"]), JSON),
        "on": st.one_of(DATES, JSON),
        "loss": st.one_of(st.sampled_from(["early", "late", "partner"]), JSON),
        "treatment": st.one_of(st.sampled_from(["surgery", "medication", "expectant"]), JSON),
        "procedure_on": st.one_of(DATES, JSON),
        "tablets_on": DATES,
        "decision_on": DATES,
        "tablets_at": st.one_of(JSON, st.sampled_from(["09:30", "24:00", "09:30+01:00"])),
        "gestation_weeks": st.one_of(st.integers(0, 50), JSON),
    }),
)  # fmt: skip
def test_an_act_with_any_dates_is_done_or_explained_and_leaves_her_readable(act: str, body: dict[str, Any]) -> None:
    with remembered() as world:
        one = f"/v1/enrollments/{world.her.enrollment_id}"

        status, answer = world.call("POST", f"{one}/{act}", json.dumps(body))

        assert status in ({200, 422} if is_object(json.dumps(body)) else {400})
        assert status == 200 or answer["detail"]
        assert world.call("GET", one, None)[0] == 200
        assert is_silent(world)


@EXAMPLES
@given(
    st.dictionaries(
        st.sampled_from(["sub", "client_id", "username", "token_use", "scope", "custom:clinic", "cognito:groups"]),
        st.one_of(ANYTHING, JSON, st.sampled_from(["access", "id", "lakeside", "nurse", "aftercare/read"])),
    ),
    ANYTHING,
)
def test_no_claims_but_those_of_somebody_on_record_open_anything(claims: dict[str, Any], path: str) -> None:
    with remembered() as world:
        stranger = replace(world, claims=claims)
        for door in ("/v1/escalations", f"/v1/enrollments/{world.her.enrollment_id}", f"/v1/{path}"):
            assert stranger.call("GET", door, None)[0] in {401, 404, 405}
        assert is_silent(world)


@EXAMPLES
@given(st.one_of(ANYTHING, WORDS, st.text("0123456789abcdef", min_size=60, max_size=66)), ANYTHING)
def test_any_cursor_and_any_path_is_answered(after: str, path: str) -> None:
    with remembered() as world:
        event_query = urlencode({"cursor": after}, errors="replace")

        assert world.call("GET", "/v1/marked", None, query=event_query)[0] in {200, 422}
        assert world.call("GET", f"/v1/enrollments/{path}", None)[0] in {200, 404}
        assert world.call("GET", f"/v1/{path}", None)[0] in {200, 404, 405}
        assert is_silent(world)


@EXAMPLES
@given(st.one_of(ANYTHING, WORDS, st.sampled_from(["water.es.mx", "water..", "../catalogue", "water.es.mx.es"])))
def test_any_page_is_shown_or_not_there(name: str) -> None:
    with remembered() as world:
        for parameters in ({"page": name}, {}, None):
            assert pages.handler({"pathParameters": parameters}, context())["statusCode"] in {200, 404}
        assert is_silent(world)


BODIES = st.one_of(
    WORDS,
    ANYTHING,
    JSON.map(json.dumps),
    st.fixed_dictionaries({"refs": JSON}).map(json.dumps),
    st.lists(st.lists(st.one_of(WORDS, ANYTHING), min_size=2, max_size=2), max_size=3).map(
        lambda refs: json.dumps({"refs": refs})
    ),
    st.just(DEEP),
)


@EXAMPLES
@given(st.lists(BODIES, max_size=4))
def test_any_wake_message_fails_alone_and_the_good_one_beside_it_is_done(bodies: list[str]) -> None:
    with remembered() as world:
        good = json.dumps({"refs": [[world.her.clinic_id, world.her.enrollment_id]]})

        answer = advance.handler(records([*bodies, good]), context())

        assert set(failing(answer)) <= {str(number) for number in range(len(bodies))}
        assert is_silent(world)


@EXAMPLES
@given(st.lists(st.one_of(BODIES, st.builds(lambda form: event_body("inbound", form), FORMS)), max_size=4))
def test_any_kept_event_fails_alone_and_the_good_one_beside_it_is_heard(bodies: list[str]) -> None:
    form = {"From": HER, "To": SENDER, "Body": f"please call me {CANARY}", "MessageSid": "SMgood"}
    good = event_body("inbound", {**form, "path:clinic": "lakeside"})

    with remembered() as world:
        answer = inbound_retry.handler(records([*bodies, good]), context())

        assert set(failing(answer)) <= {str(number) for number in range(len(bodies))}
        assert [text.sid for text in world.store.texts(world.her) if text.direction is Direction.IN] == ["SMgood"]
        assert is_silent(world)


def records(bodies: list[str]) -> Event:
    return {
        "Records": [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs", "receiptHandle": "r", "attributes": {}}
            for number, body in enumerate(bodies)
        ]
    }


def failing(answer: Event) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]
