"""`manage.py export_feedback`: what staff said about the checks and somebody else accepted, to teach them with."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.tuning import setting
from moderation.feedback.lines import accepted_lines
from moderation.feedback.reviewing import KEEP_WORDS
from rota import audit


class Command(BaseCommand):
    """A file that is there already is never touched."""

    help = (
        "Write accepted feedback as JSON lines, in the shape of moderation/model/corpus. Only while "
        "feedback.keep_words is on. The file holds masked words of young people: keep it as "
        "you keep theirs, and make it anew after erasures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, required=True, help="a file that is not there yet; only its owner may read it"
        )

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        if not setting(KEEP_WORDS):
            raise CommandError(
                "feedback.keep_words is off: no words may be kept, so none are written. See docs/feedback.md."
            )
        try:
            opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileExistsError:
            raise CommandError(f"{out} is there already. Name another file: this one was not touched.") from None
        except OSError as trouble:
            raise CommandError(f"{out} cannot be written: {trouble.strerror}.") from None
        try:
            count = self._write(opened)
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        self.stdout.write(f"{count} lines in {out}")

    @transaction.atomic
    def _write(self, opened: int) -> int:
        """That they were taken away is written down with it, or there is no file."""
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in accepted_lines()]
            file.writelines(lines)
        audit.record("feedback.exported", f"export:{len(lines)}", who=None, ground="terminal")
        return len(lines)
