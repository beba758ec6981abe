"""Queue batches with partial failures: a record that fails comes back alone."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord


def each_record(event: dict[str, Any], context: Any, work: Callable[[str], None]) -> Any:
    def record(one: SQSRecord) -> None:
        work(one.body)

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=record, processor=processor, context=context)
