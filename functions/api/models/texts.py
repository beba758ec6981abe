"""Words of staff to her, and texts that staff say were read wrongly."""

from typing import Annotated

from pydantic import Field

from functions.api.models.parts import Asked, Count, Told, text
from messages.hearing.reading import Intent
from messages.language import Language

WORDS_CHARACTERS_MAX = 2_000


class ToCount(Asked):
    """Words to count."""

    body: Annotated[str, text("The words.", "We will call you at 3.", most=WORDS_CHARACTERS_MAX)]


class Write(ToCount):
    """Words to send to her now."""

    urgent: bool = Field(default=False, description="It cannot wait for her hours.", examples=[False])


class Counted(Told):
    """What a text would cost."""

    segments: Count
    segments_max: Count
    units: Annotated[
        int, Field(ge=0, examples=[22], description="Septets, or code units once a character is not plain.")
    ]
    encoding: Annotated[str, text("GSM-7 or UCS-2.", "GSM-7")]


class Written(Told):
    """It is on record and goes to the provider at once; what became of it stands in her texts."""

    text_id: Annotated[str, text("Of the text.", "w-3f0c9f6e")]
    segments: Count
    repeated: bool = Field(description="An earlier request with the same key did it.", examples=[False])
    waits: bool = Field(description="The provider has not taken it yet: it is tried again.", examples=[False])


class Label(Asked):
    """What a text of hers should have been read as."""

    label: Annotated[Intent, Field(strict=False, examples=["question"])]


class Marked(Told):
    """A marked text without whose it is; numbers, addresses and names were taken out as far as a machine can."""

    id: Annotated[str, text("Nothing of hers can be told from it.", "9f" * 32)]
    lang: Language
    text: Annotated[str, text("Her words.", "is this normal")]
    label: Intent
    read_as: Annotated[str, text("How it was read.", "ack")] | None
    evidence_rules: list[str] = Field(examples=[["thanks"]])


class MarkedPage(Told):
    """A page of marked texts, in the order of their ids."""

    marked: list[Marked]
    next: Annotated[str, text("Send it as `cursor`; none on the last page.", "OWY5Zg")] | None
