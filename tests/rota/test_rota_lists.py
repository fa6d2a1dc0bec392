"""The rota as a list out and in, and time as the kitchen clock has it."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from rota.models import Role, Shift, Slot, StaffMember
from rota.pages import lists, wall
from tests.rota.rota_cast import at, browser_of, cleared, in_days, planner, shift_of

HEAD = "email,duty,begins,ends\n"
BACK, FORWARD = date(2026, 10, 25), date(2027, 3, 28)


def rows(*lines: str) -> str:
    return HEAD + "\n".join(lines)


def wrong(text: str, by: StaffMember) -> list[tuple[int, str]]:
    with pytest.raises(lists.NotTaken) as refused:
        lists.read_in(text, by)
    return [(one.line, one.words) for one in refused.value.problems]


def test_what_is_written_can_be_read_in_again(database: str) -> None:
    olu, nia = planner(), cleared("Nia", Role.COUNSELLOR)
    shift = shift_of(nia, days=9)
    page = browser_of(olu).get(f"/rota/list.csv?day={in_days(9)}&days=month", secure=True)
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    text = page.content.decode()
    during = shift.during
    Shift.objects.filter(pk=shift.pk).update(released_at=shift.created_at, slot=None)

    [again] = lists.read_in(text, olu)

    assert (again.staff, again.duty, again.during) == (nia, shift.duty, during)


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(database: str) -> None:
    shift = shift_of(cleared("Nia", Role.COUNSELLOR))
    for name in ("=cmd|' /c calc'!A0", "+44", "-1", "@sum(A1)"):
        StaffMember.objects.filter(pk=shift.staff_id).update(name=name)
        text = lists.written(Shift.objects.select_related("staff"), with_addresses=True)
        assert f",'{name}," in text.replace('"', "")


def test_h14_every_problem_is_listed_by_line_and_nothing_is_taken(database: str) -> None:
    olu, nia = planner(), cleared("Nia", Role.COUNSELLOR)
    day = in_days(9)

    found = wrong(
        rows(
            f"nia@example.org,counsellor,{day} 18:00,{day} 22:00",
            f"nobody@example.org,pilot,{day} 18:00,{day} 22:00",
            f"nia@example.org,counsellor,{day} 22:00,{day} 18:00",
            "nia@example.org,counsellor,2027-03-28 01:30,2027-03-28 06:00",
            "nia@example.org,counsellor,2026-10-25 01:30,soon",
            f"nia@example.org,counsellor,{day} 20:00,{day} 23:00",
        ),
        olu,
    )

    assert [line for line, _words in found] == [3, 3, 4, 5, 6, 6, 7]
    said = " ".join(words for _line, words in found)
    for words in (
        "e-mail address",
        "no such duty",
        "after the begin",
        "does not exist",
        "is there twice",
        "already has",
    ):
        assert words in said, words
    assert not Shift.objects.exists()
    assert not Slot.objects.exists()
    assert nia.is_active


def test_in_the_hour_that_is_there_twice_the_list_may_say_which(database: str) -> None:
    assert lists._moment("2026-10-25 01:30 BST") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert lists._moment("2026-10-25 01:30 GMT") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert lists._moment("25/10/2026 03:00") == datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    with pytest.raises(ValidationError):
        lists._moment("2026-07-01 01:30 GMT")


def test_no_cell_of_a_list_is_left_out_silently(database: str) -> None:
    """A comma too many moves what stands behind it; a column that is named twice means two things."""
    olu, nia = planner(), cleared("Nia", Role.COUNSELLOR)
    begins, ends = f"{in_days(9)} 18:00", f"{in_days(9)} 22:00"
    fine = f"nia@example.org,counsellor,{begins},{ends}"

    assert [line for line, _words in wrong(rows(fine, f"{fine},and more"), olu)] == [3]
    assert wrong("email,duty,begins,ends,ends\n" + fine, olu)[0][0] == 1
    StaffMember.objects.filter(pk=nia.pk).update(email="+nia@example.org")
    [shift] = lists.read_in(rows(f"'+nia@example.org,counsellor,{begins},{ends},,"), olu)
    assert shift.staff == nia


def test_a_list_without_names_of_columns_or_without_an_end_is_refused(database: str) -> None:
    olu = planner()

    assert "Missing: duty, begins, ends" in wrong("email\nx", olu)[0][1]
    assert "no shift in the list" in wrong(HEAD, olu)[0][1]
    assert wrong("", olu)[0][0] == 1
    too_many = wrong(HEAD + "x,y,z,w\n" * (lists.MOST_LINES + 3), olu)
    assert any("too long" in words for _line, words in too_many)


def test_the_page_keeps_a_list_that_is_not_taken_and_lists_what_is_wrong(database: str) -> None:
    page, text = browser_of(planner()), rows("nobody@example.org,counsellor,2026-10-25 01:30,x")

    answer = page.post("/rota/list/", {"rows": text}, secure=True)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Line 2:" in shown
    assert "nobody@example.org,counsellor" in shown


@pytest.mark.parametrize(
    ("day", "begins", "ends", "hours", "words"),
    [
        (BACK, datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC), "9", "go back"),
        (FORWARD, datetime(2027, 3, 27, 22, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC), "7", "go forward"),
    ],
)
def test_h14_a_night_in_which_the_clocks_change_is_told(
    day: date, begins: datetime, ends: datetime, hours: str, words: str
) -> None:
    assert wall.span(begins, ends) == "22:00–06:00"
    assert wall.hours(begins, ends) == hours
    assert hours in wall.odd_hours(begins, ends)
    assert words in wall.change_words(day)
    assert wall.change_words(date(2026, 11, 25)) == ""
    assert wall.odd_hours(at(date(2026, 11, 24), 22), at(date(2026, 11, 25), 6)) == ""


def test_h14_every_minute_of_both_nights_is_shown_so_that_it_can_be_read_back() -> None:
    """The label names each moment once: what it says, typed again, is the same moment, or is refused as two."""
    for day in (BACK, FORWARD):
        first = wall.midnight(day)
        seen = set()
        for minute in range(0, 6 * 60, 1):
            moment = datetime.fromtimestamp(first.timestamp() + minute * 60, tz=UTC)
            label = wall.label(moment)
            assert label not in seen
            seen.add(label)
            assert lists._moment(f"{wall.day_of(moment)} {label}") == moment


def test_h14_a_time_that_is_missing_or_there_twice_is_refused_where_it_is_typed() -> None:
    for day, code in ((FORWARD, "missing"), (BACK, "twice")):
        for at_time in (time(1), time(1, 30), time(1, 59)):
            with pytest.raises(ValidationError) as refused:
                wall.typed(day, at_time)
            assert refused.value.code == code
        assert wall.label(wall.typed(day, time(0, 59))) == "00:59"
        assert wall.label(wall.typed(day, time(2))) == "02:00"


def test_a_gap_over_midnight_is_told_on_both_days() -> None:
    day = date(2026, 11, 24)
    parts = list(wall.by_day(at(day, 22), at(date(2026, 11, 26), 6)))

    assert [wall.span_in_day(*one) for one in parts] == ["22:00–24:00", "all day", "00:00–06:00"]
