"""What young people read: honest by the clock in London, also on the days it changes; names that tell nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.forums import names, wording
from chat.models import Post
from tests.forum.people import approve

WINTER, SUMMER = "2026-01-15", "2026-07-15"
IN_DAYTIME = "up to 2 hours."
LATE = "If it gets too late"
AT_NIGHT = "It is night now, so it will be read after 8am."


def london(day: str, at: str, behind: int = 0) -> datetime:
    """A moment by the wall clock, `behind` hours ahead of UTC."""
    return datetime.fromisoformat(f"{day}T{at}:00").replace(tzinfo=UTC) - timedelta(hours=behind)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (london(WINTER, "08:00"), IN_DAYTIME),
        (london(WINTER, "19:59"), IN_DAYTIME),
        (london(WINTER, "20:00"), LATE),
        (london(WINTER, "21:59"), LATE),
        (london(WINTER, "22:00"), AT_NIGHT),
        (london(WINTER, "07:59"), AT_NIGHT),
        (london(SUMMER, "08:00", 1), IN_DAYTIME),
        (london(SUMMER, "07:59", 1), AT_NIGHT),
        (london(SUMMER, "22:00", 1), AT_NIGHT),
        (london("2026-03-29", "08:00", 1), IN_DAYTIME),  # the morning the clocks went forward
        (london("2026-10-25", "07:59"), AT_NIGHT),  # the morning they went back
    ],
)
def test_times_are_those_of_the_clock_on_the_wall(at, says, database):
    assert says in wording.read_when(at)
    assert (LATE in wording.read_when(at)) == (says == LATE)


@pytest.mark.parametrize(
    ("written", "until"),
    [
        (london(WINTER, "10:00"), london(WINTER, "12:00")),
        (london(WINTER, "21:00"), london("2026-01-16", "10:00")),
        (london(WINTER, "23:30"), london("2026-01-16", "10:00")),
        (london(WINTER, "03:00"), london(WINTER, "10:00")),
        (london("2026-03-28", "23:00"), london("2026-03-29", "10:00", 1)),  # a short night
        (london("2026-10-24", "23:00", 1), london("2026-10-25", "10:00")),  # a long one
    ],
)
def test_a_post_that_waits_longer_than_we_said_says_so(written, until, aisha):
    post = aisha.begins()

    assert wording.promised_by(written) == until
    assert "longer than we said" not in wording.state_words(post, written, until)
    assert "longer than we said. Sorry." in wording.state_words(post, written, until + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("written", "now", "says"),
    [
        (london(WINTER, "10:20"), london(WINTER, "11:00"), "by 12:20pm."),
        (london(WINTER, "09:00"), london(WINTER, "09:00"), "by 11am."),
        (london(WINTER, "09:17"), london(WINTER, "09:17"), "by 11:17am."),  # as "up to 2 hours" says
        (london(SUMMER, "23:30", 1), london(SUMMER, "23:30", 1), "by 10am tomorrow."),
        (london(SUMMER, "23:30", 1), london("2026-07-16", "08:30", 1), "by 10am."),
    ],
)
def test_a_post_that_waits_says_until_when(written, now, says, aisha):
    assert says in wording.state_words(aisha.begins(), written, now)


def test_every_state_and_every_refusal_has_words(aisha, mina):
    post = approve(aisha.begins(), mina)
    for state in Post.State.values:
        post.state = state
        assert wording.state_words(post, post.created_at, post.created_at)
    for reason in ("empty", "no_title", "long_title", "too_long", "odd_characters", "closed", "withdrawn"):
        assert wording.refusal(reason) != wording.refusal("not_now")
    assert "about 1 minute." in wording.too_many(timedelta(seconds=3))
    assert "about 31 minutes." in wording.too_many(timedelta(minutes=30, seconds=3))


def test_names_are_made_of_our_words_and_of_numbers_that_mean_nothing(database):
    made = {names.new_name() for _ in range(300)}

    assert all(names.is_ours(name) for name in made)
    assert all(30 <= int(name.split()[2]) <= 99 for name in made)
    assert all(len(name) <= 40 for name in made)
    assert max(len(f"{a} {b} 998") for a in names.ADJECTIVES for b in names.ANIMALS) <= 40


def test_no_name_is_a_first_name_or_sounds_like_staff():
    first_names = {"robin", "jay", "wren", "willow", "amber", "ruby", "olive", "violet", "autumn", "misty", "martin"}
    staff = {"helper", "guide", "doctor", "nurse", "teacher", "officer", "moderator", "counsellor", "staff"}

    assert not {word.lower() for word in (*names.ADJECTIVES, *names.ANIMALS)} & (first_names | staff)
