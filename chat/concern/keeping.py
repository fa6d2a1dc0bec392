"""What somebody outside said goes when the record it led to goes: its key is destroyed, what is open is wiped."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from chat.models import Concern
from config import sealing
from config.models import DataKey


@transaction.atomic
def shred_concerns(numbers: Iterable[int]) -> int:
    """Nothing anybody said in these can be read once it is committed, and their references find nothing."""
    concerns = list(Concern.objects.select_for_update(of=("self",)).filter(pk__in=list(numbers)).order_by("pk"))
    key_ids = [one.key_id for one in concerns if one.key_id is not None]
    Concern.objects.filter(pk__in=[one.pk for one in concerns]).update(source_hash="", child_hash="")
    DataKey.objects.filter(pk__in=key_ids).delete()
    for key_id in key_ids:
        transaction.on_commit(partial(sealing.KEYS.forget, key_id))
    return len(key_ids)
