"""Who may do what in the database: `python manage.py grants`."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from config.grants import PROCESSES, verbs
from config.storage import RECORDS


class Command(BaseCommand):
    help = """Prints what each process may do with each table: r read, a add, c change, d delete, l lock; in brackets
the only columns it reads. Nobody but the owner, whom only migrations use, may do anything else. Changes nothing."""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
        rows: list[tuple[str, ...]] = [("table", *PROCESSES, "")]
        for table in (*tables, "django_migrations"):
            is_record = table in RECORDS
            given = [verbs(process, table, is_record=is_record) or "-" for process in PROCESSES]
            rows.append((table, *given, "record" if is_record else ""))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
