"""Who may sign in to a clinic, and which programs may call."""

from typing import Annotated

from pydantic import Field

from functions.api.models.parts import Asked, Instant, Told, text
from functions.operations.staffing import EMAIL_CHARACTERS_MAX, NAME_CHARACTERS_MAX
from functions.roles import Permission, Role

LABEL = r"^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$"
SCOPES_MAX = 4


class StaffMember(Told):
    """Somebody of the clinic who signs in."""

    staff_id: Annotated[str, text("Her id.", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    name: Annotated[str, text("Hers.", "Ana Example")]
    email: Annotated[str, text("Where she signs in.", "ana@lakeside.example")]
    role: Role
    invited_at: Instant


class StaffList(Told):
    """Everybody of the clinic, by name."""

    staff: list[StaffMember]


class Invite(Asked):
    """Somebody to invite, or to give another role."""

    email: Annotated[str, text("Hers.", "ana@lakeside.example", least=3, most=EMAIL_CHARACTERS_MAX)]
    name: Annotated[str, text("Hers.", "Ana Example", least=1, most=NAME_CHARACTERS_MAX)]
    role: Annotated[Role, Field(strict=False, examples=["nurse"])]


class MachineMember(Told):
    """A program that calls the API by itself."""

    client_id: Annotated[str, text("Its id.", "4fhabc0000000000000000000d")]
    label: Annotated[str, text("What the log calls it.", "front-desk")]


class MachineList(Told):
    """Every machine of the clinic, by label."""

    machines: list[MachineMember]


class LetIn(Asked):
    """A machine to let in."""

    label: Annotated[str, Field(pattern=LABEL, description="What the log calls it.", examples=["front-desk"])]
    may: list[Annotated[Permission, Field(strict=False, examples=["read"])]] = Field(
        min_length=1, max_length=SCOPES_MAX, description="What it may do.", examples=[["read", "enroll"]]
    )


class Credentials(MachineMember):
    """A new machine. The secret is shown this once and kept nowhere."""

    client_secret: Annotated[str, text("To be kept by the program.", "known-to-the-program-alone")]
