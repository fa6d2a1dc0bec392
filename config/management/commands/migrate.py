"""Django's migrate, then the grants: a new table is never out of reach of the role that needs it."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from config.storage import grant


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            grant()
