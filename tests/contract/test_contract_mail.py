"""Laws of every mailer: an e-mail is accepted, or refused with what that means for us; nothing is raised."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from functions.adapters.ses import MemoryMailer, SesMailer
from functions.ports_provider import Accepted, Mailer, MailOrder, Refused
from schedules.text import Failure

SENDER = "pages@clinic.example"
ORDER = MailOrder(to="nurse@clinic.example", subject="Alguien necesita una respuesta", body="Código K7M2")


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        boto3.client("ses").verify_email_identity(EmailAddress=SENDER)
        yield


@pytest.mark.usefixtures("ses")
@pytest.mark.parametrize("mailer", [SesMailer(SENDER), MemoryMailer()], ids=["ses", "memory"])
def test_an_accepted_e_mail_has_an_id(mailer: Mailer) -> None:
    answer = mailer.mail(ORDER)

    assert isinstance(answer, Accepted)
    assert answer.sid


@pytest.mark.usefixtures("ses")
@pytest.mark.parametrize(
    "mailer",
    [SesMailer("stranger@elsewhere.example"), MemoryMailer(Failure.CONFIGURATION)],
    ids=["ses", "memory"],
)
def test_a_sender_nobody_verified_is_our_mistake(mailer: Mailer) -> None:
    assert mailer.mail(ORDER) == Refused(failure=Failure.CONFIGURATION)


def test_a_mail_service_out_of_reach_was_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    assert SesMailer(SENDER).mail(ORDER) == Refused(failure=Failure.RETRY)
