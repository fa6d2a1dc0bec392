"""The manager's month: what it counts is what was written down, and what is hidden cannot be worked out."""

import csv
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import AfterTalk, Conversation, ConversationEvent, YoungPerson
from chat.moves import EVENTS, MOVES, Move
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from config.tuning import setting
from escalation.month import chats, found, outcomes, staffing, week
from escalation.month.charts import week_chart_of
from escalation.month.chats import Became, Step
from escalation.month.hiding import Sum, hidden
from escalation.month.months import Month, month_in, month_of
from escalation.month.report import report
from escalation.month.tables import Counts
from escalation.open import open_about_staff, open_by_hand, open_escalation
from moderation.flags import raise_flag
from moderation.models import Flag, FlagEvent
from rota.models import AuditRow, CoverChange, Role, Shift, ShiftEvent, StaffMember
from rota.people import add_staff
from tests.people import flagged, make_aisha, person

JULY = Month(2026, 7)
State, Kind = Conversation.State, ConversationEvent.Kind
LEAST = 5


@pytest.fixture(autouse=True)
def _as_new():
    yield
    clock.reset()


@pytest.fixture
def maya(database) -> StaffMember:
    return add_staff("maya@example.org", "Maya", [Role.MANAGER], "senior")


# Months


def test_a_month_begins_at_midnight_in_london_also_in_summer():
    assert JULY.begins.astimezone(UTC) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert Month(2026, 12).ends == Month(2027, 1).begins
    assert Month(2026, 1).before == Month(2025, 12)
    assert month_of(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == Month(2026, 8)
    # March has an hour less, and October one more.
    assert Month(2026, 3).ends.astimezone(UTC) - Month(2026, 3).begins.astimezone(UTC) == timedelta(days=31, hours=-1)


def test_what_is_no_month_and_what_has_not_begun_is_not_there():
    assert [month_in(text) for text in ("", "2026-13", "july", "2026-7", "2999-01", "2026-07-01")] == [None] * 6


# Totals equal the event log: random histories, legal by the table of moves, counted twice


def a_history(dice: random.Random, at: datetime) -> list[tuple[str, datetime, str, str]]:
    """Kind, when, from, to: one conversation's rows, every move one that the table of moves allows."""
    rows = [(str(Kind.OPENED), at, "", str(State.WAITING))]
    state, urgency = State.WAITING, Urgency.ROUTINE
    for _ in range(dice.randrange(0, 12)):
        at += timedelta(seconds=dice.choice([1, 20, 59, 60, 61, 90, 600, 2_000, 90_000, 900_000]))
        if dice.random() < 0.25:
            now = dice.choice(list(Urgency))
            kind = Kind.URGENCY_RAISED if now.rank >= urgency.rank else Kind.URGENCY_LOWERED
            rows.append((str(kind), at, str(urgency), str(now)))
            urgency = now
            continue
        move, to = dice.choice([(what, after) for (before, what), after in MOVES.items() if before == state])
        rows.append((str(EVENTS[move]), at, str(state), str(to)))
        state = to
    return rows


def by_hand(history: list[tuple[str, datetime, str, str]], month: Month) -> Counter[tuple[str, str]]:
    """The same counts, the slow way round: for each wish to talk, everything after it is looked through."""
    found: Counter[tuple[str, str]] = Counter()
    for number, (kind, begun, _was, _to) in enumerate(history):
        if kind not in ("opened", "came_back") or not month.begins <= begun < month.ends:
            continue
        became = "waiting"
        for later, (what, at, _was, to) in enumerate(history[number + 1 :], start=number + 1):
            urgency = next((row[3] for row in reversed(history[:later]) if row[0].startswith("urgency_")), "routine")
            took = (at - begun).total_seconds()
            if what in ("taken", "taken_over"):
                became = "in_time" if took <= 60 * setting("queue.reply_minutes")[urgency] else "late"
            elif what == "abandoned" or (what == "ended" and to == "closed_by_yp"):
                became = "left_soon" if took < 60 else "left"
            elif what == "ended":
                became = "ended"
            else:
                continue
            break
        else:
            urgency = next((row[3] for row in reversed(history) if row[0].startswith("urgency_")), "routine")
        found[urgency, became] += 1
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_waits_of_any_history_are_those_that_one_counts_by_hand(database: str, seed: int):
    dice = random.Random(seed)
    history = a_history(dice, JULY.begins + timedelta(hours=dice.randrange(-400, 760)))

    steps = [Step(1, kind, at, to) for kind, at, _was, to in history]
    waits = [wait for wait in chats.waits_in(steps) if JULY.begins <= wait.begun < JULY.ends]

    assert Counter((str(wait.urgency), str(wait.became)) for wait in waits) == by_hand(history, JULY)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_totals_on_the_page_equal_the_event_log(maya: StaffMember, seed: int):
    dice, begun = random.Random(seed), Counter()
    already = Counter((str(wait.urgency), str(wait.became)) for wait in chats.offered(JULY))
    rows = []
    for _ in range(dice.randrange(5, 60)):
        at = JULY.begins + timedelta(hours=dice.randrange(-30, 760))
        conversation = a_conversation(at)
        history = a_history(dice, at)
        begun += by_hand(history, JULY)
        rows += [
            ConversationEvent(conversation=conversation, kind=kind, at=when, from_value=was[:20], to_value=to[:20])
            for kind, when, was, to in history
        ]
    ConversationEvent.objects.bulk_create(rows)
    clock.move(max(timedelta(), JULY.ends + timedelta(days=40) - clock.now()))

    waits = chats.offered(JULY)
    [table] = [one for one in report(JULY, maya) if one.key == "chats"]

    assert Counter((str(wait.urgency), str(wait.became)) for wait in waits) == already + begun
    every = dict(table.rows)["All"][0]
    assert every.is_hidden or int(every.words) == len(waits)


def a_conversation(at: datetime) -> Conversation:
    """Over, as far as the tables care: only its history is counted."""
    return Conversation.objects.create(
        key=DataKey.make("conversation"), young_person=YoungPerson.objects.create(), handle="otter-4",
        state=State.CLOSED, opened_at=at, ended_at=at, waiting_since=None,
    )  # fmt: skip


# What is hidden


def attacker_knows(counts: dict[str, int], sums: list[Sum], gone: frozenset[str]) -> set[str]:
    """What is hidden and could be no other number: tried one more and one less, alone and together with the others."""
    names = sorted(gone)
    others: set[str] = set()
    for steps in product((-1, 0, 1), repeat=len(names)):
        known = {**counts, **{name: counts[name] + step for name, step in zip(names, steps, strict=True)}}
        if min(known.values()) >= 0 and all(known[one.total] == sum(known[part] for part in one.parts) for one in sums):
            others |= {name for name, step in zip(names, steps, strict=True) if step}
    return set(names) - others


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(st.one_of(st.integers(0, 12), st.integers(0, 4)), min_size=2, max_size=5))
def test_in_a_list_with_a_total_nothing_hidden_follows_from_the_rest(parts: list[int]):
    counts = {f"p{number}": count for number, count in enumerate(parts)} | {"all": sum(parts)}
    sums = [Sum("all", tuple(f"p{number}" for number in range(len(parts))))]

    gone = hidden(counts, sums)

    assert {name for name, count in counts.items() if 0 < count < LEAST} <= gone
    left_over = sum(counts[name] for name in gone if name != "all")
    assert not gone or "all" in gone or left_over >= LEAST
    assert attacker_knows(counts, sums, gone) == set()


