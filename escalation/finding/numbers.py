"""A number that the police give us: "this phone is with somebody in danger, do you know them?"

It is looked up by its keyed hash. That somebody searched is written down before the answer is given, found or not; the
number itself is written nowhere.
"""

import logging
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat.models import Conversation, Phone
from config import clock
from config.models import DataKey
from config.numbers import hash_of, normalised
from escalation.access import escalations_open_to
from escalation.danger import of_young_person
from escalation.models import Escalation, NumberSearch
from escalation.reasons import LONGEST
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

LONGEST_REFERENCE = 60
LONGEST_NUMBER = 40
MOST_SHOWN = 50


class Found(NamedTuple):
    """Whose number it is, as far as `by` may know: their chats, and escalations about them, the newest first."""

    is_known: bool
    talks: list[Conversation]
    escalations: list[Escalation]


@transaction.atomic
def search(number: str, *, reason: str, reference: str, by: StaffMember) -> Found:
    """Raises ValidationError where nothing was searched for, and PermissionDenied."""
    ground = may(by, Action.FIND_NUMBER).ground
    if not ground:
        raise PermissionDenied
    wanted = _checked(number, reason, reference)
    phone = Phone.objects.filter(number_hash=hash_of(wanted)).first()
    found = _found(phone, by)
    made = NumberSearch(key=DataKey.make("search"), by=by, at=clock.now())
    made.reason, made.reference = reason.strip(), reference.strip()
    made.found_chats, made.found_escalations = len(found.talks), len(found.escalations)
    made.save(force_insert=True)
    audit.record("number.searched", f"search:{made.pk}", who=by, ground=ground)
    if phone is not None:
        audit.record("number.found", f"phone:{phone.pk}", who=by, ground=f"search:{made.pk}")
    for escalation in found.escalations:
        audit.record("number.found", f"escalation:{escalation.pk}", who=by, ground=f"search:{made.pk}")
    log.info("number.searched", extra={"id": made.pk})
    return found


def _found(phone: Phone | None, by: StaffMember) -> Found:
    if phone is None:
        return Found(False, [], [])
    theirs = phone.young_person_id
    talks = Conversation.objects.filter(young_person=theirs).order_by("-opened_at", "-pk")
    # As the policy has it: what is veiled from them is not there for them here either.
    escalations = escalations_open_to(by).filter(of_young_person(theirs)).exclude(about_staff__isnull=False)
    known = escalations.select_related("lead", "conversation", "post__author", "concern__about_member")
    return Found(True, list(talks[:MOST_SHOWN]), list(known.order_by("-opened_at", "-pk")[:MOST_SHOWN]))


def _checked(number: str, reason: str, reference: str) -> str:
    wrong: dict[str, str] = {}
    wanted = normalised(number.strip()) if len(number) <= LONGEST_NUMBER else None
    if wanted is None:
        wrong["number"] = _("Write the whole number, as 07… or +44….")
    if not reference.strip():
        wrong["reference"] = _("Write the number the police have for this, or “not known”.")
    elif len(reference) > LONGEST_REFERENCE or _is_odd(reference):
        wrong["reference"] = _("A number and no more: 60 letters at most.")
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    elif len(reason) > LONGEST or _is_odd(reason):
        wrong["reason"] = _("Say it in fewer words, without odd characters.")
    if wrong or wanted is None:
        raise ValidationError(wrong)
    return wanted


def _is_odd(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
