"""Somebody in a browser without script, at the forum's pages."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


class Browser(Client):
    """Django's own client, which also forgets a cookie that it is told to forget."""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        for name in [name for name, cookie in self.cookies.items() if cookie["max-age"] == 0]:
            del self.cookies[name]
        return answer


class Visit:
    """Keeps one person's cookies. `cookie` reaches somebody who is known already."""

    def __init__(self, cookie: str = "") -> None:
        self.client = Browser()
        if cookie:
            self.client.cookies[settings.YOUNG_PERSON_COOKIE] = cookie

    def sees(self, name: str, *args: Any, **query: Any) -> str:
        """A page that is there for them, as text with tags."""
        answer = self.client.get(reverse(name, args=args), query)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.content.decode())

    def looks_for(self, name: str, *args: Any) -> int:
        return int(self.client.get(reverse(name, args=args)).status_code)

    def sends(self, name: str, *args: Any, **form: Any) -> Any:
        form.setdefault("client_id", str(uuid4()))
        return self.client.post(reverse(name, args=args), form)

    @property
    def cookie(self) -> str:
        kept = self.client.cookies.get(settings.YOUNG_PERSON_COOKIE)
        return kept.value if kept else ""


def words_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def in_the_box(answer: HttpResponse, name: str = "body") -> str:
    """What the form has kept."""
    page = words_of(answer)
    if name == "body":
        found = re.search(r'<textarea[^>]*name="body"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    else:
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]
