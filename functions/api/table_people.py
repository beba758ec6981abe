"""What the API does for people: enrolling and finding them, acts, texts, escalations, files."""

from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from functions.api.operation import CONFLICT, CSV, JSON, OUTDATED, Operation, Subject
from functions.operations.table_reading import BYTES_MAX
from functions.roles import Permission

FILE_BYTES_MAX = BYTES_MAX * 3 // 2
"""A file in base64, with what stands around it; the file itself has its own bound."""
_PERSON = "/v1/enrollments/<enrollment_id>"
_MATTER = "/v1/escalations/<enrollment_id>/<escalation_id>"
_NEW_OR_KNOWN = MappingProxyType({
    HTTPStatus.CREATED: "It was made.",
    HTTPStatus.OK: "An earlier request with the same key made it.",
})  # fmt: skip
_READ, _ACT = Permission.READ, Permission.ACT


def people_room() -> tuple[Operation, ...]:
    from functions.api.models import form
    from functions.api.models import people as persons
    from functions.api.routes import people

    at = partial(Operation, subject=Subject.PEOPLE, may=CONFLICT)
    return (
        at(
            name="enroll",
            method="POST",
            path="/v1/enrollments",
            summary="Enroll somebody",
            needs=Permission.ENROLL,
            run=people.enroll,
            gives=persons.Person,
            good=_NEW_OR_KNOWN,
            gives_etag=True,
        ),
        at(
            name="listEnrollments",
            method="GET",
            path="/v1/enrollments",
            summary="List people",
            needs=_READ,
            run=people.find,
            gives=persons.People,
        ),
        at(
            name="searchEnrollments",
            method="POST",
            path="/v1/enrollments/search",
            summary="Search people",
            needs=_READ,
            run=people.search,
            gives=persons.People,
        ),
        at(
            name="readEnrollment",
            method="GET",
            path=_PERSON,
            summary="Read one record",
            needs=_READ,
            run=people.read,
            gives=persons.Person,
            gives_etag=True,
        ),
        at(
            name="preview",
            method="POST",
            path="/v1/previews",
            summary="Show a calendar before enrolling",
            needs=Permission.ENROLL,
            run=people.preview,
            gives=form.Preview,
        ),
    )


def acts_room() -> tuple[Operation, ...]:
    from functions.api.models import people as persons
    from functions.api.routes import acts

    at = partial(
        Operation,
        subject=Subject.PEOPLE,
        needs=_ACT,
        gives=persons.Person,
        gives_etag=True,
        may=OUTDATED | CONFLICT,
    )
    post = partial(at, method="POST")
    return (
        at(name="amend", method="PATCH", path=_PERSON, summary="Change how she is written to", run=acts.amend),
        post(name="pause", path=f"{_PERSON}/pause", summary="Pause her texts", run=acts.pause),
        post(name="resume", path=f"{_PERSON}/resume", summary="Let her texts go on", run=acts.resume),
        post(name="restore", path=f"{_PERSON}/restore", summary="Bring back every kind of text", run=acts.restore),
        post(name="switch", path=f"{_PERSON}/switch", summary="Put her on another pathway", run=acts.switch),
        post(name="moveAnchor", path=f"{_PERSON}/anchor", summary="Move a date of hers", run=acts.anchor),
        post(name="withdraw", path=f"{_PERSON}/withdraw", summary="End her texts", run=acts.withdraw),
        post(name="complete", path=f"{_PERSON}/complete", summary="End her texts as done", run=acts.complete),
    )


def texts_room() -> tuple[Operation, ...]:
    from functions.api.models import people as persons
    from functions.api.models import texts
    from functions.api.routes import texts as wording

    at = partial(Operation, subject=Subject.TEXTS)
    return (
        at(
            name="listTexts",
            method="GET",
            path=f"{_PERSON}/texts",
            summary="List her texts",
            needs=_READ,
            run=wording.texts,
            gives=persons.Texts,
        ),
        at(
            name="writeText",
            method="POST",
            path=f"{_PERSON}/texts",
            summary="Send her a text",
            needs=_ACT,
            run=wording.write,
            gives=texts.Written,
            good=_NEW_OR_KNOWN,
            may=OUTDATED | CONFLICT,
        ),
        at(
            name="markText",
            method="PUT",
            path=f"{_PERSON}/texts/<text_id>/label",
            summary="Mark how a text should have been read",
            needs=_ACT,
            run=wording.mark,
            gives=persons.Person,
            gives_etag=True,
        ),
        at(
            name="countText",
            method="POST",
            path="/v1/texts/count",
            summary="Count the segments of a text",
            needs=_READ,
            run=wording.count,
            gives=texts.Counted,
        ),
        at(
            name="listMarked",
            method="GET",
            path="/v1/marked",
            summary="List texts that were read wrongly",
            needs=_READ,
            run=wording.marked,
            gives=texts.MarkedPage,
        ),
    )


def escalations_room() -> tuple[Operation, ...]:
    from functions.api.models import escalations as matters
    from functions.api.models import people as persons
    from functions.api.routes import escalations

    at = partial(Operation, subject=Subject.ESCALATIONS)
    act = partial(at, method="POST", needs=_ACT, gives=persons.Person, gives_etag=True, may=OUTDATED | CONFLICT)
    return (
        at(
            name="listEscalations",
            method="GET",
            path="/v1/escalations",
            summary="List what is open",
            needs=_READ,
            run=escalations.inbox,
            gives=matters.Inbox,
        ),
        at(
            name="readEscalation",
            method="GET",
            path=_MATTER,
            summary="Read one escalation",
            needs=_READ,
            run=escalations.read,
            gives=matters.Escalation,
        ),
        act(name="acknowledge", path=f"{_MATTER}/acknowledge", summary="Take it", run=escalations.acknowledge),
        act(name="assign", path=f"{_MATTER}/assign", summary="Hand it over", run=escalations.assign),
        act(name="note", path=f"{_MATTER}/note", summary="Write a note", run=escalations.note),
        act(name="resolve", path=f"{_MATTER}/resolve", summary="Close it", run=escalations.resolve),
        act(name="release", path=f"{_MATTER}/release", summary="Let held texts go on", run=escalations.release),
    )


def import_room() -> tuple[Operation, ...]:
    from functions.api.models import imports
    from functions.api.routes import imports as importing

    return (
        Operation(
            name="importPeople",
            method="POST",
            path="/v1/imports",
            subject=Subject.IMPORT,
            summary="Enroll a file of people, or look at it first",
            needs=Permission.ENROLL,
            run=importing.bring_in,
            gives=imports.Report,
            may=CONFLICT,
            takes=(CSV, JSON),
            takes_model=imports.File,
            body_bytes_max=FILE_BYTES_MAX,
        ),
    )
