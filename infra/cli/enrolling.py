"""Enrolling somebody from the command line, through the same API a clinic's program uses."""

import hashlib
import json
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import httpx
from rich.console import Console

from functions.operations.enrolling import Made, Refused
from functions.operations.enrollment_form import CLOCK_FIELDS
from infra.cli.previewing import calendar, print_calendar
from infra.content.samples import NotEnrolled, first_clock
from infra.local.clinic_api import ClinicApi
from infra.local.phone import Handset, HandsetKind, PhoneClient
from infra.local.sample import sample_clinic
from infra.local.staying import Running, running
from infra.pocket import pocket

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


def anchored(form: Form, anchor: date | None) -> Form:
    """Day 0 under the name that her pathway counts from; an unknown pathway is left to the API to name."""
    try:
        clock = first_clock(f"{form.get('loss')}-{form.get('treatment')}")
    except NotEnrolled:
        return form
    return form if anchor is None else {**form, CLOCK_FIELDS[clock]: anchor.isoformat()}


def preview(form: Form, *, as_json: bool) -> int:
    """Her whole calendar if she wrote nothing, with an invented clinic's numbers. Nothing is stored or sent."""
    console = Console(stderr=True)
    world = pocket(sample_clinic(), datetime.now(UTC))
    made = world.enroll(form)
    if isinstance(made, Refused):
        console.print("The form has problems; nobody was enrolled.")
        _print_problems(
            console, [{"field": one.field, "problem": one.problem, "mend": one.mend} for one in made.problems]
        )
        return REFUSED
    assert isinstance(made, Made), "a new world knew this form already"  # noqa: S101 - nobody else is in it
    found = calendar(world)
    if as_json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print_calendar(f"{world.enrollment.pathway}, {form['language']}, {form['zone']}", found)
    console.print("A preview: nobody was enrolled, and nothing was sent.")
    return OK


def enroll_through_api(form: Form, *, url: str, machine: str, request_key: str, as_json: bool) -> int:
    console = Console(stderr=True)
    local = running()
    url, machine = url or (local.api if local else ""), machine or (local.machine if local else "")
    if not url or not machine:
        console.print("No API address or machine. Run `aftercare up` first, or give --url and --machine.")
        return MISSPELLED
    try:
        with closing(ClinicApi(base_url=url, clinic_id="", machine=machine)) as api:
            known_as = {"Idempotency-Key": request_key or derived_key(form)}
            answer = api.send("POST", "/v1/enrollments", form, known_as)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        console.print(f"The API cannot be reached ({type(error).__name__}). Check --url and --machine and try again.")
        return REFUSED
    if local and answer.is_success:
        _show_handset(local, form)
    return _report(answer, console, as_json=as_json)


def derived_key(form: Form) -> str:
    """The same form enrolls once, however often it is sent."""
    return f"form-{hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()[:40]}"


def _show_handset(local: Running, form: Form) -> None:
    """On the local stage her phone stands on the page, with her own clock."""
    new = Handset(
        number=form["phone"],
        label=f"Patient {form['phone'][-4:]}",
        zone=form["zone"],
        kind=HandsetKind.PATIENT,
        language=form["language"],
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
    if as_json:
        print(json.dumps(body, indent=2, ensure_ascii=False))
    elif answer.is_success:
        again = "" if answer.status_code == httpx.codes.CREATED else " already, by this very form"
        console.print(f"Enrolled{again}: {body['enrollment_id']} on {body['pathway']}. What comes next:")
        for one in body["coming"][:COMING_SHOWN]:
            console.print(f"  {one['at']}  {one['message']}")
    else:
        console.print(f"{body.get('title', 'refused')}: {body.get('detail', answer.status_code)}")
        _print_problems(console, body.get("problems", []))
    return OK if answer.is_success else REFUSED


def _print_problems(console: Console, problems: list[dict[str, str]]) -> None:
    for one in problems:
        console.print(f"  {one['field']} {one['problem']}. To mend it: {one['mend']}.", markup=False)
