"""A file of people: looked at, then enrolled."""

import base64
import binascii
from http import HTTPStatus

from pydantic import ValidationError

from functions.api.call import JSON, Answer, Call, answer
from functions.api.misfits import misfit
from functions.api.models.imports import File
from functions.api.parameters import DryRun, MaybeKey
from functions.api.problems import Stopped, stop
from functions.api.showing import faults, imported
from functions.operations import importing
from functions.operations.importing import Fate


def bring_in(call: Call, *, dry_run: DryRun = True, key: MaybeKey = None) -> Answer:  # noqa: ARG001 - as asked
    """Looks at a file of people and names every cell to mend, storing nothing; with `dry_run=false` it enrolls them.
    One bad row stores nobody, and the same file twice changes nothing: each row is known by its own content, so an
    Idempotency-Key adds nothing. Where there was no time for all (`left`), the same file goes on from there."""
    raw, clinic = _file(call), call.clinic()
    if dry_run:
        return answer(imported(importing.look(call.world, clinic, raw), dry_run=True))
    report = importing.bring_in(call.world, clinic, raw, by=call.by, has_time=call.has_time)
    call.world.note("imported", count=report.count(Fate.MADE))
    if report.faults and not report.count(Fate.MADE):
        title, mend = "the file has problems; nobody was enrolled", "mend each row and send the whole file again"
        raise stop(HTTPStatus.UNPROCESSABLE_ENTITY, "file", title, mend, faults(report))
    return answer(imported(report, dry_run=False))


def _file(call: Call) -> bytes:
    if not call.body:
        nothing = {"field": "body", "problem": "is empty", "mend": "send the file as text/csv, or in base64 as JSON"}
        raise stop(HTTPStatus.UNPROCESSABLE_ENTITY, "form", "no file was sent", "send one", [nothing])
    if call.media != JSON:
        return call.body
    try:
        return base64.b64decode(File.model_validate_json(call.body).file, validate=True)
    except ValidationError as error:
        told = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False, include_input=False)]
        raise Stopped(misfit(told)) from None
    except (binascii.Error, ValueError):
        told_wrong = {"field": "file", "problem": "is not base64", "mend": "encode the bytes of the file in base64"}
        raise stop(
            HTTPStatus.UNPROCESSABLE_ENTITY, "form", "the file cannot be read", "mend it", [told_wrong]
        ) from None