@settings(max_examples=100, deadline=None)
@given(cells=st.lists(st.one_of(st.integers(0, 30), st.integers(0, 6)), min_size=6, max_size=6))
def test_in_a_table_with_totals_both_ways_nothing_hidden_follows_from_the_rest(cells: list[int]):
    counts = {f"{row}{column}": cells[3 * row + column] for row in range(2) for column in range(3)}
    sums = [Sum(f"{row}all", tuple(f"{row}{column}" for column in range(3))) for row in range(2)]
    sums += [Sum(f"all{column}", (f"0{column}", f"1{column}")) for column in range(3)]
    sums += [Sum("allall", ("all0", "all1", "all2")), Sum("allall", ("0all", "1all"))]
    for one in sums:
        counts[one.total] = sum(counts[part] for part in one.parts)

    gone = hidden(counts, sums)

    assert {name for name, count in counts.items() if 0 < count < LEAST} <= gone
    if len(gone) <= 8:
        assert attacker_knows(counts, sums, gone) == set()
    for one in sums:
        missing = [name for name in (one.total, *one.parts) if name in gone]
        assert len(missing) != 1


def test_a_percentage_is_hidden_with_the_counts_it_stands_on(database):
    rows, columns = [("a", "A"), ("b", "B")], [("all_of_it", "All"), ("yes", "Yes"), ("no", "No")]
    counts = {"a.all_of_it": 25, "a.yes": 23, "a.no": 2, "b.all_of_it": 40, "b.yes": 20, "b.no": 20}

    table = Counts(rows, columns, counts, [("all_of_it", ("yes", "no"))])

    assert table.cell("a", "no").is_hidden
    assert table.cell("a", "yes").is_hidden
    assert table.share("a", "yes", "all_of_it").is_hidden
    assert table.time([timedelta(seconds=9)] * 4, 50).is_hidden
    assert not table.time([timedelta(seconds=9)] * 23, 50).is_hidden
    assert table.cell("all", "all_of_it").words == "65"


