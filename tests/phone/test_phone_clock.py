"""The phone's time runs ahead as told and never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from infra.local.phone import PhoneClient

SERVICE = "MG" + "1" * 32
DAY_SECONDS = 86_400


def test_every_date_of_a_text_is_the_phones_own(twilio: Any, phone: PhoneClient) -> None:
    ahead = phone.clock(30 * DAY_SECONDS)

    sid = twilio.messages.create(to="+13125550142", body="Hello", messaging_service_sid=SERVICE).sid
    phone.wait_quiet()

    text = twilio.messages(sid).fetch()
    kept = phone.record()[0]
    assert abs(ahead - datetime.now(UTC) - timedelta(days=30)) < timedelta(seconds=10)
    for at in (text.date_created, text.date_sent, text.date_updated, kept.at, kept.received_at):
        assert at is not None
        assert abs(at - ahead) < timedelta(seconds=10)


def test_time_never_runs_backwards(phone: PhoneClient) -> None:
    phone.clock(DAY_SECONDS)

    with pytest.raises(httpx.HTTPStatusError, match="409"):
        phone.clock(DAY_SECONDS - 1)

    assert phone.clock(DAY_SECONDS) > datetime.now(UTC) + timedelta(hours=23)


def test_the_phone_says_when_it_is_up(phone: PhoneClient) -> None:
    assert phone.is_up()
    assert not PhoneClient("http://127.0.0.1:9").is_up()
