"""The carrier's work that outlives a request. Each may run twice: then we are told twice, as Twilio may."""

from procrastinate.contrib.django import app as jobs

from chat.models import PracticeText
from chat.sms.practice import calls, delivery


@jobs.task(name="chat.practice_report", queue="practice")  # type: ignore[untyped-decorator]
def practice_report(text_id: int, step: int) -> None:
    delivery.report(PracticeText.objects.select_related("phone__key").get(pk=text_id), step)


@jobs.task(name="chat.practice_text", queue="practice")  # type: ignore[untyped-decorator]
def practice_text(text_id: int) -> None:
    delivery.hand_over(PracticeText.objects.select_related("phone__key").get(pk=text_id))


@jobs.task(name="chat.practice_call", queue="practice")  # type: ignore[untyped-decorator]
def practice_call(text_id: int, key: int) -> None:
    calls.is_over(PracticeText.objects.select_related("phone__key").get(pk=text_id), key)
