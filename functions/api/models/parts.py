"""What the models of every subject are made of."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from functions.operations.enrollment_fields import Problem as FieldProblem


class Asked(BaseModel):
    """Something that is sent to us: of the very types, and without a field we do not know."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)

    def given(self) -> dict[str, Any]:
        """The fields that were sent, as plain values: what was left out stays apart from what was sent as null."""
        return self.model_dump(mode="json", exclude_unset=True)


def never_null(schema: dict[str, Any]) -> None:
    """Of something whose parts may be left out: to send null would mean nothing."""
    for name, one in schema["properties"].items():
        options = [option for option in one.pop("anyOf", []) if option.get("type") != "null"]
        schema["properties"][name] = {**(options[0] if options else {}), **one}
        schema["properties"][name].pop("default", None)
    schema["additionalProperties"] = False


class Nothing(Asked):
    """Nothing needs saying: an object without fields, or no body at all."""


class Told(BaseModel):
    """Something we answer. A field it does not know is a mistake of ours, which the tests find."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


def text(of: str, example: str, *, most: int | None = None, least: int = 0, shape: str | None = None) -> Any:
    """A field of text: what it says, one example, its bounds in characters, and the name of its shape."""
    more: dict[str, Any] | None = {"format": shape} if shape else None
    return Field(description=of, examples=[example], json_schema_extra=more, max_length=most, min_length=least or None)


Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-03-02T15:00:00+00:00"])]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-03-02"])]
EnrollmentId = Annotated[str, Field(examples=["e4f0c2a9d1b7e83650f1"])]
Count = Annotated[int, Field(ge=0, examples=[3])]


class FieldWrong(Told):
    """One thing to mend."""

    field: Annotated[str, text("Where it stands: a field, a parameter, or a column of the file.", "zone")]
    problem: Annotated[str, text("What is wrong with it.", "is not a time zone we know")]
    mend: Annotated[str, text("How to mend it.", "ask where she lives and write it like America/Chicago")]
    row: Annotated[int, Field(ge=0, examples=[2])] | None = Field(
        None, description="Of a file: as the spreadsheet counts it, the header being 1; 0 is the whole file."
    )

    @classmethod
    def of(cls, one: FieldProblem) -> "FieldWrong":
        return cls(field=one.field, problem=one.problem, mend=one.mend)


class Problem(Told):
    """What went wrong, by RFC 9457. It never repeats what was sent."""

    type: Annotated[str, Field(examples=["about:blank"])] = "about:blank"
    status: Annotated[int, Field(ge=400, le=599, examples=[422], description="The status of the answer.")]
    title: Annotated[str, text("What went wrong.", "the form has problems; nothing was stored")]
    detail: Annotated[str, text("What to do about it.", "mend each and send it again")]
    code: Annotated[str, text("The same in one word, for a program; it stays when the words change.", "form")]
    problems: list[FieldWrong] = Field(default_factory=list, description="Everything to mend, at once.")
