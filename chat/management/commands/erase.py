"""Erasing what people wrote to us: `python manage.py erase`."""

from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.keeping import due, outside, replay
from chat.keeping.dry_run import look
from chat.keeping.erase import MayNotErase, erase_conversation, erase_young_person
from chat.keeping.receipt import reason, receipt_of
from chat.models import Conversation, Erasure, YoungPerson
from rota.models import StaffMember


class Command(BaseCommand):
    help = """Destroys the keys to what somebody wrote. Without --yes it only says what would go and what stays.
Exit status 0: done, or it could be; 1: something may not be erased now, and it says why.

  erase --conversation 7              the words of one conversation that is over
  erase --young-person UUID           all of theirs: conversations, posts, the number they text from
  erase --due                         what nobody was worried about and has been over for 180 days; numbers after 30.
                                      Run it daily
  erase --replay                      after a backup was restored and before anybody is let in: what was erased since"""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--conversation", type=int, metavar="ID")
        what.add_argument("--young-person", type=UUID, metavar="UUID")
        what.add_argument("--due", action="store_true")
        what.add_argument("--replay", action="store_true")
        parser.add_argument("--yes", action="store_true", help="do it")
        parser.add_argument("--by", metavar="EMAIL", help="who asks: a safeguarding lead, manager or privacy officer")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_real: bool = options["yes"]
        if options["replay"]:
            self._replay()
            return
        if replay.is_behind():
            raise CommandError("A backup was restored: first run erase --replay --yes.")
        outside.settle()
        if options["due"]:
            self._due()
        else:
            self._one(options["conversation"], options["young_person"], _who(options["by"]))

    def _one(self, conversation_id: int | None, young_person_id: UUID | None, by: StaffMember | None) -> None:
        if conversation_id is not None:
            about: Conversation | YoungPerson | None = Conversation.objects.filter(pk=conversation_id).first()
        elif young_person_id is not None:
            about = YoungPerson.objects.filter(pk=young_person_id).first()
        else:
            about = None
        if about is None:
            raise CommandError("There is none with that number.")
        if not self.is_real:
            self._say_what_would_go(about)
            return
        try:
            if isinstance(about, Conversation):
                erasure = erase_conversation(about, asked_by=by)
            else:
                erasure = erase_young_person(about, asked_by=by)
        except PermissionDenied:
            raise CommandError("Only a safeguarding lead, a manager or a privacy officer may ask for it.") from None
        except MayNotErase as refused:
            raise CommandError(receipt_of(refused.erasure)) from None
        self.stdout.write(receipt_of(erasure))

    def _say_what_would_go(self, about: Conversation | YoungPerson) -> None:
        found = look(about)
        self.stdout.write(
            f"Would go: the words of {found.chats} conversations with {found.messages} messages, and {found.posts} "
            "posts. Stays: when and who, flags in our words, escalations with their quotes."
        )
        if found.codes:
            raise CommandError("It may not be erased now: " + " ".join(reason(code) for code in found.codes))
        self.stdout.write("Nothing was done. Add --yes to do it; nothing brings it back.")

    def _due(self) -> None:
        conversations, phones = list(due.due_conversations()), list(due.due_phones())
        if not self.is_real:
            self.stdout.write(f"Due: {len(conversations)} conversations and {len(phones)} numbers. Add --yes to do it.")
            return
        stayed = self._each(conversations, _erase_due, "conversations")
        stayed += self._each(phones, due.forget_number, "numbers")
        if stayed:
            self.stdout.write(f"{stayed} stay for now: the record of each says why.")

    def _replay(self) -> None:
        lines = replay.left_to_replay()
        if not self.is_real:
            self.stdout.write(f"{len(lines)} erasures are not in this database. Add --yes to do them again.")
            return
        self._each(lines, lambda line: replay.replay(line) or True, "erasures")
        if replay.is_without_file():
            raise CommandError(
                "More was erased in this database than erasures.jsonl knows. Bring that file back from its other place."
            )
        if left := replay.left_to_replay():
            raise CommandError(f"{len(left)} erasures could not be done again.")

    def _each(self, things: list[Any], work: Callable[[Any], object], name: str) -> int:
        """Does it to each, with a line of progress now and then. Gives how many stayed."""
        stayed = 0
        for number, one in enumerate(things, start=1):
            stayed += not work(one)
            if number == len(things) or number % 100 == 0:
                self.stdout.write(f"{number} of {len(things)} {name}.")
        return stayed


def _erase_due(conversation: Conversation) -> bool:
    try:
        erase_conversation(conversation, why=Erasure.Why.TIME)
    except MayNotErase:
        return False
    return True


def _who(email: str | None) -> StaffMember | None:
    if email is None:
        return None
    staff = StaffMember.objects.filter(email=email.lower(), is_active=True).first()
    if staff is None:
        raise CommandError("Nobody with that e-mail works here.")
    return staff
