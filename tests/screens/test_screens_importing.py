"""Import: the whole file is looked at first, every fault is named, and a clean one is sent again by its button."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from functions.operations.enrollment_fields import Assumed
from functions.operations.flat_form import COLUMNS, REQUIRED
from functions.operations.import_plans import Plan
from functions.operations.importing import Fate, Line, Report
from functions.operations.table_reading import BYTES_MAX, Fault
from functions.screens import importing, tracks
from functions.screens.rendering import render
from messages.opt_in import OptIn
from tests.screens.reading import HOSTILE, Page, frame, page


def line(row: int, fate: Fate, **changes: object) -> Line:
    return Line(row=row, fate=fate, key="k", phone="+12025550143", form={}, **changes)  # type: ignore[arg-type]


def report(*lines: Line, faults: tuple[Fault, ...] = (), guessed: bool = False) -> Report:
    return Report(lines=lines, faults=faults, encoding="utf-8", guessed=guessed)


def fault(row: int, column: str = "tablets_on") -> Fault:
    return Fault(row=row, column=column, problem="lies in the future", mend="enroll her on the day itself")


def shown(of: Report | None = None, csv: str = "") -> Page:
    return page(render("import.html", frame("people"), page=importing.page(of, csv=csv)))


def test_the_field_says_how_large_a_file_may_be_before_one_is_sent() -> None:
    (field,) = [said for tag, said in shown().tags if tag == "input" and said.get("type") == "file"]

    assert field["data-bytes-max"] == str(BYTES_MAX)
    assert "500" in (field["data-too-large"] or "")


def buttons(seen: Page) -> list[str]:
    return [said["value"] for tag, said in seen.tags if tag == "button" and "value" in said]


def test_a_new_page_takes_a_file_or_rows_and_explains_every_column() -> None:
    seen = shown()

    assert {"file", "csv"} <= {said.get("name") for _, said in seen.tags}
    assert buttons(seen) == ["check"]
    assert "/console/people/import/template.csv" in seen.links
    for column in COLUMNS:
        assert importing.MEANINGS[column][0] in seen.text


def test_every_code_of_a_loss_and_its_treatment_stands_there_with_the_words_of_enroll() -> None:
    columns = {one.name: one for one in importing.page().columns}

    loss, treatment = columns["loss"].meaning, columns["treatment"].meaning
    assert "for early expectant (Waiting), medication (Tablets, misoprostol), surgery (Surgery, aspiration, D&C)" in (
        treatment
    )
    for group in tracks.groups():
        for track in group.tracks:
            of, _, code = track.key.partition("-")
            assert f"{of} ({group.name}" in loss
            (listed,) = [one for one in treatment.split(": ", 1)[1].split("; ") if one.startswith(f"for {of} ")]
            assert f"{code} ({track.name}" in listed


def test_every_column_has_an_example() -> None:
    assert [one.name for one in importing.page().columns if not one.example] == []


def test_the_example_of_topics_names_only_what_the_clinic_writes_about() -> None:
    def example(*offered: OptIn) -> str:
        return next(one.example for one in importing.page(offered=set(offered)).columns if one.name == "topics")

    assert example(OptIn.DATES) == "dates"
    assert example() == "none"


def test_the_columns_everybody_needs_are_told_apart() -> None:
    assert shown().text.count("needed") == len(REQUIRED) + 1  # once in the sentence above them


def test_a_row_with_a_fault_is_named_with_column_and_mend_and_nothing_can_be_enrolled() -> None:
    seen = shown(report(line(2, Fate.READY), line(3, Fate.REFUSED), faults=(fault(3),)), csv="a\nb\n")

    assert "1 row must be mended first. Nothing was stored." in seen.text
    assert "tablets_on" in seen.text
    assert "Enroll her on the day itself" in seen.text
    assert buttons(seen) == ["check"]
    assert seen.values("csv") == ["a\nb\n"]


@pytest.mark.parametrize(
    ("form", "phone", "whose"),
    [
        ({"chart": {"name": "Ana Ruiz"}}, "+12025550143", "Ana Ruiz"),
        ({}, "+12025550143", "phone …0143"),
        ({}, "202 555 01", "phone …5501"),
        ({}, "143", ""),
        ({"chart": {"name": "A" * 5000}}, "", "A" * 80),
    ],
)
def test_a_fault_names_whose_row_it_is_where_that_can_be_read(form: dict[str, object], phone: str, whose: str) -> None:
    refused = replace(line(3, Fate.REFUSED), form=form, phone=phone)

    made = importing.page(report(refused, faults=(fault(3), fault(0, ""))))

    assert [one.whose for one in made.shown] == [whose, ""]
    assert whose in page(render("import.html", frame("people"), page=made)).text


def test_a_file_that_cannot_be_read_is_said_to_be_that() -> None:
    seen = shown(Report(lines=(), faults=(fault(0, ""),), encoding=None))

    assert "This file cannot be read as it is. Nothing was stored." in seen.text


def test_a_clean_file_is_enrolled_by_a_button_that_sends_it_again_as_it_was() -> None:
    csv = "\nphone\r\n=1+1,</textarea><script>x</script>\n"

    seen = shown(report(line(2, Fate.READY), line(3, Fate.READY), line(4, Fate.ALREADY)), csv=csv)

    assert "All 2 rows can be enrolled" in seen.text
    assert buttons(seen) == ["done"]
    assert seen.values("csv") == [csv]
    assert not [tag for tag, said in seen.tags if tag == "script" and "src" not in said]


def test_how_loose_cells_were_read_is_shown_before_anybody_is_enrolled() -> None:
    loose = (Assumed(field="phone", read_as="+12025550177"),)

    seen = shown(report(line(2, Fate.READY, assumed=loose), guessed=True))

    assert "+12025550177" in seen.text
    assert "that was guessed" in seen.text


def test_who_would_be_enrolled_is_read_before_the_button_is_pressed() -> None:
    at = datetime(2026, 3, 3, 10, tzinfo=ZoneInfo("America/Chicago"))
    unnamed = Plan(row=3, name=None, phone="+12025550143", pathway="early-medication", language="en")
    plans = [replace(unnamed, row=2, name="Ana Ruiz", texts=30, first_at=at), unnamed]

    seen = page(
        render(
            "import.html",
            frame("people"),
            page=importing.page(report(line(2, Fate.READY), line(3, Fate.READY)), plans=plans),
        )
    )

    for said in ("Ana Ruiz", "202-555-0143", "Early loss, tablets", "Tue 3 Mar, 10:00 am", "30", "no name"):
        assert said in seen.text


def test_without_a_file_she_is_told_to_choose_one() -> None:
    seen = page(render("import.html", frame("people"), page=importing.page(is_missing=True)))

    assert "Choose a file first" in seen.text
    assert "#file" in seen.links


def test_the_same_file_again_enrolls_nobody_and_says_so() -> None:
    seen = shown(report(line(2, Fate.ALREADY)))

    assert "Nobody new is in this file" in seen.text
    assert "done" not in buttons(seen)


def test_the_result_says_how_many_and_what_was_left() -> None:
    lines = (line(2, Fate.MADE), line(3, Fate.ALREADY), line(4, Fate.LEFT), line(5, Fate.REFUSED))

    seen = shown(report(*lines, faults=(fault(5),)))

    assert "1 person is enrolled" in seen.text
    assert "For 1 row there was no time yet: send the same file again, and it goes on from there." in seen.text
    assert "The same file twice changes nothing." in seen.text
    assert "lies in the future" in seen.text


def test_a_file_of_faults_shows_the_first_and_counts_the_rest() -> None:
    faults = tuple(fault(row) for row in range(2, 2 + importing.SHOWN_MAX + 5))

    seen = shown(report(faults=faults))

    assert seen.text.count("lies in the future") == importing.SHOWN_MAX
    assert "And 5 more" in seen.text


@pytest.mark.parametrize("value", HOSTILE)
def test_what_stood_in_a_cell_does_nothing(value: str) -> None:
    bad = Fault(row=2, column=value, problem=value, mend=value)

    seen = shown(report(faults=(bad,)), csv=value)

    assert not [tag for tag, said in seen.tags if tag in {"img", "script"} and "src" not in said]
    assert not [tag for tag, said in seen.tags if tag == "img"]
    assert seen.values("csv") == [value]
