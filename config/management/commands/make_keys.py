"""The keys of a new installation: `python manage.py make_keys`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.keys import KeyDirectory

NAMES = ("secret", "audit", "lookup", "vapid", "kek-0001")


class Command(BaseCommand):
    help = "Makes the missing keys of a new installation in NIGHTLIGHT_KEYS. Keeps every key that is there."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        keys = KeyDirectory(settings.NIGHTLIGHT_KEYS, may_create=True)
        made = [name for name in NAMES if not (keys.folder / f"{name}.key").exists()]
        for name in made:
            keys.create(name)
        self.stdout.write(f"Made {len(made)} of {len(NAMES)} keys in {keys.folder}. Keep a copy, apart from backups.")
