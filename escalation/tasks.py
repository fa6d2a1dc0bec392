"""Work that comes up from below, by name. One line each: the thinking is in the command. Each may run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs

from chat.models import Conversation
from escalation import joining
from escalation import open as opening
from moderation.models import Flag
from rota import audit

# After 1, 3, 5 ... seconds. `escalation.missed` opens what never came through.
AGAIN = RetryStrategy(max_attempts=10, wait=1, linear_wait=2)


@jobs.task(name="escalation.open_escalation", queue="escalate", retry=AGAIN)  # type: ignore[untyped-decorator]
def open_escalation(flag_id: int) -> None:
    opening.open_escalation(Flag.objects.get(pk=flag_id))


@jobs.task(name="escalation.left_in_danger", queue="escalate", retry=AGAIN)  # type: ignore[untyped-decorator]
def left_in_danger(conversation_id: int) -> None:
    opening.open_for_leaving(Conversation.objects.get(pk=conversation_id))


@jobs.task(name="escalation.came_back", queue="escalate", retry=AGAIN)  # type: ignore[untyped-decorator]
def came_back(conversation_id: int, before_id: int) -> None:
    chats = Conversation.objects.in_bulk([conversation_id, before_id])
    joining.came_back(chats[conversation_id], chats[before_id])


@jobs.task(name="escalation.check_audit", queue="checks")  # type: ignore[untyped-decorator]
def check_audit() -> None:
    audit.check_now()
