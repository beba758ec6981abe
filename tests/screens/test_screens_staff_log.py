"""Staff and log: nobody is removed by one tap, nothing typed is lost, and the log is read page by page."""

from datetime import date, timedelta

import pytest

from functions.operations import staff_acts
from functions.operations.enrollment_fields import Problem
from functions.screens import log, staff
from functions.screens.rendering import render
from functions.sights import Audit, Logged
from schedules.facts import AnchorMoved
from schedules.pathways import Clock
from tests.making import MONDAY, clinic, enrollment
from tests.screens.frames import HOSTILE, Page, breaks_no_rule, frame


def member(staff_id: str, name: str, *, may_be_removed: bool = True) -> staff.Member:
    return staff.Member(
        staff_id=staff_id,
        name=name,
        email=f"{name}@clinic.example",
        role="nurse",
        invited_at=MONDAY,
        may_be_removed=may_be_removed,
    )


MARIA, ZOE = member("s-1", "Maria"), member("s-2", "zoe", may_be_removed=False)


def staff_html(of: staff.Shown, *, may_change: bool = True) -> str:
    return render("staff.html", frame("settings"), staff=of, may_change=may_change)


def logged(action: str, *, at: int = 0, about: str | None = "e0001", author: str = "Maria") -> Logged:
    audit = Audit(at=MONDAY + timedelta(minutes=at), author=author, action=action, about=about)
    return Logged(cursor=f"2026#{at}", audit=audit)


def log_html(of: log.Shown) -> str:
    return render("log.html", frame("settings"), log=of)


def test_staff_stand_by_name_and_only_who_may_be_removed_has_a_way_to_it() -> None:
    page = Page(staff_html(staff.shown([ZOE, MARIA], clinic(), roles=("nurse", "lead"))))

    assert [cell for cell in page.cells if cell in {"Maria", "zoe"}] == ["Maria", "zoe"]
    assert [one["href"] for one in page.all("a") if "remove" in one["href"]] == ["/console/settings/staff/s-1/remove"]


def test_removing_is_asked_once_more_before_anything_is_posted() -> None:
    page = Page(staff_html(staff.shown([MARIA], clinic(), roles=("nurse",))))
    path = staff.remove_path("s-1")
    asked = Page(render("staff_remove.html", frame("settings"), member=MARIA, remove_path=path))

    assert path not in [one["action"] for one in page.all("form")]
    assert path in [one["action"] for one in asked.all("form")]
    assert "Remove Maria?" in asked.text


def test_an_invitation_that_was_refused_stands_there_as_typed_with_what_is_wrong() -> None:
    typed = staff.Typed(name="Ana", email="ana@", role="lead")
    problem = Problem(field="email", problem="is no address", mend="write it like ana@clinic.example")

    page = Page(staff_html(staff.shown([], clinic(), roles=("nurse", "lead"), typed=typed, problems=[problem])))

    assert page.posted("/console/settings/staff") == {
        "csrf": "token",
        "name": "Ana",
        "email": "ana@",
        "role": "lead",
    }
    assert page.text.count("is no address; write it like ana@clinic.example") == 2


def test_only_roles_that_may_be_given_are_offered() -> None:
    page = Page(staff_html(staff.shown([], clinic(), roles=("nurse",))))

    assert [one["value"] for one in page.all("input") if one.get("type") == "radio"] == ["nurse"]


def test_a_nurse_sees_who_is_staff_and_can_change_nobody() -> None:
    page = Page(staff_html(staff.shown([MARIA], clinic(), roles=()), may_change=False))

    assert "Maria@clinic.example" in page.text
    assert [one["action"] for one in page.all("form")] == ["/console/sign-out", "/console/sign-out-everywhere"]
    assert not [one for one in page.all("a") if "remove" in one["href"]]


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("enrolled", "enrolled her"),
        ("pause", "paused her texts"),
        ("marked:emergency", "marked a reply as emergency"),
        ("imported:12", "imported people: 12"),
        ("imported", "imported people"),
        ("settings:ladder+name", "changed the settings: ladder, name"),
        ("refused:role", "was refused: it was not hers to do"),
        ("ring_test", "rang the ladder as a test"),
        ("something_new:heavy_bleeding", "something new heavy bleeding"),
    ],
)
def test_what_was_done_is_said_in_words(action: str, says: str) -> None:
    assert log.done(action) == says


