"""The phone somebody texts from, and the young person behind it. A number is never proof of who they are."""

from django.conf import settings
from django.db import IntegrityError, transaction

from chat.models import Phone, YoungPerson
from chat.sms.numbers import hash_of, is_landline, normalised
from config import clock
from config.models import DataKey

SEALED_CONTACT = "sealed contact"


@transaction.atomic(savepoint=False)
def phone_of(number: str) -> Phone:
    """The phone with this number, made at its first text. Its row is locked: texts from one phone come in one by one.

    The number is kept as a keyed hash to find it and sealed to send to it, and nowhere else. Letters and short
    numbers are kept as they came: their words are taken in too, only nothing can be sent back.
    """
    number = normalised(number) or number
    phone = _locked(number)
    if phone is None:
        try:
            with transaction.atomic():
                return _made(number)
        except IntegrityError:  # their first two texts came at the same moment
            phone = _locked(number)
            assert phone is not None
    if phone.key is None:  # the number was destroyed since; it has just been given to us again
        _seal(phone, number)
        phone.save(update_fields=["key", "number"])
    return phone


def _locked(number: str) -> Phone | None:
    # Not FOR UPDATE: whoever stores a text to this phone holds a share of the row, and the conversation besides.
    phones = Phone.objects.select_for_update(no_key=True, of=("self",)).select_related("young_person", "key")
    return phones.filter(number_hash=hash_of(number)).first()


def _made(number: str) -> Phone:
    phone = Phone(
        young_person=YoungPerson.objects.create(cookie_hash=None),
        number_hash=hash_of(number),
        texts=_may_be_sent_to(number),
        first_heard_at=clock.now(),
        last_heard_at=clock.now(),
    )
    _seal(phone, number)
    phone.save(force_insert=True)
    return phone


def _seal(phone: Phone, number: str) -> None:
    phone.key = DataKey.make(SEALED_CONTACT)
    phone.number = number


def _may_be_sent_to(number: str) -> str:
    if normalised(number) is None or number == normalised(settings.TWILIO_FROM):  # ourselves: that would never end
        return Phone.Texts.NO_ANSWER
    return Phone.Texts.LANDLINE if is_landline(number) else Phone.Texts.OPEN
