"""Web push: what a browser of staff is sent, sealed for that browser (RFC 8291) and signed by this service (RFC 8292).

Written here with `cryptography`, which we have: the usual library needs one that exists as source only, and building it
would fetch what no hash of our lock covers. The vectors of RFC 8291 are in its test.
"""

import base64
import json
import os
from functools import cache
from pathlib import Path as Folder
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from config import clock
from config.carrier import is_loopback_url
from config.keys import KeyMissing, key_directory
from rota.models import Try
from rota.reach import hearing, words
from rota.reach.paths import Answer
from rota.reach.results import GONE

State = Try.State
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LIMIT_SECONDS = 5
# A page that reaches nobody within this is somebody else's by then.
KEPT_SECONDS = 600
SIGNED_FOR_SECONDS = 12 * 3600
RECORD_BYTES = 4096
# Every push is as long as every other: how long one is tells nothing either.
PADDED_TO = 512


def is_there() -> bool:
    """Is there a key to sign with? An installation older than pushes makes it with `manage.py make_keys`."""
    try:
        _key(key_directory().folder)
    except KeyMissing:
        return False
    return True


def may_lead_to(endpoint: str) -> bool:
    """Only to push services that are known: an address a browser gave us is fetched from inside our network."""
    if is_loopback_url(endpoint):
        return not settings.IS_PRODUCTION
    try:
        parts = urlsplit(endpoint)
        host, usual = parts.hostname or "", parts.port in (None, 443)
    except ValueError:
        return False
    named = any(host == one or (one.startswith(".") and host.endswith(one)) for one in settings.PUSH_SERVICES)
    return parts.scheme == "https" and usual and parts.username is None and named


def send(attempt: Try) -> Answer:
    """One push to the browser of this try."""
    address = attempt.push_address
    if address is None or address.gone_at is not None:
        return Answer(State.FAILED, code=GONE)
    browser = json.loads(address.address)
    if not may_lead_to(browser["endpoint"]):
        return Answer(State.FAILED, code="not_allowed")
    payload = {"words": words.short(attempt), "heard": words.have_heard(), "tag": attempt.about}
    payload["token"] = hearing.token_of(attempt)
    return _posted(browser["endpoint"], sealed(json.dumps(payload).encode(), browser["p256dh"], browser["auth"]))


def public_key() -> str:
    """What a browser is told before it gives us an address."""
    return coded(_point(_key(key_directory().folder).public_key()))


def sealed(
    plain: bytes,
    p256dh: str,
    auth: str,
    *,
    pad_to: int = PADDED_TO,
    salt: bytes = b"",
    ours: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body for this browser: one record of aes128gcm."""
    salt, ours = salt or os.urandom(16), ours or ec.generate_private_key(CURVE)
    theirs, point = decoded(p256dh), _point(ours.public_key())
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    between = _derived(shared, decoded(auth), b"WebPush: info\0" + theirs + point, 32)
    key = _derived(between, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(between, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point
    record = plain + b"\x02" + bytes(max(0, pad_to - len(plain)))
    return head + AESGCM(key).encrypt(nonce, record, None)


def _posted(endpoint: str, body: bytes) -> Answer:
    headers = {
        "Authorization": f"vapid t={_pass_for(endpoint)}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "high",
    }
    with requests.Session() as line:
        line.trust_env = not is_loopback_url(endpoint)
        try:
            answer = line.post(endpoint, body, headers=headers, timeout=LIMIT_SECONDS, allow_redirects=False)
        except (requests.ConnectTimeout, requests.exceptions.SSLError):
            return Answer(State.FAILED, code="not_reached")
        except requests.RequestException:
            return Answer(State.UNKNOWN)
    if 200 <= answer.status_code < 300:
        return Answer(State.TAKEN)
    return Answer(State.FAILED, code=GONE if answer.status_code in (404, 410) else str(answer.status_code))


def _pass_for(endpoint: str) -> str:
    """Says who we are to the push service, for this service and some hours: a JWT signed with ES256."""
    parts = urlsplit(endpoint)
    until = int(clock.now().timestamp()) + SIGNED_FOR_SECONDS
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": until, "sub": settings.PUSH_CONTACT}
    said = ".".join(coded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    signature = _key(key_directory().folder).sign(said.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(signature)
    return f"{said}.{coded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


@cache
def _key(_folder: Folder) -> ec.EllipticCurvePrivateKey:
    """The number in `vapid.key`, as a private key. Raises KeyMissing."""
    number = int.from_bytes(key_directory().named("vapid"), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
