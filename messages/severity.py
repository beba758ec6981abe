"""How soon a person at the clinic must look."""

from enum import StrEnum


class Severity(StrEnum):
    """Ordered by urgency; `rank` 0 is the gravest."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    URGENT = "urgent"
    SOON = "soon"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    @property
    def pages_now(self) -> bool:
        """Rings on-call staff at any hour; the rest waits in the inbox for clinic hours."""
        return self is not Severity.SOON


def gravest(severities: "list[Severity]") -> Severity | None:
    return min(severities, key=lambda severity: severity.rank, default=None)
