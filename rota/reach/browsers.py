"""The browsers of somebody that ring when they are called. Where they lead and their keys are sealed."""

import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.keys import key_directory
from config.models import DataKey
from rota import audit
from rota.models import PushAddress, StaffMember
from rota.reach import push

PURPOSE = "push address"
MOST = 8
LONGEST = 1000
AUTH_BYTES = 16


@transaction.atomic
def add(staff: StaffMember, given: Mapping[str, Any]) -> PushAddress:
    """This browser rings from now on, for `staff` and nobody else who used it before. Raises ValidationError."""
    address = _checked(given)
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    about = hash_of(address["endpoint"])
    known = PushAddress.objects.select_related("key").filter(address_hash=about).first()
    if known is None and PushAddress.objects.filter(staff=staff, gone_at=None).count() >= MOST:
        raise ValidationError(_("That are enough browsers. Take one away first."), code="too_many")
    row = known or PushAddress(key=DataKey.make(PURPOSE), address_hash=about)
    is_new = known is None or known.staff_id != staff.pk or known.gone_at is not None
    row.staff, row.gone_at = staff, None
    row.address = json.dumps(address)
    if is_new:
        row.made_at, row.last_worked_at = clock.now(), None
        audit.record("reach.browser_added", f"staff:{staff.pk}", who=staff)
    row.save()
    return row


@transaction.atomic
def take_away(address: PushAddress, by: StaffMember) -> None:
    """It does not ring any more."""
    if PushAddress.objects.filter(pk=address.pk, staff=by, gone_at=None).update(gone_at=clock.now()):
        audit.record("reach.browser_taken_away", f"staff:{by.pk}", who=by)


def hash_of(endpoint: str) -> str:
    key = key_directory().named("lookup")
    return hmac.new(key, f"push:{endpoint}".encode(), hashlib.sha256).hexdigest()


def _checked(given: Mapping[str, Any]) -> dict[str, str]:
    keys = given.get("keys")
    parts = {"endpoint": given.get("endpoint"), **(keys if isinstance(keys, dict) else {})}
    found = {name: parts.get(name) for name in ("endpoint", "p256dh", "auth")}
    if not all(isinstance(part, str) and 0 < len(part) <= LONGEST for part in found.values()):
        raise ValidationError(_("This browser gave no address."), code="odd")
    address = {name: str(part) for name, part in found.items()}
    if not push.may_lead_to(address["endpoint"]):
        raise ValidationError(_("We do not know the push service of this browser."), code="unknown_service")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, push.decoded(address["p256dh"]))
        if len(push.decoded(address["auth"])) != AUTH_BYTES:
            raise ValueError
    except (ValueError, binascii.Error):
        raise ValidationError(_("This browser gave no address."), code="odd") from None
    return address
