"""A push service on this machine. It sees who sent a push and how long it is, and cannot read it; a browser could."""

import base64
import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config import clock


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """What a browser keeps to itself: it alone opens what was sent to it."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen bytes ok"

    @property
    def point(self) -> bytes:
        kind = serialization.PublicFormat.UncompressedPoint
        return self.private.public_key().public_bytes(serialization.Encoding.X962, kind)

    def subscription(self, endpoint: str) -> dict[str, Any]:
        return {"endpoint": endpoint, "keys": {"p256dh": coded(self.point), "auth": coded(self.auth)}}

    def opens(self, body: bytes) -> dict[str, Any]:
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        between = _derived(shared, self.auth, b"WebPush: info\0" + self.point + theirs, 32)
        key = _derived(between, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(between, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain.endswith(b"\x02")
        opened: dict[str, Any] = json.loads(plain[:-1])
        return opened


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


class PushService:
    """`complaints`: what a push did against the contract. `will(410)`: its answer to the next one."""

    def __init__(self) -> None:
        self.pushes: list[tuple[str, bytes]] = []
        self.complaints: list[str] = []
        self.script: deque[int] = deque()
        service = self

        class Door(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.complaints += list(service.wrong(dict(self.headers), body))
                status = service.script.popleft() if service.script else 201
                if status == 201:
                    service.pushes.append((self.path, body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def will(self, *script: int) -> None:
        self.script.extend(script)

    def wrong(self, headers: dict[str, str], body: bytes) -> list[str]:
        """As RFC 8030, 8291 and 8292 ask."""
        found = []
        if headers.get("Content-Encoding") != "aes128gcm" or not headers.get("TTL", "").isdecimal():
            found.append("headers")
        if not 86 < len(body) <= 4096 or int.from_bytes(body[16:20], "big") != 4096:
            found.append("size")
        try:
            self._check_pass(headers.get("Authorization", ""))
        except Exception as trouble:
            found.append(f"pass: {type(trouble).__name__}")
        return found

    def _check_pass(self, given: str) -> None:
        scheme, _, rest = given.partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        head, claims, signature = parts["t"].split(".")
        raw = decoded(signature)
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        public.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
        said = json.loads(decoded(claims))
        assert said["aud"] == self.url
        assert 0 < said["exp"] - clock.now().timestamp() <= 24 * 3600
        assert said["sub"].startswith(("https:", "mailto:"))
