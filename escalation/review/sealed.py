"""Words, or in plain words why they are not there: destroyed when and under which class, or their key is not here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from chat.keeping.classes import TABLES
from chat.models import Concern, Conversation, Erasure, Post, WordsShredded
from config import sealing
from escalation.models import Escalation
from escalation.review.entries import Words, local, utc
from rota.models import AuditRow


def words_of(thing: Model, field: str, label: Any, gone: str) -> Words | None:
    """None where nothing was ever written there. `gone`: what to say where the key was destroyed."""
    if thing.__dict__.get(field) is None:
        return None
    try:
        return Words(str(label), getattr(thing, field) or "")
    except (WordsShredded, LookupError):
        return Words(str(label), gap=gone)
    except sealing.CannotOpen:
        return Words(str(label), gap=_("These words do not open: their key is not here, or somebody changed them."))


def asked_for(thing: Model, field: str, label: Any, gone: str) -> Words:
    """The same for what a form asks: where nothing was written that is said."""
    return words_of(thing, field, label, gone) or Words(str(label), gap=_("Nothing was written here."))


def gone_of(thing: Conversation | Post | Concern | Escalation) -> str:
    """When these words were destroyed, for what reason, and which class of keeping they are in."""
    match thing:
        case Conversation():
            at, why = _erased(thing.young_person_id, thing.pk)
        case Post():
            at, why = _erased(thing.author.young_person_id, None)
            at = at or _audited("posts.erased", f"member:{thing.author_id}")
        case Concern():
            at, why = _of_a_concern(thing), ""
        case Escalation():
            at, why = _audited("record.erased", f"escalation:{thing.pk}"), ""
    said = {"class": TABLES[thing._meta.db_table].name, "why": why or _("its time was over, or it was asked for")}
    if at is None:
        return _("These words were destroyed; when is not known. Class of keeping: %(class)s.") % said
    said |= {"at": local(at), "utc": utc(at)}
    return _("These words were destroyed on %(at)s (%(utc)s): %(why)s. Class of keeping: %(class)s.") % said


def _erased(young_person: UUID, conversation: int | None) -> tuple[datetime | None, str]:
    """The first time that it was done: after a restore it was done again."""
    done = Erasure.objects.filter(young_person=young_person).exclude(done_at=None).order_by("done_at", "pk")
    found = done.filter(conversation=conversation).first() or done.filter(conversation=None).first()
    return (found.done_at, str(found.get_why_display())) if found else (None, "")


def _of_a_concern(concern: Concern) -> datetime | None:
    """With the record that it belongs to."""
    numbers = Escalation.objects.filter(subjects__concern=concern).values_list("pk", flat=True)
    return next((at for number in numbers if (at := _audited("record.erased", f"escalation:{number}"))), None)


def _audited(action: str, about: str) -> datetime | None:
    return AuditRow.objects.filter(action=action, about=about).order_by("at").values_list("at", flat=True).first()
