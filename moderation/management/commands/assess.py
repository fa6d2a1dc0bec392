"""`manage.py assess [FILE]`: read JSON lines, write one reading a line. Needs no database; echoes no text."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from moderation.assess_lines import assess_lines


class Command(BaseCommand):
    """Answers every good line as it comes. Ends with exit code 2 when a line could not be read."""

    help = 'Assess JSON lines {"id","text"} or {"id","turns":[{"by","text"}]} from FILE or standard input.'
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: standard input")

    def handle(self, *args: Any, file: Path | None = None, **options: Any) -> None:
        bad: list[int] = []

        def skipped(number: int, reason: str) -> None:
            bad.append(number)
            self.stderr.write(f"line {number}: {reason}")

        with file.open(encoding="utf-8", errors="replace") if file else nullcontext(_standard_input()) as lines:
            for answer in assess_lines(lines, skipped):
                self.stdout.write(answer)
                self.stdout.flush()
        if bad:
            sys.exit(2)


def _standard_input() -> Any:
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin
