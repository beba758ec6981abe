"""Laws of what a provider's error means: every code of fact sheet E.7, and doubt about all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.failures import failure_of, state_of
from schedules.text import Failure, TextState

E7 = {
    Failure.PERMANENT: "21211 21217 21614 21612 21635 30004 30005 30006",
    Failure.OPTED_OUT: "21610",
    Failure.CONFIGURATION: (
        "21212 21606 21603 21604 21602 21617 21609 21408 21608 21703 21704 21705 21712 20404 30002 30007 30010 "
        "30018 30024 30019 30032 30034 30036 30610 30640 23001 23002 23005 35111 35114 35115 35117 35118 35125 57012 "
        "63016 11200 11205 12300"
    ),
    Failure.LOCKED_OUT: "20003",  # C in the sheet: ours to mend, and surely not sent
    Failure.RETRY: "30001 30003 30017 30020 30021 30035 30450",
    Failure.THROTTLED: "21611 20429 14107 30022 30023 30027 30025 30026 60728 63017 63018 63038",
    Failure.AMBIGUOUS: "20500 20503 30008 30410",
}
ROWS = [(int(code), failure) for failure, codes in E7.items() for code in codes.split()]


@pytest.mark.parametrize(("code", "failure"), ROWS)
def test_every_code_of_the_fact_sheet_means_what_it_says_there(code: int, failure: Failure) -> None:
    assert failure_of(code=code, status=400) is failure
    assert failure_of(code=code) is failure


@given(st.integers(min_value=0, max_value=99999).filter(lambda code: code not in dict(ROWS)))
def test_a_code_nobody_told_us_of_leaves_us_in_doubt(code: int) -> None:
    failure = Failure.CONFIGURATION if 35111 <= code <= 35125 else Failure.AMBIGUOUS

    assert failure_of(code=code, status=400) is failure


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (401, Failure.LOCKED_OUT),
        (403, Failure.CONFIGURATION),
        (404, Failure.CONFIGURATION),
        (400, Failure.AMBIGUOUS),
        (302, Failure.AMBIGUOUS),
        (408, Failure.AMBIGUOUS),
        (429, Failure.THROTTLED),
        (500, Failure.AMBIGUOUS),
        (504, Failure.AMBIGUOUS),
    ],
)
def test_without_a_code_the_status_decides(status: int, failure: Failure) -> None:
    assert failure_of(status=status) is failure


@pytest.mark.parametrize(("code", "_"), ROWS)
def test_a_server_error_may_have_sent_and_429_has_not_whatever_code_they_bear(code: int, _: Failure) -> None:
    assert failure_of(code=code, status=503) is Failure.AMBIGUOUS
    assert failure_of(code=code, status=429) is Failure.THROTTLED


@pytest.mark.parametrize("status", ["accepted", "queued", "sending", "scheduled", "receiving", "brand new word", ""])
def test_a_status_we_do_not_know_still_says_the_provider_has_the_text(status: str) -> None:
    assert state_of(status, 30003) == (TextState.ACCEPTED, None)
