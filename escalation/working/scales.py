"""From 0 to 10, as the young person, whoever talks to them and the lead see it: three answers side by side."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from escalation.changing import changing
from escalation.models import Escalation, EscalationEvent, Scale
from escalation.moves import Act, move
from escalation.written import check_letters, write_down
from rota.models import StaffMember


def put_on_scale(
    escalation_id: int,
    *,
    whose: str,
    score: int | None,
    words: str = "",
    by: StaffMember,
    client_id: UUID | None = None,
    seen: int | None = None,
) -> Scale:
    """Whose answer it is, and who wrote it down, are two things. Safe to repeat with the same `client_id`."""
    client_id = client_id or uuid4()
    if known := Scale.objects.filter(client_id=client_id, escalation=escalation_id, by=by).first():
        return known
    words = words.strip()
    number = _checked(whose, score, words)
    with changing(escalation_id, seen=seen) as escalation:
        move(escalation, Act.SCALE, by=by)
        scale = Scale(escalation=escalation, client_id=client_id, whose=whose, score=number, by=by)
        scale.words = words or None
        scale.save(force_insert=True)
        write_down(escalation, EscalationEvent.Kind.SCALED, by=by, was=whose, now=str(number))
    return scale


def side_by_side(escalation: Escalation, *, before: datetime | None = None) -> list[dict[str, Any]]:
    """One column for each of the three: the newest answer, and those before it."""
    put = escalation.scales.select_related("by").order_by("-at", "-pk")
    known = list(put.filter(at__lte=before) if before else put)
    columns = []
    for whose in Scale.Whose:
        theirs = [scale for scale in known if scale.whose == whose]
        columns.append({"whose": whose.label, "now": theirs[0] if theirs else None, "before": theirs[1:]})
    return columns


def _checked(whose: str, score: int | None, words: str) -> int:
    wrong: dict[str, str] = {}
    if whose not in Scale.Whose.values:
        wrong["scale_whose"] = _("Choose whose answer this is.")
    if score is None or not 0 <= score <= 10:
        wrong["scale_score"] = _("Choose a number from 0 to 10.")
    if wrong:
        raise ValidationError(wrong)
    check_letters({"scale_words": words})
    assert score is not None
    return score
