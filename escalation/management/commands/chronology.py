"""`manage.py chronology 7 --by EMAIL --reason "..." --out record.json`: all that happened, for a review."""

import os
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from escalation.models import Escalation
from escalation.review import paper, taking
from rota.models import StaffMember


class Command(BaseCommand):
    help = """The record of one escalation for a serious case review: what was said, noticed, missed, called, decided,
shared and seen, in one line of time. It holds a young person's words.

  chronology 7 --by EMAIL --reason "Review 12 of the county" --out record.json     the file that the hash is of
  chronology 7 --by EMAIL --reason "Review 12 of the county" --out record.html     a page to read and to print

Whoever it is taken for is named in it and in the audit, with the reason. They must be allowed to read it. A file that
is there already is never written over; the new one can be read by its owner alone."""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int)
        parser.add_argument("--by", metavar="EMAIL", required=True, help="who takes it, and may read it")
        parser.add_argument("--reason", metavar="TEXT", required=True)
        parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="ends in .json or .html")

    def handle(self, *args: Any, **options: Any) -> None:
        number, out = options["number"], options["out"]
        if out.suffix not in {".json", ".html"}:
            raise CommandError(_("The name of the file ends in .json or in .html."))
        by = StaffMember.objects.filter(email=options["by"].lower(), is_active=True).first()
        if by is None:
            raise CommandError(_("Nobody with that e-mail works here."))
        descriptor = _new_file(out)
        try:
            taken = taking.take(by, number, why=options["reason"])
            content = taken.text if out.suffix == ".json" else paper.page_of(taken)
            with os.fdopen(os.dup(descriptor), "w", encoding="utf-8", newline="") as file:
                file.write(content)
        except BaseException as trouble:
            out.unlink(missing_ok=True)
            raise _refusal(trouble, number) from None
        finally:
            os.close(descriptor)
        self.stdout.write(_("Wrote %(out)s. SHA-256 of the record: %(sha256)s.") % {
            "out": out, "sha256": taken.sha256,
        })  # fmt: skip


def _new_file(out: Path) -> int:
    """Before anything is read: where it cannot be written, nothing is taken."""
    try:
        return os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileExistsError:
        raise CommandError(_("%(out)s is there already.") % {"out": out}) from None
    except OSError as trouble:
        raise CommandError(_("%(out)s cannot be written: %(why)s.") % {"out": out, "why": trouble.strerror}) from None


def _refusal(trouble: BaseException, number: int) -> BaseException:
    """To whoever may not read it there is none."""
    if isinstance(trouble, (Escalation.DoesNotExist, PermissionDenied)):
        return CommandError(_("There is no escalation %(number)d.") % {"number": number})
    if isinstance(trouble, ValidationError):
        return CommandError(" ".join(trouble.messages))
    return trouble
