"""Taking a blind reading, answering it, leaving it. What nobody had noticed and somebody now fears is a flag at once.

The lock keeps two from reading the same; it never keeps anybody from saying that somebody must act.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chat.models import Conversation
from chat.urgency import Urgency, highest
from config import clock
from config.tuning import setting
from moderation.blind.access import may_read_blind, next_first, open_to
from moderation.checks import CATEGORIES
from moderation.flags import raise_flag
from moderation.models import Assessment, BlindLook, BlindReading, Flag
from rota import audit
from rota.models import StaffMember

Verdict = BlindReading.Verdict
# So many at most are tried before somebody is told that nothing waits.
MOST_TRIED = 50
WORDS = gettext_noop("somebody who read it again was worried")


class NothingWaits(Exception):
    """Nothing that this person may read."""


class AlreadyJudged(Exception):
    """Somebody else was quicker, and what they said counts. Whoever had to be told was told all the same."""


def held_by(staff: StaffMember) -> BlindReading | None:
    """The one they took; also when its time is over, for as long as nobody else took it."""
    return open_to(staff).filter(taken_by=staff, judged_at=None).first()


@transaction.atomic
def take_next(staff: StaffMember) -> BlindReading:
    """The one they hold, or the next one that nobody reads. Raises NothingWaits."""
    # Pressed twice at once, they get one: the second waits for the first.
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    reading = held_by(staff)
    if reading is None:
        # One of theirs that they may not read any more is let go of: nobody holds two.
        BlindReading.objects.filter(taken_by=staff, judged_at=None).update(taken_by=None, taken_until=None)
        reading = _first_free(staff)
    reading.taken_by, reading.taken_until = staff, clock.now() + timedelta(minutes=setting("blind.lock_minutes"))
    reading.save(update_fields=["taken_by", "taken_until"])
    BlindLook.objects.get_or_create(reading=reading, by=staff)
    return reading


def waiting_for(staff: StaffMember) -> QuerySet[BlindReading]:
    """What this person may take: nobody reads it, or whoever took it let its time run out."""
    return open_to(staff).filter(_is_free(), judged_at=None)


def _is_free() -> Q:
    return Q(taken_by=None) | Q(taken_until__lte=clock.now())


def _first_free(staff: StaffMember) -> BlindReading:
    """Asked again of each once its row is locked: two people never get the same."""
    rows = BlindReading.objects.select_for_update(no_key=True, skip_locked=True)
    for pk in next_first(waiting_for(staff)).values_list("pk", flat=True)[:MOST_TRIED]:
        reading = rows.filter(_is_free(), pk=pk, judged_at=None).first()
        if reading is not None:
            return reading
    raise NothingWaits


def judge(reading: BlindReading, *, verdict: str, category: str, judged_by: StaffMember) -> None:
    """How soon somebody should have looked. Raises ValidationError, or AlreadyJudged where somebody else has it."""
    if not may_read_blind(judged_by):
        raise PermissionDenied
    category = _checked(verdict, category)
    if not _record(reading, verdict, category, judged_by):
        raise AlreadyJudged


@transaction.atomic
def _record(reading: BlindReading, verdict: str, category: str, by: StaffMember) -> bool:
    """Whether theirs is the one that counts. What must reach somebody is raised in either case."""
    # The conversation before the reading, as an erasure locks them.
    Conversation.objects.select_for_update(no_key=True).get(pk=reading.message.conversation_id)
    reading = BlindReading.objects.select_for_update(no_key=True).get(pk=reading.pk)
    if reading.judged_by_id == by.pk:
        return True  # pressed twice
    _tell(reading, Verdict(verdict), category, by)
    if reading.judged_at is not None or reading.taken_by_id not in (None, by.pk):
        return False
    reading.verdict, reading.category = verdict, category
    reading.judged_by, reading.judged_at = by, clock.now()
    reading.taken_by = reading.taken_until = None
    reading.save(update_fields=["verdict", "category", "judged_by", "judged_at", "taken_by", "taken_until"])
    audit.record("blind.judged", f"blind:{reading.pk}", who=by)
    return True


def _checked(verdict: str, category: str) -> str:
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": _("Choose how soon somebody should have looked.")})
    if verdict not in BlindReading.RISKY:
        return ""
    if category not in CATEGORIES:
        raise ValidationError({"category": _("Choose what it is about most of all.")})
    return category


def _tell(reading: BlindReading, verdict: Verdict, category: str, by: StaffMember) -> Flag | None:
    """A person noticed more than the checks had: a flag, as if it had been noticed then.

    Nobody has a chat that is over, so nobody would answer a flag below Very soon in it: it is at least that.
    """
    message = reading.message
    noticed = Assessment.objects.filter(message=message).values_list("urgency", flat=True).first()
    urgency = verdict.urgency
    if verdict not in BlindReading.RISKY or urgency.rank <= Urgency(noticed or Urgency.ROUTINE).rank:
        return None
    if Conversation.objects.filter(pk=message.conversation_id, ended_at__isnull=False).exists():
        urgency = highest(urgency, Urgency.VERY_SOON)
    # By a name of its own for each message: two of one chat are two flags, and each one's words are quoted.
    name = f"blind.{message.pk}"
    return raise_flag(message, check_name=name, words=WORDS, urgency=urgency, category=category, raised_by=by)


@transaction.atomic
def skip(reading: BlindReading, *, why: str, by: StaffMember) -> None:
    """Somebody else reads it. Raises ValidationError without a reason."""
    if why not in BlindLook.Why.values:
        raise ValidationError({"why": _("Say why you leave it to somebody else.")})
    reading = BlindReading.objects.select_for_update(no_key=True).get(pk=reading.pk)
    BlindLook.objects.filter(reading=reading, by=by).update(skipped=why)
    audit.record("blind.skipped", f"blind:{reading.pk}", who=by)
    if reading.taken_by_id == by.pk and reading.judged_at is None:
        reading.taken_by = reading.taken_until = None
        reading.save(update_fields=["taken_by", "taken_until"])
