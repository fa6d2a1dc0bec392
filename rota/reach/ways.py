"""The ways that need no carrier of texts: mail and push. Told to the engine when the app starts."""

from rota.models import Try
from rota.reach import mail, push, words
from rota.reach.paths import SENDERS, Answer, Path, State

MAIL = {
    "taken": Answer(State.TAKEN),
    "refused": Answer(State.FAILED, code="refused"),
    "not_reached": Answer(State.FAILED, code="not_reached"),
    "unknown": Answer(State.UNKNOWN),
}


def start() -> None:
    SENDERS[Path.EMAIL] = send_mail
    if push.is_there():
        SENDERS[Path.PUSH] = push.send


def send_mail(attempt: Try) -> Answer:
    return MAIL[mail.send(attempt.staff.email, *words.mail(attempt))]
