"""The two phones of the page, those of staff that were called, and the texts they hold."""

from collections.abc import Sequence

from chat.models import PracticePhone, PracticeText
from config.models import DataKey

NUMBERS = {1: "+447700900001", 2: "+447700900002"}
"""Ofcom's numbers for films and plays: they belong to nobody."""

# A phone of somebody who works here: any other of these, from the moment that it is texted or rung.
OF_STAFF = "+4477009001"
MOST_OF_STAFF = 6
# How a telephone call is told from a text among what a phone holds.
CALL = "outbound-call"

NEWEST_SHOWN = 60


def phones() -> dict[int, PracticePhone]:
    """Both, made when they are first looked at; then those of staff."""
    known = {phone.number: phone for phone in PracticePhone.objects.select_related("key").order_by("pk")}
    both = {which: known.get(number) or _made(number) for which, number in NUMBERS.items()}
    of_staff = [phone for number, phone in known.items() if number.startswith(OF_STAFF)]
    return both | dict(enumerate(of_staff, start=len(both) + 1))


def phone_at(which: int) -> PracticePhone:
    """As they stand on the page. Raises PracticePhone.DoesNotExist."""
    found = phones().get(which)
    if found is None:
        raise PracticePhone.DoesNotExist
    return found


def phone_with(number: str) -> PracticePhone | None:
    """The phone of this number; one of staff is made when it is first called."""
    there = phones()
    found = next((phone for phone in there.values() if phone.number == number), None)
    if found is None and number.startswith(OF_STAFF) and len(there) < len(NUMBERS) + MOST_OF_STAFF:
        return _made(number)
    return found


def newest_texts(phone: PracticePhone) -> Sequence[PracticeText]:
    """What is on the screen of the phone, the newest last."""
    texts = PracticeText.objects.filter(phone=phone).select_related("phone__key").order_by("-id")[:NEWEST_SHOWN]
    return list(reversed(texts))


def text_with(sid: str) -> PracticeText | None:
    """The text the carrier knows by this name."""
    return PracticeText.objects.select_related("phone__key").filter(sid=sid).first()


def _made(number: str) -> PracticePhone:
    phone, _ = PracticePhone.objects.get_or_create(number=number, defaults={"key": DataKey.make("practice phone")})
    return phone
