"""`manage.py assess [FILE]`: read JSON lines, write one reading a line. Needs no database; echoes no text."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from moderation import classifiers, second_opinion
from moderation.assess_lines import assess_lines
from moderation.checks.rules import rules_version


class Command(BaseCommand):
    """Answers every good line as it comes. Ends with exit code 2 when a line could not be read."""

    help = 'Assess JSON lines {"id","text"} or {"id","turns":[{"by","text"}]} from FILE or standard input.'
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: standard input")
        parser.add_argument("--status", action="store_true", help="only say which checks and models are there")

    def handle(self, *args: Any, file: Path | None = None, **options: Any) -> None:
        if options["status"]:
            self.stdout.write("\n".join(status()))
            return
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


def status() -> Iterator[str]:
    """What would read a message here, and what is not there."""
    yield f"rules: {rules_version()}"
    try:
        yield f"model: {classifiers.model().artefact_hash[:12]}"
    except classifiers.NotThere:
        yield "model: not there; every message counts as not checked"
    yield f"detoxify (posts only): {_detoxify()}"


def _detoxify() -> str:
    named = second_opinion.files()
    if not named.is_set_up:
        return "not set up"
    try:
        classifiers.hostility(named)
    except classifiers.NotThere as found:
        says, to_do = second_opinion.WORDS[found.trouble]
        return f"set up but not there: {says}; every post counts as not checked. {to_do}"
    return f"ready, from {'the ONNX folder' if named.is_onnx else 'the checkpoint'}"


def _standard_input() -> Any:
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin
