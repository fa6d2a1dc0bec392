"""Break-glass: opening the phone number behind an escalation, or from where they connected, when that is how somebody
is kept safe.

    ask            a safeguarding lead says why. For Now they may open it at once; otherwise a second lead agrees first
    second         another lead agrees, within half an hour, or it lapses; `refuse`: they say no
    open_contact   what was asked for, shown once for a few minutes to whoever asked; within half an hour, or it lapses
    review         after an opening alone: another lead looks at it, within a day, and says whether it was right

Every step is an audit row on the ground of this glass, and the privacy officer is told of every asking.
"""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from chat.models import Phone
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from escalation.finding.address import is_kept, to_read_out
from escalation.models import SECOND_REVIEW_WITHIN, Escalation, Glass, GlassCall
from escalation.reasons import LONGEST
from escalation.subjects import subjects_of, whose
from rota import audit
from rota.access import holders_of
from rota.models import Role, StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

What = Glass.What
# What the audit calls each step, by what was asked for.
VERBS: dict[str, dict[str, str]] = {
    What.NUMBER: {
        "asked": "glass.asked",
        "agreed": "glass.agreed",
        "refused": "glass.refused",
        "opened": "glass.opened",
        "reviewed": "glass.reviewed",
    },
    What.ADDRESS: {
        "asked": "whence.asked",
        "agreed": "whence.agreed",
        "refused": "whence.refused",
        "opened": "whence.opened",
        "reviewed": "whence.reviewed",
    },
}


def phone_behind(escalation: Escalation) -> Phone | None:
    """The phone whose number is sealed; None where they never texted us, or it was destroyed."""
    if escalation.is_allegation:
        return None
    people = {whose(subject) for subject in subjects_of(escalation)} - {None}
    theirs = Phone.objects.filter(young_person__in=people, key__isnull=False).order_by("pk")
    return theirs.select_related("key").first()


@transaction.atomic
def ask(escalation: Escalation, *, reason: str, by: StaffMember, what: str = What.NUMBER) -> Glass:
    """Safe to repeat: somebody whose asking still waits, or may still be opened, has that one."""
    if what not in What.values:
        raise ValidationError(_("Choose what you ask for."))
    _check(reason, "reason")
    escalation = Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)
    if not may(by, Action.ASK_CONTACT, escalation):
        raise PermissionDenied
    phone = phone_behind(escalation) if what == What.NUMBER else None
    if what == What.NUMBER and phone is None:
        raise ValidationError(_("There is no phone number: they never texted us, or it was destroyed."))
    if what == What.ADDRESS and not is_kept(escalation):
        raise ValidationError(_("No network address is kept: they never wrote on the web, or it was destroyed."))
    for known in escalation.glasses.filter(asked_by=by, what=what, phone=phone, shown_at=None, refused_at=None):
        if not known.is_lapsed:
            return known
    glass = _asked(escalation, what, phone, by)
    glass.reason = reason.strip()
    glass.save(force_insert=True)
    _call_privacy(glass)
    _tell(glass, VERBS[glass.what]["asked"], by)
    return glass


@transaction.atomic
def second(glass: Glass, *, by: StaffMember) -> Glass:
    """Another lead agrees. Raises ValidationError where it lapsed or was refused. Safe to repeat."""
    glass = _locked(glass)
    if not may(by, Action.AGREE_CONTACT, glass):
        raise PermissionDenied
    if glass.agreed_by_id == by.pk:
        return glass
    _must_wait(glass)
    glass.agreed_by, glass.agreed_at = by, clock.now()
    glass.save(update_fields=["agreed_by", "agreed_at"])
    _tell(glass, VERBS[glass.what]["agreed"], by)
    return glass


@transaction.atomic
def refuse(glass: Glass, *, by: StaffMember) -> Glass:
    glass = _locked(glass)
    if not may(by, Action.AGREE_CONTACT, glass):
        raise PermissionDenied
    if glass.refused_by_id == by.pk:
        return glass
    _must_wait(glass)
    glass.refused_by, glass.refused_at = by, clock.now()
    glass.save(update_fields=["refused_by", "refused_at"])
    _tell(glass, VERBS[glass.what]["refused"], by)
    return glass


@transaction.atomic
def open_contact(glass: Glass, *, by: StaffMember) -> str:
    """The number, or the lines to read out, for whoever asked. Each showing is a row, written before it is given; after
    a few minutes it takes another asking."""
    glass = _locked(glass)
    if not may(by, Action.OPEN_CONTACT, glass) or not may(by, Action.ASK_CONTACT, glass.escalation):
        raise PermissionDenied
    if not glass.may_be_shown:
        raise ValidationError(_why_not(glass))
    shown = "\n".join(to_read_out(glass.escalation)) if glass.what == What.ADDRESS else _number(glass)
    if not shown:
        raise ValidationError(_("It was destroyed since."))
    if glass.shown_at is None:
        _note_first_showing(glass)
    _tell(glass, VERBS[glass.what]["opened"], by)
    return shown


