"""Destroying keys, and the little beside them that is not sealed. Runs inside the transaction that asked everybody."""

import secrets
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import F

from chat import live
from chat.forums.posts import withdraw_post
from chat.keeping.asking import Wanted
from chat.models import AfterTalk, Conversation, Draft, Mark, Member, Phone, PostMark, YoungPerson
from chat.whence.gone import destroy_of as destroy_whence
from config import sealing
from config.models import DataKey


@dataclass
class Gone:
    """How many keys were destroyed, and codes of what stays."""

    keys: int = 0
    stays: list[str] = field(default_factory=list)


def shred(wanted: Wanted) -> Gone:
    """Nothing of this can be read once it is committed."""
    gone = Gone()
    numbers = [one.pk for one in wanted.conversations]
    _destroy([one.key_id for one in wanted.conversations], gone)
    _clear_conversations(numbers)
    if wanted.is_everything:
        _take_posts_down(wanted, gone)
    if wanted.is_everything or not _has_other_words(wanted.young_person):
        _forget_phone(wanted, gone)
        _forget_person(wanted.young_person)
    for number in numbers:
        live.nudge_conversation(number, "state")
    gone.stays.append("frame")
    return gone


def shred_posts(wanted: Wanted) -> Gone:
    """Nothing they wrote in the forum can be read once it is committed; what they said to us stays."""
    gone = Gone()
    _take_posts_down(wanted, gone)
    return gone


def _destroy(key_ids: list[int | None], gone: Gone) -> None:
    ids = [one for one in key_ids if one is not None]
    DataKey.objects.filter(pk__in=ids).delete()
    gone.keys += len(ids)
    for key_id in ids:
        transaction.on_commit(partial(sealing.KEYS.forget, key_id))


def _clear_conversations(numbers: list[int]) -> None:
    Conversation.objects.filter(pk__in=numbers).update(
        nickname=None, summary=None, age_band="", feeling=None, says_safe="", history_agreed=False
    )
    Mark.objects.filter(message__conversation__in=numbers).delete()
    AfterTalk.objects.filter(conversation__in=numbers).delete()
    Draft.objects.filter(conversation__in=numbers).delete()
    destroy_whence(numbers)


def _take_posts_down(wanted: Wanted, gone: Gone) -> None:
    """Nobody may be shown a post whose words are gone; a reply by somebody else stays theirs."""
    for post in wanted.posts:
        withdraw_post(post)
    member = Member.objects.filter(young_person=wanted.young_person).first()
    if member is None:
        return
    _destroy([member.key_id], gone)
    Member.objects.filter(pk=member.pk).update(age_band="")
    PostMark.objects.filter(version__post__in=wanted.posts).delete()
    gone.stays += ["posts"] if wanted.posts else []


def _has_other_words(young_person: YoungPerson) -> bool:
    """Apart from the number they text from, which is no reason to stay by itself."""
    others = Conversation.objects.filter(young_person=young_person, key__isnull=False)
    return others.exists() or Member.objects.filter(young_person=young_person, key__isnull=False).exists()


def _forget_phone(wanted: Wanted, gone: Gone) -> None:
    phone = Phone.objects.select_for_update(no_key=True).filter(young_person=wanted.young_person).first()
    if phone is None:
        return
    _destroy([phone.key_id], gone)
    Phone.objects.filter(pk=phone.pk).update(seen_by=Phone.SeenBy.NOT_SAID, asked_who_sees_at=None)
    if phone.texts == Phone.Texts.STOPPED:
        gone.stays.append("stop")  # They asked for no more texts: for that we have to know the phone again.
    elif wanted.is_everything:
        Phone.objects.filter(pk=phone.pk).update(number_hash=secrets.token_hex(32))


def _forget_person(young_person: YoungPerson) -> None:
    """Their cookie and code word reach nobody, and a page that is still open closes within two seconds."""
    YoungPerson.objects.filter(pk=young_person.pk).update(
        cookie_hash=None, epoch=F("epoch") + 1, return_name=None, code_word="", page_locked=False
    )
