"""Is it really the carrier? The signature over our public address and every field, as they came.

Computed over bytes and not over what we read in them: a text with half a character in it is signed too, and
nobody's plea is refused because of how it is written.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings

Field = tuple[bytes, bytes]


def fields_in(form: bytes) -> list[Field]:
    """Names and values of an urlencoded form, empty ones too: they are signed."""
    pairs = (pair.partition(b"=") for pair in form.split(b"&") if pair)
    return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]


def is_signed(address: str, fields: Iterable[Field], signature: str) -> bool:
    """Did somebody who knows our token sign exactly this? `address`: path, and query if it has one."""
    given, signed = signature.encode("utf-8", "replace"), False
    fields = list(fields)
    for url in _ways_to_write(f"{settings.PUBLIC_URL}{address}"):
        for signing in _ways_to_read(fields):
            signed |= hmac.compare_digest(_signature(url, signing), given)
    return signed


def _signature(url: str, fields: list[Field]) -> bytes:
    text = url.encode() + b"".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(settings.TWILIO_AUTH_TOKEN.encode(), text, hashlib.sha1).digest())


def _ways_to_write(url: str) -> Iterator[str]:
    """With and without its port: the carrier does now one and now the other, and its own library takes both."""
    yield url
    parts = urlsplit(url)
    if parts.port is None:
        usual = {"http": 80, "https": 443}[parts.scheme]
        yield parts._replace(netloc=f"{parts.netloc}:{usual}").geturl()
    else:
        yield parts._replace(netloc=parts.netloc.rpartition(":")[0]).geturl()


def _ways_to_read(fields: list[Field]) -> Iterator[list[Field]]:
    """As it came; and where that is no UTF-8, as a reader that puts U+FFFD for it would have signed it."""
    yield fields
    replaced = [(_replaced(name), _replaced(value)) for name, value in fields]
    if replaced != fields:
        yield replaced


def _unquoted(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" "))


def _replaced(text: bytes) -> bytes:
    return text.decode("utf-8", "replace").encode()
