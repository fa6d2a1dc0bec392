"""E-mail, through any SMTP server, over TLS from the first byte. Without a server it is no way to anybody."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

LIMIT_SECONDS = 5


def is_there() -> bool:
    return bool(settings.EMAIL_HOST)


def send(to: str, subject: str, words: str) -> str:
    """ "taken", or what went wrong: "refused" (it was not taken), "not_reached", "unknown" (it may have been)."""
    try:
        connection = get_connection(timeout=LIMIT_SECONDS)
        connection.open()
    except smtplib.SMTPResponseException:
        return "refused"
    except (OSError, smtplib.SMTPException):
        return "not_reached"
    try:
        message = EmailMessage(subject, words, settings.DEFAULT_FROM_EMAIL, [to], connection=connection)
        return "taken" if message.send() else "refused"
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        return "refused"
    except (OSError, smtplib.SMTPException):
        return "unknown"
    finally:
        _close(connection)


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        pass
