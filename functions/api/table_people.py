"""What the API does for people: enrolling and finding them, acts, texts, escalations, files."""

from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from functions.api.operation import CONFLICT, CSV, JSON, OUTDATED, Operation, Subject
from functions.operations.table_reading import BYTES_MAX
from functions.roles import Permission

FILE_BYTES_MAX = BYTES_MAX * 3 // 2
"""A file in base64, with what stands around it; the file itself has its own bound."""
_PEOPLE = "/v1/enrollments"
_PERSON = f"{_PEOPLE}/<enrollment_id>"
_MATTER = "/v1/escalations/<enrollment_id>/<escalation_id>"
_NEW_OR_KNOWN = MappingProxyType({
    HTTPStatus.CREATED: "It was made.",
    HTTPStatus.OK: "An earlier request with the same key made it.",
})  # fmt: skip
_CHANGED = OUTDATED | CONFLICT
_READ, _ACT = Permission.READ, Permission.ACT


def people_room() -> tuple[Operation, ...]:
    from functions.api.models import form
    from functions.api.models import people as persons
    from functions.api.routes import people
    from functions.operations.people_table import COLUMNS

    at = partial(Operation, subject=Subject.PEOPLE, may=CONFLICT)
    read, enroll = partial(at, method="GET", needs=_READ), partial(at, method="POST", needs=Permission.ENROLL)
    return (
        enroll(name="enroll", path=_PEOPLE, summary="Enroll somebody", run=people.enroll,
               gives=persons.Person, gives_etag=True, good=_NEW_OR_KNOWN),
        read(name="listEnrollments", path=_PEOPLE, summary="List people", run=people.find, gives=persons.People),
        at(name="searchEnrollments", method="POST", path=f"{_PEOPLE}/search", summary="Search people", needs=_READ,
           run=people.search, gives=persons.People),
        at(name="tableOfEnrollments", method="POST", path=f"{_PEOPLE}/table", summary="People as a table",
           needs=Permission.CARRY, run=people.sheet, gives=None, gives_media=CSV,
           gives_like=f"{','.join(COLUMNS)}\r\n"),
        read(name="readEnrollment", path=_PERSON, summary="Read one record", run=people.read,
             gives=persons.Person, gives_etag=True),
        enroll(name="preview", path="/v1/previews", summary="Show a calendar before enrolling", run=people.preview,
               gives=form.Preview),
    )  # fmt: skip


def acts_room() -> tuple[Operation, ...]:
    from functions.api.models import people as persons
    from functions.api.routes import acts

    at = partial(Operation, subject=Subject.PEOPLE, needs=_ACT, gives=persons.Person, gives_etag=True, may=_CHANGED)
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
    read, act = partial(at, method="GET", needs=_READ), partial(at, needs=_ACT)
    return (
        read(name="listTexts", path=f"{_PERSON}/texts", summary="List her texts", run=wording.texts,
             gives=persons.Texts),
        act(name="writeText", method="POST", path=f"{_PERSON}/texts", summary="Send her a text", run=wording.write,
            gives=texts.Written, good=_NEW_OR_KNOWN, may=_CHANGED),
        act(name="markText", method="PUT", path=f"{_PERSON}/texts/<text_id>/label",
            summary="Mark how a text should have been read", run=wording.mark, gives=persons.Person, gives_etag=True,
            may=CONFLICT),
        at(name="countText", method="POST", path="/v1/texts/count", summary="Count the segments of a text",
           needs=_READ, run=wording.count, gives=texts.Counted),
        read(name="listMarked", path="/v1/marked", summary="List texts that were read wrongly", run=wording.marked,
             gives=texts.MarkedPage),
    )  # fmt: skip


def escalations_room() -> tuple[Operation, ...]:
    from functions.api.models import escalations as matters
    from functions.api.routes import escalations

    read = partial(Operation, subject=Subject.ESCALATIONS, method="GET", needs=_READ)
    return (
        read(name="listEscalations", path="/v1/escalations", summary="List what is open", run=escalations.inbox,
             gives=matters.Inbox),
        read(name="readEscalation", path=_MATTER, summary="Read one escalation", run=escalations.read,
             gives=matters.Escalation),
    )  # fmt: skip


def escalation_acts_room() -> tuple[Operation, ...]:
    from functions.api.models import people as persons
    from functions.api.routes import escalations

    act = partial(Operation, subject=Subject.ESCALATIONS, method="POST", needs=_ACT, gives=persons.Person,
                  gives_etag=True, may=_CHANGED)  # fmt: skip
    return (
        act(name="acknowledge", path=f"{_MATTER}/acknowledge", summary="Take it", run=escalations.acknowledge),
        act(name="assign", path=f"{_MATTER}/assign", summary="Hand it over", run=escalations.assign),
        act(name="note", path=f"{_MATTER}/note", summary="Write a note", run=escalations.note),
        act(name="resolve", path=f"{_MATTER}/resolve", summary="Close it", run=escalations.resolve),
        act(name="release", path=f"{_MATTER}/release", summary="Let held texts go on", run=escalations.release),
        act(name="giveBack", path=f"{_MATTER}/give-back", summary="Give it back", run=escalations.give_back),
        act(name="reopen", path=f"{_MATTER}/reopen", summary="Open it again", run=escalations.reopen),
    )  # fmt: skip


def import_room() -> tuple[Operation, ...]:
    from functions.api.models import imports
    from functions.api.routes import imports as importing

    return (
        Operation(name="importPeople", method="POST", path="/v1/imports", subject=Subject.IMPORT,
                  summary="Enroll a file of people, or look at it first", needs=Permission.ENROLL,
                  run=importing.bring_in, gives=imports.Report, may=CONFLICT,
                  takes=(CSV, JSON), takes_model=imports.File, body_bytes_max=FILE_BYTES_MAX),
    )  # fmt: skip
