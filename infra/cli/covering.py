"""What each clinical fact is said by, for a program or a person."""

from typing import Any

from rich.console import Console
from rich.table import Table

from infra.content.coverage import Reach, coverage
from messages.facts import facts
from messages.language import Language


def as_tree() -> dict[str, Any]:
    """By fact, then language, then track: the keys of the texts and pages that say it. Gated facts name it."""
    tree: dict[str, Any] = {
        key: {"id": row["id"], "gate": row.get("gate"), **{language.value: {} for language in Language}}
        for key, row in facts().items()
    }
    for one in coverage():
        tree[one.fact][one.language.value][one.track] = list(one.messages)
    return tree


def print_coverage() -> int:
    """A line a fact; the exit code is 1 when one of them cannot reach somebody who should know it."""
    console = Console()
    reached: dict[str, list[Reach]] = {}
    for one in coverage():
        reached.setdefault(one.fact, []).append(one)
    table = Table("fact", "tracks", "said by", title=f"{len(reached)} facts")
    for fact, found in reached.items():
        keys = sorted({key for one in found for key in one.messages})
        table.add_row(fact, str(len({one.track for one in found})), ", ".join(keys))
    console.print(table)
    for language in Language:
        whole = [
            fact for fact, found in reached.items() if all(one.messages for one in found if one.language is language)
        ]
        console.print(f"{language.value}: {len(whole)} of {len(reached)} facts on every track where they belong")
    return 0 if all(one.messages for found in reached.values() for one in found) else 1
