"""What holds for every address there is: nothing of it is kept by a browser, nothing runs in it but ours, and no
log has a word of what it shows."""

import logging
import re
from io import StringIO

import pytest
from django.test import Client

from config.csp import policy_for
from config.logs import JsonLines
from rota.models import Role
from rota.people import add_staff
from tests.access.looking import body_of, shows_who_they_are, signed_in
from tests.access.planted import FORM, Planted
from tests.people import on_shift

# What a browser may do with an answer, whatever it holds. The frames without script stand in a page of ours.
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = {"web:transcript", "web:service"}
MUST = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'")


@pytest.fixture
def planted(database: str) -> Planted:
    return Planted()


def test_every_answer_keeps_to_itself_whoever_asks(planted: Planted) -> None:
    wrong = []
    for browser in (somebody_with_every_role(), Client(headers={"host": "localhost"})):
        for name, method, path, form in planted.tries():
            answer = browser.generic(method, path, form, content_type=FORM)
            said = {header: answer.headers.get(header) for header in ALWAYS}
            if said != ALWAYS or answer.headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
                wrong.append(f"{method} {name}: {said} {answer.headers.get('Referrer-Policy')}")
            policy = answer.headers.get("Content-Security-Policy", "")
            is_page = answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200
            must = ("script-src 'none'", *MUST[:1]) if name in FRAMED else MUST
            if is_page and not all(one in policy for one in must):
                wrong.append(f"{method} {name}: {policy}")
            if "unsafe" in policy or re.search(r"script-src[^;]*http", policy):
                wrong.append(f"{method} {name}: {policy}")

    assert wrong == []
    assert policy_for()["trusted-types"] == ["'none'"]


def test_no_log_has_a_word_of_what_any_page_shows(planted: Planted) -> None:
    written, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    seen = ""
    try:
        browser = somebody_with_every_role()
        for _name, method, path, form in planted.tries():
            answer = browser.generic(method, path, form, content_type=FORM)
            seen += body_of(answer)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)

    shown = {words for words in planted.canaries() if words in seen}
    assert len(shown) >= 8, shown  # the pages did show them
    assert {words for words in planted.canaries() if words in written.getvalue()} == set()


def somebody_with_every_role() -> Client:
    somebody = add_staff("all@example.org", "Everything", Role.values)
    on_shift(somebody, "shift_lead")
    return shows_who_they_are(signed_in(somebody))
