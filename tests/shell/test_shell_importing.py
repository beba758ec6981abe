"""A file of people: every bad row named with how to mend it, nothing half done, the same file twice changes nothing."""

import csv
import io
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.operations.acting import Contended
from functions.operations.flat_form import COLUMNS
from functions.operations.import_plans import LIVED_MAX, plans
from functions.operations.importing import Fate, bring_in, look
from functions.operations.staff_acts import apply
from functions.operations.table_reading import BYTES_MAX, ROWS_MAX, Table, read_table, template
from functions.ports import Ref
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket
from schedules.enrollment import Chart
from schedules.facts import Withdrawn

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def row(number: int = 0, **changes: str) -> dict[str, str]:
    cells = {
        "phone": f"+1 202 555 {1200 + number}",
        "language": "en",
        "zone": "America/New_York",
        "loss": "early",
        "treatment": "medication",
        "gestation_weeks": "8",
        "tablets_on": "2026-03-02",
        "conditions": "none",
        "safe_phone": "yes",
        "consent_method": "paper",
        "consent_wording": "consent-1.en",
        "consent_by": "desk",
        "consent_at": "2026-03-02 09:30",
        "chart_name": f"Person {number}",
    }
    return {**cells, **changes}


def table(*rows: dict[str, str], separator: str = ",", header: dict[str, str] | None = None) -> str:
    columns = [one for one in COLUMNS if any(one in cells for cells in rows)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([(header or {}).get(one, one) for one in columns])
    writer.writerows([[cells.get(one, "") for one in columns] for cells in rows])
    return out.getvalue()


def people(world: Pocket) -> list[str]:
    return sorted(one.listed.name or "" for one in world.world.store.people("lakeside", after="", limit=1000))


@pytest.fixture
def world() -> Pocket:
    return pocket(sample_clinic(), NOW)


class TestReading:
    """How the file is written is told from the file."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_encodings_and_separators_spreadsheets_write(self, encoding: str, separator: str) -> None:
        raw = table(row(chart_name="Sofía Núñez", call_note="after 6; not, before"), separator=separator)

        found = read_table(raw.encode(encoding))

        assert isinstance(found, Table)
        assert found.rows[0][1]["chart_name"] == "Sofía Núñez"
        assert found.rows[0][1]["call_note"] == "after 6; not, before"
        assert found.guessed == (encoding == "cp1252")

    @pytest.mark.parametrize(
        "raw",
        [
            table(row()).encode("utf-16-le"),
            table(row()).encode()[:-2] + b"\x00",
            b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)),
            b"\xff\xfe" + b"\x00\xd8" * 5,
        ],
        ids=["no mark", "nul", "a workbook", "half characters"],
    )
    def test_what_is_no_text_is_refused_with_a_mend(self, raw: bytes) -> None:
        (fault,) = as_faults(raw)

        assert "encoding" in fault.problem
        assert "CSV UTF-8" in fault.mend

    def test_headers_are_forgiven_their_case_and_spaces(self) -> None:
        raw = table(row(), header={"phone": " Mobile ", "zone": "Time Zone", "chart_name": "CHART-NAME"})

        found = read_table(raw.encode())

        assert isinstance(found, Table)
        assert set(found.rows[0][1]) >= {"phone", "zone", "chart_name"}

    def test_a_line_that_names_the_separator_is_understood(self) -> None:
        assert isinstance(read_table(("sep=;\r\n" + table(row(), separator=";")).encode()), Table)

    def test_rows_are_counted_as_the_spreadsheet_counts_them(self) -> None:
        raw = table(row(0, call_note="one\ntwo"), row(1)).replace("Person 1", "Person 1") + ",,,\r\n" + "\r\n"

        found = read_table(raw.encode())

        assert isinstance(found, Table)
        assert [number for number, _ in found.rows] == [2, 3]

    @pytest.mark.parametrize(
        ("raw", "problem"),
        [
            ("", "no header"),
            ("a,b\n1,2", "no header"),
            (table(row()).splitlines()[0], "names nobody"),
            (table(row()).replace("chart_name", "shoe_size"), "no column we know"),
            (table(row()).replace("chart_name", "phone"), "twice"),
            (table(row()).replace("consent_by", "name"), "is missing"),
            (table(row(call_note="x")).replace("Person 0", 'Per"son "0'), None),
            (table(row()).replace("Person 0", '"Person 0'), "quotation mark"),
            (table(row()).replace("Person 0", "Person 0,more"), "more cells"),
            (table(row(call_note="x" * 2001)), "more than 2000 characters"),
        ],
    )
    def test_what_is_wrong_with_the_file_is_said(self, raw: str, problem: str | None) -> None:
        if problem is None:
            assert isinstance(read_table(raw.encode()), Table)
        else:
            assert problem in as_faults(raw.encode())[0].problem

    def test_a_file_too_large_is_refused_with_how_to_split_it(self) -> None:
        for raw in (b"x" * (BYTES_MAX + 1), b"x" * 5_000_000, table(*[row()] * (ROWS_MAX + 1)).encode()):
            (fault,) = as_faults(raw)
            assert "split it" in fault.mend

    def test_the_template_is_a_header_we_read(self) -> None:
        (fault,) = as_faults(template().encode())

        assert "names nobody" in fault.problem

    @settings(max_examples=200, deadline=None)
    @given(raw=st.binary(max_size=300) | st.text(max_size=200).map(lambda one: (table(row()) + one).encode("utf-8")))
    def test_nothing_sent_breaks_it(self, raw: bytes) -> None:
        found = read_table(raw)

        assert isinstance(found, Table) or all(one.problem and one.mend for one in found)


def as_faults(raw: bytes) -> Any:
    found = read_table(raw)
    assert isinstance(found, list)
    return found


class TestDryRun:
    """Everything wrong, by row and column; nothing stored."""

    def test_every_bad_cell_is_named(self, world: Pocket) -> None:
        raw = table(
            row(0),
            row(1, phone="1.20256E+10", zone="EST5"),
            row(2, tablets_on="3/4/2026", safe_phone=""),
            row(3, consent_by="", chart_name="x" * 81),
            row(4, gestation_weeks="eight", conditions=""),
        )

        report = look(world.world, world.clinic, raw.encode())

        assert [(one.row, one.column) for one in report.faults] == [
            (3, "zone"),
            (3, "phone"),
            (4, "tablets_on"),
            (4, "safe_phone"),
            (5, "consent_by"),
            (5, "chart_name"),
            (6, "gestation_weeks"),
            (6, "conditions"),
        ]
        assert all(one.problem and one.mend for one in report.faults)
        assert [one.fate for one in report.lines] == [Fate.READY, *[Fate.REFUSED] * 4]
        assert people(world) == []

    def test_one_phone_in_two_rows_is_a_fault_of_the_later(self, world: Pocket) -> None:
        raw = table(row(0), row(1, phone="202-555-1200"), row(2))

        report = look(world.world, world.clinic, raw.encode())

        assert [(one.row, one.column) for one in report.faults] == [(3, "phone")]
        assert "row 2" in report.faults[0].problem

    def test_what_was_assumed_is_said(self, world: Pocket) -> None:
        report = look(world.world, world.clinic, table(row(phone="202-555-1200", tablets_on="2 March 2026")).encode())

        assert {(one.field, one.read_as) for one in report.lines[0].assumed} == {
            ("phone", "+12025551200"),
            ("tablets_on", "2026-03-02"),
        }

    def test_weeks_and_days_in_one_cell(self, world: Pocket) -> None:
        for written in ("8+2", "8w2d", "8 weeks 2 days"):
            assert look(world.world, world.clinic, table(row(gestation_weeks=written)).encode()).faults == ()


class TestBringingIn:
    """All or nobody; and once."""

    def test_all_are_enrolled(self, world: Pocket) -> None:
        report = bring_in(world.world, world.clinic, table(*map(row, range(5))).encode(), by="desk")

        assert (report.count(Fate.MADE), report.faults) == (5, ())
        assert people(world) == [f"Person {number}" for number in range(5)]
        assert world.world.store.logged("lakeside", before="", limit=1)[0].audit.action == "imported:5"

    def test_one_bad_row_stores_nobody(self, world: Pocket) -> None:
        report = bring_in(world.world, world.clinic, table(row(0), row(1, zone="x"), row(2)).encode(), by="desk")

        assert [(one.row, one.column) for one in report.faults] == [(3, "zone")]
        assert people(world) == []

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_the_same_file_twice_changes_nothing(self, world: Pocket, encoding: str) -> None:
        raw = table(*map(row, range(4)))
        first = bring_in(world.world, world.clinic, raw.encode(), by="desk")
        sent = len(world.gateway.carried)

        again = bring_in(world.world, world.clinic, raw.encode(encoding), by="lead")

        assert (again.count(Fate.ALREADY), again.faults) == (4, ())
        assert [one.enrollment_id for one in again.lines] == [one.enrollment_id for one in first.lines]
        assert len(world.gateway.carried) == sent

    def test_a_file_cut_short_is_completed_by_sending_it_again(self, world: Pocket) -> None:
        raw, asked = table(*map(row, range(6))).encode(), count()
        first = bring_in(world.world, world.clinic, raw, by="desk", has_time=lambda: next(asked) < 2)
        assert (first.count(Fate.MADE), first.count(Fate.LEFT)) == (2, 4)
        assert world.world.store.logged("lakeside", before="", limit=1)[0].audit.action == "imported:2"

        second = bring_in(world.world, world.clinic, raw, by="desk")

        assert (second.count(Fate.ALREADY), second.count(Fate.MADE)) == (2, 4)
        assert len(people(world)) == 6

    def test_a_crash_half_way_too(self, world: Pocket) -> None:
        raw, asked = table(*map(row, range(4))).encode(), count()

        def crashes() -> bool:
            if next(asked) == 2:
                raise Contended("somewhere in the middle")
            return True

        with pytest.raises(Contended):
            bring_in(world.world, world.clinic, raw, by="desk", has_time=crashes)

        assert len(people(world)) == 2
        assert world.world.store.logged("lakeside", before="", limit=1)[0].audit.action == "imported:2"
        assert bring_in(world.world, world.clinic, raw, by="desk").count(Fate.MADE) == 2
        assert len(people(world)) == 4

    def test_somebody_withdrawn_since_is_not_enrolled_again(self, world: Pocket) -> None:
        raw = table(row(0)).encode()
        made = bring_in(world.world, world.clinic, raw, by="desk").lines[0].enrollment_id
        ref = Ref(clinic_id="lakeside", enrollment_id=made or "")
        apply(world.world, ref, Withdrawn(by="desk"), key=None, action="withdraw", by="desk")

        assert bring_in(world.world, world.clinic, raw, by="desk").count(Fate.ALREADY) == 1
        assert len(people(world)) == 1

    def test_formulas_and_script_are_only_words(self, world: Pocket) -> None:
        raw = table(row(chart_name='=HYPERLINK("http://x","y")', reference="'@SUM(1)", call_note="<script>x</script>"))

        made = bring_in(world.world, world.clinic, raw.encode(), by="desk").lines[0].enrollment_id

        her = world.world.store.enrollment(Ref(clinic_id="lakeside", enrollment_id=made or ""))
        assert her is not None
        assert her.chart == Chart(
            name='=HYPERLINK("http://x","y")', reference="@SUM(1)", call_note="<script>x</script>"
        )


class TestPlans:
    """What a good file would bring about is known before anybody of it is enrolled."""

    def test_each_row_with_its_name_its_treatment_its_first_text_and_how_many(self, world: Pocket) -> None:
        raw = table(row(0), row(1, zone="America/Chicago")).encode()

        found = list(plans(world.world, sample_clinic(), look(world.world, sample_clinic(), raw)))

        assert [(one.row, one.name, one.pathway) for one in found] == [
            (2, "Person 0", "early-medication"),
            (3, "Person 1", "early-medication"),
        ]
        assert all(one.texts and one.first_at for one in found)
        assert str(found[1].first_at.tzinfo if found[1].first_at else "") == "America/Chicago"
        assert people(world) == []

    def test_a_large_file_is_worked_out_for_its_first_rows_alone(self, world: Pocket) -> None:
        raw = table(*(row(number) for number in range(LIVED_MAX + 2))).encode()

        found = list(plans(world.world, sample_clinic(), look(world.world, sample_clinic(), raw)))

        assert [one.texts is None for one in found] == [False] * LIVED_MAX + [True, True]

    def test_of_a_file_with_a_fault_nobody_is_planned(self, world: Pocket) -> None:
        raw = table(row(0), row(1, zone="moon")).encode()

        assert list(plans(world.world, sample_clinic(), look(world.world, sample_clinic(), raw))) == []
