"""How somebody stands to an escalation, as the policy's table says it in words; and what does not exist for them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import Conversation, ConversationEvent, Hold, PostEvent
from escalation.dissent.owed import IS_ONE, hears
from escalation.models import Advice, Dissent, Escalation, EscalationEvent, EscalationFlag, Page, Subject
from moderation.models import Feedback
from rota.models import StaffMember
from rota.policy import Relation

# The last step of the rota's chain of pages.
EVERYBODY = "everybody"
# What is open to more than leads and managers is never about somebody who works here.
NO_ALLEGATION = Q(about_staff=None)


def _paged(staff: StaffMember) -> Q:
    pages = Page.objects.filter(~IS_ONE, escalation=OuterRef("pk"), staff=staff)
    return NO_ALLEGATION & Q(Exists(pages), state__in=Escalation.UNDECIDED)


def _everybody_is_called(_staff: StaffMember) -> Q:
    """The last step of its chain called everybody who was on; whoever came on since is called as well."""
    later = Page.objects.filter(~IS_ONE, escalation=OuterRef("escalation"), step__gt=OuterRef("step"))
    called = Page.objects.filter(~Exists(later), escalation=OuterRef("pk"), duty=EVERYBODY)
    return NO_ALLEGATION & Q(Exists(called), state=Escalation.State.OPENED)


def _chats(**which: object) -> QuerySet[Subject]:
    """Chats that came to an escalation after it had begun."""
    found = Conversation.objects.filter(pk=OuterRef("conversation"), **which)
    return Subject.objects.filter(Exists(found), escalation=OuterRef("pk"))


def _asked_for_advice(staff: StaffMember) -> Q:
    """From the question on, on shift or off, until it is closed."""
    asked = Advice.objects.filter(escalation=OuterRef("pk"), asked=staff)
    return NO_ALLEGATION & Q(Exists(asked)) & ~Q(state=Escalation.State.CLOSED)


def _took_part(staff: StaffMember) -> Q:
    """Did anything with it, raised a flag of it, had one of its chats, decided about one of its posts, or differed."""
    did = EscalationEvent.objects.exclude(kind__in=EscalationEvent.QUIET).filter(escalation=OuterRef("pk"), by=staff)
    flagged = EscalationFlag.objects.filter(escalation=OuterRef("pk"), flag__raised_by=staff)
    taken = ConversationEvent.objects.filter(kind=ConversationEvent.Kind.TAKEN, by=staff)
    looked = PostEvent.objects.filter(by=staff)
    brought = Subject.objects.filter(
        Q(conversation__in=taken.values("conversation")) | Q(post__in=looked.values("post")), escalation=OuterRef("pk")
    )
    began = Q(conversation__in=taken.values("conversation")) | Q(post__in=looked.values("post"))
    differs = Dissent.objects.filter(escalation=OuterRef("pk"), by=staff)
    return NO_ALLEGATION & (Q(Exists(did)) | Q(Exists(flagged)) | Q(Exists(brought)) | began | Q(Exists(differs)))


def _hears_dissent(staff: StaffMember) -> Q:
    return NO_ALLEGATION & hears(staff)


TO_AN_ESCALATION = {
    Relation.OPENED_IT: lambda staff: NO_ALLEGATION & Q(opened_by=staff),
    Relation.OWNS_ITS_CHAT: lambda staff: Q(conversation__owner=staff) | Q(Exists(_chats(owner=staff))),
    Relation.PAGED: _paged,
    Relation.ADVISES: _asked_for_advice,
    Relation.CALLED: _everybody_is_called,
    Relation.HEARS_DISSENT: _hears_dissent,
    Relation.TOOK_PART: _took_part,
    Relation.LIVE: lambda _staff: (
        Q(conversation__isnull=False, conversation__ended_at=None) | Q(Exists(_chats(ended_at=None)))
    ),
    Relation.ALLEGATION: lambda _staff: Q(about_staff__isnull=False),
    Relation.OPEN: lambda _staff: NO_ALLEGATION & ~Q(state=Escalation.State.CLOSED),
}
TO_A_GLASS = {
    Relation.ASKED: lambda staff: Q(asked_by=staff),
    Relation.PAGED: lambda staff: Q(calls__staff=staff),
    Relation.NOT_ASKED: lambda staff: ~Q(asked_by=staff),
}


def about_them(staff: StaffMember) -> Q:
    """An allegation does not exist for whoever it is about, lead or manager or not."""
    return Q(about_staff=staff)


def names_of_those(staff: StaffMember) -> Iterable[str]:
    return (f"escalation:{pk}" for pk in Escalation.objects.filter(about_staff=staff).values_list("pk", flat=True))


def heard_in_an_allegation() -> Q:
    """About a conversation: somebody said in it, or it showed, that somebody who works here may have harmed a child."""
    return Q(Exists(Escalation.objects.filter(heard_in=OuterRef("pk"))))


def holds_about_them(staff: StaffMember) -> Q:
    """Holds of others because of an allegation, for everybody whom one is about: which one it is, no hold says."""
    one_about_them = Escalation.objects.filter(about_staff=staff)
    return Q(Exists(one_about_them), why=Hold.Why.ALLEGATION) & ~Q(placed_by=staff)


def names_of_those_holds(staff: StaffMember) -> Iterable[str]:
    return (f"hold:{pk}" for pk in Hold.objects.filter(holds_about_them(staff)).values_list("pk", flat=True))


def feedback_about_them(staff: StaffMember) -> Q:
    """What was said about words of a chat in which somebody told about them: its words may tell that again."""
    heard = Escalation.objects.filter(about_staff=staff, heard_in=OuterRef("message__conversation"))
    return Q(Exists(heard))


def names_of_those_feedbacks(staff: StaffMember) -> Iterable[str]:
    hidden = Feedback.objects.filter(feedback_about_them(staff))
    return (f"feedback:{pk}" for pk in hidden.values_list("pk", flat=True))
