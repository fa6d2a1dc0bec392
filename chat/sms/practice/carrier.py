"""What a carrier does: takes texts both ways, keeps them, and decides what becomes of each."""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chat.models import PracticePhone, PracticeText
from chat.sms import segments
from chat.sms.practice.phones import phone_with
from chat.sms.practice.refusals import NotTaken
from config import clock, jobs
from config.carrier import is_loopback_url

STOP_WORDS = frozenset("stop stopall unsubscribe revoke optout".split())
START_WORDS = frozenset("start unstop".split())

Status, Direction = PracticeText.Status, PracticeText.Direction


IN_ORDER = ((0, 0.0), (1, 1.0), (2, 2.0))
SHUFFLED = ((2, 2.0), (0, 5.0), (1, 7.0))
"""Which of the steps queued, sent and the end is reported so many seconds after the text was taken."""

WENT_WRONG = {
    PracticePhone.TextsTo.PHONE_OFF: (Status.UNDELIVERED, 30003),
    PracticePhone.TextsTo.UNKNOWN: (Status.UNDELIVERED, 30008),
    PracticePhone.TextsTo.DEAD: (Status.UNDELIVERED, 30005),
    PracticePhone.TextsTo.LANDLINE: (Status.FAILED, 30006),
    PracticePhone.TextsTo.FILTERED: (Status.UNDELIVERED, 30007),
}


@transaction.atomic
def take_text_to(fields: Mapping[str, str]) -> PracticeText:
    """A text of ours to one of the phones. Kept, with its reports to come. Raises NotTaken."""
    if fields.get("From", settings.TWILIO_FROM) != settings.TWILIO_FROM:
        raise NotTaken(21606)
    callback = fields.get("StatusCallback", "")
    if callback and not (is_loopback_url(callback) or callback.startswith(f"{settings.PUBLIC_URL}/")):
        raise NotTaken(21609)
    phone = phone_with(fields["To"])
    if phone is None or phone.texts_to == PracticePhone.TextsTo.NO_SUCH_NUMBER:
        raise NotTaken(21211)
    if phone.answers == PracticePhone.Answers.TOO_FAST:
        raise NotTaken(20429, status=429)
    if phone.answers == PracticePhone.Answers.DOWN:
        raise NotTaken(20500, status=500)
    if phone.stopped_at is not None:
        raise NotTaken(21610)
    end, code = WENT_WRONG.get(PracticePhone.TextsTo(phone.texts_to), (Status.DELIVERED, None))
    text = _keep(
        phone, Direction.TO_PHONE, fields["Body"], Status.QUEUED, end, error_code=code, status_callback=callback
    )
    _promise_reports(text)
    return text


@transaction.atomic
def take_text_from(phone: PracticePhone, body: str, *, pictures: int = 0) -> PracticeText:
    """Somebody typed on a practice phone. Handed to us by a job, unless the page says that this goes wrong."""
    text = _keep(phone, Direction.FROM_PHONE, body, Status.RECEIVED, Status.RECEIVED, pictures=pictures)
    times = {"once": 1, "twice": 2, "lost": 0}[phone.texts_from]
    for _time in range(times):
        jobs.defer("chat.practice_text", text_id=text.pk)
    if not times:
        PracticeText.objects.filter(pk=text.pk).update(handed=PracticeText.Handed.KEPT)
    _obey(phone, body)
    return text


def status_at(text: PracticeText, step: int) -> str:
    """What a text has come to at one of its three steps."""
    return (Status.QUEUED, Status.SENT, text.comes_to)[step]


def move_on(text: PracticeText, status: str) -> None:
    """The carrier itself knows the order of things, also where its reports come in another."""
    now, rank = clock.now(), PracticeText.RANK
    lower = [known for known in rank if rank[known] < rank[Status(status)]]
    moved = PracticeText.objects.filter(pk=text.pk, status__in=lower)
    moved.filter(sent_at=None).update(sent_at=now)
    moved.update(status=status, changed_at=now)


def _promise_reports(text: PracticeText) -> None:
    """One after the other: jobs with one lock keep the order they were put down in."""
    shuffled = text.phone.reports == PracticePhone.Reports.SHUFFLED
    for step, after in SHUFFLED if shuffled else IN_ORDER:
        jobs.defer("chat.practice_report", lock=f"practice-text-{text.pk}", after=after, text_id=text.pk, step=step)


def _obey(phone: PracticePhone, body: str) -> None:
    """Carriers act on STOP and START themselves, and say so themselves."""
    word = body.strip().lower()
    if word in STOP_WORDS and phone.stopped_at is None:
        phone.stopped_at = clock.now()
        answer = _("You will get no more texts from this number. Text START to get them again.")
    elif word in START_WORDS and phone.stopped_at is not None:
        phone.stopped_at = None
        answer = _("You will get texts from this number again. Text STOP to end them.")
    else:
        return
    phone.save(update_fields=["stopped_at"])
    _keep(phone, Direction.FROM_CARRIER, answer, Status.DELIVERED, Status.DELIVERED)


def _keep(
    phone: PracticePhone,
    direction: str,
    body: str,
    status: str,
    comes_to: str,
    *,
    pictures: int = 0,
    error_code: int | None = None,
    status_callback: str = "",
) -> PracticeText:
    text = PracticeText(
        phone=phone,
        sid=("MM" if pictures else "SM") + secrets.token_hex(16),
        direction=direction,
        our_number=settings.TWILIO_FROM,
        segments=max(1, segments.count(body).parts),
        pictures=pictures,
        status=status,
        comes_to=comes_to,
        error_code=error_code,
        status_callback=status_callback,
        sent_at=None if status == Status.QUEUED else clock.now(),
    )
    text.body = body
    text.save()
    return text
