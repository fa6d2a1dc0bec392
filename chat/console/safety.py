"""The safety questions beside the chat: what was asked and answered, never in the way of writing.

Source: domain reference, workflows (first contact).
"""

from django.db import transaction

from chat import handoffs, live
from chat.access import conversation_owned_by, counsellor_reads_since
from chat.console import frames_beside as frames
from chat.models import Conversation, SafetyAnswers
from rota.models import StaffMember

ASKED = ("thoughts", "plan", "means", "when", "safe_now")


@transaction.atomic
def write_down(staff: StaffMember, given: frames.Safety) -> SafetyAnswers:
    """A new row each time. What it says about urgency goes up as a job in the same transaction."""
    conversation = conversation_owned_by(staff, given.conversation)
    answers = SafetyAnswers.objects.create(
        conversation=conversation, by=staff, **{name: getattr(given, name) for name in ASKED}
    )
    handoffs.safety_answered(answers.pk)
    live.nudge_staff("safety", conversation=conversation.pk)
    return answers


def safety_frame(conversation_id: int) -> frames.SafetyNow | None:
    """The newest answers, by whoever. Somebody who came back is asked anew."""
    conversation = Conversation.objects.get(pk=conversation_id)
    since = counsellor_reads_since(conversation)
    written = conversation.safety_answers.select_related("by").order_by("-at", "-pk")
    answers = (written.filter(at__gte=since) if since else written).first()
    if answers is None:
        return None
    given = {name: getattr(answers, name) for name in ASKED}
    return frames.SafetyNow(conversation=conversation_id, **given, name=answers.by.name, at=answers.at)
