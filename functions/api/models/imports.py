"""A file of people."""

from typing import Annotated

from pydantic import Field

from functions.api.models.form import Assumed
from functions.api.models.parts import Asked, Count, FieldWrong, Told, text
from functions.operations.importing import Fate

FILE_BASE64_CHARACTERS_MAX = 1_400_000


class File(Asked):
    """The file as it is, in base64, for whoever sends JSON."""

    file: Annotated[
        str,
        text(
            "The bytes of the file in base64.", "cGhvbmUsbGFuZ3VhZ2UNCg==", least=4, most=FILE_BASE64_CHARACTERS_MAX,
            shape="byte",
        ),
    ]  # fmt: skip


class Line(Told):
    """What becomes of one row."""

    row: Annotated[int, Field(ge=2, examples=[2], description="As the spreadsheet counts it, the header being 1.")]
    fate: Fate
    enrollment_id: Annotated[str, text("Whom it made.", "e4f0c2a9d1b7e83650f1")] | None
    assumed: list[Assumed] = Field(description="How loosely written cells were read.")


class Report(Told):
    """What the file would do, or did. `left`: there was no time for them; send the same file again."""

    dry_run: bool = Field(examples=[True])
    encoding: Annotated[str, text("As the file was read.", "utf-8")] | None
    guessed: bool = Field(description="The encoding is a guess: look at the accents.", examples=[False])
    ready: Count
    made: Count
    already: Count
    refused: Count
    left: Count
    lines: list[Line]
    problems: list[FieldWrong] = Field(description="Every cell to mend. With any, a file stores nobody.")
