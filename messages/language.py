"""The languages a person can be texted in."""

from enum import StrEnum


class Language(StrEnum):
    ENGLISH = "en"
    SPANISH = "es"
