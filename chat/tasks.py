"""Work of this app that calls outside or takes its time. One line each: the thinking is in the command. Each may run
twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs

from chat.concern import landing
from chat.sms import reconcile, send
from chat.sms.practice import tasks as tasks_of_the_practice_phone  # noqa: F401 (makes its jobs known)

# After 1, 3, 5 ... seconds, and for ever: nobody else looks for what somebody outside said.
AGAIN = RetryStrategy(wait=1, linear_wait=2)


@jobs.task(name="chat.land_concern", queue="escalate", retry=AGAIN)  # type: ignore[untyped-decorator]
def land_concern(concern_id: int) -> None:
    landing.land(concern_id)


@jobs.task(name="chat.send_texts", queue="texts")  # type: ignore[untyped-decorator]
def send_texts(phone_id: int) -> None:
    send.send_texts(phone_id)


@jobs.task(name="chat.fetch_missed", queue="texts")  # type: ignore[untyped-decorator]
def fetch_missed() -> None:
    reconcile.fetch_missed()
