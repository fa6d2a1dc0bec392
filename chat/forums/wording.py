"""What young people read about their posts: kind words, honest times, by the clock on the wall in London."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chat.models import Post
from config.tuning import setting

Words = str | Promise

REFUSALS: dict[str, Words] = {
    "empty": gettext_lazy("There are no words in it yet. Write something first."),
    "no_title": gettext_lazy("Give it a title, so that others can see what it is about."),
    "long_title": gettext_lazy("The title is too long. It can have 100 letters. Your words are still here."),
    "too_long": gettext_lazy("This is longer than a post can be. Please make it shorter. Your words are still here."),
    "odd_characters": gettext_lazy("It has a character we cannot keep. Please write that part again."),
    "closed": gettext_lazy("Nobody can write here any more. Your words are still here. You can start something new."),
    "withdrawn": gettext_lazy("You took this post back. Your words are still here. You can post them anew."),
    "not_now": gettext_lazy("That did not work just now. Please try again. Your words are still here."),
}

RULES: tuple[Words, ...] = (
    gettext_lazy("Be kind. You can think differently and still be kind."),
    gettext_lazy("Stay secret. No real names, schools, places, numbers, links or names from other apps."),
    gettext_lazy("Say how it feels. Leave out how someone could get hurt: no ways, no amounts."),
    gettext_lazy("No plans to meet, and no dares."),
)

_STATES: dict[str, Words] = {
    Post.State.PUBLISHED: gettext_lazy("Everyone here can read it."),
    Post.State.RETURNED: gettext_lazy("It is not up. You can change it and send it again."),
    Post.State.WITHHELD: gettext_lazy("It is not up."),
    Post.State.WITHDRAWN: gettext_lazy("Nobody can see it any more."),
}


def refusal(reason: str) -> str:
    return str(REFUSALS.get(reason, REFUSALS["not_now"]))


def too_many(wait: timedelta) -> str:
    """A person reads each post: an hour has room for some of them."""
    minutes = max(1, -int(-wait.total_seconds() // 60))
    return ngettext(
        "You have written a lot in the last hour. A person has to read it all. "
        "You can post again in about %(minutes)s minute. Your words are still here.",
        "You have written a lot in the last hour. A person has to read it all. "
        "You can post again in about %(minutes)s minutes. Your words are still here.",
        minutes,
    ) % {"minutes": minutes}


def read_when(now: datetime) -> str:
    """When a post that comes in now is read."""
    hours, morning = setting("forum.read_within_hours"), _on_the_wall(setting("forum.reading_hours")["from"])
    if _is_night(now):
        return _("It is night now, so it will be read after %(morning)s.") % {"morning": morning}
    takes = ngettext(
        "This can take up to %(hours)s hour.", "This can take up to %(hours)s hours.", hours
    ) % {"hours": hours}  # fmt: skip
    if _is_night(now + timedelta(hours=hours)):
        return takes + " " + _("If it gets too late, it will be read after %(morning)s.") % {"morning": morning}
    return takes


def state_words(post: Post, written_at: datetime, now: datetime) -> str:
    """What became of a post, or what it waits for."""
    if post.state not in Post.TO_REVIEW:
        words = str(_STATES[post.state])
    elif now > promised_by(written_at):
        words = _("This takes longer than we said. Sorry. A person will read it. You have not done anything wrong.")
    else:
        words = _read_by(promised_by(written_at), now)
    if post.published_version_id is None:
        return words if post.state == Post.State.WITHDRAWN else _("Only you can see it.") + " " + words
    return words if post.state == Post.State.PUBLISHED else words + " " + _("What was up before stays up.")


def hidden_words() -> str:
    """It is up, and the thread around it is not."""
    return _("Not shown at the moment, because the thread it belongs to is not there.")


def taken_out_words() -> str:
    """A moderator left some of their words out of what is up."""
    return _("We took some details out of it, to keep everyone safe. What we took out is not shown here.")


def promised_by(written_at: datetime) -> datetime:
    """The latest moment at which we said that somebody would have read it."""
    within = timedelta(hours=setting("forum.read_within_hours"))
    if not _is_night(written_at) and not _is_night(written_at + within):
        return written_at + within
    return _next_morning(written_at) + within


def in_london(at: datetime) -> datetime:
    """What the clock on the wall says."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))


def _is_night(at: datetime) -> bool:
    hours = setting("forum.reading_hours")
    return not hours["from"] <= in_london(at).hour < hours["until"]


def _next_morning(at: datetime) -> datetime:
    local, hour = in_london(at), setting("forum.reading_hours")["from"]
    day = local.date() if local.hour < hour else local.date() + timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=local.tzinfo)


def _read_by(promised: datetime, now: datetime) -> str:
    """To the minute, so that it is what "up to 2 hours" said; never sooner than what we promised."""
    local = in_london(promised)
    late = (local + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)
    words = {"time": _on_the_wall(late.hour, late.minute)}
    if late.date() > in_london(now).date():
        return _("A person will have read it by %(time)s tomorrow.") % words
    return _("A person will have read it by %(time)s.") % words


def _on_the_wall(hour: int, minute: int = 0) -> str:
    half = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{half}am" if hour < 12 else f"{hour % 12 or 12}{half}pm"
