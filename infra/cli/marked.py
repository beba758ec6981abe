"""The texts staff marked as wrongly read, from the clinic's API, as lines to learn from once a person has read them."""

import json
from contextlib import closing
from typing import Any

import httpx
import typer

from infra.local.clinic_api import ClinicApi
from infra.local.staying import running

OK, REFUSED, MISSPELLED = 0, 1, 2
PAGES_MAX = 1000
_FIELDS = ("id", "lang", "text", "label")
_TO_DO = (
    "Numbers, addresses and names were taken out, but a machine cannot find every name. A person must read every line, "
    'take out names, places and whatever else tells who wrote it, and only then set its "reviewed" to true: '
    "training refuses the others."
)


class Refused(Exception):
    """The API did not give the texts; says why."""


def print_marked(*, url: str, machine: str) -> int:
    """All of them or none: a file that was cut short would look whole."""
    local = running()
    url, machine = url or (local.api if local else ""), machine or (local.machine if local else "")
    if not url or not machine:
        typer.echo("No API address or machine. Run `aftercare up` first, or give --url and --machine.", err=True)
        return MISSPELLED
    try:
        with closing(ClinicApi(base_url=url, clinic_id="", machine=machine)) as api:
            texts = _all_marked(api)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        typer.echo(
            f"The API cannot be reached ({type(error).__name__}). Check --url and --machine and try again.", err=True
        )
        return REFUSED
    except Refused as refused:
        typer.echo(str(refused), err=True)
        return REFUSED
    for one in texts:
        typer.echo(json.dumps(line_of(one), ensure_ascii=False))
    typer.echo(f"Marked texts: {len(texts)}. {_TO_DO}" if texts else "No text is marked.", err=True)
    return OK


def line_of(marked: dict[str, Any]) -> dict[str, Any]:
    """As infra/training/corpus.py reads it, once `reviewed` is true."""
    return {**{name: marked[name] for name in _FIELDS}, "reviewed": False}


def _all_marked(api: ClinicApi) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = ""
    for _ in range(PAGES_MAX):
        page = _page(api, after)
        found += page["marked"]
        after = page["next"] or ""
        if not after:
            return found
    raise Refused(f"More than {PAGES_MAX} pages of marked texts: this cannot be right, and nothing was written.")


def _page(api: ClinicApi, after: str) -> dict[str, Any]:
    answer = api.send("GET", f"/v1/marked?cursor={after}" if after else "/v1/marked")
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("This address is not the clinic's API. Check --url.")
    if not answer.is_success:
        raise Refused(f"{body.get('title', 'refused')}: {body.get('detail', answer.status_code)}")
    return body
