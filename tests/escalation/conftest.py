"""The people of these stories, and what they start with."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from chat.sms import pause
from config import clock
from config.tuning import forget_settings
from escalation.models import Escalation
from escalation.open import open_escalation
from rota.models import StaffMember
from tests.escalation.phones import Outside
from tests.escalation.post_office import PostOffice
from tests.escalation.push_service import PushService
from tests.people import YoungWriter, flagged, make_aisha, make_lena, make_marc, make_olu, make_sam
from tests.sms.carrier import Carrier

TABLETS = "took some of my mums tablets about an hour ago"


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()


@pytest.fixture
def sam(database: str) -> StaffMember:
    return make_sam()


@pytest.fixture
def lena(database: str) -> StaffMember:
    return make_lena()


@pytest.fixture
def marc(database: str) -> StaffMember:
    return make_marc()


@pytest.fixture
def olu(database: str) -> StaffMember:
    return make_olu()


@pytest.fixture
def aisha(database: str) -> YoungWriter:
    return make_aisha()


@pytest.fixture
def escalation(lena: StaffMember, aisha: YoungWriter) -> Escalation:
    """Aisha has taken tablets: an escalation is open and Lena, on call, is paged."""
    message = aisha.says(TABLETS)
    return open_escalation(flagged(message, marked="took some of my mums tablets"))


@pytest.fixture
def signed_in(database: str) -> Callable[[StaffMember], Client]:
    """A browser that somebody has signed in with."""
    cache.clear()

    def browser_of(staff: StaffMember) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(staff)
        return client

    return browser_of


@pytest.fixture
def outside(database: str, settings) -> Iterator[Outside]:  # type: ignore[no-untyped-def]
    """At the end nobody outside has anything to complain of."""
    pause.forget()
    account = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_FROM
    with Carrier(*account) as carrier, PushService() as push, PostOffice() as post_office:
        settings.TWILIO_API_BASE = carrier.url
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", post_office.port, False
        yield Outside(carrier, push, post_office)
    pause.forget()
    assert carrier.complaints == []
    assert push.complaints == []
