"""The page of an escalation shows what was said: that is a look at those words too, on the ground of the escalation."""

from chat.models import Post
from escalation.access import REFRESHED, may_read_words
from escalation.models import Escalation
from escalation.subjects import name, subjects_of
from rota import audit
from rota.models import StaffMember


def ground_of(escalation: Escalation) -> str:
    return f"escalation:{escalation.pk}"


def note_words_shown(escalation: Escalation, *, shown_to: StaffMember, refreshed: bool = False) -> None:
    """Before the page is made. For somebody who may only know that it is there, no words are shown and none noted."""
    if escalation.is_allegation or not may_read_words(shown_to, escalation):
        return  # of an allegation no words are shown here but what colleagues wrote: opening it is its row
    for subject in subjects_of(escalation):
        action = REFRESHED if refreshed else f"{name(subject).partition(':')[0]}.quoted"
        audit.record(action, name(subject), who=shown_to, ground=ground_of(escalation))


def note_all_posts(escalation: Escalation, *, shown_to: StaffMember) -> None:
    """All posts of one author are about to be shown, and not only those that it is about."""
    found = [] if escalation.is_allegation else subjects_of(escalation)
    for author in dict.fromkeys(post.author_id for post in found if isinstance(post, Post)):
        audit.record("member.read", f"member:{author}", who=shown_to, ground=ground_of(escalation))


def handles_of_chats(numbers: set[int]) -> dict[int, str]:
    """For the audit: what staff call the young person. Whoever writes in the forum chose their name: it stays out."""
    about_chats = Escalation.objects.filter(pk__in=numbers, conversation__isnull=False)
    return dict(about_chats.values_list("pk", "conversation__handle"))
