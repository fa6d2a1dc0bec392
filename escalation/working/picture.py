"""What is known in three columns, what is not, and the young person's own words. Each saving is another row."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from escalation.changing import changing
from escalation.models import Escalation, EscalationEvent, Picture
from escalation.moves import Act, move
from escalation.written import check_letters, write_down
from rota.models import StaffMember

TEXTS = ("worried", "working_well", "needs_to_happen", "not_known", "own_words", "no_own_words_why")


@dataclass(frozen=True, kw_only=True)
class Known:
    """The columns as they were typed."""

    worried: str = ""
    working_well: str = ""
    needs_to_happen: str = ""
    not_known: str = ""
    own_words: str = ""
    no_own_words_why: str = ""
    need: str = ""


def draw(
    escalation_id: int, known: Known, *, by: StaffMember, client_id: UUID | None = None, seen: int | None = None
) -> Picture:
    """Safe to repeat with the same `client_id`. Raises ValidationError, field by field."""
    client_id = client_id or uuid4()
    if drawn := Picture.objects.filter(client_id=client_id, escalation=escalation_id, by=by).first():
        return drawn
    texts = _checked(known)
    with changing(escalation_id, seen=seen) as escalation:
        move(escalation, Act.PICTURE, by=by)
        picture = Picture(escalation=escalation, client_id=client_id, need=known.need, by=by)
        for name, text in texts.items():
            setattr(picture, name, text or None)
        picture.save(force_insert=True)
        write_down(escalation, EscalationEvent.Kind.PICTURED, by=by, now=known.need)
    return picture


def newest(escalation: Escalation, *, before: datetime | None = None) -> Picture | None:
    drawn = escalation.pictures.select_related("by").order_by("-at", "-pk")
    return (drawn.filter(at__lte=before) if before else drawn).first()


def as_typed(picture: Picture | None) -> dict[str, str]:
    """To begin the next one with: what stands is corrected, not typed anew. Their own words are asked for again."""
    if picture is None:
        return {}
    return {name: getattr(picture, name) or "" for name in TEXTS} | {"need": picture.need}


def _checked(known: Known) -> dict[str, str]:
    texts = {name: str(text).strip() for name, text in asdict(known).items() if name in TEXTS}
    wrong: dict[str, str] = {}
    if known.need not in Picture.Need.values:
        wrong["need"] = _("Choose the level of need, or that it is not known yet.")
    if not texts["own_words"] and not texts["no_own_words_why"]:
        wrong["own_words"] = _("Write down the young person’s own words, or why nobody has them.")
    if not any(texts[name] for name in TEXTS[:4]):
        wrong["worried"] = _("Write down something that is known, or what is not known.")
    if wrong:
        raise ValidationError(wrong)
    check_letters(texts)
    return texts
