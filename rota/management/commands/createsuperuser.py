"""Django's way to make an account that may do everything. There is none here: roles say what somebody may do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Makes nobody: `manage.py create_staff` adds people, with a role and a row in the audit."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("Nobody may do everything here. Add people with create_staff.")
