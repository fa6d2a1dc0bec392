"""Waking whoever reads the stored messages. The rows are the truth; this only says: look now."""

from django.db import connection, transaction

CHANNEL = "nightlight_said"
WAKE = f"SELECT pg_notify('{CHANNEL}', '')"


def wake_after_commit() -> None:
    """Once the current transaction is in: somebody should look."""
    transaction.on_commit(_wake)


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WAKE)
