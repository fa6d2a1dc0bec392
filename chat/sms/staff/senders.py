"""A text or a telephone call to somebody on call, for the engine of rota/reach."""

from django.conf import settings
from django.urls import reverse

from chat.sms import carrier
from chat.sms.codes import Then, then_of
from config import clock
from rota.models import StaffNumber, Try
from rota.reach import numbers, stopping, words
from rota.reach.hearing import token_of
from rota.reach.paths import SENDERS, Answer, Path, State
from rota.reach.plan import OF_A_NUMBER

# A page that arrives later than this is somebody else's by then.
COUNTS_FOR_SECONDS = 600


def start() -> None:
    if settings.HAS_TEXTS:
        SENDERS[Path.SMS] = send_text
        SENDERS[Path.VOICE] = ring


def send_text(attempt: Try) -> Answer:
    held = _number_for(attempt)
    if held is None:
        return Answer(State.FAILED, code="no_number")
    says = words.text(attempt, numbers.code_for(held))
    answer = carrier.send_to_staff(held.number, says, _address("staff_text", attempt), counts_for=COUNTS_FOR_SECONDS)
    if isinstance(answer, carrier.Refused) and then_of(answer.code) is Then.STOPPED:
        stopping.note(attempt.staff_id, stops=True, at=clock.now())
    return _as_answer(answer)


def ring(attempt: Try) -> Answer:
    held = _number_for(attempt)
    if held is None:
        return Answer(State.FAILED, code="no_number")
    return _as_answer(carrier.ring(held.number, _address("staff_says", attempt), _address("staff_call", attempt)))


def _number_for(attempt: Try) -> StaffNumber | None:
    """Confirmed, but for the text that is sent to confirm it."""
    held = StaffNumber.objects.select_related("key").filter(staff=attempt.staff_id).first()
    is_proof = attempt.about.startswith(f"{OF_A_NUMBER}:")
    return held if held is not None and (is_proof or held.confirmed_at is not None) else None


def _address(name: str, attempt: Try) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'sms:{name}', args=[token_of(attempt)])}"


def _as_answer(answer: carrier.Answer) -> Answer:
    match answer:
        case carrier.Accepted(sid=sid):
            return Answer(State.TAKEN, sid)
        case carrier.Refused(code=code):
            return Answer(State.FAILED, code=str(code or "refused"))
        case carrier.NotReached():
            return Answer(State.FAILED, code="not_reached")
    return Answer(State.UNKNOWN)
