"""The number somebody is texted and rung at. It counts once a code that was sent to it came back."""

import hashlib
import hmac
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from config import clock
from config.keys import key_directory
from config.models import DataKey
from config.numbers import is_landline, normalised
from config.tuning import setting
from rota import audit
from rota.models import StaffMember, StaffNumber, Try
from rota.reach.calling import go_on
from rota.reach.plan import OF_A_NUMBER, Call

PURPOSE = "staff number"
AN_HOUR = timedelta(hours=1)


@transaction.atomic
def give(staff: StaffMember, raw: str) -> StaffNumber:
    """Their new number, which counts for nothing until it is confirmed; a code is on its way to it.

    Raises ValidationError for what is no number of a mobile phone. The one before it is gone.
    """
    number = normalised(raw)
    if number is None or is_landline(number):
        raise ValidationError(_("Write the number of a mobile phone, for example 07700 900123 or +44 7700 900123."))
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    _must_not_send_too_often(staff)
    held = StaffNumber.objects.select_related("key").filter(staff=staff).first()
    held = held or StaffNumber(staff=staff, key=DataKey.make(PURPOSE))
    held.number, held.changed_at, held.confirmed_at = number, clock.now(), None
    held.texts_stopped, held.texts_said_at = False, None
    _begin_code(held)
    held.save()
    audit.record("reach.number_given", f"staff:{staff.pk}", who=staff)
    _send_code(held)
    return held


@transaction.atomic
def confirm(staff: StaffMember, code: str) -> StaffNumber:
    """They typed the code: the number is theirs. Raises ValidationError; after some wrong ones only a new one helps."""
    with_key = StaffNumber.objects.select_for_update(of=("self",)).select_related("key")
    held = with_key.filter(staff=staff).first()
    if held is None:
        raise ValidationError(_("Give a number first."))
    if held.confirmed_at is not None:
        return held
    is_over = held.code_until is None or held.code_until <= clock.now()
    if is_over or held.code_tries >= setting("reach.code_tries"):
        raise ValidationError(_("This code does not count any more. Ask for a new one."), code="over")
    if not hmac.compare_digest(_hash(held, "".join(code.split())), held.code_hash):
        raise ValidationError(_("That is not the code."), code="wrong")
    held.confirmed_at, held.code_hash, held.code_until = clock.now(), "", None
    held.save(update_fields=["confirmed_at", "code_hash", "code_until"])
    audit.record("reach.number_confirmed", f"staff:{staff.pk}", who=staff)
    return held


def note_wrong(staff: StaffMember) -> None:
    """Counts a wrong code. Apart from `confirm`, whose transaction is undone when it refuses."""
    StaffNumber.objects.filter(staff=staff, confirmed_at=None).update(code_tries=F("code_tries") + 1)


@transaction.atomic
def send_again(staff: StaffMember) -> None:
    """A new code for the same number."""
    held = StaffNumber.objects.select_for_update(of=("self",)).filter(staff=staff, confirmed_at=None).first()
    if held is None:
        return
    _must_not_send_too_often(staff)
    held.changed_at = clock.now()
    _begin_code(held)
    held.save(update_fields=["changed_at", "code_hash", "code_until", "code_tries"])
    _send_code(held)


@transaction.atomic
def take_away(staff: StaffMember) -> None:
    """Nobody texts or rings them any more."""
    gone, _rows = StaffNumber.objects.filter(staff=staff).delete()
    if gone:
        audit.record("reach.number_taken_away", f"staff:{staff.pk}", who=staff)


def code_for(held: StaffNumber) -> str:
    """Six digits, made from the number's row and a key: whoever sends it needs no copy of it."""
    about = f"staff-number:{held.key_id}:{held.changed_at.isoformat()}".encode()
    digest = hmac.new(key_directory().named("lookup"), about, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


def masked(held: StaffNumber) -> str:
    """Enough to know which of one's own it is."""
    return f"•••• {held.number[-3:]}"


def _begin_code(held: StaffNumber) -> None:
    held.code_hash = _hash(held, code_for(held))
    held.code_until = clock.now() + timedelta(minutes=setting("reach.code_minutes"))
    held.code_tries = 0


def _hash(held: StaffNumber, code: str) -> str:
    return hmac.new(key_directory().named("lookup"), f"{held.key_id}:{code}".encode(), hashlib.sha256).hexdigest()


def _send_code(held: StaffNumber) -> None:
    about = f"{OF_A_NUMBER}:{int(held.changed_at.timestamp() * 1000)}"
    go_on([Call(about, held.staff, clock.now())])


def _must_not_send_too_often(staff: StaffMember) -> None:
    lately = Try.objects.filter(staff=staff, about__startswith=f"{OF_A_NUMBER}:", written_at__gt=clock.now() - AN_HOUR)
    if lately.count() >= setting("reach.codes_an_hour"):
        raise ValidationError(_("Several codes were sent already. Try again in an hour."), code="too_many")
