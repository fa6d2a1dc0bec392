"""A young person asks what we keep. We know them by what only they have, and never by a name or by papers."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import AccessPack, Conversation, ConversationEvent, Phone, YoungPerson
from chat.return_names import as_kept
from config import clock
from config.tuning import setting
from escalation.doors import LARGEST_ID
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

ShownBy = AccessPack.ShownBy
WHICH_DAY = gettext_lazy("Say on which day they asked.")
SHOWN_WITHIN = timedelta(days=30)


def found_by(words: str) -> list[Conversation]:
    """The newest chats of whoever has this name to come back by, or this code on staff screens ("otter-4"); or the
    chat of this number.

    A code of ours is not one person's alone: whoever looks chooses by the day.
    """
    kept, number = as_kept(words), words.strip()
    everybody = Conversation.objects.select_related("young_person").order_by("-opened_at")
    if number.isascii() and number.isdigit():
        return list(everybody.filter(pk=min(int(number), LARGEST_ID)))
    by_name = list(everybody.filter(young_person__return_name=kept)[:1]) if kept else []
    return by_name or list(everybody.filter(handle=words.strip().lower())[:20])


def ways_to_know(young_person: YoungPerson) -> list[str]:
    """How they could have shown lately that it is them: what the database knows of it."""
    since = clock.now() - SHOWN_WITHIN
    theirs = ConversationEvent.objects.filter(conversation__young_person=young_person, at__gte=since)
    gave_word = theirs.filter(kind=ConversationEvent.Kind.CODE_WORD, to_value="right").exists()
    chats = Conversation.objects.filter(young_person=young_person, page_seen_at__gte=since)
    texted = Phone.objects.filter(young_person=young_person, last_heard_at__gte=since).exists()
    return [
        *([ShownBy.CODE_WORD] if gave_word else []),
        *([ShownBy.IN_CHAT] if chats.filter(channel=Conversation.Channel.WEB).exists() else []),
        *([ShownBy.BY_PHONE] if texted else []),
    ]


def begin(young_person: YoungPerson, *, shown_by: str, asked_on: date, by: StaffMember) -> AccessPack:
    """Raises ValidationError in words. Safe to repeat: one that is open is given back."""
    from escalation.rights.pack.redact import find_names

    if not may(by, Action.MAKE_PACK):
        raise PermissionDenied
    if shown_by not in ways_to_know(young_person):
        raise ValidationError(_("We have not seen that in the last 30 days. Ask them to write to us, from their chat."))
    if not clock.now().date() - timedelta(days=365) <= asked_on <= clock.now().date():
        raise ValidationError(WHICH_DAY)
    try:
        with transaction.atomic():
            pack = AccessPack.objects.create(
                young_person=young_person, shown_by=shown_by, asked_on=asked_on, made_by=by, made_at=clock.now()
            )
            audit.record("pack.begun", f"pack:{pack.pk}", who=by, ground="privacy")
    except IntegrityError:
        return AccessPack.objects.get(young_person=young_person, closed_at=None)
    find_names(pack)
    return pack


def answer_by(pack: AccessPack) -> date:
    return pack.asked_on + timedelta(days=int(setting("keeping.answer_days")))


def lead_says(pack: AccessPack, *, by: StaffMember, agrees: bool) -> AccessPack:
    """May escalations and allegations be in it? The newest answer counts: what is known changes."""
    from escalation.rights.pack.redact import find_names

    with transaction.atomic():
        pack = AccessPack.objects.select_for_update(no_key=True).get(pk=pack.pk)
        if not may(by, Action.AGREE_PACK, pack):
            raise PermissionDenied
        if pack.closed_at is not None:
            raise ValidationError(_("This is done."))
        pack.lead, pack.lead_agreed, pack.lead_at = by, agrees, clock.now()
        pack.save(update_fields=["lead", "lead_agreed", "lead_at"])
        audit.record("pack.agreed" if agrees else "pack.left_out", f"pack:{pack.pk}", who=by)
    find_names(pack)
    return pack


def close(pack: AccessPack, *, by: StaffMember) -> None:
    """They have it, or do not want it any more."""
    if not may(by, Action.MAKE_PACK):
        raise PermissionDenied
    with transaction.atomic():
        if AccessPack.objects.filter(pk=pack.pk, closed_at=None).update(closed_at=clock.now()):
            audit.record("pack.closed", f"pack:{pack.pk}", who=by, ground="privacy")


def note_search(found: Iterable[Conversation], *, by: StaffMember) -> None:
    """Looking for somebody is written down with whom was found, or that nobody was."""
    for about in [f"conversation:{one.pk}" for one in found] or [f"staff:{by.pk}"]:
        audit.record("people.searched", about, who=by, ground="rights")


def open_packs() -> Iterable[AccessPack]:
    return AccessPack.objects.filter(closed_at=None).select_related("made_by", "lead").order_by("asked_on", "pk")
