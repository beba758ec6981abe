"""The demonstration, as a new user runs it: the unchanged stack on the local cloud, three people, twelve weeks."""

import io
import json
from pathlib import Path

from rich.console import Console

from infra.local.demo import demonstrate

KEYS = {
    "people",
    "weeks",
    "planned",
    "sent",
    "delivered",
    "withheld",
    "lost",
    "duplicated",
    "replies",
    "escalations_opened",
    "escalations_acknowledged",
    "opted_out",
}


def test_three_people_live_twelve_weeks_and_nothing_is_lost_doubled_or_leaked(tmp_path: Path) -> None:
    told, result = io.StringIO(), tmp_path / "demo.json"

    failing = demonstrate(Console(file=told, width=100), result=result)

    counts = json.loads(result.read_text("utf-8"))
    assert [one.words for one in failing] == []
    assert counts.keys() >= KEYS
    assert (counts["people"], counts["weeks"], counts["lost"], counts["duplicated"]) == (3, 12, 0, 0)
    assert counts["delivered"] == counts["sent"] > counts["planned"] > 60
    assert counts["escalations_opened"] == counts["escalations_acknowledged"] >= 5
    assert counts["opted_out"] == 1
    assert counts["log_lines"] > 500
    assert counts["log_leaks"] == 0
    story = told.getvalue()
    assert "the phone rings: nobody answers" in story
    assert "the phone rings: answered, pressed 1" in story
    for said in ("temp 101.8 and shivering", "the bleeding won't stop", "please stop texting me", "muchas gracias"):
        assert said in story
