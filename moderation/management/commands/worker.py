"""The assessment worker: `NIGHTLIGHT_ROLE=worker python manage.py worker`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.errors import start_error_reports
from moderation.worker import Worker


class Command(BaseCommand):
    help = "Reads stored messages, marks and flags them, until it is stopped. Example: manage.py worker"

    def handle(self, *args: Any, **options: Any) -> None:
        start_error_reports(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT, settings.RELEASE, "worker")
        Worker().run()
