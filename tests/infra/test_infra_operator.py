"""The operator's commands on a deployed stage: each explains itself, changes what it says, and loses nobody."""

from __future__ import annotations

import json
import stat
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto import mock_aws
from typer.testing import CliRunner, Result

from functions.adapters.memory_pool import MemoryPool
from functions.operations.enrolling import Made, enroll
from functions.operations.receiving import Arrived, receive
from functions.operations.ticking import advance
from functions.ports import Ref
from infra.cli import clinics, machines, reaching, staff
from infra.cli.app import app
from infra.cli.reaching import Reached, reach
from infra.local.emulated import create_table
from infra.local.sample import sample_clinic
from infra.pocket import sample_form
from messages.opt_in import OptIn
from schedules.clinic import Hours
from schedules.enrollment import Status
from schedules.telling import who

HER = "+12025550143"
TABLE = "aftercare-dev-Table"
OUTPUTS = {
    "TableName": TABLE,
    "ApiUrl": "https://api.example",
    "WakeQueueUrl": "https://sqs.example/wake",
    "InboundQueueUrl": "https://sqs.example/inbound",
    "StaffPoolId": "us-east-1_pool",
    "SignInUrl": "https://sign-in.example",
}
NORTH = """
name = "North Clinic"
country = "us"
zone = "America/New_York"
phone = "202-555-0100"
after_hours_phone = "202-555-0101"
messaging_service = "MG00000000000000000000000000000000"

[[ladder]]
contact_id = "nurse"
phone = "+12025550111"
"""
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An AWS account of nobody's, and nothing up on this machine."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr(reaching, "running", lambda: None)
    monkeypatch.chdir(tmp_path)
    with mock_aws():
        session, told = boto3.Session(), cast("Any", described)
        session.events.register("before-call.cloudformation.DescribeStacks", told)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
        yield


def described(request_signer: Any, params: dict[str, Any], **_: object) -> tuple[AWSResponse, dict[str, Any]]:
    """One stack, in one region, as CloudFormation tells of it."""
    known = "StackName=aftercare-dev&" in f"{urlencode(params['body'])}&" and request_signer.region_name == "us-east-1"
    outputs = [{"OutputKey": name, "OutputValue": value} for name, value in OUTPUTS.items()]
    told = {"Stacks": [{"Outputs": outputs}]} if known else {"Error": {"Code": "ValidationError"}}
    return AWSResponse("https://cloudformation.example", 200 if known else 400, HTTPHeaders(), None), told


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str, typed: str = "", on: str = "dev") -> Result:
        return CliRunner().invoke(app, [*arguments, *(("--stage", on) if on else ())], input=typed)

    return invoke


@pytest.fixture
def stage(account: None) -> Reached:
    create_table(boto3.client("dynamodb"), TABLE)
    ssm = boto3.client("ssm")
    ssm.put_parameter(Name="/aftercare/dev/phone-key", Value="secret", Type="SecureString")
    return reach(stage="dev")


@dataclass(frozen=True)
class Her:
    stage: Reached
    ref: Ref

    @property
    def number(self) -> str:
        return who(self.ref.enrollment_id)

    def says(self, body: str, sid: str = "SM1") -> None:
        receive(self.stage.world, "lakeside", Arrived(sid=sid, sender=HER, body=body))


@pytest.fixture
def her(stage: Reached) -> Her:
    stage.store.save_clinic(sample_clinic())
    form = sample_form(datetime.now(UTC), phone=HER)
    made = enroll(stage.world, sample_clinic(), form, key="k", by="desk")
    assert isinstance(made, Made)
    return Her(stage, Ref(clinic_id="lakeside", enrollment_id=made.enrollment_id))


