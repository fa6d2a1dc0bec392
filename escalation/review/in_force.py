"""What it all stood on: what the program read with, which numbers were set, who was on, which version ran. And gaps."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from chat.models import Member, Post
from config.models import SettingVersion
from config.tuning import DEFAULTS
from escalation.danger import of_young_person
from escalation.models import Escalation
from escalation.review.entries import local, utc
from escalation.review.readings import Readings
from escalation.review.scope import Scope
from rota.models import Shift

# Numbers that say by when, whom, how often and for how long. Those of forms and pages do not matter here.
MATTERS = ("assessment.", "cover.", "duty.", "escalation.", "flag.", "glass.", "handover.", "help.", "incident.",
           "keeping.", "lado.", "queue.", "reach.", "referral.", "service.", "silence.", "texts.")  # fmt: skip


def in_force(scope: Scope, readings: Readings) -> dict[str, Any]:
    opened = min(one.opened_at for one in scope.family)
    return {
        "readings": readings.in_force(),
        "settings": _settings(opened, scope.until),
        "on_duty_when_it_opened": _on_duty(opened),
        "software": _software(opened),
        "others_of_the_same_young_person": _others(scope),
    }


def _settings(opened: datetime, until: datetime) -> list[dict[str, Any]]:
    """As they stood when it opened, and each change until this was made."""
    versions = list(SettingVersion.objects.filter(set_at__lte=until).order_by("name", "version"))
    found = []
    for name in sorted(one for one in DEFAULTS if one.startswith(MATTERS)):
        theirs = [one for one in versions if one.name == name]
        before = [one for one in theirs if one.set_at <= opened]
        found.append(
            {
                "name": name,
                "value": before[-1].value if before else DEFAULTS[name],
                "version": before[-1].version if before else 0,
                "changed": [
                    {"at": utc(one.set_at), "local": local(one.set_at), "value": one.value, "version": one.version}
                    for one in theirs
                    if one.set_at > opened
                ],
            }
        )
    return found


def _on_duty(at: datetime) -> list[str]:
    on = Shift.objects.filter(during__contains=at).select_related("staff").order_by("duty", "staff__name", "pk")
    return [f"{one.get_duty_display()}: {one.staff.name}" for one in on]


def _software(opened: datetime) -> dict[str, Any]:
    """Which release ran then nobody wrote down: the newest change of the database at that time says it nearly."""
    known = MigrationRecorder.Migration.objects
    applied = list(known.filter(applied__lte=opened).order_by("-applied", "-id")[:1])
    since = known.filter(applied__gt=opened).order_by("applied", "id")
    return {
        "made_by_release": str(settings.RELEASE),
        "newest_change_of_the_database_then": _change(applied[0]) if applied else _("not known"),
        "changes_since": [_change(one) for one in since],
    }


def _change(one: Any) -> str:
    return f"{one.app} {one.name}, {utc(one.applied)}"


def _others(scope: Scope) -> list[str]:
    """That there were others, for whoever asks for their records too. What is about staff is nobody's of them."""
    whose = {one.young_person_id for one in scope.family if one.young_person_id is not None}
    found = Escalation.objects.none()
    for young_person in whose:
        found = found | Escalation.objects.filter(of_young_person(young_person), about_staff=None)
    others = found.exclude(pk__in=scope.numbers).distinct().order_by("pk")
    return [
        _("Escalation %(number)d, opened %(at)s, %(state)s") % {
            "number": one.pk, "at": local(one.opened_at), "state": one.get_state_display().lower(),
        }
        for one in others
    ]  # fmt: skip


def gaps(scope: Scope) -> list[str]:
    """What no record of ours can say, each time, whatever is in it."""
    found = [
        _("Who read over a shoulder, or was told by word of mouth, is not known."),
        _("What was said on the telephone is not recorded, only what somebody wrote down of it."),
        _("Numbers of the service that nobody ever set are those of the release that made this record."),
        _("Scores of the model are left out, and how a phone or a browser can be found."),
    ]
    if not scope.is_allegation:
        found.append(_("What belongs to an allegation about somebody who works here is only in a record of its own."))
    found += [_thread(post) for post in scope.posts]
    if any(one.key_id is None for one in scope.family):
        found.append(_("An escalation that was joined to this one has lost its words: their time was over."))
    return found


def _thread(post: Post) -> str:
    others = Post.objects.filter(thread=post.thread_id).exclude(author=post.author_id)
    people = Member.objects.filter(posts__in=others).distinct().count()
    return _(
        "Post %(post)d stands in thread %(thread)d. In it are %(count)d posts of %(people)d other young people: their "
        "words are not in this record."
    ) % {"post": post.pk, "thread": post.thread_id, "count": others.count(), "people": people}
