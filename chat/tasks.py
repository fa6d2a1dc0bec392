"""Work of this app that calls outside. One line each: the thinking is in the command. Each may run twice."""

from procrastinate.contrib.django import app as jobs

from chat.sms import reconcile, send
from chat.sms.practice import tasks as tasks_of_the_practice_phone  # noqa: F401 (makes its jobs known)


@jobs.task(name="chat.send_texts", queue="texts")  # type: ignore[untyped-decorator]
def send_texts(phone_id: int) -> None:
    send.send_texts(phone_id)


@jobs.task(name="chat.fetch_missed", queue="texts")  # type: ignore[untyped-decorator]
def fetch_missed() -> None:
    reconcile.fetch_missed()
