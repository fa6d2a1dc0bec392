"""`manage.py worker`, whose learned model goes blind and sees again at a word from outside."""

import os
from pathlib import Path

import django
from django.core.management import call_command

BLIND = "blind"


def main() -> None:
    django.setup()
    from moderation.checks.learned import LearnedCheck

    reads = LearnedCheck.__call__
    is_blind = Path(os.environ["NIGHTLIGHT_DATA"]) / BLIND
    LearnedCheck.__call__ = lambda self, body, context: (  # type: ignore[method-assign]
        [] if is_blind.exists() else reads(self, body, context)
    )
    call_command("worker")


if __name__ == "__main__":
    main()
