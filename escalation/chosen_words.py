"""Which words brought an escalation about: what was underlined or flagged in what the young person said."""

from chat.models import Conversation, Message, Post, PostVersion
from escalation.models import Escalation


def messages_that_raised(escalation: Escalation, conversation: Conversation) -> list[Message]:
    """Oldest first. Those that were quoted before belong to them for ever."""
    theirs = conversation.messages.filter(by=Message.By.YOUNG_PERSON)
    chosen = set(theirs.filter(marks__isnull=False).values_list("pk", flat=True))
    chosen |= set(escalation.flag_links.exclude(flag__message=None).values_list("flag__message_id", flat=True))
    chosen |= {source for source in escalation.quotes.values_list("source", flat=True) if source > 0}
    found = list(theirs.filter(pk__in=chosen).prefetch_related("marks").order_by("place"))
    for message in found:
        message.conversation = conversation
    return found


def versions_that_raised(escalation: Escalation, post: Post) -> list[PostVersion]:
    """The author's wordings, oldest first; the newest where nothing was noticed in any."""
    chosen = set(escalation.flag_links.exclude(flag__post_version=None).values_list("flag__post_version_id", flat=True))
    # The numbers of wordings are kept below nothing (quotes.py); in older records above.
    chosen |= {abs(source) for source in escalation.quotes.values_list("source", flat=True)}
    versions = post.versions.select_related("made_by").prefetch_related("marks").order_by("number")
    theirs = [one for one in versions if one.made_by_id is None]
    for version in theirs:
        version.post = post
    return [one for one in theirs if one.pk in chosen or one.marks.all()] or theirs[-1:]
