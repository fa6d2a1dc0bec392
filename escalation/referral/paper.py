"""What was sent, as paper: a page to print, a PDF where that is installed, and the very file the hash is of."""

import json
import logging
from functools import cache
from importlib.util import find_spec
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config import clock
from escalation.models import Referral
from escalation.referral.document import sha256_of
from rota.models import StaffMember

log = logging.getLogger(__name__)


class NoPdf(Exception):
    """The extra `pdf` is not installed here."""


def context_of(referral: Referral, *, by: StaffMember) -> dict[str, Any]:
    """Of a referral that was sent: read from what was stored, and from nothing else."""
    text = referral.sent or ""
    return {
        "referral": referral,
        "document": json.loads(text),
        "sha256": referral.sent_sha256,
        "is_whole": sha256_of(text) == referral.sent_sha256,
        "printed_by": by.name,
        "printed_at": clock.now(),
        "escalation_id": referral.escalation_id,
    }


@cache
def can_make_pdf() -> bool:
    """It is installed, and so is what it draws letters with (Pango, from the system)."""
    if find_spec("weasyprint") is None:
        return False
    try:
        import weasyprint  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
    except OSError:
        log.warning("referral.pdf_without_pango")
        return False
    return True


def pdf_of(context: dict[str, Any]) -> bytes:
    """Raises NoPdf. Nothing is fetched: the page has one style sheet, which is given, and no pictures."""
    if not can_make_pdf():
        raise NoPdf
    import weasyprint

    page = render_to_string("referral/paper.html", {**context, "is_pdf": True})
    sheet = finders.find("referral/paper.css")
    document = weasyprint.HTML(string=page, url_fetcher=_fetches_nothing)
    return bytes(document.write_pdf(stylesheets=[weasyprint.CSS(filename=sheet)]))


def _fetches_nothing(_url: str, *_more: Any, **_also: Any) -> dict[str, Any]:
    raise ValueError(_("Nothing is fetched for a page of paper."))
