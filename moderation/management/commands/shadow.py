"""The process of a candidate: `manage.py shadow HASH`. The worker starts and ends it; nobody else has to."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.errors import start_error_reports
from moderation import classifiers
from moderation.shadow import Shadow


class Command(BaseCommand):
    help = "Reads once more what the live model has read, with the candidate, until the worker that started it ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("artefact_hash")

    def handle(self, *args: Any, artefact_hash: str, **options: Any) -> None:
        start_error_reports(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT, settings.RELEASE, "shadow")
        try:
            Shadow(artefact_hash).run()
        except classifiers.NotThere:
            sys.exit(1)  # said in the log already
