"""A commit as one DynamoDB transaction: each operation with its condition, at most one for an item."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.adapters import keys
from functions.adapters.codec import encode
from functions.adapters.commit_rules import new_texts, said
from functions.adapters.dynamo_items import (
    COUNTED,
    FACTS_KEPT,
    Item,
    enrollment_item,
    epoch,
    fact_item,
    log_item,
    mark_item,
    number,
    over_item,
    string,
    text_item,
    valued,
)
from functions.adapters.dynamo_phone import phone_operations
from functions.ports import Commit, Mark, Ref, Request
from functions.sights import NOTHING, Audit, Card, Counts
from schedules.enrollment import Enrollment, Status
from schedules.escalation import Escalation, EscalationState
from schedules.text import TextMoved

Operation = dict[str, Any]
_NEW = "attribute_not_exists(pk)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A commit and what had to be read for it. `writer` marks what this very attempt writes."""

    commit: Commit
    ref: Ref
    writer: str
    moves: list[TextMoved]  # those that go forward
    counts: Counts
    releases_phone: bool
    retention: timedelta
    phone_key: keys.Key
    request_key: keys.Key | None
    marked: Item | None  # the text to be marked


def operations(plan: Plan) -> list[Operation]:
    """Without the table's name, which whoever carries them out adds."""
    commit, ref = plan.commit, plan.ref
    all_of_it = [_enrollment(ref, commit.enrollment, plan.writer)]
    if commit.fact_id is not None:
        all_of_it.append(_put(fact_item(ref.clinic_id, commit, plan.writer), _NEW))
    all_of_it += [_put(text_item(ref, text, plan.retention), _NEW) for text in new_texts(commit)]
    all_of_it += [_move(ref, moved) for moved in plan.moves]
    for escalation in commit.escalations:
        all_of_it += _escalation(ref, escalation, commit)
    if commit.listed is not None or (plan.counts != NOTHING and commit.enrollment.status is not Status.STRANGER):
        all_of_it.append(_listed(ref, commit, plan.counts, plan.request_key))
    all_of_it += phone_operations(commit, plan.phone_key, releases=plan.releases_phone)
    if commit.request is not None and plan.request_key is not None:
        all_of_it.append(_request(plan.request_key, commit.request, commit.enrollment))
    if commit.audit is not None:
        all_of_it += _audit(ref, commit.audit, commit.enrollment.version)
    if commit.mark is not None:
        all_of_it += _mark(ref, commit.mark, plan.marked)
    return all_of_it


def _put(item: Item, condition: str | None = None) -> Operation:
    body: Operation = {"Item": item}
    if condition is not None:
        body["ConditionExpression"] = condition
    return {"Put": body}


def _enrollment(ref: Ref, enrollment: Enrollment, writer: str) -> Operation:
    item = enrollment_item(ref, enrollment, writer)
    if enrollment.version == 1:
        return _put(item, _NEW)
    operation = _put(item, "#version = :before")
    operation["Put"]["ExpressionAttributeNames"] = {"#version": "version"}
    operation["Put"]["ExpressionAttributeValues"] = {":before": number(enrollment.version - 1)}
    return operation


def _move(ref: Ref, moved: TextMoved) -> Operation:
    changes = ["text_state = :state", "state_rank = :rank", "moves = list_append(if_not_exists(moves, :none), :move)"]
    values: Item = {
        ":state": string(moved.state.value),
        ":rank": number(moved.state.rank),
        ":none": {"L": []},
        ":move": {"L": [string(f"{keys.instant(moved.at)} {moved.state.value}")]},
    }
    if moved.sid is not None:
        changes.append("text_sid = :sid")
        values[":sid"] = string(moved.sid)
    if moved.error is not None:
        changes.append("text_error = :error")
        values[":error"] = number(moved.error)
    if moved.withheld is not None:
        changes.append("text_withheld = :withheld")
        values[":withheld"] = string(moved.withheld.value)
    return {
        "Update": {
            "Key": keys.text(ref, moved.text_id).item,
            "UpdateExpression": f"SET {', '.join(changes)}",
            "ConditionExpression": "state_rank < :rank",
            "ExpressionAttributeValues": values,
        }
    }


