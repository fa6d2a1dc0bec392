"""Saying it to a web process, over HTTP as a young person's page does."""

import http.client
import logging
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from config import clock, jobs
from config.tuning import setting
from moderation.canary.signature import signature
from moderation.canary.views import PATH
from moderation.canary.words import SAID
from moderation.models import Canary

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 5.0
AGAIN_AFTER_SECONDS = 5.0
# Where it is said straight, the name of this machine is always a host of ours, and plain http is no mistake.
HOST = "localhost"
FORM = "application/x-www-form-urlencoded"


def deliver(canary_id: int) -> None:
    """Said until it is stored or the next one is due: a page sends again too, while web processes change."""
    canary = Canary.objects.filter(pk=canary_id, stored_at=None).first()
    if canary is None or clock.now() - canary.sent_at > timedelta(seconds=setting("canary.every_seconds")):
        return
    if trouble := _say(canary):
        log.warning("canary.not_taken", extra={"canary": canary.pk, "error": trouble})
        jobs.defer("moderation.send_canary", after=AGAIN_AFTER_SECONDS, canary_id=canary.pk)


def _say(canary: Canary) -> str:
    """Nothing, once it is committed; otherwise what went wrong, as a word of ours or the name of an error."""
    where = urlsplit(settings.WEB_ADDRESS)
    number, words = str(canary.pk), SAID[canary.number]
    headers = {"Host": HOST, "Content-Type": FORM, "Connection": "close", "X-Canary": signature(number, words)}
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", PATH, urlencode({"canary": number, "words": words}), headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
    return "" if status == 204 else "refused"
