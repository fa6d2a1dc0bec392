"""Somebody who visits over HTTP without script: keeps cookies as a browser would, fills in forms, opens sockets."""

import http.client
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import urlencode, urljoin, urlsplit

from tests.wire import Wire

HIDDEN_FIELD = re.compile(r'<input[^>]*\bname="csrfmiddlewaretoken"[^>]*\bvalue="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    path: str

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    def value_of(self, name: str) -> str:
        """What the page has filled into a field, such as the id of the next message."""
        field = re.search(rf'<input[^>]*\bname="{re.escape(name)}"[^>]*>', self.text)
        assert field, f"no field {name} on {self.path}"
        value = re.search(r'\bvalue="([^"]*)"', field[0])
        return unescape(value[1]) if value else ""


def any_certificate() -> ssl.SSLContext:
    """TLS to a server of our own on this machine, whose certificate nobody has signed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _connection_to(scheme: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection("127.0.0.1", port or 443, timeout=30, context=any_certificate())
    return http.client.HTTPConnection("127.0.0.1", port or 80, timeout=30)


class Visitor:
    """Keeps `Secure` and `__Host-` cookies over plain http too, as browsers do for loopback addresses."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.cookies: dict[str, str] = {}
        self.page: Answer | None = None
        self._form_token = ""

    def get(self, path: str, *, follow: bool = True, headers: Mapping[str, str] | None = None) -> Answer:
        return self._seen(self.ask("GET", path, headers=headers), follow=follow)

    def post(
        self,
        path: str,
        form: Mapping[str, str] | None = None,
        *,
        follow: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sends a form, with the hidden token of the page that was looked at last."""
        body = urlencode({"csrfmiddlewaretoken": self._form_token, **(form or {})}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._seen(self.ask("POST", path, body, headers={**kind, **(headers or {})}), follow=follow)

    def ask(
        self, method: str, path: str, body: bytes | None = None, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request as it is, and its answer: nothing followed, nothing added but cookies and the origin."""
        place = urlsplit(self.base_url)
        connection = self.connection()
        sent = {"Host": place.netloc, "Connection": "close", "Accept": "text/html", **self._cookie_header()}
        if method != "GET":
            sent["Origin"] = self.base_url
        try:
            connection.request(method, path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            heard = Answer(answer.status, answer.headers, answer.read(), path)
        finally:
            connection.close()
        self._keep_cookies(heard)
        return heard

    def connection(self) -> http.client.HTTPConnection:
        """The way to the house; somebody else may come another one."""
        place = urlsplit(self.base_url)
        return _connection_to(place.scheme, place.port)

    def wire(self, path: str = "/ws/chat/", *, origin: str | None = None, **options: Any) -> Wire:
        """Opens a socket with this visitor's cookies."""
        return Wire(self.base_url, path, headers=self._cookie_header(), origin=origin or self.base_url, **options)

    def signs_in(self, email: str, password: str) -> Self:
        """As a member of staff, through the real form."""
        self.get("/staff/sign-in/")
        answer = self.post("/staff/sign-in/", {"login": email, "password": password})
        assert answer.path != "/staff/sign-in/", f"sign-in of {email} was refused"
        return self

    def _seen(self, answer: Answer, *, follow: bool) -> Answer:
        if token := HIDDEN_FIELD.search(answer.text if "text/html" in answer.headers.get("Content-Type", "") else ""):
            self._form_token = unescape(token[1])
        if follow and answer.status in (301, 302, 303, 307, 308):
            target = urlsplit(urljoin(f"{self.base_url}{answer.path}", answer.headers["Location"]))
            if f"{target.scheme}://{target.netloc}" == self.base_url:
                return self.get(target.path + (f"?{target.query}" if target.query else ""))
        self.page = answer
        return answer

    def _cookie_header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def _keep_cookies(self, answer: Answer) -> None:
        if '"cookies"' in answer.headers.get("Clear-Site-Data", ""):
            self.cookies.clear()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, cookie in SimpleCookie(line).items():
                if cookie["max-age"] == "0" or cookie["max-age"] == 0:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = cookie.coded_value
