"""A form that came while it could not be taken: sealed into the page that says so, and given back afterwards.

Nothing of it is stored with us, and nothing of it can be read in the page.
"""

import base64
import hmac
import json
from binascii import Error
from typing import NamedTuple

from django.http import HttpRequest

from config import sealing
from config.keys import key_directory
from rota.models import StaffMember

OURS = {"csrfmiddlewaretoken", "credential", "code", "password", "kept", "next"}


class KeptForm(NamedTuple):
    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest, staff: StaffMember) -> str:
    """What was sent, sealed for this person. Nothing where nothing was."""
    if request.method != "POST":
        return ""
    fields = [(name, value) for name in request.POST if name not in OURS for value in request.POST.getlist(name)]
    text = json.dumps([request.get_full_path(), fields])
    return base64.urlsafe_b64encode(sealing.seal(_key(), text, about=_about(staff))).decode()


def give_back(kept: str, staff: StaffMember) -> KeptForm | None:
    """What `keep` sealed for this person; nothing where it is somebody else's or was changed."""
    if not kept:
        return None
    try:
        text = sealing.unseal(_key(), base64.urlsafe_b64decode(kept), about=_about(staff))
    except (sealing.CannotOpen, Error, ValueError):
        return None
    path, fields = json.loads(text)
    return KeptForm(path, [(name, value) for name, value in fields])


def _about(staff: StaffMember) -> bytes:
    return b"kept_form:%d" % staff.pk


def _key() -> bytes:
    return hmac.digest(key_directory().named("lookup"), b"kept_form", "sha256")
