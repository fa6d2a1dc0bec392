"""The record of an allegation: which criterion, since when it is known, whom the council's officer heard it from.

It is there for every allegation, with the clock of one working day, whether anybody has opened it or not. It does not
exist for whoever the allegation is about: it is reached through the escalation alone, which does not.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from chat import live
from config import clock
from config.tuning import setting
from escalation.changing import changing
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, LadoRecord
from escalation.referral import due
from escalation.referral.typed_in import is_odd, past, whole
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

FIELDS = ("criterion", "known_at", "notified_at", "adviser", "interim", "outcome", "outcome_at", "outcome_words")
SEALED = ("adviser", "interim", "outcome_words")
OLDEST = timedelta(days=365 * 80)


class ChangedMeanwhile(Exception):
    """Somebody else wrote in this record since the page was made."""


def begin_missing() -> int:
    """For every allegation that has no record yet. Safe to repeat."""
    without = Escalation.objects.filter(about_staff__isnull=False, lado=None, key__isnull=False)
    return sum(record_of(escalation) is not None for escalation in without[:50])


def record_of(escalation: Escalation) -> LadoRecord:
    """Known from the moment somebody said so; whoever finds out that it was earlier changes it."""
    begun = {
        "known_at": escalation.opened_at,
        "notify_due_at": due.notify_due(escalation.opened_at, setting("service.nation")),
    }
    record, _is_new = LadoRecord.objects.get_or_create(escalation=escalation, defaults=begun)
    return record


def write(record: LadoRecord, given: Mapping[str, str], *, seen: int, by: StaffMember) -> LadoRecord:
    """All that is known now. What was known before cannot be taken out again. Raises ValidationError, by field."""
    with changing(record.escalation_id) as escalation:
        if not may(by, Action.DECIDE, escalation):
            raise PermissionDenied
        record = LadoRecord.objects.select_for_update(no_key=True).get(pk=record.pk)
        if record.version != seen:
            raise ChangedMeanwhile
        record.escalation = escalation
        detail = _detail(record, given)
        _check(record, given)
        _put(record, given)
        record.version += 1
        record.changed_at, record.changed_by = clock.now(), by
        record.save()
        note(escalation, EscalationEvent.Kind.REFERRED, by=by, detail=detail)
        audit.record(detail, f"escalation:{escalation.pk}", who=by, ground=f"escalation:{escalation.pk}")
        live.nudge_staff("page", escalation=escalation.pk)
    return record


def _detail(record: LadoRecord, given: Mapping[str, str]) -> str:
    if record.notified_at is None and given["notified_at"]:
        return "allegation.notified"
    if not record.outcome and given["outcome"]:
        return "allegation.concluded"
    return "allegation.written"


def _check(record: LadoRecord, given: Mapping[str, str]) -> None:
    wrong: dict[str, str] = {}
    if given["criterion"] and given["criterion"] not in LadoRecord.Criterion.values:
        wrong["criterion"] = _("Choose one of the four.")
    if record.criterion and not given["criterion"]:
        wrong["criterion"] = _("It was chosen before: choose another, or leave it.")
    if given["notified_at"] and not given["adviser"]:
        wrong["adviser"] = _("Write with whom you spoke, and what they advise.")
    if record.notified_at and not given["notified_at"]:
        wrong["notified_at"] = _("They were told: that cannot be taken out again.")
    if given["outcome"] and given["outcome"] not in LadoRecord.Outcome.values:
        wrong["outcome"] = _("Choose one of the five.")
    if record.outcome and not given["outcome"]:
        wrong["outcome"] = _("There was an outcome: change it, but it cannot be taken out again.")
    if given["outcome"] and not given["outcome_words"]:
        wrong["outcome_words"] = _("Write who decided that, and why.")
    for name in SEALED:
        if is_odd(given[name]):
            wrong[name] = _("Write it in fewer words, without odd characters.")
    whole(wrong)


def _put(record: LadoRecord, given: Mapping[str, str]) -> None:
    nation = setting("service.nation")
    known_at = past(given["known_at"], "known_at", since=record.escalation.opened_at - OLDEST)
    if known_at.replace(second=0, microsecond=0) < record.known_at.replace(second=0, microsecond=0):
        # Known earlier, so due earlier: a clock never moves later.
        record.known_at, record.notify_due_at = known_at, due.notify_due(known_at, nation)
    elif known_at - record.known_at >= timedelta(minutes=1):
        raise ValidationError({"known_at": _("It was known before that: somebody said so here.")})
    if given["notified_at"]:
        record.notified_at = past(given["notified_at"], "notified_at", since=record.known_at)
    record.criterion = given["criterion"]
    if given["outcome"]:
        record.outcome = given["outcome"]
        record.outcome_at = past(given["outcome_at"], "outcome_at", since=record.known_at)
    for name in SEALED:
        if given[name]:
            setattr(record, name, given[name])
