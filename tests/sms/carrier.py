"""A carrier on this machine: takes the requests that the real one documents, and does with them what a test asks.

with Carrier(account, token, number) as carrier:
    carrier.will("429", "lost")     # what becomes of the next texts; then it takes them as usual
    carrier.texts                   # what it has accepted, in that order
"""

import base64
import json
import re
import socket
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from twilio.request_validator import RequestValidator

from config import clock
from tests.ports import lasting_port

FIELDS = {
    "To": r"\+[1-9][0-9]{6,14}",
    "From": r"\+[1-9][0-9]{6,14}",
    "Body": r"(?s).{1,1600}",
    "StatusCallback": r"https?://[^ ]+/sms/(status/\?attempt=[0-9a-f-]{36}|staff/[^ /]+/text/)",
    "ValidityPeriod": r"[1-9][0-9]{0,4}",
}
NEEDED = {"To", "From", "Body", "StatusCallback"}
OF_A_CALL = {
    "To": FIELDS["To"],
    "From": FIELDS["From"],
    "Url": r"https?://[^ ]+/sms/staff/[^ /]+/says/",
    "Method": "POST",
    "StatusCallback": r"https?://[^ ]+/sms/staff/[^ /]+/call/",
    "StatusCallbackMethod": "POST",
    "StatusCallbackEvent": "initiated|ringing|answered|completed",
    "Timeout": r"[1-9][0-9]{0,2}",
    "TimeLimit": r"[1-9][0-9]{0,4}",
}
NEEDED_TO_CALL = {"To", "From", "Url"}
FILTERS = {
    "To": FIELDS["To"],
    "From": FIELDS["From"],
    "DateSent>": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "PageSize": r"[0-9]{1,4}",
    "Page": r"[0-9]+",
    "PageToken": r"PA[0-9]+",
}
REFUSALS = {"21610": 400, "21211": 400, "21614": 400, "21635": 400, "21617": 400, "20003": 401, "20429": 429}


@dataclass
class Text:
    """One text, as the carrier knows it."""

    sid: str
    to: str
    sender: str
    body: str
    direction: str = "outbound-api"
    status: str = "queued"
    error_code: int | None = None
    at: datetime = field(default_factory=clock.now)
    sent: datetime | None = None
    pictures: int = 0
    callback: str = ""

    def as_json(self, account: str) -> dict[str, Any]:
        return {
            "body": self.body, "num_segments": "1", "direction": self.direction, "from": self.sender, "to": self.to,
            "date_updated": rfc2822(self.at), "price": None, "error_message": None,
            "uri": f"/2010-04-01/Accounts/{account}/Messages/{self.sid}.json", "account_sid": account,
            "num_media": str(self.pictures), "status": self.status, "messaging_service_sid": None, "sid": self.sid,
            "date_sent": rfc2822(self.sent), "date_created": rfc2822(self.at), "error_code": self.error_code,
            "price_unit": None, "api_version": "2010-04-01", "subresource_uris": {},
        }  # fmt: skip


@dataclass
class Ring:
    """One telephone call, as the carrier knows it."""

    sid: str
    to: str
    sender: str
    url: str
    callback: str
    status: str = "queued"

    def as_json(self, account: str) -> dict[str, Any]:
        return {
            "sid": self.sid, "account_sid": account, "to": self.to, "from": self.sender, "status": self.status,
            "direction": "outbound-api", "api_version": "2010-04-01", "subresource_uris": {}, "price_unit": "USD",
            "uri": f"/2010-04-01/Accounts/{account}/Calls/{self.sid}.json", "queue_time": "0", "answered_by": None,
            **dict.fromkeys(("start_time", "end_time", "duration", "price", "parent_call_sid", "group_sid")),
        }  # fmt: skip


