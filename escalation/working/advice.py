"""A lead asks one colleague what they think. The asked one may read it from then on, and answers once."""

from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from config import clock
from escalation.changing import changing
from escalation.models import Advice, Escalation, EscalationEvent
from escalation.moves import Act, move
from escalation.written import said, write_down
from rota.access import holders_of
from rota.models import Role, StaffMember
from rota.policy import Action, may

ADVISES = (
    *(Role.SAFEGUARDING_LEAD, Role.SHIFT_LEAD, Role.COUNSELLOR, Role.MODERATOR, Role.MANAGER),
    Role.PRIVACY,  # whether something may be shared, and on which ground
)


def may_be_asked(escalation: Escalation, *, by: StaffMember) -> list[StaffMember]:
    """Whoever works with young people; of an allegation only those who may know of it anyway."""
    people = [one for one in holders_of(*ADVISES) if one.pk != by.pk]
    if escalation.is_allegation:
        people = [one for one in people if may(one, Action.READ, escalation)]
    return sorted(people, key=lambda one: one.name)


def ask(
    escalation_id: int,
    *,
    whom: StaffMember | None,
    question: str,
    by: StaffMember,
    client_id: UUID | None = None,
    seen: int | None = None,
) -> Advice:
    """Safe to repeat with the same `client_id`."""
    client_id = client_id or uuid4()
    if known := Advice.objects.filter(client_id=client_id, escalation=escalation_id, asked_by=by).first():
        return known
    question = said(question, "advice_question", _("Say what you want to know."))
    with changing(escalation_id, seen=seen) as escalation:
        move(escalation, Act.ASK_ADVICE, by=by)
        if whom is None or whom not in may_be_asked(escalation, by=by):
            raise ValidationError({"advice_whom": _("Choose whom you ask.")})
        advice = Advice(escalation=escalation, client_id=client_id, asked=whom, asked_by=by)
        advice.question = question
        advice.save(force_insert=True)
        write_down(escalation, EscalationEvent.Kind.ADVICE_ASKED, by=by, about=whom)
    return advice


def answer(escalation_id: int, advice_id: int, *, words: str, by: StaffMember, seen: int | None = None) -> Advice:
    """What the asked one thinks. Once: whoever thinks otherwise later says so in person, or dissents."""
    words = said(words, "advice_answer", _("Say what you think."))
    with changing(escalation_id, seen=seen) as escalation:
        if not may(by, Action.READ, escalation):
            raise PermissionDenied
        asked = Advice.objects.select_for_update(of=("self",)).filter(pk=advice_id, escalation=escalation, asked=by)
        advice = asked.first()
        if advice is None:
            raise ValidationError(_("Nobody asks you about this now."))
        if advice.answered_at is not None:
            raise ValidationError(_("You answered this already."))
        advice.answer, advice.answered_at = words, clock.now()
        advice.save(update_fields=["answer", "answered_at"])
        write_down(escalation, EscalationEvent.Kind.ADVICE_GIVEN, by=by, about=advice.asked_by)
    return advice


def waiting_for(escalation: Escalation, staff: StaffMember) -> Advice | None:
    """The question that this person has not answered yet."""
    return escalation.advices.filter(asked=staff, answered_at=None).select_related("asked_by").order_by("pk").first()
