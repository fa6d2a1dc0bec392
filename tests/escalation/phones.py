"""How the people on call are reached in a story: a carrier, a push service and a post office on this machine."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.test import Client

from config import clock
from escalation import clocks
from moderation import incident_pages
from rota.models import StaffMember, Try
from rota.planning import test_pages
from rota.reach import browsers, making, numbers
from tests.escalation.post_office import PostOffice
from tests.escalation.push_service import Browser, PushService
from tests.sms.carrier import Carrier, Ring
from tests.sms.webhooks import FORM

SECOND = timedelta(seconds=1)
LENAS, ROSAS, MARCS = "+447700900101", "+447700900102", "+447700900103"


@dataclass
class Outside:
    """Everything outside this machine that a page goes through."""

    carrier: Carrier
    push: PushService
    post: PostOffice
    browsers: dict[str, Browser] = field(default_factory=dict)

    def reaches(self, staff: StaffMember, number: str, *, browser: bool = True) -> None:
        """Their number is confirmed, and a browser of theirs rings."""
        held = numbers.give(staff, number)
        numbers.confirm(staff, numbers.code_for(held))
        Try.objects.filter(staff=staff).update(state=Try.State.FAILED)  # the text with the code is another story
        if browser:
            self.browsers[staff.name] = Browser()
            path = f"{self.push.url}/to/{staff.name.lower()}"
            browsers.add(staff, self.browsers[staff.name].subscription(path))

    def last_ring(self) -> Ring:
        return self.carrier.rings[-1]

    def tells(self, ring: Ring, status: str) -> int:
        """The carrier says what became of a call."""
        return post(*self.carrier.about_call(ring, ring.callback, status))

    def presses(self, ring: Ring, digits: str = "1") -> bytes:
        """Somebody takes the call, listens, and presses a key."""
        url, form, signature = self.carrier.about_call(ring, ring.url, "in-progress")
        said = answer(url, form, signature)
        assert b"<Gather" in said
        key_url = ring.url.replace("/says/", "/key/")
        url, form, signature = self.carrier.about_call(ring, key_url, "in-progress", Digits=digits)
        return answer(url, form, signature)


def post(url: str, form: str, signature: str) -> int:
    return int(_posted(url, form, signature).status_code)


def answer(url: str, form: str, signature: str) -> bytes:
    response = _posted(url, form, signature)
    assert response.status_code == 200
    return bytes(response.content)


def _posted(url: str, form: str, signature: str):  # type: ignore[no-untyped-def]
    path = url.removeprefix(settings.PUBLIC_URL)
    return Client().generic("POST", path, form.encode(), FORM, headers={"X-Twilio-Signature": signature})


def a_second_passes(times: int = 1) -> None:
    """The clocks look, and the jobs that they started are done."""
    for _time in range(times):
        clock.move(SECOND)
        the_clocks_look()


def the_clocks_look() -> None:
    clocks.tick()
    incident_pages.page_all_due()
    test_pages.tick()
    making.look()
    jobs_are_done()


def jobs_are_done() -> None:
    for pk in list(Try.objects.filter(state=Try.State.WRITTEN, called_at=None).values_list("pk", flat=True)):
        making.make(pk)


def seconds_pass(many: int, *, look_every: int = 5) -> None:
    for _look in range(many // look_every):
        clock.move(look_every * SECOND)
        the_clocks_look()


def tries(staff: StaffMember | None = None, about: str = "page:") -> list[tuple[str, str]]:
    """Ways and what came of each, in the order in which they were written."""
    found = Try.objects.filter(about__startswith=about).order_by("pk")
    if staff is not None:
        found = found.filter(staff=staff)
    return list(found.values_list("path", "state"))
