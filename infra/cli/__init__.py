"""The command `aftercare`: what an operator and a writer of texts need, each a short word with a good --help."""

from infra.cli.app import main

__all__ = ["main"]
