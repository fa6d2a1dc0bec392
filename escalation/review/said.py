"""What was said, each word once: chats and texts, posts of the one young person, and what others said at the door.

Of a thread only their own posts: what other young people wrote there is counted in the gaps, never copied.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from chat.models import (
    AfterTalk,
    Concern,
    Conversation,
    IncomingText,
    Message,
    OutgoingText,
    Post,
    PostVersion,
    StaffNote,
)
from escalation.models import Quote
from escalation.quotes import quote_of
from escalation.review.entries import AROUND, SAID, Entry, Words, entry, local
from escalation.review.readings import Readings
from escalation.review.scope import Scope
from escalation.review.sealed import gone_of, words_of
from escalation.subjects import channel, handle


def said(scope: Scope, readings: Readings) -> Iterator[Entry]:
    quotes = scope.quotes()
    for chat in scope.chats:
        yield from _chat(scope, chat, readings, quotes)
    for post in scope.posts:
        yield from _post(scope, post, readings, quotes)
    for concern in scope.concerns:
        yield from _concern(scope, concern)


def _chat(scope: Scope, chat: Conversation, readings: Readings, quotes: dict[int, Quote]) -> Iterator[Entry]:
    gone = gone_of(chat) if chat.key_id is None else ""
    messages = chat.messages.select_related("staff", "incoming_text", "outgoing_text").order_by("place")
    for message in messages:
        message.conversation = chat
        seen = readings.of_message(message)
        yield entry(
            f"message:{message.pk}",
            message.stored_at,
            SAID,
            _("%(where)s, message %(place)d") % {"where": _where(chat), "place": message.place},
            who=_speaker(scope, chat, message),
            facts=[*_way(message), *seen.facts],
            words=[_with_copy(words_of(message, "body", _("Words"), gone), quote_of(message, quotes))],
            gaps=seen.gaps,
        )
    yield from _beside(scope, chat, gone)


def _speaker(scope: Scope, chat: Conversation, message: Message) -> str:
    if message.by == Message.By.YOUNG_PERSON:
        return _("the young person (%(code)s)") % {"code": chat.handle}
    return scope.people.who(message.staff, message.stored_at, nobody=_("Nightlight, by itself"))


def _way(message: Message) -> Iterator[tuple[str, str]]:
    """Of a text: how it came, and what became of ours."""
    incoming: IncomingText | None = getattr(message, "incoming_text", None)
    if incoming is not None:
        yield _("Came"), _("by text (%(way)s)") % {"way": incoming.came_by}
        yield _("The carrier had it"), local(incoming.provider_at) if incoming.provider_at else _("not known")
        yield _("Taken in"), local(incoming.received_at)
        if incoming.pictures:
            yield _("Pictures that are not kept"), str(incoming.pictures)
    outgoing: OutgoingText | None = getattr(message, "outgoing_text", None)
    if outgoing is not None:
        yield _("Our text"), f"{outgoing.get_state_display()}, {local(outgoing.state_at)}"
        yield _("Calls to the carrier"), str(outgoing.attempts)
        yield _("The carrier’s number for why not"), str(outgoing.error_code or "")


def _with_copy(words: Words | None, quote: Quote | None) -> Words | None:
    """What an escalation copied can be read after the rest is gone: both is said."""
    if words is None or not words.gap or quote is None:
        return words
    copy = words_of(quote, "body", words.label, words.gap)
    if copy is None or copy.gap:
        return words
    label = _("%(label)s (the copy that the escalation kept on %(at)s)") % {
        "label": words.label,
        "at": local(quote.quoted_at),
    }
    return Words(label, copy.text, words.gap)


def _beside(scope: Scope, chat: Conversation, gone: str) -> Iterator[Entry]:
    for note in StaffNote.objects.filter(conversation=chat).select_related("by").order_by("at", "pk"):
        note.conversation = chat
        yield entry(
            f"staff_note:{note.pk}", note.at, AROUND,
            _("%(where)s: %(kind)s, which the young person does not see")
            % {"where": _where(chat), "kind": note.get_kind_display().lower()},
            who=scope.people.who(note.by, note.at), words=[words_of(note, "body", _("Words"), gone)],
        )  # fmt: skip
    after = AfterTalk.objects.filter(conversation=chat).first()
    if after is not None:
        after.conversation = chat
        yield entry(
            f"after_talk:{after.pk}", after.at, SAID, _("%(where)s: after it was over") % {"where": _where(chat)},
            who=_("the young person (%(code)s)") % {"code": chat.handle},
            facts=[(_("Feeling, 0 to 10"), after.feeling), (_("Did it help?"), after.get_helped_display())],
            words=[words_of(after, "words", _("Words"), gone)],
        )  # fmt: skip


def _post(scope: Scope, post: Post, readings: Readings, quotes: dict[int, Quote]) -> Iterator[Entry]:
    gone = gone_of(post) if post.author.key_id is None else ""
    versions = post.versions.select_related("made_by", "approved_by").order_by("number")
    for version in versions:
        version.post = post
        seen = readings.of_version(version)
        yield entry(
            f"post_version:{version.pk}",
            version.written_at,
            SAID,
            _("Forum, post %(post)d, wording %(number)d") % {"post": post.pk, "number": version.number},
            who=_writer(scope, post, version),
            facts=[*_public(scope, post, version), *seen.facts],
            words=[
                words_of(version, "title", _("Title"), gone),
                _with_copy(words_of(version, "body", _("Words"), gone), quote_of(version, quotes)),
            ],
            gaps=seen.gaps,
        )


def _writer(scope: Scope, post: Post, version: PostVersion) -> str:
    if version.made_by is not None:
        return scope.people.who(version.made_by, version.written_at)
    return _("the young person (%(name)s in the forum)") % {"name": post.author.nickname}


def _public(scope: Scope, post: Post, version: PostVersion) -> Iterator[tuple[str, str]]:
    if version.approved_at is None:
        yield _("Public"), _("never")
    else:
        yield (
            _("Approved"),
            f"{local(version.approved_at)}, {scope.people.who(version.approved_by, version.approved_at)}",
        )
        yield _("Public now"), _("yes") if post.published_version_id == version.pk else _("no")


def _concern(scope: Scope, concern: Concern) -> Iterator[Entry]:
    """How to reach whoever said it stays where it is: the record leaves this house."""
    gone = gone_of(concern) if concern.key_id is None else ""
    who = _("%(who)s, outside; nobody has checked it") % {"who": concern.get_given_by_display()}
    reach = [_("How to reach whoever said it was given. It is not part of a record that leaves this house.")]
    yield entry(
        f"concern:{concern.pk}", concern.at, SAID, _("Concern door"), who=who,
        facts=[(_("As urgent as they say"), concern.get_urgency_display())],
        words=[
            words_of(concern, "what", _("What they saw or heard"), gone),
            words_of(concern, "who", _("Who it is about, as they say it"), gone),
        ],
        gaps=reach if concern.__dict__.get("contact") else [],
    )  # fmt: skip
    for more in concern.added.order_by("at", "pk"):
        more.concern = concern
        yield entry(
            f"concern_words:{more.pk}", more.at, SAID, _("Concern door: more was said"), who=who,
            facts=[(_("As urgent as they say"), more.get_urgency_display())],
            words=[words_of(more, "words", _("Words"), gone)],
        )  # fmt: skip


def _where(chat: Conversation) -> str:
    return f"{channel(chat)} {chat.pk}, {handle(chat)}"
