"""The file: a page to read, the same for machines, and on each who took it when. What is in it is known by its hash."""

import hashlib
import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.translation import gettext as _

from chat.consents import LONDON
from chat.models import AccessPack, PackTaken
from config import clock
from escalation.rights.pack.items import Item, Pack, gather
from escalation.rights.pack.redact import find_names, in_force, pieces
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may


def take(pack: AccessPack, *, by: StaffMember) -> tuple[PackTaken, bytes]:
    """Puts it together and writes down who took it, before anybody has it."""
    if not may(by, Action.MAKE_PACK):
        raise PermissionDenied
    find_names(pack)
    found = gather(pack, by)
    at = clock.now()
    number = pack.taken.count() + 1
    mark = watermark(pack, by, number)
    shown = shown_parts(pack, found)
    redacted = sum(len(one["redactions"]) for part in shown for one in part["items"])
    file = _zip(
        {
            "pack.html": render_to_string("rights/pack_file.html", {"parts": shown, "mark": mark, "pack": pack}),
            "pack.css": _style(),
            "pack.json": json.dumps(_plain(shown, mark), indent=1, ensure_ascii=False),
        }
    )
    with transaction.atomic():
        taken = PackTaken.objects.create(
            pack=pack,
            by=by,
            at=at,
            items=sum(len(part["items"]) for part in shown),
            redacted=redacted,
            sha256=hashlib.sha256(file).hexdigest(),
        )
        audit.record("pack.taken", f"pack:{pack.pk}", who=by, ground="privacy")
    return taken, file


def watermark(pack: AccessPack, by: StaffMember, number: int) -> str:
    return _("Pack %(pack)d, copy %(number)d, taken by %(name)s on %(at)s. For the young person it is about.") % {
        "pack": pack.pk,
        "number": number,
        "name": by.name,
        "at": formats.date_format(clock.now().astimezone(LONDON), "j F Y, H:i"),
    }


def shown_parts(pack: AccessPack, found: Pack) -> list[dict[str, Any]]:
    """For pages and files: every item in pieces, with what is taken out."""
    redactions = in_force(pack)
    return [
        {
            "title": part.title,
            "says": part.says,
            "items": [_shown(item, redactions.get(item.name, [])) for item in part.items],
        }
        for part in found.parts
    ]


def _shown(item: Item, redactions: list[Any]) -> dict[str, Any]:
    return {
        "name": item.name,
        "label": item.label,
        "at": item.at,
        "is_fact": item.is_fact,
        "pieces": pieces(item, redactions),
        "redactions": redactions,
    }


def _plain(parts: list[dict[str, Any]], mark: str) -> dict[str, Any]:
    return {
        "made": mark,
        "parts": [
            {
                "title": part["title"],
                "items": [
                    {
                        "what": one["label"],
                        "at": one["at"].isoformat() if one["at"] else None,
                        "words": "".join(piece.text for piece in one["pieces"]),
                        "taken_out": [redaction.why for redaction in one["redactions"]],
                    }
                    for one in part["items"]
                ],
            }
            for part in parts
        ],
    }


def _style() -> str:
    found = finders.find("rights/pack.css")
    if not found:
        raise FileNotFoundError("rights/pack.css")
    with open(str(found), encoding="utf-8") as file:
        return file.read()


def _zip(files: dict[str, str]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()