def test_the_log_shows_when_who_what_and_about_whom_and_leads_to_her() -> None:
    lines = [logged("pause", at=5), logged("settings", about=None, author="machine")]

    page = Page(log_html(log.shown(lines, clinic(), {}, before="", more=False)))

    assert "Mon 2 Mar, 10:05 am" in page.cells
    assert {"Maria", "Aftercare", "paused her texts", "changed the settings", "the clinic"} <= set(page.cells)
    assert "/console/people/e0001" in [one["href"] for one in page.all("a")]
    assert not [one for one in page.all("a") if "before=" in one["href"]]


def test_what_concerns_the_clinic_alone_is_said_to_be_about_the_clinic_and_leads_nowhere() -> None:
    lines = [logged("ring_test", about="s0001"), logged("pause")]

    page = Page(log_html(log.shown(lines, clinic(), {}, before="", more=False, of_nobody="s0001")))

    assert "the clinic" in page.cells
    assert [one["href"] for one in page.all("a") if "/people/" in one["href"]] == ["/console/people/e0001"]


def test_older_lines_are_asked_for_by_the_cursor_of_the_last_one_shown() -> None:
    lines = [logged("pause", at=9), logged("pause", at=3)]

    first = Page(log_html(log.shown(lines, clinic(), {}, before="", more=True)))
    later = Page(log_html(log.shown(lines, clinic(), {}, before="2026#12", more=True)))

    assert "/console/log?before=2026%233" in [one["href"] for one in first.all("a")]
    assert "Newest" not in first.text
    assert "Newest" in later.text


def test_an_empty_log_says_so() -> None:
    assert "Nothing has been done yet." in log_html(log.shown([], clinic(), {}, before="", more=False))
    assert "Nothing before that." in log_html(log.shown([], clinic(), {}, before="2026", more=False))


def test_nothing_is_inline_and_nothing_hostile_becomes_a_tag() -> None:
    hostile = member(HOSTILE, HOSTILE)
    typed = staff.Typed(name=HOSTILE, email=HOSTILE, role=HOSTILE)
    problems = [Problem(field=name, problem=HOSTILE, mend=HOSTILE) for name in ("name", "email", "role", HOSTILE)]
    line = logged(HOSTILE, about=HOSTILE, author=HOSTILE)
    values = {"member": hostile, "remove_path": staff.remove_path(HOSTILE)}

    listed = staff.shown([hostile], clinic(), roles=("nurse", HOSTILE), typed=typed, problems=problems)
    assert breaks_no_rule(staff_html(listed))
    assert breaks_no_rule(render("staff_remove.html", frame("settings"), **values))
    assert breaks_no_rule(log_html(log.shown([line], clinic(), {}, before=HOSTILE, more=True)))


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("assign:lead", "gave a matter to Lena"),
        ("assign", "gave a matter to a colleague"),
        ("close:sent_to_emergency", "closed a matter (sent to emergency care)"),
        ("resolve:spoke_to_her", "closed a matter (spoke to her)"),
        ("closed", "closed a matter"),
        ("anchor:tablets:2", "moved a date of hers (tablets, 2 days later)"),
        ("anchor:tablets:-1", "moved a date of hers (tablets, 1 day earlier)"),
        ("anchor:bleeding", "moved a date of hers (bleeding, set for the first time)"),
    ],
)
def test_a_line_says_to_whom_how_it_ended_and_how_far_a_date_was_moved(action: str, said: str) -> None:
    assert log.done(action, {"lead": "Lena"}) == said


def test_how_far_a_date_was_moved_is_logged_and_neither_date() -> None:
    moved = AnchorMoved(by="desk", clock=Clock.TABLETS, on=date(2026, 3, 4))

    assert staff_acts.logged("anchor", moved, enrollment()) == "anchor:tablets:2"
