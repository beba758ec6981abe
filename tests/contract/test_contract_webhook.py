"""Laws of what Twilio posts: read once and whole, believed only when signed, and nothing it holds can stop us."""

import base64
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from functions.adapters.twilio_webhook import parse_form, signature_is_valid, status_state
from schedules.text import Failure, TextState

URL = "https://example.org/prod/inbound?clinic=north"
FORMS = st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=8)


def signed(url: str, form: dict[str, str], token: str) -> str:
    return str(RequestValidator(token).compute_signature(url, form))


@given(FORMS, st.booleans())
def test_a_form_is_read_as_it_was_written(form: dict[str, str], is_base64: bool) -> None:
    raw = urlencode(form)
    body = base64.b64encode(raw.encode()).decode() if is_base64 else raw

    assert parse_form(body, is_base64=is_base64) == form


def test_blanks_are_kept_because_they_are_signed() -> None:
    assert parse_form("Body=&From=%2B1", is_base64=False) == {"Body": "", "From": "+1"}


def test_words_are_decoded_once() -> None:
    assert parse_form("Body=100%2525+sure+%2B1", is_base64=False) == {"Body": "100%25 sure +1"}


def test_bytes_that_are_not_utf8_do_not_cost_her_the_reply() -> None:
    assert parse_form("Body=help%FF", is_base64=False) == {"Body": "help\ufffd"}
    assert parse_form(base64.b64encode(b"Body=help\xff").decode(), is_base64=True) == {"Body": "help\ufffd"}


def test_of_a_repeated_field_the_first_counts() -> None:
    assert parse_form("Body=first&Body=second", is_base64=False) == {"Body": "first"}


@pytest.mark.parametrize("body", [None, "", "&&&", "a" * 200_000])
def test_an_empty_or_absurd_body_is_an_empty_form(body: str | None) -> None:
    assert parse_form(body, is_base64=False) == {}


@given(st.text(alphabet=st.characters(), max_size=300), st.booleans())
def test_no_body_whatever_can_stop_us(body: str, is_base64: bool) -> None:
    form = parse_form(body, is_base64=is_base64)

    assert not signature_is_valid(URL, form, body, ["token"])
    assert status_state(form)[0] in TextState


def test_a_lone_surrogate_does_not_stop_us() -> None:
    form = parse_form("Body=\ud800", is_base64=False)

    assert signature_is_valid(URL, form, signed(URL, form, "token"), ["token"])
    assert not signature_is_valid("https://\ud800", {"\udfff": "\ud800"}, "\ud800", ["token"])


@given(FORMS)
def test_a_signature_of_either_token_is_valid_while_tokens_rotate(form: dict[str, str]) -> None:
    for token in ("new", "old"):
        assert signature_is_valid(URL, form, signed(URL, form, token), ["new", "old"])


@given(FORMS, st.text(max_size=5))
def test_a_signature_of_no_token_of_ours_is_not(form: dict[str, str], other: str) -> None:
    assert not signature_is_valid(URL, form, signed(URL, form, f"other{other}"), ["new", "old"])


def test_no_token_and_an_empty_token_sign_nothing() -> None:
    assert not signature_is_valid(URL, {}, signed(URL, {}, ""), [""])
    assert not signature_is_valid(URL, {}, signed(URL, {}, "x"), [])


@pytest.mark.parametrize(
    "url", ["http://example.org/prod/inbound?clinic=north", URL + "/", URL.replace("north", "south"), URL + "&a=1"]
)
def test_a_signature_is_for_exactly_one_url(url: str) -> None:
    assert not signature_is_valid(url, {"Body": "x"}, signed(URL, {"Body": "x"}, "token"), ["token"])


@given(FORMS.filter(bool), st.text(min_size=1, max_size=5))
def test_a_form_changed_on_the_way_is_not_believed(form: dict[str, str], more: str) -> None:
    name = next(iter(form))
    changed = {**form, name: form[name] + more}

    assert not signature_is_valid(URL, changed, signed(URL, form, "token"), ["token"])


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"MessageStatus": "delivered"}, (TextState.DELIVERED, None, None)),
        ({"MessageStatus": "sent", "ErrorCode": ""}, (TextState.SENT, None, None)),
        ({"MessageStatus": "undelivered", "ErrorCode": "30005"}, (TextState.UNDELIVERED, Failure.PERMANENT, 30005)),
        ({"MessageStatus": "failed", "ErrorCode": "21610"}, (TextState.UNDELIVERED, Failure.OPTED_OUT, 21610)),
        ({"MessageStatus": "failed", "ErrorCode": "٣٠٠"}, (TextState.UNDELIVERED, Failure.AMBIGUOUS, None)),
        ({"MessageStatus": "failed", "ErrorCode": "9" * 5000}, (TextState.UNDELIVERED, Failure.AMBIGUOUS, None)),
        ({"SmsStatus": "delivered", "ErrorCode": "0"}, (TextState.DELIVERED, None, None)),
        ({}, (TextState.ACCEPTED, None, None)),
    ],
)
def test_a_status_report_tells_how_far_and_why(
    form: dict[str, str], told: tuple[TextState, Failure | None, int | None]
) -> None:
    assert status_state(form) == told