def _escalation(ref: Ref, escalation: Escalation, commit: Commit) -> list[Operation]:
    inbox = keys.inbox(ref, escalation.escalation_id)
    kept = _put(valued(keys.escalation(ref, escalation.escalation_id), escalation))
    if escalation.state is EscalationState.CLOSED:
        return [kept, {"Delete": {"Key": inbox.item}}, _put(over_item(ref, escalation, commit.enrollment))]
    opened = [kept, _in_inbox(inbox, ref, escalation, commit)]
    if escalation.returned:  # it may have been closed before
        over = keys.closed(ref, escalation.escalation_id, escalation.opened_at)
        opened.append({"Delete": {"Key": over.item}})
    return opened


def _in_inbox(inbox: keys.Key, ref: Ref, escalation: Escalation, commit: Commit) -> Operation:
    """Changed in place: the text of hers that made it as grave as it is stays beside it, whatever she writes after."""
    changes = ["#value = :value", "enrollment_id = :whose", "card = :card"]
    values: Item = {
        ":value": string(encode(escalation)),
        ":whose": string(ref.enrollment_id),
        ":card": string(encode(Card.of(commit.enrollment))),
    }
    written = said(commit)
    if written is not None:
        raised = ":said" if escalation.graver_by == written.text_id else "if_not_exists(raised, :said)"
        changes += [f"raised = {raised}", "latest = :said"]
        values[":said"] = string(encode(written))
    return {
        "Update": {
            "Key": inbox.item,
            "UpdateExpression": f"SET {', '.join(changes)}",
            "ExpressionAttributeNames": {"#value": "value"},
            "ExpressionAttributeValues": values,
        }
    }


def _listed(ref: Ref, commit: Commit, added: Counts, request: keys.Key | None) -> Operation:
    """Her line as it is now, and her counts raised: each text counts once, since each moves forward once. What asked
    for her enrollment is named beside it, to be found when she is erased."""
    counted = {name: getattr(added, name) for name in COUNTED if getattr(added, name)}
    values: Item = {f":{name}": number(count) for name, count in counted.items()}
    parts, names = [], {}
    if commit.listed is not None:
        parts.append("SET #value = :value")
        names = {"ExpressionAttributeNames": {"#value": "value"}}
        values[":value"] = string(encode(commit.listed))
        if request is not None:
            parts[0] += ", request_pk = :request_pk"
            values[":request_pk"] = string(request.pk)
    if counted:
        parts.append("ADD " + ", ".join(f"{name} :{name}" for name in counted))
    return {
        "Update": {
            "Key": keys.listed(ref, commit.enrollment.enrolled_at).item,
            "UpdateExpression": " ".join(parts),
            **names,
            "ExpressionAttributeValues": values,
        }
    }


def _request(key: keys.Key, request: Request, enrollment: Enrollment) -> Operation:
    item = {
        **key.item,
        "digest": string(request.digest),
        "enrollment_id": string(enrollment.enrollment_id),
        keys.EXPIRES: epoch(enrollment.acted_at + FACTS_KEPT),
    }
    return _put(item, _NEW)


def _mark(ref: Ref, mark: Mark, text: Item | None) -> list[Operation]:
    """The condition keeps a mark from making a text anew whose time was over."""
    marked = {
        "Key": keys.text(ref, mark.text_id).item,
        "UpdateExpression": "SET text_marked = :label",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeValues": {":label": string(mark.label.value)},
    }
    return [{"Update": marked}, _put(mark_item(ref, mark, text))]


def _audit(ref: Ref, audit: Audit, version: int) -> list[Operation]:
    """Beside her record, and in the clinic's log."""
    which = f"{version:010d}#{ref.enrollment_id}"
    return [
        _put(valued(keys.audit(ref, audit.at, version), audit), _NEW),
        _put(log_item(ref.clinic_id, audit, which), _NEW),
    ]
