"""The watchdog: `NIGHTLIGHT_ROLE=watchdog python manage.py watchdog`."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.errors import start_error_reports


class Command(BaseCommand):
    help = """Says out loud when nobody reads messages or no clock runs, until it is stopped.

With --once it looks once, prints what is wrong and ends with 1, or prints nothing and ends with 0: for a monitor
outside. Example: manage.py watchdog --once"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once; the exit status says whether all is well")

    def handle(self, *args: Any, **options: Any) -> None:
        from escalation.watchdog import Watchdog, look

        if options["once"]:
            found = look()
            for what in found:
                self.stdout.write(what)
            sys.exit(1 if found else 0)
        start_error_reports(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT, settings.RELEASE, "watchdog")
        Watchdog().run()