def test_what_became_of_flags_adds_up_to_those_that_were_raised(maya: StaffMember):
    conversation = a_conversation(JULY.begins)
    for number in range(16):
        state = (Flag.State.DISMISSED, Flag.State.HANDLED)[number % 2]
        flag = Flag.objects.create(
            conversation=conversation, check_name=f"r{number}", words="low mood", urgency="soon", state=state
        )
        at = JULY.begins + timedelta(hours=number)
        FlagEvent.objects.create(flag=flag, at=at, to_state="raised", urgency="soon")
        FlagEvent.objects.create(
            flag=flag, at=at + timedelta(seconds=90), from_state="raised", to_state=state, urgency="soon"
        )
    clock.move(max(timedelta(), JULY.ends + timedelta(days=40) - clock.now()))

    [table] = [one for one in report(JULY, maya) if one.key == "flags"]

    for row in ("Soon", "All"):
        assert [cell.words for cell in dict(table.rows)[row]] == [*"16 8 8 0 0 0".split(), "50 %", "90 s", "90 s"]


# Cover, debriefs, how they felt


def test_cover_is_the_time_in_each_state_and_what_was_before_counts_on(maya: StaffMember):
    for at, state in (
        (JULY.begins - timedelta(days=2), "open"),
        (JULY.begins + timedelta(days=10), "closed"),
        (JULY.begins + timedelta(days=11), "open"),
        (JULY.ends + timedelta(days=1), "closed"),
    ):
        CoverChange.objects.create(at=at, state=state, present=2, on_shift=2)
    clock.move(max(timedelta(), JULY.ends + timedelta(days=40) - clock.now()))

    found = staffing.cover(JULY)

    assert (found.open, found.closed, found.narrowed) == (timedelta(days=30), timedelta(days=1), timedelta())


