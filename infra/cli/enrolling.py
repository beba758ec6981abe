"""Enrolling somebody from the command line: on a stage the operator reaches, or through the clinic's API."""

import hashlib
import json
from contextlib import closing
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import httpx
from rich.console import Console

from functions.operations.enrolling import KeyReused, Made, Refused, enroll
from functions.operations.enrollment_form import CLOCK_FIELDS
from functions.operations.showing import enrollment_view
from functions.ports import Ref
from infra.cli.previewing import calendar, print_calendar
from infra.cli.reaching import Reached
from infra.content.samples import NotEnrolled, first_clock
from infra.local.clinic_api import ClinicApi
from infra.local.phone import Handset, HandsetKind, PhoneClient
from infra.local.staying import Running
from infra.pocket import pocket
from schedules.clinic import Clinic

OK, REFUSED, MISSPELLED = 0, 1, 2
COMING_SHOWN = 6
Form = dict[str, Any]


class Misspelled(Exception):
    """The form cannot be read; says why."""


def form_of(raw: str) -> Form:
    try:
        form = json.loads(raw)
    except ValueError as error:
        raise Misspelled(f"The form is not JSON: {error}") from None
    if not isinstance(form, dict):
        raise Misspelled("The form is no JSON object: write one field a line between { and }")
    return form


def weeks(gestation: str | None) -> dict[str, int]:
    """From 8, or 8+2."""
    if gestation is None:
        return {}
    whole, _, days = gestation.partition("+")
    if not whole.isdecimal() or not (days or "0").isdecimal():
        raise Misspelled("--gestation is weeks, or weeks and days: write it like 8 or 8+2")
    return {"gestation_weeks": int(whole), "gestation_days": int(days or 0)}


def anchored(form: Form, anchor: date | None) -> Form:
    """Day 0 under the name that her pathway counts from; an unknown pathway is left to the API to name."""
    try:
        clock = first_clock(f"{form.get('loss')}-{form.get('treatment')}")
    except NotEnrolled:
        return form
    return form if anchor is None else {**form, CLOCK_FIELDS[clock]: anchor.isoformat()}


def preview(form: Form, clinic: Clinic, now: datetime, *, as_json: bool) -> int:
    """Her whole calendar if she wrote nothing, with this clinic's numbers. Nothing is stored or sent."""
    console = Console(stderr=True)
    world = pocket(clinic, now)
    made = world.enroll(form)
    if isinstance(made, Refused):
        return _refuse(made, console)
    assert isinstance(made, Made), "a new world knew this form already"  # noqa: S101 - nobody else is in it
    found = calendar(world)
    if as_json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print_calendar(f"{world.enrollment.pathway}, {form['language']}, {form['zone']}", found)
    console.print("A preview: nobody was enrolled, and nothing was sent.")
    return OK


def enroll_on_stage(reached: Reached, clinic: Clinic, form: Form, *, request_key: str, by: str, as_json: bool) -> int:
    console = Console(stderr=True)
    made = enroll(reached.world, clinic, form, key=request_key or derived_key(form), by=by)
    if isinstance(made, Refused):
        return _refuse(made, console)
    if isinstance(made, KeyReused):
        console.print("This request key enrolled another form already; nobody was enrolled. Use a new --request-key.")
        return REFUSED
    ref = Ref(clinic_id=clinic.clinic_id, enrollment_id=made.enrollment_id)
    view = enrollment_view(reached.world, ref) or {}
    if reached.local:
        _show_handset(reached.local, view)
    _print_enrolled(view, console, repeated=made.repeated, as_json=as_json)
    return OK


def enroll_through_api(form: Form, *, url: str, machine: str, request_key: str, as_json: bool) -> int:
    console = Console(stderr=True)
    if not machine:
        console.print("No machine. Give --machine, or enroll on a stage: --clinic and --stage.")
        return MISSPELLED
    try:
        with closing(ClinicApi(base_url=url, clinic_id="", machine=machine)) as api:
            known_as = {"Idempotency-Key": request_key or derived_key(form)}
            answer = api.send("POST", "/v1/enrollments", form, known_as)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        console.print(f"The API cannot be reached ({type(error).__name__}). Check --url and --machine and try again.")
        return REFUSED
    return _report(answer, console, as_json=as_json)


def derived_key(form: Form) -> str:
    """The same form enrolls once, however often it is sent."""
    return f"form-{hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()[:40]}"


def _show_handset(local: Running, view: Form) -> None:
    """On the local stage her phone stands on the page, with her own clock."""
    new = Handset(
        number=view["phone"],
        label=f"Patient {view['phone'][-4:]}",
        zone=view["zone"],
        kind=HandsetKind.PATIENT,
        language=view["language"],
    )
    with PhoneClient(local.phone) as phone:
        others = [one for one in phone.handsets_now() if one.number != new.number]
        phone.handsets([new, *others])


def _report(answer: httpx.Response, console: Console, *, as_json: bool) -> int:
    try:
        body: dict[str, Any] = answer.json()
    except ValueError:
        console.print("This address is not the clinic's API. Check --url.")
        return REFUSED
    if answer.is_success:
        _print_enrolled(body, console, repeated=answer.status_code != httpx.codes.CREATED, as_json=as_json)
        return OK
    if as_json:
        _print_json(body)
    console.print(f"{body.get('title', 'refused')}: {body.get('detail', answer.status_code)}")
    _print_problems(console, body.get("problems", []))
    return REFUSED


def _print_enrolled(view: Form, console: Console, *, repeated: bool, as_json: bool) -> None:
    if as_json:
        _print_json(view)
        return
    again = " already, by this very form" if repeated else ""
    console.print(f"Enrolled{again}: {view['enrollment_id']} on {view['pathway']}. What comes next:")
    for one in view["coming"][:COMING_SHOWN]:
        console.print(f"  {one['at']}  {one['message']}")


def _print_json(tree: Form) -> None:
    print(json.dumps(tree, indent=2, ensure_ascii=False))


def _refuse(refused: Refused, console: Console) -> int:
    console.print("The form has problems; nobody was enrolled.")
    _print_problems(console, [asdict(one) for one in refused.problems])
    return REFUSED


def _print_problems(console: Console, problems: list[dict[str, str]]) -> None:
    for one in problems:
        console.print(f"  {one['field']} {one['problem']}. To mend it: {one['mend']}.", markup=False)
