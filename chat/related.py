"""How somebody stands to a conversation or a post, as the policy's table says it in words."""

from django.db.models import Exists, OuterRef, Q

from chat.models import Conversation, ConversationEvent
from rota.models import StaffMember
from rota.policy import Relation


def _had_it(staff: StaffMember) -> Q:
    taken = ConversationEvent.objects.filter(conversation=OuterRef("pk"), kind=ConversationEvent.Kind.TAKEN, by=staff)
    return Q(Exists(taken))


def _offered(staff: StaffMember) -> Q:
    """It is being handed over, to them by name or to anybody, and they do not have it already."""
    to_them = Q(offered_to=staff) | Q(offered_to=None)
    not_theirs = Q(owner=None) | ~Q(owner=staff)
    return to_them & not_theirs & Q(state=Conversation.State.HANDING_OVER)


TO_A_CONVERSATION = {
    Relation.OWNER: lambda staff: Q(owner=staff),
    Relation.HAD_IT: _had_it,
    Relation.OFFERED: _offered,
    Relation.LIVE: lambda _staff: Q(ended_at=None),
}
TO_A_POST = {
    Relation.PUBLIC: lambda _staff: Q(published_version__isnull=False),
}