@transaction.atomic
def review(glass: Glass, *, was_right: bool | None, words: str, by: StaffMember) -> Glass:
    """Another lead looked at an opening that nobody had agreed to before. Safe to repeat by the same lead."""
    glass = _locked(glass)
    if not may(by, Action.REVIEW_CONTACT, glass):
        raise PermissionDenied
    if glass.reviewed_by_id == by.pk:
        return glass
    if was_right is None:
        raise ValidationError({"was_right": _("Say whether it was right.")})
    _check(words, "review")
    if not glass.waits_for_review:
        raise ValidationError(_("This one waits for no review."))
    glass.reviewed_by, glass.reviewed_at, glass.was_right, glass.review = by, clock.now(), was_right, words.strip()
    glass.save(update_fields=["reviewed_by", "reviewed_at", "was_right", "review"])
    _tell(glass, VERBS[glass.what]["reviewed"], by)
    return glass


@transaction.atomic
def see(glass: Glass, *, by: StaffMember) -> None:
    """The privacy officer looked. Safe to repeat."""
    if glass.calls.filter(staff=by, seen_at=None).update(seen_at=clock.now()):
        audit.record("glass.seen", f"glass:{glass.pk}", who=by, ground=f"glass:{glass.pk}")


def _number(glass: Glass) -> str:
    assert glass.phone_id is not None  # a constraint of the database
    phone = Phone.objects.select_related("key").get(pk=glass.phone_id)
    return str(phone.number) if phone.key is not None else ""


def _asked(escalation: Escalation, what: str, phone: Phone | None, by: StaffMember) -> Glass:
    now = clock.now()
    at_once = escalation.urgency == Urgency.NOW
    wait = timedelta(minutes=setting("glass.second_person_minutes"))
    return Glass(
        escalation=escalation,
        what=what,
        phone=phone,
        urgency=escalation.urgency,
        asked_by=by,
        asked_at=now,
        agree_before=None if at_once else now + wait,
    )


def _note_first_showing(glass: Glass) -> None:
    now = clock.now()
    glass.shown_at = now
    glass.shown_until = now + timedelta(minutes=setting("glass.shown_minutes"))
    if glass.agree_before is None:
        glass.review_due_at = now + SECOND_REVIEW_WITHIN  # a working day, counted as a calendar day: stricter
    glass.save(update_fields=["shown_at", "shown_until", "review_due_at"])


def _call_privacy(glass: Glass) -> None:
    """Whoever watches over privacy; where nobody does, the managers. Never the one who asked."""
    for role in (Role.PRIVACY, Role.MANAGER):
        if people := [one for one in holders_of(role) if one.pk != glass.asked_by_id]:
            now = clock.now()
            GlassCall.objects.bulk_create([GlassCall(glass=glass, staff=one, at=now) for one in people])
            return


def _locked(glass: Glass) -> Glass:
    return Glass.objects.select_for_update(of=("self",)).select_related("escalation__key").get(pk=glass.pk)


def _must_wait(glass: Glass) -> None:
    if not glass.waits_for_second:
        raise ValidationError(_why_not(glass))


def _why_not(glass: Glass) -> str:
    if glass.refused_at is not None:
        return _("A second lead said no. Ask again if something changed.")
    if glass.is_lapsed and (glass.agreed_at is not None or glass.agree_before is None):
        return _("It was not opened in time. Ask again.")
    if glass.is_lapsed:
        return _("Nobody agreed in time. Ask again.")
    if glass.waits_for_second:
        return _("A second lead has to agree first.")
    if glass.shown_at is not None:
        return _("It was shown already. Ask again if you need it once more.")
    return _("Nobody waits for a second person here.")


def _check(words: str, field: str) -> None:
    if not words.strip():
        raise ValidationError({field: _("Say why.")})
    if len(words) > LONGEST or "\0" in words:
        raise ValidationError({field: _("Say it in fewer words, without odd characters.")})


def _tell(glass: Glass, verb: str, by: StaffMember) -> None:
    about = f"phone:{glass.phone_id}" if glass.phone_id else f"escalation:{glass.escalation_id}"
    audit.record(verb, about, who=by, ground=f"glass:{glass.pk}")
    log.info("glass.moved", extra={"escalation": glass.escalation_id})
    live.nudge_staff("page", escalation=glass.escalation_id)
