"""Who they are to us, what they agreed to, what was erased, and what they wrote in the forum."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from chat.consents import consents_of, sentence, wording_of
from chat.keeping.receipt import receipt_of
from chat.models import AccessPack, Erasure, Member, Notice, Phone, Post, PostVersion
from escalation.rights.pack.items import Item, Pack, Part
from moderation.models import Feedback


def about_them(pack: AccessPack) -> list[Part]:
    return [
        Part(_("Who you are to us"), list(_who(pack)), _("We do not know your name unless you wrote it to us.")),
        Part(_("What you agreed to"), list(_agreed(pack)), _("Each time with the words that you read.")),
        Part(_("What was deleted"), list(_erased(pack))),
    ]


def posts(pack: AccessPack, found: Pack) -> list[Part]:
    member = Member.objects.filter(young_person=pack.young_person, key__isnull=False).select_related("key").first()
    if member is None:
        return []
    title = _("What you wrote in the forum, as %(nickname)s") % {"nickname": member.nickname}
    return [Part(title, list(_posts(member, found)), _("What others wrote there is theirs, and not in here."))]


def _who(pack: AccessPack) -> Iterator[Item]:
    young = pack.young_person
    yield _fact("you:since", _("We have known you since"), "", young.created_at)
    if young.return_name:
        yield _fact("you:name", _("Your name to come back by"), young.return_name)
    if young.code_word:
        yield _fact(
            "you:word", _("Your code word"), _("You have one. We keep it so that nobody can read it, not even us.")
        )
    phone = Phone.objects.filter(young_person=young).defer("number").first()
    if phone is not None:
        words = _("You texted us. Your number is kept locked away, and is not in here. You know it.")
        yield _fact("you:phone", _("Your phone"), words if phone.key_id else _("Your number was deleted."))
        yield _fact("you:texts", _("First text"), "", phone.first_heard_at)
        yield _fact("you:texted", _("Last text"), "", phone.last_heard_at)
        yield _fact("you:seen", _("Who sees the phone, as you said"), str(phone.get_seen_by_display()))


def _agreed(pack: AccessPack) -> Iterator[Item]:
    for consent in consents_of(pack.young_person_id):
        yield _fact(f"consent:{consent.pk}", sentence(consent), wording_of(consent), consent.at)


def _erased(pack: AccessPack) -> Iterator[Item]:
    done = Erasure.objects.filter(young_person=pack.young_person).exclude(state=Erasure.State.REFUSED)
    for erasure in done.order_by("asked_at", "pk"):
        yield _fact(f"erasure:{erasure.pk}", _("Deleted"), receipt_of(erasure), erasure.done_at)


def _posts(member: Member, found: Pack) -> Iterator[Item]:
    for post in Post.objects.filter(author=member).select_related("thread__forum").order_by("pk"):
        for version in post.versions.select_related("made_by").order_by("number"):
            version.post.author = member
            yield from _version(version, found)
        for notice in Notice.objects.filter(post=post).select_related("made_by").order_by("pk"):
            notice.post.author = member
            if notice.made_by:
                found.staff.add(notice.made_by)
            yield Item(f"notice:{notice.pk}", _("What we told you about it"), notice.words or "", notice.made_at)
        yield _fact(f"post:{post.pk}", _("Where it stands"), str(post.get_state_display()))


def _version(version: PostVersion, found: Pack) -> Iterator[Item]:
    label = _("You wrote") if version.made_by is None else _("What was left after a moderator took details out")
    if version.made_by:
        found.staff.add(version.made_by)
    if version.title:
        yield Item(f"title:{version.pk}", _("Title"), version.title, version.written_at)
    yield Item(f"version:{version.pk}", label, version.body or "", version.written_at)
    for copy in Feedback.objects.filter(post_version=version, words__isnull=False).order_by("said_at", "pk"):
        words = _("This, with names and places taken out")
        yield _fact(f"feedback:{copy.pk}", _("Kept to teach our program"), words, copy.said_at)


def _fact(name: str, label: str, words: str, at: object = None) -> Item:
    return Item(name, label, words, at, is_fact=True)  # type: ignore[arg-type]
