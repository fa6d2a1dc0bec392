"""A new key-encryption key each week: `python manage.py rotate_keys`."""

import sys
import time
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import keys, restore_proof, rotation
from config.models import DataKey
from rota import audit

PASSES_WITHOUT_PROGRESS = 20


class Command(BaseCommand):
    help = """Makes a new key-encryption key and re-wraps every data key under it, while the service runs.
Killed in the middle, it goes on where it stopped. Exit status 1: something stays to be done, and it says what.

  rotate_keys                          weekly; the jobs process does it by itself where it may write the key folder
  rotate_keys --prove-restore URL      opens a database restored from a backup, and writes down that it could be
                                       (URL - reads it from standard input)
  rotate_keys --retire                 destroys old keys that no row needs, once a restore was proven without them
  rotate_keys --status                 says which keys there are and what is under them
  rotate_keys --open                   opens every data key and words of each kind in the database itself"""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--prove-restore", metavar="URL")
        what.add_argument("--retire", action="store_true")
        what.add_argument("--status", action="store_true")
        what.add_argument("--open", action="store_true")
        parser.add_argument("--at-once", action="store_true", help="with --retire: do not wait for old backups to end")
        parser.add_argument("--batch", type=int, default=rotation.AT_ONCE, help="rows in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["status"]:
                self._status()
            elif options["open"]:
                self._open()
            elif options["prove_restore"]:
                self._prove(options["prove_restore"])
            elif options["retire"]:
                self._retire(at_once=options["at_once"])
            else:
                self._rotate(options["batch"])
        except rotation.Refused as refused:
            raise CommandError(str(refused)) from None

    def _rotate(self, batch: int) -> None:
        known = keys.key_directory().current_key_encryption_name()
        newest = rotation.begin()
        if newest.name != known:
            _note("key.made", newest.name)
        total, moved = rotation.left().count(), 0
        self.stdout.write(f"The newest key is {newest.name}. Keep a copy of it, apart from backups.")
        for _ in range(PASSES_WITHOUT_PROGRESS):
            before, after = moved, 0
            while (done := rotation.rewrap(after=after, at_once=batch)).last:
                moved, after = moved + done.moved, done.last
                self.stdout.write(f"Re-wrapped {moved} of {max(total, moved)}.")
            if rotation.finish():
                self.stdout.write(f"Everything is under {newest.name}.")
                return
            if moved == before:
                time.sleep(0.2)
        raise CommandError(f"{rotation.left().count()} data keys could not be re-wrapped. The log names them.")

    def _prove(self, url: str) -> None:
        proof = restore_proof.prove(sys.stdin.readline().strip() if url == "-" else url)
        audit.record("key.restore_proven", f"proof:{proof.pk}", who=None, ground="terminal")
        self.stdout.write(
            f"Opened all {proof.keys_opened} data keys of the copy, and {proof.texts_opened} sealed texts. "
            f"It needs {proof.needs_from} and newer keys, and none before."
        )

    def _retire(self, *, at_once: bool) -> None:
        gone, stay = rotation.retire(at_once=at_once)
        for name in gone:
            _note("key.destroyed", name)
            self.stdout.write(f"Destroyed {name}. Destroy the copies of it too, wherever they are.")
        for why in stay:
            self.stderr.write(f"Stays {why}")
        if stay:
            raise SystemExit(1)
        if not gone:
            self.stdout.write("There is no old key.")

    def _open(self) -> None:
        opened = restore_proof.open_here()
        self.stdout.write(f"Opened all {opened.keys} data keys, and {opened.texts} sealed texts.")

    def _status(self) -> None:
        for name in keys.key_directory().key_encryption_names():
            self.stdout.write(f"{name}: {DataKey.objects.filter(wrapped_by=name).count()} data keys")
        if trouble := rotation.trouble():
            raise CommandError(f"Keys: {trouble}.")


def _note(verb: str, key: str) -> None:
    """Keys are numbered in their names: kek-0007."""
    audit.record(verb, f"key:{int(key.rpartition('-')[2])}", who=None, ground="terminal")