@pytest.fixture
def north(stage: Reached, run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "north.toml"
    path.write_text(NORTH, "utf-8")
    assert run("clinic", "create", "north", "--file", str(path)).exit_code == 0
    return path


def test_a_clinic_is_set_up_from_a_file_and_told_where_its_texts_go(stage: Reached, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "north.toml"
    path.write_text(NORTH, "utf-8")

    done = run("clinic", "create", "north", "--file", str(path))

    assert done.exit_code == 0
    assert "https://api.example/twilio/north/inbound#rc=2&rp=ct,5xx" in done.stdout
    assert stage.store.clinic("north").name == "North Clinic"
    assert stage.store.heard_until("north") is not None


def test_a_clinic_is_set_up_from_flags_alone(stage: Reached, run: Run) -> None:
    flags = ["--name", "South", "--country", "us", "--zone", "America/Chicago", "--phone", "202-555-0102"]
    more = ["--after-hours-phone", "202-555-0103", "--messaging-service", "MG" + "0" * 32]
    ladder = ["--on-call", "nurse=+12025550111", "--on-call", "lead=+12025550112", "--set", "thresholds.test_weeks=4"]

    done = run("clinic", "create", "south", *flags, *more, *ladder)

    assert done.exit_code == 0
    clinic = stage.store.clinic("south")
    assert [one.contact_id for one in clinic.ladder] == ["nurse", "lead"]
    assert clinic.thresholds.test_weeks == 4


def test_every_problem_of_the_settings_is_named_at_once_and_nothing_is_saved(stage: Reached, run: Run) -> None:
    given = ["--name", "A name that is far too long for a text", "--zone", "Chicago", "--set", "fever=38"]

    done = run("clinic", "create", "north", *given, "--country", "zz", "--on-call", "nurse=2025550111")

    assert done.exit_code == 1
    for problem in (
        "fever is no setting",
        "country has no lines of ours: use one of au, ca,",
        "phone is missing: write it as she should read it",
        "messaging_service is missing",
        "zone must be an IANA time zone",
        "name must have 1 to 24",
        "ladder.0.phone is not a phone number we can text: write one mobile number alone, like +12025550143",
    ):
        assert problem in done.stderr
    assert stage.store.clinics() == []


def test_the_command_refuses_what_the_console_refuses_and_reads_what_it_reads(
    stage: Reached, north: Path, run: Run
) -> None:
    unsafe = ["planned_from=07:00", "body_retention_days=5", "acknowledge_within_minutes.crisis=60"]
    refused = run("clinic", "set", "north", *(part for one in unsafe for part in ("--set", one)), "--yes")
    pasted = ["--on-call", "nurse=(202) 555-0177", "--set", "calls_from=1-202-555-0199", "--set", "planned_from=9.30"]
    done = run("clinic", "set", "north", *pasted, "--yes")
    without = run("clinic", "set", "north", "--set", "calls_from=", "--yes")

    assert [one.exit_code for one in (refused, done, without)] == [1, 0, 0]
    for problem in ("planned_from is before 09:00", "body_retention_days is not 30", "crisis is more than 15"):
        assert problem in refused.stderr
    assert 'calls_from: nothing -> "+12025550199"' in done.stdout
    clinic = stage.store.clinic("north")
    assert (clinic.ladder[0].phone, clinic.calls_from, clinic.planned_from.minute) == ("+12025550177", None, 30)


def test_a_clinics_topics_are_set_as_any_list_is(stage: Reached, north: Path, run: Run) -> None:
    assert stage.store.clinic("north").topics == frozenset(OptIn)

    done = run("clinic", "set", "north", "--set", 'topics=["keepsakes", "dates"]', "--yes")
    wrong = run("clinic", "set", "north", "--set", 'topics=["weather"]', "--yes")

    assert (done.exit_code, wrong.exit_code) == (0, 1)
    assert "topics.0 cannot be read: list those the clinic writes about, of intimacy" in wrong.stderr
    assert stage.store.clinic("north").topics == {OptIn.DATES, OptIn.KEEPSAKES}


def test_no_command_gives_a_clinic_the_sender_of_another(stage: Reached, north: Path, run: Run) -> None:
    flags = ["--name", "South", "--country", "us", "--zone", "America/Chicago", "--phone", "202-555-0102"]
    more = ["--after-hours-phone", "202-555-0103", "--on-call", "nurse=+12025550111"]
    service = stage.store.clinic("north").messaging_service

    taken = run("clinic", "create", "south", *flags, *more, "--messaging-service", service)
    made = run("clinic", "create", "south", *flags, *more, "--messaging-service", "MG" + "1" * 32)
    moved = run("clinic", "set", "south", "--messaging-service", service, "--yes")

    assert [one.exit_code for one in (taken, made, moved)] == [1, 0, 1]
    for one in (taken, moved):
        assert "messaging_service is another clinic's: choose one at the provider" in one.stderr
    assert stage.store.clinic("south").messaging_service == "MG" + "1" * 32


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(
    stage: Reached, north: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def theirs(_: str) -> str:
        stage.store.save_clinic(replace(stage.store.clinic("north"), name="Theirs"))
        return "yes"

    monkeypatch.setattr(clinics, "ask_line", theirs)

    done = run("clinic", "set", "north", "--name", "Mine")

    assert (done.exit_code, "Somebody else changed" in done.stderr) == (1, True)
    assert stage.store.clinic("north").name == "Theirs"


def test_settings_that_hold_more_than_a_word_are_written_as_in_a_file(stage: Reached, north: Path, run: Run) -> None:
    given = ["hours.days=[0, 5]", 'hours={opens = 07:30:00, closes = "16:00"}', "holidays=[2026-12-25]"]
    named = [part for one in given for part in ("--set", one)]

    done = run("clinic", "set", "north", *named, "--yes")
    broken = run("clinic", "set", "north", "--set", "hours.days=[0, 5", "--yes")

    assert (done.exit_code, broken.exit_code) == (0, 2)
    assert "hours.days=[0, 1, 2]" in broken.stderr
    clinic = stage.store.clinic("north")
    assert clinic.hours == Hours(opens=time(7, 30), closes=time(16), days=frozenset({0, 5}))
    assert clinic.holidays == {date(2026, 12, 25)}


def test_a_misspelled_setting_is_told_what_may_be_meant(north: Path, run: Run) -> None:
    done = run("clinic", "set", "north", "--set", "thresholds.fever_celcius=38.5", "--yes")

    assert done.exit_code == 1
    assert "is thresholds.fever_celsius meant?" in done.stderr


def test_a_clinic_created_twice_stays_as_it_is(stage: Reached, north: Path, run: Run) -> None:
    again = run("clinic", "create", "north", "--file", str(north))
    other = run("clinic", "create", "north", "--file", str(north), "--name", "Another")

    assert (again.exit_code, other.exit_code) == (0, 1)
    assert "nothing was changed" in again.stdout
    assert 'name: "North Clinic" -> "Another"' in other.stderr
    assert stage.store.clinic("north").name == "North Clinic"


def test_set_changes_what_is_named_alone_shows_it_and_waits_for_a_yes(stage: Reached, north: Path, run: Run) -> None:
    before = stage.store.clinic("north")
    change = ["clinic", "set", "north", "--set", "thresholds.fever_celsius=38.3"]

    refused = run(*change, typed="no\n")
    silent = run(*change)
    assert stage.store.clinic("north") == before
    done = run(*change, typed="yes\n")

    assert (refused.exit_code, silent.exit_code, done.exit_code) == (1, 1, 0)
    assert "thresholds.fever_celsius: 38.0 -> 38.3" in done.stdout
    after = stage.store.clinic("north")
    assert after.thresholds.fever_celsius == 38.3
    assert (after.ladder, after.name, after.thresholds.pads_hours) == (before.ladder, before.name, 2)
    (logged,) = stage.store.logged("north", before="", limit=9)
    assert logged.audit.action == "settings:thresholds"


def test_with_yes_nobody_is_asked_and_without_a_difference_nothing_is_saved(north: Path, run: Run) -> None:
    assert run("clinic", "set", "north", "--name", "Nord", "--yes").exit_code == 0

    again = run("clinic", "set", "north", "--name", "Nord", "--yes")

    assert again.exit_code == 0
    assert "how it is already" in again.stdout


def test_what_show_prints_is_what_create_takes(stage: Reached, north: Path, run: Run, tmp_path: Path) -> None:
    shown = run("clinic", "show", "north").stdout
    copy = tmp_path / "copy.toml"
    copy.write_text(shown, "utf-8")

    assert tomllib.loads(shown)["ladder"][0]["contact_id"] == "nurse"
    assert run("clinic", "create", "north", "--file", str(copy)).exit_code == 0
    assert json.loads(run("clinic", "show", "north", "--json").stdout)["clinic_id"] == "north"


def test_clinics_are_listed_and_an_unknown_one_is_said_to_be(north: Path, run: Run) -> None:
    assert "north" in run("clinic", "list").stdout
    assert json.loads(run("clinic", "list", "--json").stdout)[0]["name"] == "North Clinic"
    for command in (["show", "west"], ["set", "west", "--name", "West"]):
        done = run("clinic", *command)
        assert (done.exit_code, "no clinic west" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "environment", "mend"),
    [
        (["--stage", "prod"], {}, "no stack aftercare-prod in us-east-1"),
        (["--stage", "dev", "--region", "eu-west-1"], {}, "no stack aftercare-dev in eu-west-1"),
        (["--stage", "dev", "--profile", "nobody"], {}, "no such profile"),
        (["--stage", "dev"], {"AWS_DEFAULT_REGION": None}, "No region is set"),
        ([], {}, "Run `aftercare up`, or name a deployed stage"),
    ],
)
def test_a_stage_that_cannot_be_reached_says_how_to_mend_it(
    stage: Reached, arguments: list[str], environment: dict[str, str | None], mend: str
) -> None:
    done = CliRunner().invoke(app, ["clinic", "list", *arguments], env=environment)

    assert (done.exit_code, done.stdout) == (1, "")
    assert mend in done.stderr


def test_without_credentials_it_says_how_to_sign_in(stage: Reached, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3.Session, "get_credentials", lambda _: None)

    done = CliRunner().invoke(app, ["clinic", "list", "--stage", "dev"])

    assert (done.exit_code, "aws sso login" in done.stderr) == (1, True)


def test_without_the_phone_key_nothing_begins(stage: Reached, run: Run) -> None:
    boto3.client("ssm").delete_parameter(Name="/aftercare/dev/phone-key")

    done = run("clinic", "list")

    assert (done.exit_code, "phone key cannot be read" in done.stderr) == (1, True)


def test_an_export_is_a_file_for_her_that_nobody_else_may_read(her: Her, run: Run, tmp_path: Path) -> None:
    her.says("resting today, thank you")

    done = run("export", "--clinic", "lakeside", typed=f"{HER}\n")

    assert done.exit_code == 0
    (path,) = tmp_path.glob("person-*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = json.loads(path.read_text("utf-8"))
    assert told["records"][0]["record"]["person"]["phone"] == HER
    assert HER not in done.output + path.name
    assert her.stage.store.logged("lakeside", before="", limit=1)[0].audit.action == "exported"


def test_an_export_by_enrollment_asks_for_no_phone_and_writes_over_nothing(her: Her, run: Run, tmp_path: Path) -> None:
    command = ["export", "--clinic", "lakeside", "--enrollment", her.ref.enrollment_id, "--to", str(tmp_path / "a")]

    first, again = run(*command), run(*command)

    assert (first.exit_code, again.exit_code) == (0, 1)
    assert "is there already" in again.stderr


@pytest.mark.parametrize("typed", ["", "call me\n", "+12025550199\n"])
def test_nothing_is_written_of_a_phone_nobody_knows(her: Her, run: Run, tmp_path: Path, typed: str) -> None:
    done = run("export", "--clinic", "lakeside", typed=typed)

    assert done.exit_code != 0
    assert list(tmp_path.glob("person-*")) == []


def test_an_erasure_shows_first_what_would_go_and_what_stands_against_it(her: Her, run: Run) -> None:
    done = run("erase", "--clinic", "lakeside", typed=f"{HER}\n")

    assert done.exit_code == 1
    assert "record with phone, name, chart" in done.stdout
    assert "--withdraw" in done.stderr
    assert "Nothing was erased" in done.stdout
    assert her.stage.store.enrollment(her.ref).status is Status.ACTIVE


@pytest.mark.parametrize("typed", ["0000x", "", "yes"])
def test_without_her_number_typed_back_nothing_is_erased(her: Her, run: Run, tmp_path: Path, typed: str) -> None:
    done = run("erase", "--clinic", "lakeside", "--for-good", "--withdraw", typed=f"{HER}\n{typed}\n")

    assert done.exit_code == 1
    assert her.stage.store.enrollment(her.ref).status is Status.ACTIVE
    assert list(tmp_path.glob("erased-*")) == []


def test_an_erasure_leaves_a_receipt_and_nothing_else(her: Her, run: Run, tmp_path: Path) -> None:
    her.says("resting today, thank you")

    done = run("erase", "--clinic", "lakeside", "--for-good", "--withdraw", typed=f"{HER}\n{her.number}\n")

    assert done.exit_code == 0
    (path,) = tmp_path.glob("erased-*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = json.loads(path.read_text("utf-8"))
    assert (told["is_complete"], told["looked_again"]["found"]) == (True, {})
    assert json.loads(done.stdout[done.stdout.index("{") :]) == told
    assert her.stage.store.enrollment(her.ref) is None
    stored: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName=TABLE)["Items"]
    assert not [item for item in stored if HER in str(item) or "resting" in str(item)]
    again = run("erase", "--clinic", "lakeside", typed=f"{HER}\n")
    assert "Nothing is kept of her" in again.stderr
    advance(her.stage.world, her.ref)
    assert her.stage.store.texts(her.ref) == []


def test_a_grave_matter_stands_against_it_until_it_is_named(her: Her, run: Run) -> None:
    her.says("i want to die")
    command = ["erase", "--clinic", "lakeside", "--for-good", "--withdraw", "--confirm", her.number]

    refused = run(*command, typed=f"{HER}\n")
    assert her.stage.store.enrollment(her.ref) is not None
    done = run(*command, "--despite-grave-matter", typed=f"{HER}\n")

    assert (refused.exit_code, done.exit_code) == (1, 0)
    assert "must look after her first" in refused.stderr
    assert her.stage.store.inbox("lakeside") == []


def test_the_receipt_says_how_long_backups_hold_her(her: Her, run: Run) -> None:
    boto3.client("dynamodb").update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )

    done = run("erase", "--clinic", "lakeside", "--for-good", "--withdraw", "--confirm", her.number, typed=f"{HER}\n")

    assert "erase again after any restore" in done.stdout


def test_a_receipt_that_cannot_be_written_keeps_everything_as_it_is(her: Her, run: Run, tmp_path: Path) -> None:
    command = ["erase", "--clinic", "lakeside", "--for-good", "--withdraw", "--confirm", her.number]

    done = run(*command, "--to", str(tmp_path / "nowhere" / "receipt.json"), typed=f"{HER}\n")

    assert done.exit_code == 1
    assert her.stage.store.enrollment(her.ref).status is Status.ACTIVE


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> MemoryPool:
    directory = MemoryPool()
    monkeypatch.setattr(staff, "directory_of", lambda *_: directory)
    return directory


@pytest.mark.usefixtures("pool")
def test_staff_are_invited_listed_and_removed(stage: Reached, north: Path, run: Run) -> None:
    of_north = ["--clinic", "north"]
    invited = run("staff", "invite", "ana@north.example", *of_north, "--name", "Ana Ruiz", "--role", "nurse")
    listed = run("staff", "list", *of_north)
    removed = run("staff", "remove", "ana@north.example", *of_north)
    after = run("staff", "list", *of_north, "--json")

    assert [one.exit_code for one in (invited, listed, removed, after)] == [0, 0, 0, 0]
    assert "Ana Ruiz" in listed.stdout
    assert "nurse" in listed.stdout
    assert json.loads(after.stdout) == []
    actions = [one.audit.action for one in stage.store.logged("north", before="", limit=9)]
    assert actions == ["removed:nurse", "invited:nurse"]


@pytest.mark.usefixtures("pool")
@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (["invite", "ana", "--clinic", "north", "--name", "Ana", "--role", "nurse"], "nurse@clinic.example"),
        (["invite", "ana@x.example", "--clinic", "north", "--name", " ", "--role", "nurse"], "name is missing"),
        (["invite", "ana@x.example", "--clinic", "west", "--name", "A", "--role", "nurse"], "no clinic west"),
        (["remove", "ana@x.example", "--clinic", "north"], "staff list"),
    ],
)
def test_what_cannot_be_done_for_staff_says_how_to_mend_it(
    north: Path, run: Run, arguments: list[str], mend: str
) -> None:
    done = run("staff", *arguments)

    assert (done.exit_code, mend in done.stderr) == (1, True)


