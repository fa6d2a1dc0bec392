"""Addresses that are nobody's in the matrix are somebody's all the same: for each of them the one who may gets in.

Who may not is asked in test_matrix.py. A new address that is open to no role has to be added here.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from chat import access
from chat.conversations import start_conversation
from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from escalation.decide import acknowledge, decide
from escalation.glass import breaking
from escalation.models import Glass, SecondLook
from escalation.open import open_about_staff, open_by_hand
from rota.models import Invitation, PlaceOffer, Role, Shift, ShiftNote, SignIn, StaffMember, Swap
from rota.policy.doors import ADDRESSES
from rota.shifts import put_on
from tests.access.cast import a_glass, an_escalation, reach_things, rota_things, staff_member, staff_member_called
from tests.access.looking import path_of, shows_who_they_are, signed_in
from tests.access.test_matrix import METHODS, outcome
from tests.escalation.words import reasons
from tests.forum.people import writes
from tests.people import make_aisha, on_shift, person

# What only the carrier may say: tests/sms/test_in_signature.py has the one who signed and those who did not.
BY_THE_CARRIER = {"sms:incoming", "sms:fallback", "sms:status"}
BY_THE_CARRIER |= {"sms:staff_text", "sms:staff_call", "sms:staff_says", "sms:staff_key"}
# What only our own jobs process may say: tests/stories/test_canary.py.
BY_OURSELVES = {"canary:take"}
# Whose browser the sealed words came to: tests/rota/test_reach.py and tests/escalation/test_paging_story.py.
BY_A_PUSH = {"reach:heard"}

Comer = tuple[Client, dict[str, int]]


def somebody_at_work() -> Comer:
    """Of a shift that runs now, with a note that waits for them and a swap that they are asked for."""
    things = rota_things()
    mia, noa = (StaffMember.objects.get(email=f"{name}@matrix.example") for name in ("mia", "noa"))
    begins = clock.now() - timedelta(minutes=10)
    shift = put_on(noa, Shift.Duty.COUNSELLOR, begins, begins + timedelta(hours=4))
    before = ShiftNote.objects.get(pk=things["note"]).shift
    assert before.staff == mia
    Shift.objects.filter(pk=before.pk).update(during=DateTimeTZRange(begins - timedelta(hours=4), begins))
    assert Swap.objects.get(pk=things["swap"]).to == noa
    return signed_in(noa), things | {"shift": shift.pk}


def whoever_was_asked_to_fill_a_place() -> Comer:
    browser, things = somebody_at_work()
    noa, mia = (StaffMember.objects.get(email=f"{name}@matrix.example") for name in ("noa", "mia"))
    PlaceOffer.objects.create(slot_id=things["place"], staff=noa, by=mia)
    return browser, things


def a_manager_who_made_no_link() -> Comer:
    """Into the account of a lead, which takes two."""
    ends = clock.now() + timedelta(days=1)
    lead = staff_member(Role.SAFEGUARDING_LEAD)
    link = Invitation.objects.create(staff=lead, token_hash="of-a-lead", expires_at=ends, asks_two=True)
    return shows_who_they_are(signed_in(staff_member(Role.MANAGER))), {"invitation": link.pk}


def another_lead() -> Comer:
    escalation = an_escalation()
    glass = a_glass(escalation)
    marc = person("Marc", Role.SAFEGUARDING_LEAD)
    return shows_who_they_are(signed_in(marc)), {"escalation": escalation.pk, "glass": glass}


def another_lead_after_it_was_opened() -> Comer:
    browser, things = another_lead()
    breaking.open_contact(Glass.objects.get(pk=things["glass"]), by=staff_member(Role.SAFEGUARDING_LEAD))
    return browser, things


def who_wrote_it() -> Comer:
    writer = writes()
    browser = Client(headers={"host": "localhost"})
    browser.cookies[settings.YOUNG_PERSON_COOKIE] = writer.cookie
    return browser, {"post": writer.begins().pk}


def who_has_a_chat() -> Comer:
    young_person, cookie = access.new_young_person()
    start_conversation(young_person)
    browser = Client(headers={"host": "localhost"})
    browser.cookies[settings.YOUNG_PERSON_COOKIE] = cookie
    return browser, {}


def whose_sign_in_it_is() -> Comer:
    mia = staff_member_called("mia", Role.COUNSELLOR)
    return signed_in(mia), {"sign_in": SignIn.objects.create(staff=mia, session_key="other", how="password").pk}


def who_has_a_second_step() -> Comer:
    mia = staff_member_called("mia", Role.COUNSELLOR)
    TOTP.activate(mia, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(mia)
    return shows_who_they_are(signed_in(mia)), {}


def who_is_rung() -> Comer:
    things = reach_things()
    ida = StaffMember.objects.get(email="ida@matrix.example")
    return signed_in(ida), things


def who_talks_to_them() -> Comer:
    """Very soon, nobody has it, and the chat is theirs."""
    young = make_aisha()
    mia = staff_member_called("mia", Role.COUNSELLOR)
    on_shift(mia, Shift.Duty.COUNSELLOR)
    Conversation.objects.update(owner=mia, state=Conversation.State.ACTIVE, waiting_since=None, reply_due_at=None)
    opened = open_by_hand(Conversation.objects.get(pk=young.conversation.pk), Urgency.VERY_SOON, "she is hurt", mia)
    return signed_in(mia), {"escalation": opened.pk}


def a_lead_who_goes() -> Comer:
    lead = staff_member(Role.SAFEGUARDING_LEAD)
    return signed_in(lead), {"shift": on_shift(lead, Shift.Duty.ON_CALL_1).pk}


def a_lead_with_an_allegation() -> Comer:
    about = staff_member_called("noa", Role.COUNSELLOR)
    opened = open_about_staff(about, Urgency.NOW, "he wrote to her", staff_member(Role.MANAGER))
    return signed_in(staff_member(Role.SAFEGUARDING_LEAD)), {"escalation": opened.pk}


def another_lead_who_looks_again() -> Comer:
    lead, due = staff_member(Role.SAFEGUARDING_LEAD), clock.now() + timedelta(days=1)
    escalation = an_escalation()
    acknowledge(escalation, acknowledged_by=lead)
    decision = decide(escalation, **reasons(), decided_by=lead)
    look = SecondLook.objects.create(decision=decision, first_by=lead, why=SecondLook.Why.SAMPLE, due_at=due)
    return signed_in(person("Marc", Role.SAFEGUARDING_LEAD)), {"second_look": look.pk}


WHO: dict[str, Callable[[], Comer]] = {
    **dict.fromkeys(
        (
            *("rota:confirm", "rota:test_page", "rota:break", "rota:shift_note", "rota:finish", "rota:debrief"),
            *("rota:swap", "rota:swap_answer"),
        ),
        somebody_at_work,
    ),
    "rota:offer_decline": whoever_was_asked_to_fill_a_place,
    **dict.fromkeys(("staff:agree_link", "staff:refuse_link"), a_manager_who_made_no_link),
    **dict.fromkeys(("escalation:contact_agree", "escalation:contact_refuse"), another_lead),
    "escalation:contact_review": another_lead_after_it_was_opened,
    "escalation:owner_saw": who_talks_to_them,
    "escalation:second_look": another_lead_who_looks_again,
    "referral:allegation": a_lead_with_an_allegation,
    "risk:leave": a_lead_who_goes,
    **dict.fromkeys(("reach:browser_end", "reach:hear"), who_is_rung),
    **dict.fromkeys(("forum:edit", "forum:withdraw"), who_wrote_it),
    "web:since": who_has_a_chat,
    "staff:end_my_sign_in": whose_sign_in_it_is,
    **dict.fromkeys(
        ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"), who_has_a_second_step
    ),
}


def test_every_address_that_is_nobodys_is_somebodys():
    by_machines = BY_THE_CARRIER | BY_OURSELVES | BY_A_PUSH
    assert {name for name, address in ADDRESSES.items() if not address.open_to} == set(WHO) | by_machines


@pytest.mark.parametrize("name", WHO)
def test_h19_the_one_who_may_gets_in(database: str, name: str) -> None:
    browser, things = WHO[name]()
    address = ADDRESSES[name]

    for method in [method for method in METHODS if method in address.methods]:
        path = path_of(address, things)
        assert outcome(browser.generic(method, path), path) == "in", f"{method} {path}"
