"""One's own number, one's own browsers, the calls to oneself. To everybody else they do not exist."""

from datetime import timedelta

from config import clock
from rota.models import PushAddress, StaffMember, StaffNumber, Try
from rota.reach.paths import still_stands
from rota.reach.plan import OF_A_NUMBER

LATELY = timedelta(hours=1)
NEWEST = 6


def own_number(staff: StaffMember) -> StaffNumber | None:
    return StaffNumber.objects.select_related("key").filter(staff=staff).first()


def own_browsers(staff: StaffMember) -> list[PushAddress]:
    return list(PushAddress.objects.filter(staff=staff, gone_at=None).order_by("pk"))


def own_browser(staff: StaffMember, pk: int) -> PushAddress:
    return PushAddress.objects.get(pk=pk, staff=staff)


def own_call(staff: StaffMember, pk: int) -> Try:
    return Try.objects.select_related("staff").get(pk=pk, staff=staff)


def calls_to(staff: StaffMember) -> list[Try]:
    """What they are called about now and have not heard: the newest try of each."""
    made = Try.objects.filter(staff=staff, heard_at=None, written_at__gt=clock.now() - LATELY).select_related("staff")
    newest: dict[str, Try] = {}
    for one in made.exclude(about__startswith=f"{OF_A_NUMBER}:").order_by("pk"):
        newest[one.about] = one
    heard = Try.objects.filter(staff=staff, about__in=newest, heard_at__isnull=False).values_list("about", flat=True)
    return [one for about, one in newest.items() if about not in set(heard) and still_stands(one)]


def lately(staff: StaffMember) -> list[Try]:
    """What became of the last tries to reach them."""
    return list(Try.objects.filter(staff=staff).order_by("-pk")[:NEWEST])


def worked_at(staff: StaffMember) -> dict[str, Try]:
    """By way, the last time they heard by it."""
    heard = Try.objects.filter(staff=staff, heard_at__isnull=False).order_by("path", "-heard_at").distinct("path")
    return {one.path: one for one in heard}
