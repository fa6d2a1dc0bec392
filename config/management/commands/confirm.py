"""What was done where this program cannot look: `python manage.py confirm keys_copied --by ...`."""

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import confirmed
from config.keys import key_directory


class Command(BaseCommand):
    help = "Writes down that something was done where this program cannot look. preflight asks for it.\n\n" + "\n".join(
        f"  {name:<15} {words}" for name, words in confirmed.WHAT.items()
    )

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=confirmed.WHAT)
        parser.add_argument("--by", required=True, help="who did it: a name or an e-mail address")
        parser.add_argument("--detail", default="", help="where it lies, or what else somebody should know later")

    def handle(self, *args: Any, **options: Any) -> None:
        what, detail = options["what"], options["detail"]
        if what == "keys_copied":
            # The copy is good for these keys and no later ones.
            detail = key_directory().current_key_encryption_name()
        confirmed.confirm(what, by=options["by"], detail=detail)
        self.stdout.write(f"Written down: {confirmed.WHAT[what]}{f' ({detail})' if detail else ''}.")
