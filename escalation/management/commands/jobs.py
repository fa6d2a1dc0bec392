"""Jobs and clocks: `NIGHTLIGHT_ROLE=jobs python manage.py jobs`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.errors import start_error_reports


class Command(BaseCommand):
    help = "Runs jobs and keeps the clocks of escalations, until it is stopped. Example: manage.py jobs"

    def handle(self, *args: Any, **options: Any) -> None:
        from escalation.jobs_process import run

        start_error_reports(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT, settings.RELEASE, "jobs")
        run()
