"""What a text, a call, a push and a mail say: nothing about anybody. Whoever reads over a shoulder learns nothing."""

from django.conf import settings
from django.utils.translation import gettext as _

from rota.models import Try
from rota.reach.hearing import code_of
from rota.reach.paths import kind_and_id
from rota.reach.plan import OF_A_NUMBER, TESTS

NAME = "Nightlight"


def is_test(attempt: Try) -> bool:
    return kind_and_id(attempt.about)[0] in TESTS


def short(attempt: Try) -> str:
    """For a lock screen."""
    return _("A test: did this reach you?") if is_test(attempt) else _("Somebody needs you. Sign in.")


def text(attempt: Try, proof: str = "") -> str:
    """One part of a text, in plain letters. `proof`: the code that shows that a number is somebody's."""
    if kind_and_id(attempt.about)[0] == OF_A_NUMBER:
        return _("%(name)s: your code is %(code)s. Nobody will ask you for it.") % {"name": NAME, "code": proof}
    says = _("%(name)s: %(words)s Reply OK %(code)s to say that you have heard.")
    return says % {"name": NAME, "words": short(attempt), "code": code_of(attempt)}


def spoken(attempt: Try) -> str:
    """Read aloud by the carrier."""
    return f"{NAME}. {short(attempt)} {_('Press 1 to say that you have heard.')}"


def mail(attempt: Try) -> tuple[str, str]:
    """Subject and text."""
    page = f"{settings.PUBLIC_URL}/staff/reach/"
    return f"{NAME}: {short(attempt)}", f"{short(attempt)}\n\n{page}\n"


def thanks() -> str:
    return _("Thank you. Sign in now.")


def have_heard() -> str:
    """On the button of a push."""
    return _("I have heard")
