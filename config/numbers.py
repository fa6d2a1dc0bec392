"""Numbers of phones: one way to write each, and whether a text to it would reach one person's hand."""

import hashlib
import hmac
from functools import cache
from pathlib import Path

import phonenumbers
from django.conf import settings
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult

from config.keys import key_directory

HOME = "GB"
# Shorter without a country in front is a short number of a company, or 999.
FEWEST_DIGITS = 7
# Ofcom keeps these for films and stories: they belong to nobody.
DRAMA = "+447700900"


def normalised(raw: str) -> str | None:
    """The number as +44..., or None for letters, short numbers and whatever is no number.

    A number that has the right length is taken even where the library does not know its range yet: the carrier
    knows whom it got a text from, and somebody with a new number has to be answered too.
    """
    number = _parsed(raw)
    if number is None:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None if written.startswith(DRAMA) and not settings.ALLOW_DRAMA_NUMBERS else written


def is_landline(raw: str) -> bool:
    """Is it certain that a text there would be read aloud, in a place where somebody else may listen?"""
    number = _parsed(raw)
    return number is not None and phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE


def hash_of(number: str) -> str:
    """Keyed hash of a number: a copy of the database tells nobody who texted us."""
    about = f"phone:{number}".encode("utf-8", "replace")
    return hmac.new(_lookup_key(key_directory().folder), about, hashlib.sha256).hexdigest()


@cache
def _lookup_key(_folder: Path) -> bytes:
    """Read once: the file is asked for with every text, and this key never changes."""
    return key_directory().named("lookup")


def _parsed(raw: str) -> PhoneNumber | None:
    digits = sum(character.isdigit() for character in raw)
    is_short = digits < FEWEST_DIGITS and not raw.lstrip().startswith(("+", "00"))
    if is_short or any(character.isalpha() for character in raw):
        return None
    try:
        number = phonenumbers.parse(raw, HOME)
    except NumberParseException:
        return None
    fits = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return number if fits else None
