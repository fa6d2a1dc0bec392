"""Who may do what: role x address x method x socket action x state of the thing, as the product itself decides it."""

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from rota.policy.matrix import ROLES, Rows, everything

PAGE = Path("docs/access.md")
BEGIN, END = "<!-- made by manage.py access_matrix --write -->", "<!-- to here -->"


class Command(BaseCommand):
    help = "Prints who may do what, as tables, as CSV (--csv), or into docs/access.md (--write)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--csv", action="store_true", help="one line a cell: table, row, role, answer")
        parser.add_argument("--write", action="store_true", help="puts the tables into docs/access.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["csv"]:
            self._print_csv()
        elif options["write"]:
            page = Path(settings.BASE_DIR) / PAGE
            page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            self.stdout.write(tables())

    def _print_csv(self) -> None:
        lines = csv.writer(self.stdout)
        lines.writerow(("table", "row", "column", "answer"))
        for title, (head, rows) in everything().items():
            for row in rows:
                named = len(head) - len(ROLES) if ROLES[0] in head else 1
                what = " ".join(row[:named])
                cells = zip(head[named:], row[named:], strict=True)
                lines.writerows((title, what, column, answer) for column, answer in cells)


def tables() -> str:
    return "\n\n".join(f"### {title}\n\n{_markdown(rows)}" for title, rows in everything().items()) + "\n"


def with_tables(page: str) -> str:
    """The page with the tables as they are now between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def _markdown(rows: Rows) -> str:
    head, lines = rows
    rule = "|" + "---|" * len(head)
    return "\n".join([_line(head), rule, *(_line(line) for line in lines)])


def _line(cells: Any) -> str:
    return "| " + " | ".join(str(one) for one in cells) + " |"
