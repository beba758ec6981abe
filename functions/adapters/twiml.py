"""What a call says, in Twilio's markup: four verbs, written out rather than imported with a library of sixty."""

from xml.sax.saxutils import escape, quoteattr

from messages.language import Language

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
KEY_SECONDS = 8
"""How long the voice waits for a key after its words, which it says twice."""
_VOICES = {
    Language.ENGLISH: 'language="en-US" voice="Polly.Joanna"',
    Language.SPANISH: 'language="es-MX" voice="Polly.Mia"',
}
"""The two must fit each other: Twilio says nothing at all where a voice does not speak the language."""


def says(*spoken: tuple[str, Language]) -> str:
    """Says it and ends the call; ends it at once when there are no words."""
    return f"{HEAD}<Response>{''.join(_say(words, language) for words, language in spoken)}<Hangup/></Response>"


def asks(words: str, language: Language, *, pressed: str, in_vain: str) -> str:
    """Says it twice, listening for one key all the while; `pressed` is where the key is posted."""
    said = _say(words, language)
    return (
        f"{HEAD}<Response>"
        f'<Gather action={quoteattr(pressed)} method="POST" numDigits="1" timeout="{KEY_SECONDS}">'
        f'{said}<Pause length="2"/>{said}'
        f"</Gather>{_say(in_vain, language)}<Hangup/></Response>"
    )


def _say(words: str, language: Language) -> str:
    return f"<Say {_VOICES[language]}>{escape(words)}</Say>" if words else ""
