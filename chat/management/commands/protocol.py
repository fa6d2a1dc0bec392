"""The wire in docs/, made from the frames."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.protocol import written


class Command(BaseCommand):
    help = """Writes docs/protocol.md and docs/protocol.schema.json from the frames of both sockets.

Example: python manage.py protocol --check
ends with 1 and names what differs, and changes nothing."""
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only look; exit status 1 where a file differs")

    def handle(self, *args: Any, **options: Any) -> None:
        files = {settings.BASE_DIR / path: text for path, text in written().items()}
        stale = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
        names = " and ".join(str(path.relative_to(settings.BASE_DIR)) for path in stale)
        if options["check"] and stale:
            raise CommandError(f"Not what the frames say: {names}. Run: python manage.py protocol")
        for path in stale:
            path.write_text(files[path], "utf-8")
        self.stdout.write(f"Written: {names}." if stale else "docs/protocol.* say what the frames say.")
