"""`pytest tests/conversation --rewrite` writes the outputs of every transcript anew from its inputs."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", default=False, help="write the transcripts anew")
