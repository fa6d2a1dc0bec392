"""What somebody comes back with to add something: "teal heron 4829 1730". Easy to say aloud, and not to be guessed.

Made from the concern's own random number with a key, so that it is nowhere in the database and the same whenever it is
shown. It opens nothing: whoever has it can add words, and is never shown any.
"""

import hashlib
import hmac

from chat.models import Concern
from chat.return_names import ANIMALS, COLOURS
from config.keys import key_directory

TYPED_MOST = 80


def reference_of(concern: Concern) -> str:
    number = int.from_bytes(_keyed(f"reference:{concern.sealed_under}"))
    number, colour = divmod(number, len(COLOURS))
    number, animal = divmod(number, len(ANIMALS))
    digits = f"{number % 10**8:08}"
    return f"{COLOURS[colour]} {ANIMALS[animal]} {digits[:4]} {digits[4:]}"


def hash_of(reference: str) -> str:
    """Of what somebody typed: capitals, spaces and dashes do not count."""
    letters = "".join(letter for letter in reference[:TYPED_MOST].casefold() if letter.isalnum())
    return _keyed(f"typed:{letters}").hex()


def _keyed(text: str) -> bytes:
    about = f"concern:{text}".encode("utf-8", "replace")
    return hmac.new(key_directory().named("lookup"), about, hashlib.sha256).digest()
