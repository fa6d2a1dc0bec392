"""A stand-in for a Sentry server: it takes envelopes over real HTTP on the loopback, and opens them.

Beside it stand the two questions asked of what it caught: is the canary in there, in any of the ways
a program may have written it, and what does the report say instead.
"""

import base64
import gzip
import json
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class SentrySink:
    """`with SentrySink() as sink:` then give `sink.dsn` to whoever reports errors."""

    def __enter__(self) -> Self:
        self.envelopes: list[bytes] = []
        sink = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                heads = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
                sink.envelopes.append(heads.encode() + b"\n\n" + opened(body, self.headers.get("Content-Encoding", "")))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.dsn = f"http://publickey@127.0.0.1:{self.server.server_port}/1"
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def everything(self) -> bytes:
        return b"\n".join(self.envelopes)

    def items(self, kind: str) -> list[dict[str, Any]]:
        """The payloads of one kind: `event`, `transaction`, ..."""
        found = []
        for envelope in self.envelopes:
            lines = envelope.split(b"\n\n", 1)[1].split(b"\n")[1:]
            for head, payload in zip(lines[::2], lines[1::2], strict=False):
                if json.loads(head).get("type") == kind:
                    found.append(json.loads(payload))
        return found

    @property
    def kinds(self) -> set[str]:
        lines = [line for envelope in self.envelopes for line in envelope.split(b"\n\n", 1)[1].split(b"\n")[1::2]]
        return {json.loads(line)["type"] for line in lines if line}

    @property
    def types(self) -> set[str]:
        """The exception types that were told."""
        return {value["type"] for event in self.items("event") for value in _exceptions(event)}

    @property
    def functions(self) -> set[str]:
        """The functions that the reports point at."""
        values = [value for event in self.items("event") for value in _exceptions(event)]
        return {frame["function"] for value in values for frame in value["stacktrace"]["frames"]}


def opened(body: bytes, encoding: str) -> bytes:
    """What was sent, whatever the SDK packed it with. An unknown packing fails: it could hide anything."""
    match encoding:
        case "":
            return body
        case "gzip":
            return gzip.decompress(body)
        case "deflate":
            return zlib.decompress(body)
        case "br":
            import brotli

            return bytes(brotli.decompress(body))
        case "zstd":
            import zstandard

            return bytes(zstandard.ZstdDecompressor().decompressobj().decompress(body))
        case _:
            raise ValueError("an envelope in a packing the sink cannot open")


def traces_of(canary: str, where: bytes) -> list[str]:
    """The ways in which the canary stands in there: as it is, in two kinds of UTF-16, base64, JSON escapes, hex."""
    low = where.lower()
    found = [name for name, shape in _shapes(canary) if shape in where]
    return found + (["hex"] if canary.encode().hex().encode() in low else [])


def _shapes(canary: str) -> list[tuple[str, bytes]]:
    plain = canary.encode()
    # Base64 depends on what stands before: each of the three alignments, without the edges that mix in neighbours.
    aligned = [base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [
        ("utf-8", plain),
        ("utf-16-le", canary.encode("utf-16-le")),
        ("utf-16-be", canary.encode("utf-16-be")),
        *([("json", escaped)] if (escaped := json.dumps(canary)[1:-1].encode()) != plain else []),
        ("json escapes", "".join(f"\\u{ord(letter):04x}" for letter in canary).encode()),
        *[("base64", shape) for shape in aligned],
    ]


def _exceptions(event: dict[str, Any]) -> list[dict[str, Any]]:
    return list((event.get("exception") or {}).get("values") or [])