def test_hours_debriefs_and_how_they_felt_are_counted(maya: StaffMember):
    sam = person("Sam", Role.COUNSELLOR)
    clock.move(max(timedelta(), JULY.ends + timedelta(days=40) - clock.now()))
    for day, length in ((1, 8), (4, 9), (8, 14)):
        begins = JULY.begins + timedelta(days=day, hours=6)
        during = DateTimeTZRange(begins, begins + timedelta(hours=length))
        shift = Shift.objects.create(staff=sam, duty="counsellor", during=during)
        ShiftEvent.objects.create(shift=shift, kind="debrief_offered", at=begins)
    ShiftEvent.objects.create(shift=shift, kind="debrief_taken", at=begins)
    for before, after in ((2, 6), (5, 5), (4, 3), (1, 9)):
        conversation = a_conversation(JULY.begins)
        Conversation.objects.filter(pk=conversation.pk).update(feeling=before)
        AfterTalk.objects.create(conversation=conversation, feeling=after, at=JULY.begins)

    hours = staffing.hours(JULY)

    assert (hours.within, hours.over) == (2, 1)
    assert staffing.debriefs(JULY) == {"taken": 1, "declined": 0, "open": 2}
    assert chats.distance_travelled(JULY) == {"better": 2, "same": 1, "worse": 1}


# Asked and on duty, hour by hour; who found the danger


def test_who_was_there_counts_hours_that_happened_also_when_the_clocks_change(maya: StaffMember):
    sam, priya, late = (person(name, Role.COUNSELLOR) for name in ("Sam", "Priya", "Late"))
    clock.move(max(timedelta(), Month(2026, 10).ends + timedelta(days=40) - clock.now()))
    sunday = datetime(2026, 10, 25, tzinfo=UTC)  # the clocks go back at 01:00 UTC: 01:00 in London comes twice
    for staff, begins, ends in ((sam, 0, 4), (priya, 0, 2), (late, 0, 4)):
        during = DateTimeTZRange(sunday + timedelta(hours=begins - 1), sunday + timedelta(hours=ends - 1))
        Shift.objects.create(staff=staff, duty="counsellor", during=during)
    Shift.objects.filter(staff=priya).update(finished_at=sunday + timedelta(minutes=-30))
    Shift.objects.filter(staff=late).update(missed_at=sunday)

    there = week.on_duty(Month(2026, 10))

    # Four Sundays at midnight: Sam for an hour of four, Priya for half of one. At 01:00 five hours: Sam for two.
    assert there[6, 0] == pytest.approx(1.5 / 4)
    assert there[6, 1] == pytest.approx(2 / 5)
    assert there[6, 2] == pytest.approx(1 / 4)
    assert len(there) == 168
    assert sum(there.values()) == pytest.approx(1.5 / 4 + 2 / 5 + 1 / 4)


def test_what_was_asked_by_hour_adds_up_to_what_was_offered_and_small_hours_are_hidden(maya: StaffMember):
    monday = datetime(2026, 7, 6, 20, 30, tzinfo=UTC)  # 21:30 in London
    for number in range(17):
        begun = monday + (timedelta(days=7 * (number % 3)) if number < 12 else timedelta(hours=number % 3 - 9))
        ConversationEvent.objects.create(
            conversation=a_conversation(begun), kind=Kind.OPENED, at=begun, to_value=State.WAITING
        )
    clock.move(max(timedelta(), JULY.ends + timedelta(days=40) - clock.now()))

    tables = {one.key: one for one in report(JULY, maya)}

    rows = dict(tables["week"].rows)
    assert tables["week"].columns[:2] == ["Mon asked", "Mon on duty"]
    assert rows["21:00"][0].words == "12"
    assert sum(row[0].is_hidden for row in rows.values()) == 3, "five others, no more than two an hour"
    assert sum(week.asked(JULY).values()) == len(chats.offered(JULY)) == 17
    picture = week_chart_of(tables["week"])
    assert {bar.height for strip in picture.strips for bar in strip.bars if bar.is_hidden} == {4}


