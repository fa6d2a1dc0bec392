"""Somebody has heard: they pressed, pressed a key on the telephone, or answered a text. Only that ends their call.

Each try has a code for answering a text and a token for a push or a call. Both are made from the try and a key that no
database holds, so whoever has one was given it by that try.
"""

import hashlib
import hmac
import re
from datetime import timedelta

from django.core import signing
from django.db import transaction

from config import clock
from config.keys import key_directory
from rota import audit
from rota.models import PushAddress, StaffNumber, Try
from rota.reach.paths import OWNERS, Path, kind_and_id

State = Try.State
SALT = "rota.reach.try"
# An answer later than this is to something that was long over.
ANSWERED_WITHIN = timedelta(hours=24)
ANSWER = re.compile(r"\W*(?:ok|okay|o\.k\.|iawn)\b\W*(\d{4})?\W*", re.IGNORECASE)


def code_of(attempt: Try) -> str:
    """Four digits: what is sent back by text."""
    about = f"try:{attempt.pk}:{attempt.staff_id}".encode()
    digest = hmac.new(key_directory().named("lookup"), about, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:4], 'big') % 10_000:04}"


def token_of(attempt: Try) -> str:
    """For an address that only this try leads to."""
    return signing.dumps(attempt.pk, salt=SALT)


def try_of(token: str) -> Try | None:
    """The try a token is of; None for one that is not ours, or too old."""
    try:
        number = signing.loads(token, salt=SALT, max_age=None)
    except signing.BadSignature:
        return None
    since = clock.now() - ANSWERED_WITHIN
    found = Try.objects.filter(pk=number, written_at__gt=since) if isinstance(number, int) else Try.objects.none()
    return found.select_related("staff").first()


@transaction.atomic
def heard(attempt: Try, *, way: str = "") -> None:
    """By this try, or another `way` they were shown. Safe to repeat."""
    attempt = Try.objects.select_for_update(of=("self",), no_key=True).select_related("staff").get(pk=attempt.pk)
    if attempt.heard_at is not None or not attempt.staff.is_active:
        return
    now = clock.now()
    attempt.heard_at = now
    if attempt.state != State.DELIVERED:  # it arrived, whatever a carrier says
        attempt.state, attempt.told_at, attempt.error_code = State.DELIVERED, now, ""
    attempt.save(update_fields=["heard_at", "state", "told_at", "error_code"])
    if attempt.push_address_id is not None:
        PushAddress.objects.filter(pk=attempt.push_address_id).update(last_worked_at=now)
    kind, number = kind_and_id(attempt.about)
    audit.record("reach.heard", f"try:{attempt.pk}", who=attempt.staff)
    if owner := OWNERS.get(kind):
        owner.heard(number, attempt.staff, way or attempt.path)


def take_answer(number: str, words: str) -> bool:
    """A text came from this number: is it somebody of ours who answers? Then it is nobody's conversation.

    True for "OK 4821", where that is the code of a text we sent to this number; and for a bare "OK" from such a number,
    which answers nothing: whoever takes over a number without having read the text must not silence a call.
    """
    given = ANSWER.fullmatch(words)
    if given is None:
        return False
    since = clock.now() - ANSWERED_WITHIN
    sent = list(Try.objects.filter(path=Path.SMS, called_at__gt=since).select_related("staff").order_by("-pk"))
    theirs = _number_of({one.staff_id for one in sent}, number)
    if theirs is None:
        return False
    for one in sent:
        if one.staff_id == theirs and given[1] and hmac.compare_digest(code_of(one), given[1]):
            heard(one)
            break
    return True


def _number_of(people: set[int], number: str) -> int | None:
    """Which of these people has this number."""
    held = StaffNumber.objects.filter(staff__in=people, confirmed_at__isnull=False).select_related("key")
    return next((one.staff_id for one in held if one.number == number), None)
