"""Queue batches with partial failures: a record that fails comes back alone."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord


def each_record(event: dict[str, Any], context: Any, work: Callable[[str], None]) -> Any:
    """`work` gets each body; whatever it raises marks its own record and no other."""

    def take(record: SQSRecord) -> None:  # the processor passes it by this name
        work(record.body)

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
