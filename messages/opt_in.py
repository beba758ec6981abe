"""The topics she opts into: off by default, offered once, closed in her own words (fact sheet D.4)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from messages.hearing.reading import Topic


class OptIn(StrEnum):
    """What is said only to somebody who asked for it."""

    INTIMACY = "intimacy"
    CONTRACEPTION = "contraception"
    TRYING_AGAIN = "trying_again"
    KEEPSAKES = "keepsakes"
    DATES = "dates"
    PARTNER = "partner"  # somebody close to her signs up with their own phone and consent


ASKED_AS: Mapping[Topic, OptIn] = MappingProxyType(
    {
        Topic.SEX: OptIn.INTIMACY,
        Topic.CONTRACEPTION: OptIn.CONTRACEPTION,
        Topic.TRYING_AGAIN: OptIn.TRYING_AGAIN,
        Topic.KEEPSAKES: OptIn.KEEPSAKES,
        Topic.DUE_DATE: OptIn.DATES,
    }
)
"""A question about one of these is answered in full only when its topic is on."""