def test_machines_a_deployment_forgot_are_let_in_again_those_of_every_clinic(
    stage: Reached, north: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = MemoryPool()
    monkeypatch.setattr(machines, "machines_of", lambda *_: gateway)
    assert run("clinic", "create", "south", "--file", str(north), "--messaging-service", "MG" + "1" * 32).exit_code == 0
    for clinic, label in (("north", "front-desk"), ("south", "chart")):
        assert run("clinic", "machine", clinic, label).exit_code == 0
    gateway.admitted = frozenset()  # what a deployment that changes the authorizer does

    done = run("clinic", "admit-machines")
    again = run("clinic", "admit-machines")

    assert (done.exit_code, again.exit_code, done.stdout) == (0, 0, again.stdout)
    assert gateway.admitted == gateway.machines
    assert len(gateway.admitted) == 2
    for said in ("front-desk", "chart", "beside the console: 2"):
        assert said in done.stdout


def test_a_machine_is_let_in_at_no_clinic_that_is_not_there(stage: Reached, run: Run) -> None:
    done = run("clinic", "machine", "west", "front-desk")

    assert (done.exit_code, "no clinic west" in done.stderr) == (1, True)


HER_ZONE = "America/Chicago"


def her_today() -> str:
    """Where she lives it may still be yesterday."""
    return f"{datetime.now(ZoneInfo(HER_ZONE)):%Y-%m-%d}"


FLAGS = [
    *("--loss", "early", "--treatment", "medication", "--gestation", "8+2", "--language", "es"),
    *("--zone", HER_ZONE, "--consent", "consent-2026-11", "--collected-by", "ana"),
    *("--safe-phone", "--no-excluded-conditions"),
]


def test_a_form_made_of_flags_is_previewed_whole_and_nobody_is_enrolled(run: Run) -> None:
    today = her_today()

    done = run("enroll", *FLAGS, "--anchor", today, "--preview", "--json", on="", typed=f"{HER}\n")

    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert len(rows) > 10
    assert "nobody was enrolled" in done.stderr


def test_a_preview_names_every_problem_of_the_form(run: Run) -> None:
    done = run("enroll", "--loss", "early", "--treatment", "tea", "--preview", on="", typed=f"{HER}\n")

    assert done.exit_code == 1
    for field in ("treatment", "zone", "language", "consent", "conditions", "gestation_weeks"):
        assert f"  {field} " in done.stderr


@pytest.mark.parametrize("arguments", [["--gestation", "eight"], ["--file", "form.json"]])
def test_what_cannot_be_read_as_a_form_is_said_before_anything_is_asked(
    run: Run, arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "form.json").write_text("not json")

    done = run("enroll", "--clinic", "lakeside", *arguments, on="")

    assert (done.exit_code, "Her phone" in done.output) == (2, False)


def test_somebody_is_enrolled_on_a_stage_once_however_often_it_is_asked(stage: Reached, run: Run) -> None:
    stage.store.save_clinic(sample_clinic())
    command = ["enroll", "--clinic", "lakeside", *FLAGS, "--anchor", her_today(), "--by", "ana"]

    done = run(*command, "--request-key", "one", "--json", typed="202-555-0143\n")

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    enrolled = stage.store.enrollment(Ref(clinic_id="lakeside", enrollment_id=told["enrollment_id"]))
    assert (enrolled.person.phone, enrolled.pathway, enrolled.status) == (HER, "early-medication", Status.ACTIVE)
    assert len(told["coming"]) > 5
    (logged,) = stage.store.logged("lakeside", before="", limit=9)
    assert (logged.audit.author, logged.audit.action) == ("ana", "enrolled")


def test_the_same_form_again_makes_nobody_and_another_under_its_key_is_refused(
    stage: Reached, run: Run, tmp_path: Path
) -> None:
    stage.store.save_clinic(sample_clinic())
    path = tmp_path / "form.json"
    path.write_text(json.dumps(sample_form(datetime.now(UTC), phone=HER)), "utf-8")
    command = ["enroll", "--clinic", "lakeside", "--file", str(path)]

    first, again = (run(*command, "--request-key", "one") for _ in range(2))
    reused = run(*command, "--request-key", "one", "--language", "es")
    taken = run(*command)

    assert [one.exit_code for one in (first, again, reused, taken)] == [0, 0, 1, 1]
    assert "Enrolled already, by this very form" in again.stderr
    assert "enrolled another form already" in reused.stderr
    assert "already belongs to an active enrollment" in taken.stderr
    assert len(stage.store.people("lakeside", after="", limit=9)) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "mend"),
    [
        ([], 2, "Name it with --clinic"),
        (["--preview", "--stage", "dev"], 2, "Name it with --clinic"),
        (["--clinic", "lakeside", "--url", "https://api.example"], 2, "leave one of them out"),
        (["--clinic", "west", "--stage", "dev"], 1, "no clinic west on stage dev"),
        (["--clinic", "lakeside"], 1, "Run `aftercare up`, or name a deployed stage"),
        (["--url", "https://api.example"], 2, "Give --machine"),
    ],
)
def test_an_enrollment_that_names_no_place_says_how_to_name_one(
    stage: Reached, run: Run, arguments: list[str], code: int, mend: str
) -> None:
    done = run("enroll", *FLAGS, *arguments, on="", typed=f"{HER}\n")

    assert (done.exit_code, mend in done.stderr) == (code, True), done.output


def test_her_phone_is_read_as_her_clinics_country_writes_it(stage: Reached, run: Run) -> None:
    stage.store.save_clinic(replace(sample_clinic(), country="gb"))
    today = her_today()

    wrong = run("enroll", "--clinic", "lakeside", *FLAGS, "--anchor", today, typed="202-555-0143\n")
    done = run("enroll", "--clinic", "lakeside", *FLAGS, "--anchor", today, typed="07700 900123\n")
    export = run("export", "--clinic", "lakeside", typed="07700 900123\n")

    assert [one.exit_code for one in (wrong, done, export)] == [2, 0, 0]
    assert "like 07700 900123 or +447700900123" in wrong.stderr


def test_a_preview_for_a_clinic_has_its_own_numbers_and_enrolls_nobody(stage: Reached, run: Run) -> None:
    stage.store.save_clinic(replace(sample_clinic(), phone="202-555-0177"))
    today = her_today()

    done = run("enroll", "--clinic", "lakeside", *FLAGS, "--anchor", today, "--preview", "--json", typed=f"{HER}\n")

    assert done.exit_code == 0, done.output
    assert "202-555-0177" in done.stdout
    assert stage.store.people("lakeside", after="", limit=9) == []
