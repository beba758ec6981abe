"""What is charged, from a dated table that is reviewed like code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Charged(StrEnum):
    DYNAMODB_READ = "dynamodb_read"
    DYNAMODB_WRITE = "dynamodb_write"
    HTTP_API = "http_api"
    LAMBDA_REQUEST = "lambda_request"
    LAMBDA_TIME = "lambda_time"
    SEGMENT_IN = "segment_in"
    SEGMENT_OUT = "segment_out"
    SQS = "sqs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """`verified_on` is as exact as it is known: a year, a month or a day."""

    dollars: float
    per: int
    source: str
    verified_on: str
    confidence: str


@cache
def prices() -> Mapping[Charged, Price]:
    read = tomllib.loads(resources.files(__package__).joinpath("prices.toml").read_text("utf-8"))
    return {Charged(name): Price(**row) for name, row in read.items()}


def dollars(charged: Charged, count: float) -> float:
    price = prices()[charged]
    return price.dollars * count / price.per
