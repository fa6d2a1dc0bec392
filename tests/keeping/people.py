"""What the stories of keeping do again and again."""

from datetime import timedelta

from chat.conversations import leave
from chat.keeping.holds import ask_to_lift, lift_hold
from chat.models import Conversation, Hold, Message, PostVersion
from config import clock, sealing
from config.models import DataKey
from escalation.decide import acknowledge, decide
from escalation.models import Escalation
from rota.models import Role, StaffMember
from tests.people import YoungWriter, person


def is_over(young: YoungWriter) -> Conversation:
    """Everything is read, and they have left."""
    Message.objects.filter(conversation=young.conversation).update(reading=Message.Reading.READ)
    PostVersion.objects.update(reading=PostVersion.Reading.READ)
    young.conversation = leave(young.conversation)
    return young.conversation


def body_of(message: Message) -> str:
    """Read anew, with nothing remembered."""
    sealing.KEYS.clear()
    return str(Message.objects.select_related("conversation__key").get(pk=message.pk).body)


def is_decided(escalation: Escalation, by: StaffMember) -> Escalation:
    acknowledge(escalation, acknowledged_by=by)
    decide(
        escalation,
        outcome="refer",
        why="needs a doctor",
        for_the_child="somebody comes today",
        options="waiting until tomorrow",
        not_shared_why="nothing yet",
        young_person_told=True,
        parent_told=True,
        review_on=(clock.now() + timedelta(days=1)).date(),
        decided_by=by,
    )
    return Escalation.objects.get(pk=escalation.pk)


def two_lift(hold: Hold, asks: StaffMember, agrees: StaffMember | None = None) -> Hold:
    """One asks, another agrees."""
    agrees = agrees or StaffMember.objects.filter(name="Noor").first() or person("Noor", Role.PRIVACY)
    return lift_hold(ask_to_lift(hold, by=asks), lifted_by=agrees)


def wrapped_by() -> dict[str, int]:
    found: dict[str, int] = {}
    for name in DataKey.objects.values_list("wrapped_by", flat=True):
        found[name] = found.get(name, 0) + 1
    return found