class Carrier:
    """`complaints` names what a request did against the contract: a test ends with none."""

    def __init__(self, account: str, token: str, number: str) -> None:
        self.account, self.token, self.number = account, token, number
        self.texts: list[Text] = []
        self.calls: list[str] = []
        self.rings: list[Ring] = []
        self.ring_script: deque[str] = deque()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.script: deque[str] = deque()
        self.lists = True
        self.page_size = 1000
        self.holding = threading.Event()
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self._port = lasting_port()

    def __enter__(self) -> Self:
        self.comes_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.goes_away()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def will(self, *script: str) -> None:
        """One word a text: a number of the carrier's, 429, 500, lost (accepted, no answer), cut (neither), hold..."""
        self.script.extend(script)

    def will_ring(self, *script: str) -> None:
        """The same for the next telephone calls: "take", "500" or a number of the carrier's."""
        self.ring_script.extend(script)

    def accept_call(self, given: dict[str, str]) -> Ring:
        ring = Ring(f"CA{uuid4().hex}", given["To"], given["From"], given["Url"], given.get("StatusCallback", ""))
        with self._lock:
            self.rings.append(ring)
        return ring

    def about_call(self, ring: Ring, url: str, status: str, **more: str) -> tuple[str, str, str]:
        """What it asks or tells about a call: an address, its form, its signature."""
        ring.status = status
        form = {
            "AccountSid": self.account, "ApiVersion": "2010-04-01", "CallSid": ring.sid, "CallStatus": status,
            "Called": ring.to, "Caller": ring.sender, "Direction": "outbound-api", "From": ring.sender, "To": ring.to,
            **more,
        }  # fmt: skip
        return url, urlencode(form), RequestValidator(self.token).compute_signature(url, form)

    def goes_away(self) -> None:
        """Nobody takes a call at its address any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def comes_back(self) -> None:
        if self._server is None:
            self._server = Server(("127.0.0.1", self._port), self)
            threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def hears(self, number: str, body: str, *, at: datetime | None = None, pictures: int = 0) -> Text:
        """Somebody texts us; what becomes of the webhook is the test's business."""
        when = at or clock.now()
        return self._add(
            Text(self._sid(), self.number, number, body, "inbound", "received", at=when, sent=when, pictures=pictures)
        )

    def accept(self, given: dict[str, str]) -> Text:
        now = clock.now()
        return self._add(
            Text(self._sid(), given["To"], given["From"], given["Body"], sent=now, callback=given["StatusCallback"])
        )

    def signed(self, text: Text, status: str, code: int | None = None) -> tuple[str, str, str]:
        """A status callback: its address, its form, its signature."""
        text.status, text.error_code = status, code
        form = {
            "AccountSid": self.account, "ApiVersion": "2010-04-01", "From": text.sender, "To": text.to,
            "MessageSid": text.sid, "SmsSid": text.sid, "MessageStatus": status, "SmsStatus": status,
        }  # fmt: skip
        if code is not None:
            form["ErrorCode"] = str(code)
        signature = RequestValidator(self.token).compute_signature(text.callback, form)
        return text.callback, urlencode(form), signature

    def bodies(self) -> list[str]:
        """What it accepted from us, in order."""
        return [text.body for text in self.texts if text.direction == "outbound-api"]

    @staticmethod
    def _sid() -> str:
        return f"SM{uuid4().hex}"

    def _add(self, text: Text) -> Text:
        with self._lock:
            self.texts.append(text)
        return text


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], carrier: Carrier) -> None:
        self.carrier = carrier
        super().__init__(address, Door)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed hangs up; that is part of the story."""


class Door(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        carrier = self.server.carrier
        given = parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        if not self._is_allowed():
            return
        if self.path == f"{self._account()}/Calls.json":
            self._ring(given)
            return
        if not self._keeps_to(FIELDS, given, NEEDED):
            return
        fields = dict(given)
        word = carrier.script.popleft() if carrier.script else "take"
        carrier.calls.append(fields["Body"])
        self._answer_as(word, fields)

    def _ring(self, given: list[tuple[str, str]]) -> None:
        carrier = self.server.carrier
        if not self._keeps_to(OF_A_CALL, given, NEEDED_TO_CALL):
            return
        word = carrier.ring_script.popleft() if carrier.ring_script else "take"
        if word == "take":
            self._say(201, carrier.accept_call(dict(given)).as_json(carrier.account))
        else:
            self._refuse(500 if word == "500" else 400, int(word))

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = parse_qsl(address.query, keep_blank_values=True)
        if not self._is_allowed() or not self._keeps_to(FILTERS, query, set()):
            return
        carrier = self.server.carrier
        carrier.asked.append(self.path)
        if not carrier.lists:
            self._say(503, {"code": 20503, "message": "Unavailable", "more_info": "", "status": 503})
        elif one := re.fullmatch(self._account() + r"/Messages/(SM[0-9a-f]{32})\.json", address.path):
            self._say_one(one[1])
        else:
            self._say(200, self._page(dict(query)))

    def _answer_as(self, word: str, fields: dict[str, str]) -> None:
        carrier = self.server.carrier
        if word == "take":
            self._say(201, carrier.accept(fields).as_json(carrier.account))
        elif word == "lost":
            carrier.accept(fields)
            self._hang_up()
        elif word in ("hold_then_take", "take_then_hold"):
            if word == "take_then_hold":
                carrier.accept(fields)
            carrier.holding.set()
            carrier.released.wait(30)
            self._hang_up()
        elif word == "cut":
            self._hang_up()
        elif word == "500_taken":
            carrier.accept(fields)
            self._refuse(500, 20500)
        elif word == "500":
            self._refuse(500, 20500)
        elif word == "nonsense":
            self._say_text(200, "<html>a proxy was here</html>")
        elif word == "429":
            self._refuse(429, 20429, ("Retry-After", "7"))
        else:
            self._refuse(REFUSALS.get(word, 400), int(word))

    def _page(self, query: dict[str, str]) -> dict[str, Any]:
        """The newest first, as the real one lists them; those that were not sent yet fall through a filter by date."""
        carrier = self.server.carrier
        found = [text for text in reversed(carrier.texts) if self._is_meant(text, query)]
        size = min(int(query.get("PageSize", 50)), carrier.page_size)
        start = int(query.get("PageToken", "PA0")[2:])
        more = {**query, "Page": str(start // size + 1), "PageToken": f"PA{start + size}"}
        base = f"{self._account()}/Messages.json"
        return {
            "first_page_uri": base, "uri": base, "page": start // size, "page_size": size, "start": start,
            "end": start + size - 1, "previous_page_uri": None,
            "next_page_uri": f"{base}?{urlencode(more)}" if start + size < len(found) else None,
            "messages": [text.as_json(carrier.account) for text in found[start : start + size]],
        }  # fmt: skip

    @staticmethod
    def _is_meant(text: Text, query: dict[str, str]) -> bool:
        since = query.get("DateSent>")
        return (
            query.get("To", text.to) == text.to
            and query.get("From", text.sender) == text.sender
            and (since is None or (text.sent is not None and f"{text.sent:%Y-%m-%d}" >= since[:10]))
        )

    def _account(self) -> str:
        return f"/2010-04-01/Accounts/{self.server.carrier.account}"

    def _is_allowed(self) -> bool:
        carrier = self.server.carrier
        expected = base64.b64encode(f"{carrier.account}:{carrier.token}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            return self._complain(401, 20003, "not our account")
        if not self.path.startswith((f"{self._account()}/Messages", f"{self._account()}/Calls.json")):
            return self._complain(404, 20404, "not an address of the API")
        return True

    def _keeps_to(self, allowed: dict[str, str], given: list[tuple[str, str]], needed: set[str]) -> bool:
        names = [name for name, _ in given]
        for name, value in given:
            if name not in allowed or names.count(name) > 1 or not re.fullmatch(allowed[name], value):
                return self._complain(400, 20001, f"field {name}")
        if not needed <= set(names):
            return self._complain(400, 20002, "a field is missing")
        return True

    def _complain(self, status: int, code: int, about: str) -> bool:
        self.server.carrier.complaints.append(about)
        self._refuse(status, code)
        return False

    def _refuse(self, status: int, code: int, *headers: tuple[str, str]) -> None:
        more = f"https://www.twilio.com/docs/errors/{code}"
        # As the real one does, it says the number in its message: nothing of it may reach a log.
        body = {"code": code, "message": "about +447700900001", "more_info": more, "status": status}
        self._say(status, body, *headers)

    def _say_one(self, sid: str) -> None:
        found = next((text for text in self.server.carrier.texts if text.sid == sid), None)
        if found is None:
            self._refuse(404, 20404)
        else:
            self._say(200, found.as_json(self.server.carrier.account))

    def _say(self, status: int, body: dict[str, Any], *headers: tuple[str, str]) -> None:
        self._say_text(status, json.dumps(body), *headers)

    def _say_text(self, status: int, text: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(text.encode()))),
            *headers,
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def rfc2822(at: datetime | None) -> str | None:
    return None if at is None else format_datetime(at)
