"""The function behind /r/: no cookie, nothing fetched, no table."""

import pytest

from functions.pages import handler


def test_the_function_sets_no_cookie_and_lets_nothing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.pages.note", lambda *_, **__: None)
    answer = handler({"pathParameters": {"page": "water.es.mx"}}, None)

    assert answer["statusCode"] == 200
    assert "Set-Cookie" not in answer["headers"]
    assert answer["headers"]["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["headers"]["Referrer-Policy"] == "no-referrer"
