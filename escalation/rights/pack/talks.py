"""Chats: what was said, what staff noted beside it, what was asked, what happened."""

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _

from chat.consents import LONDON
from chat.models import AccessPack, AfterTalk, Conversation, Message, SafetyAnswers, StaffNote
from escalation.rights.pack.items import Item, Pack, Part
from moderation.models import Feedback, Flag
from rota.audit import readers_of
from rota.models import Role, StaffMember


def talks(pack: AccessPack, found: Pack) -> list[Part]:
    theirs = Conversation.objects.filter(young_person=pack.young_person).select_related("key", "owner")
    return [_part(conversation, found) for conversation in theirs.order_by("opened_at")]


def _part(conversation: Conversation, found: Pack) -> Part:
    day = formats.date_format(conversation.opened_at.astimezone(LONDON), "j F Y")
    items = list(_facts(conversation))
    if conversation.key_id is None:
        return Part(_("Chat of %(day)s") % {"day": day}, items, _("The words of this chat were deleted."))
    items += [*_said(conversation, found), *_after(conversation), *_beside(conversation, found)]
    return Part(
        _("Chat of %(day)s") % {"day": day},
        [*items, *_noticed(conversation), *_copies(conversation), *_read_by(conversation, found)],
    )


def _facts(conversation: Conversation) -> Iterator[Item]:
    number = conversation.pk
    facts = [
        ("by", _("You came by"), str(conversation.get_channel_display())),
        ("code", _("What staff saw instead of a name"), conversation.handle),
        ("nickname", _("The nickname you gave"), (conversation.nickname or "") if conversation.key_id else ""),
        ("age", _("The age you gave"), str(conversation.get_age_band_display()) if conversation.age_band else ""),
        ("feeling", _("How you felt, from 0 to 10"), "" if conversation.feeling is None else str(conversation.feeling)),
        ("safe", _("Are you safe right now?"), str(conversation.get_says_safe_display())),
    ]
    for key, label, words in facts:
        if words:
            yield Item(f"chat-{key}:{number}", label, words, is_fact=key != "nickname")
    if conversation.ended_at:
        yield Item(f"chat-ended:{number}", _("It ended"), "", conversation.ended_at, is_fact=True)


def _said(conversation: Conversation, found: Pack) -> Iterator[Item]:
    labels = {
        Message.By.YOUNG_PERSON: _("You"),
        Message.By.COUNSELLOR: _("A counsellor"),
        Message.By.SYSTEM: _("Sent by itself"),
    }
    for message in conversation.messages.select_related("staff").order_by("place"):
        message.conversation = conversation
        _is_named(message.staff, found)
        by = labels[Message.By(message.by)]
        yield Item(f"message:{message.pk}", by, message.body or "", message.stored_at)


def _after(conversation: Conversation) -> Iterator[Item]:
    after = AfterTalk.objects.filter(conversation=conversation).first()
    if after is None:
        return
    after.conversation = conversation
    if after.feeling is not None:
        yield Item(f"after:{after.pk}", _("How you felt afterwards"), str(after.feeling), after.at, is_fact=True)
    if after.helped:
        yield Item(f"helped:{after.pk}", _("Did it help?"), str(after.get_helped_display()), after.at, is_fact=True)
    if after.words:
        yield Item(f"better:{after.pk}", _("What could be better, as you said"), after.words, after.at)


def _beside(conversation: Conversation, found: Pack) -> Iterator[Item]:
    if conversation.summary:
        yield Item(f"summary:{conversation.pk}", _("What the counsellor wrote at the end"), conversation.summary)
    _is_named(conversation.owner, found)
    for note in StaffNote.objects.filter(conversation=conversation).select_related("by").order_by("at", "pk"):
        note.conversation = conversation
        _is_named(note.by, found)
        yield Item(f"note:{note.pk}", _("A note of staff for staff"), note.body or "", note.at)
    for answers in SafetyAnswers.objects.filter(conversation=conversation).order_by("at", "pk"):
        yield Item(f"safety:{answers.pk}", _("What was noted about your safety"), _answers(answers), answers.at, True)
    for moved in conversation.history.exclude(why=None).select_related("by").order_by("at", "pk"):
        moved.conversation = conversation
        _is_named(moved.by, found)
        yield Item(f"moved:{moved.pk}", _("Why something was done, as staff wrote it"), moved.why or "", moved.at)


def _answers(answers: SafetyAnswers) -> str:
    said = [
        (_("Thoughts of suicide"), answers.get_thoughts_display()),
        (_("A plan"), answers.get_plan_display()),
        (_("The means"), answers.get_means_display()),
        (_("When"), answers.get_when_display()),
        (_("Safe right now"), answers.get_safe_now_display()),
    ]
    return "; ".join(f"{label}: {answer}" for label, answer in said)


def _noticed(conversation: Conversation) -> Iterator[Item]:
    for flag in Flag.objects.filter(conversation=conversation).order_by("raised_at", "pk"):
        label = _("A program or a person noticed") if flag.raised_by_id is None else _("A person noticed")
        yield Item(f"flag:{flag.pk}", label, _(flag.words), flag.raised_at, is_fact=True)


def _copies(conversation: Conversation) -> Iterator[Item]:
    """That there is one: what it says stands under what they wrote."""
    known = Feedback.objects.filter(message__conversation=conversation, words__isnull=False)
    for copy in known.order_by("said_at", "pk"):
        words = _("One of your messages, with names and places taken out")
        yield Item(f"feedback:{copy.pk}", _("Kept to teach our program"), words, copy.said_at, is_fact=True)


def _read_by(conversation: Conversation, found: Pack) -> Iterator[Item]:
    readings = readers_of([conversation.pk], leave_out=found.veiled)
    known = dict.fromkeys((reading.day, reading.role) for reading in readings)
    for number, (day, role) in enumerate(known, start=1):
        words = f"{Role(role).label}, {formats.date_format(day, 'j F Y')}"
        yield Item(f"reader-{number}:{conversation.pk}", _("Read by"), words, is_fact=True)


def _is_named(staff: StaffMember | None, found: Pack) -> None:
    if staff is not None:
        found.staff.add(staff)
