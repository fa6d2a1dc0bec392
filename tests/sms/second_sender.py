"""Another process of the service that sends the texts of one phone, and can be killed while it does."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tests.folders import ROOT

PROGRAM = (
    "import django; django.setup(); from chat.sms.send import send_texts; import sys; send_texts(int(sys.argv[1]))"
)


@contextmanager
def a_second_sender(base: str, phone_id: int) -> Iterator[subprocess.Popen[bytes]]:
    environ = {
        **os.environ,
        "TWILIO_ACCOUNT_SID": settings.TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": settings.TWILIO_AUTH_TOKEN,
        "TWILIO_FROM": settings.TWILIO_FROM,
        "TWILIO_API_BASE": base,
    }
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(phone_id)], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
