"""A lead says that two are one young person; whoever has the chat says that they know."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chat.models import Conversation
from escalation.access import conversation_to_report, escalation_for, escalations_open_to
from escalation.answering import answered, changed
from escalation.doors import for_people_with_business
from escalation.forms import number_in
from escalation.joining import link_by_hand
from escalation.models import Escalation
from escalation.owner_saw import say_seen
from rota.access import StaffRequest
from rota.models import StaffMember

SAME_FIELDS = ("same", "same_why")


@require_POST
@for_people_with_business
def link(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Goes on where everything goes on: that may be the other one."""
    goes_on = pk

    def do(escalation: Escalation, form: dict[str, str], seen: int) -> None:
        nonlocal goes_on
        other = _other(request.user, form["same"])
        goes_on = link_by_hand(escalation, other, why=form["same_why"], by=request.user, seen=seen).pk

    answer = changed(request, pk, SAME_FIELDS, do)
    return answer if answer.status_code != 302 else redirect("escalation:show", goes_on)


@require_POST
@for_people_with_business
def owner_saw(request: StaffRequest, pk: int) -> HttpResponseBase:
    escalation = escalation_for(request.user, pk)
    return answered(request, escalation, (), lambda one, _form, _seen: say_seen(one, by=request.user))


def _other(staff: StaffMember, typed: str) -> Escalation | Conversation:
    """By the number of an escalation, or by what staff call a chat: the newest of that name."""
    typed = typed.strip().lstrip("#")
    number = number_in(typed)
    try:
        if number is not None:
            return escalations_open_to(staff).get(pk=number)
        newest = Conversation.objects.filter(handle=typed.lower()).order_by("-pk").values_list("pk", flat=True).first()
        return conversation_to_report(staff, newest or 0)
    except (Escalation.DoesNotExist, Conversation.DoesNotExist):
        raise ValidationError({"same": _("There is no such escalation or chat.")}) from None
