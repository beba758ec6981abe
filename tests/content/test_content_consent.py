"""What somebody agreed to is never edited: a new wording is a new version."""

from hashlib import sha256

import pytest

from messages.consent import consent_id, consent_words, consents
from messages.language import Language
from messages.phrases import phrases

RELEASED = {
    "consent.1": "8279bddc1a74d453",
}


def test_every_wording_is_the_one_that_was_released() -> None:
    kept = {key: one for key, one in phrases().items() if key.startswith("consent.")}

    found = {
        key: sha256("\0".join(one.words[language] for language in Language).encode()).hexdigest()[:16]
        for key, one in kept.items()
    }

    assert found == RELEASED


@pytest.mark.parametrize("wording", consents())
def test_a_wording_says_what_consent_must_say(wording: str) -> None:
    """Fact sheet E.1, E.4: who, how often, the cost, how to stop and get help, not private, not emergency care."""
    said = consent_words(wording, clinic="Lakeside Clinic", phone="202-555-0100")

    spanish = wording.endswith(".es")
    needed = (
        ("STOP", "AYUDA", "cifrados", "emergencia", "tarifas")
        if spanish
        else (
            "STOP",
            "HELP",
            "not encrypted",
            "emergency",
            "rates may apply",
        )
    )
    assert all(one in said for one in (*needed, "Lakeside Clinic", "202-555-0100"))


def test_the_newest_is_what_is_shown() -> None:
    assert [consent_id(language) for language in Language] == list(consents()[-len(Language) :])
