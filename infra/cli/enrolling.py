"""Enrolling somebody from the command line, through the same API a clinic's program uses."""

import json
import secrets
from contextlib import closing
from typing import Any

import httpx
from rich.console import Console

from infra.local.clinic_api import ClinicApi
from infra.local.phone import Handset, HandsetKind, PhoneClient
from infra.local.staying import Running, running

OK, REFUSED, MISSPELLED = 0, 1, 2
COMING_SHOWN = 6


def enroll_through_api(raw: str, *, url: str, machine: str, request_key: str, as_json: bool) -> int:
    console = Console(stderr=True)
    local = running()
    url, machine = url or (local.api if local else ""), machine or (local.machine if local else "")
    if not url or not machine:
        console.print("No API address or machine. Run `aftercare up` first, or give --url and --machine.")
        return MISSPELLED
    try:
        form = json.loads(raw)
    except ValueError as error:
        console.print(f"The form is not JSON: {error}")
        return MISSPELLED
    with closing(ClinicApi(base_url=url, clinic_id="", machine=machine)) as api:
        known_as = {"Idempotency-Key": request_key or secrets.token_hex(16)}
        answer = api.send("POST", "/v1/enrollments", form, known_as)
    if local and answer.is_success:
        _show_handset(local, form)
    return _report(answer, console, as_json=as_json)


def _show_handset(local: Running, form: dict[str, Any]) -> None:
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
    body: dict[str, Any] = answer.json()
    if as_json:
        print(json.dumps(body, indent=2, ensure_ascii=False))
    elif answer.is_success:
        console.print(f"Enrolled: {body['enrollment_id']} on {body['pathway']}. What comes next:")
        for one in body["coming"][:COMING_SHOWN]:
            console.print(f"  {one['at']}  {one['message']}")
    else:
        console.print(f"{body.get('title', 'refused')}: {body.get('detail', answer.status_code)}")
        for one in body.get("problems", []):
            console.print(f"  {one['field']} {one['problem']}. To mend it: {one['mend']}.")
    return OK if answer.is_success else REFUSED
