"""The two phones of the page, and the texts they hold."""

from collections.abc import Sequence

from chat.models import PracticePhone, PracticeText
from config.models import DataKey

NUMBERS = {1: "+447700900001", 2: "+447700900002"}
"""Ofcom's numbers for films and plays: they belong to nobody."""

NEWEST_SHOWN = 60


def phones() -> dict[int, PracticePhone]:
    """Both, made when they are first looked at."""
    known = {phone.number: phone for phone in PracticePhone.objects.select_related("key")}
    return {which: known.get(number) or _made(number) for which, number in NUMBERS.items()}


def phone_at(which: int) -> PracticePhone:
    """The first or the second. Raises PracticePhone.DoesNotExist."""
    if which not in NUMBERS:
        raise PracticePhone.DoesNotExist
    return phones()[which]


def phone_with(number: str) -> PracticePhone | None:
    """The phone of this number; there are only two."""
    return next((phone for phone in phones().values() if phone.number == number), None)


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
