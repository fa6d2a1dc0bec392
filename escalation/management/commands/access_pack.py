"""Everything about one young person, for them: `python manage.py access_pack`."""

from argparse import RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from chat.models import AccessPack, YoungPerson
from config import clock
from escalation.rights.access import words_of_pack
from escalation.rights.pack import asking, file
from escalation.rights.pack.items import gather
from rota.models import StaffMember
from rota.policy import Action, may


class Command(BaseCommand):
    help = """The pack that /packs/ makes, from a terminal. Whoever does it is named in it and in the audit.

  access_pack --young-person UUID --shown-by code_word --by EMAIL     begins one, and says what is in it
  access_pack --conversation 7 --shown-by in_chat --by EMAIL          the same for whoever this chat is with
  access_pack --pack 3 --by EMAIL --to pack.zip                       writes the file

What is taken out is chosen on the page; names of staff are found by themselves. Escalations are in it only once a
safeguarding lead agreed there."""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--young-person", type=UUID, metavar="UUID")
        what.add_argument("--conversation", type=int, metavar="ID")
        what.add_argument("--pack", type=int, metavar="ID")
        parser.add_argument("--shown-by", choices=AccessPack.ShownBy.values)
        parser.add_argument("--asked-on", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--by", metavar="EMAIL", required=True, help="a privacy officer")
        parser.add_argument("--to", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        by = StaffMember.objects.filter(email=options["by"].lower(), is_active=True).first()
        if by is None:
            raise CommandError("Nobody with that e-mail works here.")
        try:
            if not may(by, Action.MAKE_PACK):
                raise PermissionDenied
            pack = self._pack(options, by)
            if options["to"]:
                self._take(pack, by, options["to"])
            else:
                self._say(pack, by)
        except PermissionDenied:
            raise CommandError("Only a privacy officer may do that.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None

    def _pack(self, options: dict[str, Any], by: StaffMember) -> AccessPack:
        if options["pack"] is not None:
            pack = AccessPack.objects.filter(pk=options["pack"], closed_at=None).first()
            if pack is None:
                raise CommandError("There is no open pack with that number.")
            return pack
        people = YoungPerson.objects.all()
        young = (
            people.filter(pk=options["young_person"]).first()
            if options["young_person"] is not None
            else people.filter(conversations=options["conversation"]).first()
        )
        if young is None:
            raise CommandError("There is nobody with that number.")
        asked_on = options["asked_on"] or clock.now().date()
        return asking.begin(young, shown_by=options["shown_by"] or "", asked_on=asked_on, by=by)

    def _say(self, pack: AccessPack, by: StaffMember) -> None:
        found = gather(pack, by)
        self.stdout.write(f"Pack {pack.pk}, to be answered by {asking.answer_by(pack)}.")
        for part in found.parts:
            self.stdout.write(f"  {part.title}: {len(part.items)} pieces")
        if found.left_out:
            self.stdout.write(f"  Left out until a safeguarding lead agrees: {found.left_out} escalations.")

    def _take(self, pack: AccessPack, by: StaffMember, to: Path) -> None:
        if to.exists():
            raise CommandError(f"{to} is there already.")
        with transaction.atomic():
            words_of_pack(by, pack)
            taken, packed = file.take(pack, by=by)
        to.touch(mode=0o600)
        to.write_bytes(packed)
        self.stdout.write(f"Wrote {to}: {taken.items} pieces, {taken.redacted} taken out, SHA-256 {taken.sha256}.")
