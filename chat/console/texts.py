"""Words of ours that go out as texts: how long they may be, and who reads them on the other side."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chat.access import conversation_owned_by
from chat.sms import segments, who_sees
from config.tuning import setting
from rota import audit
from rota.models import StaffMember


def most_parts() -> int:
    """So many texts one thing we say may become. Source: domain reference, lengths."""
    return int(setting("texts.most_parts"))


def is_too_long_for_text(body: str) -> bool:
    return segments.count(body).parts > most_parts()


def ask_who_sees(staff: StaffMember, conversation_id: int) -> None:
    """For whoever has the conversation. Raises DoesNotExist for others, ValidationError where we may not text."""
    conversation = conversation_owned_by(staff, conversation_id)
    if not who_sees.ask(conversation):
        raise ValidationError(_("They cannot be asked by text."))
    audit.record("conversation.asked_who_sees", f"conversation:{conversation.pk}", who=staff)
