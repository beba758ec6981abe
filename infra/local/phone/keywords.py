"""The carrier keywords: single words the provider acts on before the webhook hears of them."""

from enum import StrEnum

from infra.local.phone.settings import Service


class Keyword(StrEnum):
    """The values are those of Twilio's OptOutType."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


def keyword_in(body: str, service: Service, *, blocked: bool) -> Keyword | None:
    """Only a whole text of one word counts, in any case; YES returns a blocked number and nobody else, as
    it does where it is taken out of the words of Advanced Opt-Out (docs/deploying.md)."""
    word = body.strip().upper()
    if word in service.stop_words:
        return Keyword.STOP
    if word in service.start_words or (blocked and word == "YES"):
        return Keyword.START
    return Keyword.HELP if word in service.help_words else None


def confirmation_of(keyword: Keyword, service: Service) -> str:
    texts = {
        Keyword.STOP: service.stop_text,
        Keyword.START: service.start_text,
        Keyword.HELP: service.help_text,
    }
    return texts[keyword]
