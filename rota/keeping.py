"""What staff leave behind goes too: hand-over notes, swaps, times away, sign-ins."""

from datetime import datetime, timedelta
from functools import partial

from dateutil.relativedelta import relativedelta
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from config import sealing
from config.models import DataKey
from config.tuning import setting
from rota.models import Away, Invitation, ShiftNote, SignIn, Swap


def past_notes(at: datetime) -> QuerySet[ShiftNote]:
    """Hand-over notes 180 days after they were written; one that nobody signed stays until somebody does."""
    until = at - timedelta(days=setting("keeping.note_days"))
    return ShiftNote.objects.filter(key__isnull=False, written_at__lt=until, signed_at__isnull=False).order_by("pk")


@transaction.atomic
def erase_note(note: ShiftNote) -> None:
    """The words go with their key; who wrote it for which shift and who signed it stays."""
    key_id = ShiftNote.objects.select_for_update().values_list("key_id", flat=True).get(pk=note.pk)
    DataKey.objects.filter(pk=key_id).delete()
    if key_id is not None:
        transaction.on_commit(partial(sealing.KEYS.forget, key_id))


def past_swaps(at: datetime) -> QuerySet[Swap]:
    over = _years_ago(at)
    return Swap.objects.filter(asked_at__lt=over).exclude(state__in=Swap.OPEN).order_by("pk")


def past_away(at: datetime) -> QuerySet[Away]:
    return Away.objects.filter(during__endswith__lt=_years_ago(at)).order_by("pk")


def past_sign_ins(at: datetime) -> QuerySet[SignIn]:
    """Those that ended, or were not seen since, a year ago."""
    over = at - timedelta(days=setting("keeping.sign_in_days"))
    return SignIn.objects.filter(Q(ended_at__lt=over) | Q(seen_at__lt=over)).order_by("pk")


def past_invitations(at: datetime) -> QuerySet[Invitation]:
    over = at - timedelta(days=setting("keeping.sign_in_days"))
    return Invitation.objects.filter(expires_at__lt=over).only("pk", "expires_at").order_by("pk")


def past_browser_rows(at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=at).only("session_key", "expire_date").order_by("pk")


def _years_ago(at: datetime) -> datetime:
    moved: datetime = at + relativedelta(years=-int(setting("keeping.swap_years")))
    return moved
