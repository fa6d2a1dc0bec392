"""People to try the product with."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rota.demo import CAST, make_demo, sign_ins
from rota.models import Role


class Command(BaseCommand):
    help = """Makes demo people of every role, puts them on shift for the next 30 days, and prints how to sign in.

Safe to repeat: it adds who is missing and extends the shifts. Refused on a live service.
Example: python manage.py demo --json
prints   {"password": "...", "sign_in": "/staff/sign-in/", "people": [...], "counsellor": {"email": ...}, ...}"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object, also by role")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demo people are for trying the product: this is a live service (NIGHTLIGHT_ENV).")
        password = make_demo()
        if options["json"]:
            self.stdout.write(json.dumps(sign_ins(password)))
            return
        self.stdout.write(f"Sign in at {settings.PUBLIC_URL}/staff/sign-in/ with the password {password} as")
        for person in CAST:
            on = "" if person.duty else ", not on shift"
            self.stdout.write(f"  {person.email:24} {person.name}, {str(Role(person.role).label).lower()}{on}")
        if settings.HAS_PRACTICE_PHONE:
            self.stdout.write(f"Text it from two practice phones: {settings.PUBLIC_URL}{settings.PRACTICE_PHONE_PATH}/")
