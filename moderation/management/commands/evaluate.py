"""`manage.py evaluate FILE.jsonl`: recall, false flags and slices of lines with known answers. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from moderation.checks import CHECKS, rules
from moderation.evaluate import Report, evaluate, known_lines, see
from moderation.model.report_page import page

CHOICES = {"all": CHECKS, "rules": tuple(check for check in CHECKS if check.name in {rules.check.name, "answers"})}


class Command(BaseCommand):
    """Ends with exit code 2 when a line could not be evaluated."""

    help = (
        'Evaluate JSON lines {"id","text" or "turns","severity","categories"} and write report.json and report.html. '
        "Example: manage.py evaluate held_out.jsonl --checks rules"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--checks", choices=sorted(CHOICES), default="all", help="default: all")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "build" / "evaluation")
        parser.add_argument("--json", action="store_true", help="the report as JSON on standard output")

    def handle(self, *args: Any, file: Path, out: Path, checks: str, **options: Any) -> None:
        bad: list[int] = []

        def skipped(number: int, reason: str) -> None:
            bad.append(number)
            self.stderr.write(f"line {number}: {reason}")

        with file.open(encoding="utf-8", errors="replace") as lines:
            known = list(known_lines(lines, skipped))
        watched = tqdm(known, desc="reading", leave=False, disable=not sys.stderr.isatty())
        report = evaluate([(line, see(line, CHOICES[checks])) for line in watched])
        self._write(report, out, f"{file.name}, checks: {checks}")
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write("\n".join(table(report)))
            self.stdout.write(f"\n{out / 'report.json'}\n{out / 'report.html'}")
        if bad:
            sys.exit(2)

    def _write(self, report: Report, out: Path, about: str) -> None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "report.json").write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
        (out / "report.html").write_text(page(asdict(report), about), encoding="utf-8")


def table(report: Report) -> Iterator[str]:
    yield f"{report.lines} lines"
    for title, shares in (("Recall", report.recall), ("Harmless lines", report.benign), ("By kind", report.by_kind)):
        yield f"\n{title}"
        yield from (_row(name, share) for name, share in shares.items())
    yield "\nBy category (severity 2 or more: flagged at all)"
    yield from (_row(name, row["flagged"]) for name, row in report.by_category.items())
    yield "\nWhat became of each severity"
    for name, cells in report.confusion.items():
        yield f"  {name:<14}" + "  ".join(f"{word} {count}" for word, count in cells.items())
    yield "\nMilliseconds a line: " + ", ".join(f"{name} {value}" for name, value in report.milliseconds.items())


def _row(name: str, share: dict[str, Any]) -> str:
    if share["share"] is None:
        return f"  {name:<52} none"
    return f"  {name:<52} {share['share']:7.2%} of {share['of']:<6} ({share['low']:.1%} to {share['high']:.1%})"
