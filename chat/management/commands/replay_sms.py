"""`manage.py replay_sms FILE`: recorded texts once more to the running service, signed and posted as the carrier does.

FILE holds one JSON object a line: the fields of one webhook. What the service knows already changes nothing there, so
a file may be replayed as often as one likes. Of what it says only counts are shown.
"""

import http.client
import json
import random
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from twilio.request_validator import RequestValidator

LIMIT_SECONDS = 15  # as long as the carrier waits
SAY_EVERY = 100


class Command(BaseCommand):
    help = "Posts recorded texts to the running service, signed as the carrier signs them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="one JSON object a line: the fields of one webhook")
        parser.add_argument("--times", type=int, default=1, help="post each so many times (default 1)")
        parser.add_argument("--shuffle", action="store_true", help="in an order that changes with each run")
        parser.add_argument("--yes", action="store_true", help="do it on a live service too")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION and not options["yes"]:
            raise CommandError("This is a live service: young people may be answered. Add --yes if that is meant.")
        if not settings.HAS_TEXTS:
            raise CommandError("This installation has no account with a carrier (TWILIO_ACCOUNT_SID and the others).")
        texts = list(_texts_in(options["file"])) * options["times"]
        if options["shuffle"]:
            random.shuffle(texts)
        counted: Counter[str] = Counter()
        for done, fields in enumerate(texts, start=1):
            counted[_delivered(fields)] += 1
            if done % SAY_EVERY == 0:
                self.stderr.write(f"{done} of {len(texts)}")
        names = ("accepted", "accepted by the fallback", "refused", "not reached")
        said = ", ".join(f"{counted[name]} {name}" for name in names)
        self.stdout.write(f"{len(texts)} texts posted: {said}")
        if counted["refused"] or counted["not reached"]:
            raise CommandError("Not all were accepted. The log of the service says why, by the id of the request.")


def _texts_in(file: Path) -> Iterator[dict[str, str]]:
    """The fields, addressed to this installation: whatever account and number they were recorded with."""
    ours = {"AccountSid": settings.TWILIO_ACCOUNT_SID, "To": settings.TWILIO_FROM}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CommandError("The file cannot be read.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _fields_in(line, number) | ours


def _fields_in(line: str, number: int) -> dict[str, str]:
    # Not the text of the error: it quotes what somebody wrote.
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise CommandError(f"Line {number} is no JSON.") from None
    if not isinstance(fields, dict) or not all(isinstance(value, str | int) for value in fields.values()):
        raise CommandError(f"Line {number} is no object of names and values.")
    # Half a character cannot be signed by the carrier's library; it goes out as the mark that stands for one.
    return {
        name: str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace") for name, value in fields.items()
    }


def _delivered(fields: Mapping[str, str]) -> str:
    """First to the one address, then to the other, as the carrier does."""
    answers = []
    for name, outcome in (("sms:incoming", "accepted"), ("sms:fallback", "accepted by the fallback")):
        answers.append(_posted(reverse(name), fields))
        if 200 <= answers[-1] < 300:
            return outcome
    return "refused" if any(answers) else "not reached"


def _posted(path: str, fields: Mapping[str, str]) -> int:
    """The status of the answer; 0 for none."""
    url = urlsplit(settings.PUBLIC_URL)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    line = kind(url.hostname or "localhost", url.port, timeout=LIMIT_SECONDS)
    signer = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": str(signer.compute_signature(f"{settings.PUBLIC_URL}{path}", fields)),
    }
    try:
        line.request("POST", path, urlencode(fields), headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()
