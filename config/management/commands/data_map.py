"""Every column and what it is: `python manage.py data_map`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config import data_map


class Command(BaseCommand):
    help = """Prints every column of the database, what it is, and whether it is sealed.

With --write it writes docs/data-columns.md; with --check it ends with 1 where that page is out of date, or a column is
explained by nobody (config/data_map/words.py)."""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--write", action="store_true")
        what.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        page: Path = settings.BASE_DIR / "docs" / "data-columns.md"
        made = data_map.as_markdown()
        if options["write"]:
            page.write_text(made, encoding="utf-8")
        elif options["check"]:
            self._check(made == (page.read_text(encoding="utf-8") if page.is_file() else ""))
        else:
            self.stdout.write(made)

    def _check(self, is_current: bool) -> None:
        wrong = [f"Nobody explains {name}." for name in data_map.undocumented()]
        wrong += [f"There is no {name} any more." for name in data_map.explained_for_nothing()]
        wrong += [] if is_current else ["docs/data-columns.md is out of date: manage.py data_map --write"]
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise SystemExit(1)
