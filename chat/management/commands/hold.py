"""Keeping something from being erased: `python manage.py hold`."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.keeping.holds import AlreadyErased, ask_to_lift, lift_hold, place_hold
from chat.models import Conversation, Hold, YoungPerson
from rota.models import StaffMember


class Command(BaseCommand):
    help = """Holds a conversation, or all of a young person, until two people lift it. --list shows the holds in force.

Example: python manage.py hold --conversation 7 --why police --by lena@example.org
         python manage.py hold --lift 3 --by lena@example.org         the first time: asks for it
         python manage.py hold --lift 3 --by marc@example.org         by another person: lifts it"""

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--conversation", type=int, metavar="ID")
        what.add_argument("--young-person", type=UUID, metavar="UUID")
        what.add_argument("--lift", type=int, metavar="HOLD")
        what.add_argument("--list", action="store_true")
        parser.add_argument("--why", choices=Hold.Why.values)
        parser.add_argument("--by", metavar="EMAIL", help="a safeguarding lead, manager or privacy officer")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
            return
        by = StaffMember.objects.filter(email=(options["by"] or "").lower()).first()
        if by is None:
            raise CommandError("Say with --by who does it.")
        try:
            hold = _lifted(options["lift"], by) if options["lift"] else _placed(options, by)
        except PermissionDenied:
            raise CommandError("Only a safeguarding lead, a manager or a privacy officer may do that.") from None
        except AlreadyErased:
            raise CommandError("It was erased before: there is nothing left to hold.") from None
        asked = " Another person has to agree to lift it." if hold.lift_asked_by_id else ""
        self.stdout.write(f"Hold {hold.pk} was lifted." if hold.lifted_at else f"Hold {hold.pk} is in force.{asked}")

    def _list(self) -> None:
        for hold in Hold.objects.filter(lifted_at=None).order_by("pk"):
            about = f"conversation {hold.conversation_id}" if hold.conversation_id else f"person {hold.young_person_id}"
            again = f", to be looked at again on {hold.review_on}" if hold.review_on else ""
            self.stdout.write(f"{hold.pk}: {about}, {hold.why}, since {hold.placed_at:%Y-%m-%d}{again}")


def _lifted(number: int, by: StaffMember) -> Hold:
    """One asks, another agrees."""
    hold = _hold(number)
    is_mine = hold.lift_asked_by_id in {None, by.pk}
    return ask_to_lift(hold, by=by) if is_mine else lift_hold(hold, lifted_by=by)


def _placed(options: dict[str, Any], by: StaffMember) -> Hold:
    if not options["why"]:
        raise CommandError("Say why with --why.")
    about: Conversation | YoungPerson | None = (
        Conversation.objects.filter(pk=options["conversation"]).first()
        if options["conversation"] is not None
        else YoungPerson.objects.filter(pk=options["young_person"]).first()
    )
    if about is None:
        raise CommandError("There is none with that number.")
    return place_hold(about, why=options["why"], placed_by=by)


def _hold(number: int) -> Hold:
    hold = Hold.objects.filter(pk=number).first()
    if hold is None:
        raise CommandError("There is no such hold.")
    return hold