def test_what_a_person_found_and_the_program_had_not_noticed_is_told_apart(maya: StaffMember, database: str):
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    clock.move(max(timedelta(), JULY.begins - clock.now()))
    month = month_of(clock.now())
    noticed, unnoticed, silent = (make_aisha() for _ in range(3))
    flagged(noticed.says("low again"), urgency=Urgency.SOON)
    raise_flag(unnoticed.says("x"), check_name="assessment.not_checked", words="not checked", urgency="not_checked")
    open_escalation(flagged(make_aisha().says("took tablets"), urgency=Urgency.NOW))
    for each in (noticed, unnoticed, silent):
        open_by_hand(each.conversation, Urgency.NOW, "I am worried", lena)
    open_about_staff(person("Bo", Role.MODERATOR), Urgency.NOW, "crossed a line", lena)

    counted = found.by_whom(month, maya)

    assert counted == {"program": 1, "noticed": 1, "missed": 2, "staff": 1}
    assert sum(counted.values()) == sum(outcomes.by_outcome(month, maya).values()), "two tables, one total"


# The page and the file


def test_the_file_says_what_the_page_says_hides_what_it_hides_and_is_written_down(maya: StaffMember):
    for number in range(23):
        conversation = a_conversation(JULY.begins)
        begun = JULY.begins + timedelta(hours=number)
        took = timedelta(seconds=30 if number < 20 else 4_000)
        for kind, at, to in ((Kind.OPENED, begun, State.WAITING), (Kind.TAKEN, begun + took, State.ACTIVE)):
            ConversationEvent.objects.create(conversation=conversation, kind=kind, at=at, to_value=to)
    clock.move(max(timedelta(), JULY.ends + timedelta(days=40) - clock.now()))
    client = Client(headers={"host": "localhost"})
    client.force_login(maya, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get("/month/", {"month": "2026-07"}).content.decode()
    lines = list(csv.reader(client.get("/month/csv/", {"month": "2026-07"}).content.decode().splitlines()))

    cells = {(row, column): value for _month, table, row, column, value in lines[1:] if table == "Chats and waits"}
    assert cells["All", "Offered"] == "23"
    assert cells["All", "late"] == cells["All", "in time"] == cells["All", "In time %"] == "hidden"
    assert all(f">{value}<" in page for value in cells.values())
    assert "<script" not in page.split("<main")[1].split("</main>")[0]
    assert AuditRow.objects.filter(action="month.exported", about="month:202607", who=maya).count() == 1


def test_the_running_month_is_rounded_and_the_coming_one_is_not_there(maya: StaffMember):
    client = Client(headers={"host": "localhost"})
    client.force_login(maya, backend="allauth.account.auth_backends.AuthenticationBackend")
    running = month_of(clock.now())
    for _ in range(8):
        conversation = a_conversation(clock.now())
        ConversationEvent.objects.create(
            conversation=conversation, kind=Kind.OPENED, at=clock.now(), to_value=State.WAITING
        )

    for number in range(6):
        text = ConversationEvent.objects.filter(kind=Kind.OPENED)[number]
        took = timedelta(seconds=61 + number)
        ConversationEvent.objects.create(
            conversation=text.conversation, kind=Kind.TAKEN, at=text.at + took, to_value=State.ACTIVE
        )

    page = client.get("/month/", {"month": running.key}).content.decode()

    assert "about 5" in page
    assert ">8<" not in page
    assert "up to 2 min" in page
    assert "1 min 06 s" not in page
    assert "All of it is exact once the month is over." in page
    assert client.get("/month/", {"month": running.next.key}).status_code == 404


def test_every_move_that_gives_somebody_to_a_person_ends_a_wait(database):
    """A new move that takes somebody out of waiting has to be counted as something."""
    out_of_waiting = {what for (state, what), _to in MOVES.items() if state == State.WAITING}
    for what in out_of_waiting - {Move.TAKE, Move.TAKE_OVER, Move.ABANDON, Move.LEAVE, Move.END_AT_ONCE}:
        pytest.fail(f"{what} is counted as nothing")
    step = Step(1, Kind.TAKEN, clock.now(), State.ACTIVE)
    assert chats.became(step, "routine", timedelta(minutes=1)) == Became.IN_TIME
