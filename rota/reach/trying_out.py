"""Send me a test now: the same ways as a real call, all in a short time."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from rota.models import StaffMember, Try
from rota.reach.calling import go_on
from rota.reach.paths import OWNERS, Owner
from rota.reach.plan import Call

KIND = "test"
# Each costs a text and perhaps a call.
MOST_AN_HOUR = 6
GOES_ON_FOR = timedelta(minutes=3)


@transaction.atomic
def send(staff: StaffMember) -> None:
    """Raises ValidationError for somebody who tests all the time."""
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    now = clock.now()
    lately = Try.objects.filter(staff=staff, about__startswith=f"{KIND}:", written_at__gt=now - timedelta(hours=1))
    if lately.values("about").distinct().count() >= MOST_AN_HOUR:
        raise ValidationError(_("Several tests were sent already. Try again in an hour."), code="too_many")
    go_on([Call(f"{KIND}:{int(now.timestamp() * 1000)}", staff, now)])


def tick() -> int:
    """For the clock: the later ways of tests that nobody has heard."""
    begun = Try.objects.filter(about__startswith=f"{KIND}:", written_at__gt=clock.now() - GOES_ON_FOR)
    first: dict[tuple[str, int], Try] = {}
    heard = set()
    for one in begun.select_related("staff").order_by("pk"):
        first.setdefault((one.about, one.staff_id), one)
        if one.heard_at is not None:
            heard.add((one.about, one.staff_id))
    return go_on(Call(one.about, one.staff, one.written_at) for key, one in first.items() if key not in heard)


def start() -> None:
    OWNERS[KIND] = Owner(
        lambda pk, staff: not Try.objects.filter(about=f"{KIND}:{pk}", staff=staff, heard_at__isnull=False).exists(),
        lambda *_heard: None,
    )
