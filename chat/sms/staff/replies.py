"""A text from a phone of somebody who works here: it answers a page, or tells our number to stop. It is no young
person's: nothing of it is stored.
"""

import logging
from collections.abc import Mapping
from datetime import datetime

from chat.models import Phone
from chat.sms.cleaning import cleaned
from chat.sms.keywords import MEANINGS, Meaning, keyword_in
from chat.sms.numbers import hash_of, normalised
from config import clock
from rota.reach import stopping
from rota.reach.hearing import ANSWER, take_answer

log = logging.getLogger(__name__)

# What the network may take for stop, and what for start.
STOPS = {Meaning.STOP: True, Meaning.END: True, Meaning.START: False}


def may_be_reply(body: str) -> bool:
    """Worth asking whose number it is: hardly any text is."""
    return ANSWER.fullmatch(body.strip()) is not None


def take_reply(fields: Mapping[str, str], *, at: datetime | None = None) -> bool:
    """Was it one of ours, who answered or told us to stop? `at`: when they wrote. Safe to repeat."""
    body = cleaned(fields.get("Body", "")).strip()
    number = normalised(cleaned(fields.get("From", "")))
    if number is None:
        return False
    if _stops_us(number, body, fields.get("OptOutType", ""), at or clock.now()):
        return True
    if not may_be_reply(body) or not take_answer(number, body):
        return False
    log.info("reach.answered")
    return True


def _stops_us(number: str, body: str, opt_out: str, at: datetime) -> bool:
    """A young person who writes from the same phone counts too: then their conversation hears of it as well."""
    stops = STOPS.get(MEANINGS.get(keyword_in(body, opt_out), Meaning.HELP))
    if stops is None or not stopping.said(number, stops=stops, at=at):
        return False
    log.info("reach.answered")
    return not Phone.objects.filter(number_hash=hash_of(number)).exists()
