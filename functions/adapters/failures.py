"""What Twilio's statuses and error codes mean for us: the table of fact sheet E.7."""

from schedules.text import Failure, TextState

PROVIDER_ERRORS_FROM = 10000
"""Smaller numbers are HTTP statuses."""
_TOO_MANY = 429
_SERVER_ERROR = 500

_CODES = {
    Failure.PERMANENT: (21211, 21217, 21614, 21612, 21635, 30004, 30005, 30006),
    Failure.OPTED_OUT: (21610,),
    Failure.CONFIGURATION: (
        *(21212, 21602, 21603, 21604, 21606, 21609, 21617),
        *(21408, 21608, 21703, 21704, 21705, 21712),
        20404,
        *(30002, 30007, 30010, 30018, 30019, 30024, 30032, 30034, 30036, 30610, 30640),
        *(23001, 23002, 23005),
        *range(35111, 35126),
        *(57012, 63016, 11200, 11205, 12300),
    ),
    Failure.LOCKED_OUT: (20003,),
    Failure.RETRY: (30001, 30003, 30017, 30020, 30021, 30035, 30450),
    Failure.THROTTLED: (14107, 20429, 21611, 30022, 30023, 30025, 30026, 30027, 60728, 63017, 63018, 63038),
    Failure.AMBIGUOUS: (20500, 20503, 30008, 30410),
}
"""20003 is C there, as what is ours to mend; but nothing was sent, a token that is being rotated or an account that is
suspended passes, and what falls due meanwhile must not be lost for it. 21612 (no route to this number) and 30450
(suspected pumping) have two classes there: a person looks sooner at the first, the second passes by itself."""
_BY_CODE = {code: failure for failure, codes in _CODES.items() for code in codes}
_BY_STATUS = {401: Failure.LOCKED_OUT, 403: Failure.CONFIGURATION, 404: Failure.CONFIGURATION}

_STATES = {
    "sent": TextState.SENT,
    "partially_delivered": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
    "canceled": TextState.UNDELIVERED,
}


_CALL_STATES = {
    "in-progress": TextState.SENT,
    "completed": TextState.DELIVERED,
    "busy": TextState.UNDELIVERED,
    "no-answer": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
    "canceled": TextState.UNDELIVERED,
}


def is_machine(answered_by: str) -> bool:
    """A voicemail or a fax. What Twilio is unsure of counts as a person, who must press a key all the same."""
    return answered_by.startswith(("machine", "fax"))


def call_state_of(status: str, answered_by: str) -> tuple[TextState, Failure | None]:
    """A call's status. A machine that heard our words to their end is nobody who heard them."""
    state = _CALL_STATES.get(status, TextState.ACCEPTED)
    if state is TextState.DELIVERED and is_machine(answered_by):
        state = TextState.UNDELIVERED
    if state is not TextState.UNDELIVERED:
        return state, None
    return state, Failure.PERMANENT if status == "failed" else Failure.RETRY


def failure_of(*, code: int | None = None, status: int | None = None) -> Failure:
    """By error code and HTTP status, where there are any; what nobody told us of is AMBIGUOUS.

    A server error may have sent whatever it says; 429 was not processed whatever it says.
    """
    if status is not None and status >= _SERVER_ERROR:
        return Failure.AMBIGUOUS
    if status == _TOO_MANY:
        return Failure.THROTTLED
    if code in _BY_CODE:
        return _BY_CODE[code]
    return _BY_STATUS.get(status or 0, Failure.AMBIGUOUS)


def state_of(status: str, code: int | None) -> tuple[TextState, Failure | None]:
    """A message status and its error code. Any status we do not know still says that the provider has the text."""
    state = _STATES.get(status, TextState.ACCEPTED)
    return state, failure_of(code=code) if state is TextState.UNDELIVERED else None
