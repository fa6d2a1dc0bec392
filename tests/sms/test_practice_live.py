"""The practice phones are nowhere but where one practises."""

import os
import subprocess
import sys

import pytest

from tests.folders import ROOT
from tests.sms.practice import OURS

PROBE = """
import django
django.setup()
from django.conf import settings
from django.urls import Resolver404, resolve
paths = ["/practice-phone/", "/practice-phone/texts/", "/practice-phone/2010-04-01/Accounts/AC/Messages.json"]
def is_there(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return False
print(settings.HAS_PRACTICE_PHONE, any(map(is_there, paths)), is_there("/sms/incoming/"))
"""


@pytest.mark.usefixtures("database")
def test_a_live_service_has_no_practice_phone() -> None:
    environ = {
        **os.environ,
        "NIGHTLIGHT_ENV": "production",
        "PUBLIC_URL": "https://chat.example.org",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_FROM": OURS,
        "TWILIO_API_BASE": "http://127.0.0.1:8000/practice-phone",
    }

    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, env=environ, capture_output=True, text=True)

    assert done.stdout.split() == ["False", "False", "True"], done.stderr
