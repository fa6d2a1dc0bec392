"""The one cookie by which a young person is reached: in the chat and in the forum, for a day."""

from django.conf import settings
from django.http import HttpResponse

COOKIE_SECONDS = 24 * 60 * 60


def remember(response: HttpResponse, value: str) -> None:
    """Gives the cookie, or keeps it for another day."""
    response.set_cookie(
        settings.YOUNG_PERSON_COOKIE,
        value,
        max_age=COOKIE_SECONDS,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
    response.delete_cookie(settings.LEFT_COOKIE)
