"""For the tests of the practice phone: its account, and somebody at an address who is sent forms by the carrier."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.house import House

OURS, PHONE_1, PHONE_2 = "+447700900000", "+447700900001", "+447700900002"


class Account(NamedTuple):
    sid: str
    token: str


def account_of(house: House) -> Account:
    """As the settings of the house make it from its key."""
    made = (house.data / "keys" / "practice_phone.key").read_text().strip()
    return Account("AC" + made[:32], made[32:])


def client_of(house: House) -> Client:
    """Twilio's own library, with this house for its carrier."""
    account = account_of(house)
    client = Client(account.sid, account.token)
    client.api.base_url = f"{house.base_url}/practice-phone"
    return client


def set_switches(house: House, which: int, **switches: str) -> None:
    usual = {"texts_to": "arrive", "answers": "taken", "reports": "in_order", "texts_from": "once"}
    visitor = house.visitor()
    visitor.get("/practice-phone/")
    visitor.post(f"/practice-phone/phones/{which}/switches/", {**usual, **switches}, follow=False)


def types_on(house: House, which: int, body: str, **more: str) -> None:
    visitor = house.visitor()
    visitor.get("/practice-phone/")
    visitor.post(f"/practice-phone/phones/{which}/texts/", {"body": body, **more}, follow=False)


class Form(NamedTuple):
    path: str
    fields: dict[str, str]
    signature: str


class Sink:
    """Keeps the forms it is sent. `answers` are its statuses, one after the other; the last one stays."""

    def __init__(self, port: int, answers: tuple[int, ...]) -> None:
        self.base_url = f"http://127.0.0.1:{port}"
        self.answers = list(answers)
        self.forms: list[Form] = []
        self.takes_seconds = 0.0

    def url(self, path: str = "/reports", **query: str) -> str:
        return f"{self.base_url}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")

    def heard(self, form: Form) -> int:
        self.forms.append(form)
        time.sleep(self.takes_seconds)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def signed_by(self, form: Form, token: str) -> bool:
        return bool(RequestValidator(token).validate(self.base_url + form.path, form.fields, form.signature))


@contextmanager
def a_sink(*answers: int) -> Iterator[Sink]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
            status = sink.heard(Form(self.path, fields, self.headers["X-Twilio-Signature"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink = Sink(server.server_port, answers or (204,))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def without(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}
