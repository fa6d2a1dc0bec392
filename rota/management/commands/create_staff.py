"""Adding somebody who works here, from a terminal."""

import getpass
import sys
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from config import clock
from config.tuning import setting
from rota.invitations import invite_again
from rota.models import Role, Shift, StaffMember
from rota.people import add_staff
from rota.shifts import put_on


class Command(BaseCommand):
    help = """Adds a person with roles, and puts them on shift from now if asked. The password is typed at a prompt,
or comes as one line on standard input; never on the command line, where others would see it. With --invite none is
asked for: it prints a link that works once, and they choose their own. With --again somebody who is here already, and
lost their password or their phone, gets such a link.

Example: python manage.py create_staff --email lena@example.org --name "Lena M." --role safeguarding_lead \\
             --duty on_call_1 --hours 12 < password.txt"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="as young people and colleagues see it")
        parser.add_argument("--role", action="append", default=[], choices=Role.values, help="may be repeated")
        parser.add_argument("--invite", action="store_true", help="print a link instead of asking for a password")
        parser.add_argument("--again", action="store_true", help="a new link for somebody who is here already")
        parser.add_argument("--level", choices=StaffMember.Level.values, default=StaffMember.Level.TRAINED)
        parser.add_argument("--duty", choices=Shift.Duty.values, help="put on shift from now")
        parser.add_argument("--hours", type=float, default=8.0, help="length of that shift (default 8, at most 24)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self.stdout.write(_link(_link_again(options["email"])))
            return
        password = None if options["invite"] else _password()
        try:
            with transaction.atomic():
                member = add_staff(options["email"], options["name"], options["role"], options["level"], password)
                token = invite_again(member, None) if options["invite"] else ""
                if options["duty"]:
                    now = clock.now()
                    put_on(member, options["duty"], now, now + timedelta(hours=options["hours"]))
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"Added as staff {member.pk}.")
        if token:
            self.stdout.write(_link(token))


def _link_again(email: str) -> str:
    member = StaffMember.objects.filter(email=email.lower(), is_active=True).first()
    if member is None:
        raise CommandError("Nobody with this e-mail address works here.")
    return invite_again(member, None)


def _link(token: str) -> str:
    path = reverse("staff:invitation", args=[token])
    return f"Works once, for {setting('staff.invitation_days')} days: {settings.PUBLIC_URL}{path}"


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password (at least 12 characters): ")
    if password != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ.")
    return password
