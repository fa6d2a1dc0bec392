"""Texts that come in: signed forms as the carrier sends them, over connections that stay open."""

import asyncio
import time
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import uuid4

from twilio.request_validator import RequestValidator

from tests.bench.chats import WORDS
from tests.bench.load import Run, at_a_steady_rate
from tests.bench.wires import Line

LINES = 32
PHONES = 100
PATH = "/sms/incoming/"


class Texts:
    """A carrier with a hundred phones that text one server."""

    def __init__(self, name: str, port: int, account: dict[str, str]) -> None:
        self.name, self.port, self.account = name, port, account
        self._validator = RequestValidator(account["token"])
        self._lines: asyncio.Queue[Line] = asyncio.Queue()
        self._forms = self._all_forms()

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(LINES):
            _, line = await loop.create_connection(Line, "127.0.0.1", self.port)
            self._lines.put_nowait(line)
        for _ in range(PHONES):  # the first text of each phone also makes its conversation: not what is measured
            await self._post(next(self._forms))

    async def talk(self, rate: float, seconds: float) -> Run:
        run = Run(rate)
        # Signed beforehand: the carrier's work is not ours.
        forms = [next(self._forms) for _ in range(int(rate * seconds))]
        under_way: set[asyncio.Task[None]] = set()

        def send(number: int, meant: float) -> None:
            task = asyncio.create_task(self._deliver(run, forms[number], meant))
            under_way.add(task)
            task.add_done_callback(under_way.discard)

        await at_a_steady_rate(run, seconds, send)
        await asyncio.gather(*under_way, return_exceptions=True)
        return run

    async def close(self) -> None:
        while not self._lines.empty():
            self._lines.get_nowait().close()

    async def _deliver(self, run: Run, form: bytes, meant: float) -> None:
        if await self._post(form) == 204:
            run.latencies.append(time.perf_counter() - meant)
        else:
            run.wrong += 1

    async def _post(self, form: bytes) -> int:
        line = await self._lines.get()
        try:
            return await line.ask(form)
        finally:
            self._lines.put_nowait(line)

    def _all_forms(self) -> Iterator[bytes]:
        number = 0
        while True:
            number += 1
            yield self._form(f"+447700900{100 + number % PHONES}")

    def _form(self, phone: str) -> bytes:
        sid = f"SM{uuid4().hex}"
        fields = {
            "MessageSid": sid,
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": self.account["sid"],
            "From": phone,
            "To": self.account["to"],
            "Body": WORDS,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
            "FromCountry": "GB",
            "ToCountry": "GB",
        }
        address = f"http://localhost:{self.port}"
        body = urlencode(fields).encode()
        head = "\r\n".join(
            [
                f"POST {PATH} HTTP/1.1",
                f"Host: localhost:{self.port}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"X-Twilio-Signature: {self._validator.compute_signature(address + PATH, fields)}",
            ]
        )
        return head.encode() + b"\r\n\r\n" + body
