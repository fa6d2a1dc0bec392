"""The carrier: is there an account, does it answer, is there money on it, and do texts to our number come here?"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from chat.sms import carrier
from config import confirmed
from config.preflight.findings import Finding, found, missing, ok, unknown

LEAST_BALANCE = 20.0
SET_WITHIN = timedelta(days=365)
GUIDE = "docs/operations.md, Texts with Twilio"


def account() -> Iterator[Finding]:
    name = "texts"
    if not settings.HAS_TEXTS:
        to_do = f"{GUIDE}, 1 and 2. For a service without texts: --without texts."
        yield missing(name, "No account: nobody can text us.", to_do)
        return
    if settings.HAS_PRACTICE_PHONE:
        to_do = "Set TWILIO_ACCOUNT_SID, TWILIO_FROM and the token, in production."
        yield missing("texts carrier", "The practice phone of this machine stands in for the carrier.", to_do)
    answer = carrier.account()
    if answer is None:
        to_do = "Look at TWILIO_ACCOUNT_SID and the token, and whether this machine reaches api.twilio.com."
        yield missing(name, "The carrier does not answer, or does not know us.", to_do)
        return
    yield ok(name, "The carrier knows us.")
    yield _balance(answer)
    yield from _addresses(answer)
    yield _opt_out_words()


def _balance(answer: carrier.Account) -> Finding:
    name, to_do = "texts balance", "Top it up, and switch on topping up by itself: without money no text goes out."
    if answer.balance is None:
        return unknown(name, "The carrier says nothing about it (it does not for a sub-account).", to_do)
    says = f"{answer.balance:.2f} {answer.currency}"
    return found(name, answer.balance >= LEAST_BALANCE, well=says, ill=f"{says}: too little.", to_do=to_do)


def _addresses(answer: carrier.Account) -> Iterator[Finding]:
    to_do = f"Set it at the carrier, letter for letter ({GUIDE}, 3)."
    if not answer.numbers:
        says = "The carrier shows no such number of ours: it is a short code, or another account's."
        yield unknown("texts address", says, to_do)
        return
    [number, *_] = answer.numbers
    if number.goes_elsewhere:
        says = "An application of the carrier takes what comes in."
        yield missing("texts address", says, f"Take it off the number ({GUIDE}, 3).")
        return
    for name, view, is_set, method in (
        ("texts address", "sms:incoming", number.incoming, number.method),
        ("texts second address", "sms:fallback", number.fallback, number.fallback_method),
    ):
        ours = f"{settings.PUBLIC_URL}{reverse(view)}"
        is_ours = is_set == ours and method == "POST"
        yield found(name, is_ours, well=f"{ours}", ill=f"It is not {ours} by POST.", to_do=to_do)


def _opt_out_words() -> Finding:
    """The carrier tells nobody what is in that list."""
    name = "texts opt-out words"
    if said := confirmed.newest("opt_out_words", within=SET_WITHIN):
        return ok(name, f"Set by {said.by} on {said.at:%Y-%m-%d}.")
    to_do = f"{GUIDE}, 4: END, QUIT and CANCEL are pleas. Then: manage.py confirm opt_out_words --by ..."
    return unknown(name, "Whether END, QUIT and CANCEL are taken away, only the carrier's console shows.", to_do)


LOOKS = (account,)
