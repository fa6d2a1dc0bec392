"""One person a role, and one escalation that has nothing to do with most of them."""

from datetime import time, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from chat.models import AccessPack, ErasureAsked, Hold, Phone, Post, Redaction, RetentionProposal
from chat.sms.people import phone_of
from chat.telling.engine import write
from config import clock
from config.models import DataKey
from escalation.dissent import making, policy
from escalation.glass import breaking
from escalation.models import Dissent, Escalation, NumberSearch, RiskItem
from escalation.open import open_escalation
from escalation.referral.making import recall
from escalation.risk import promising
from moderation.models import Feedback, Review
from rota.models import (
    Away,
    Invitation,
    Pattern,
    PushAddress,
    Role,
    RoleGrant,
    Shift,
    ShiftNote,
    SignIn,
    Slot,
    StaffMember,
    Swap,
    Try,
)
from rota.shifts import put_on
from tests.escalation.referrals import sent
from tests.forum.people import approve, writes
from tests.forum.review import waits
from tests.people import flagged, make_aisha


def staff_member(role: str) -> StaffMember:
    """Somebody who holds this role and no other."""
    email = f"{role}@matrix.example"
    member = StaffMember.objects.filter(email=email).first()
    if member is None:
        member = StaffMember.objects.create_user(email, "a-long-password-for-tests", name=role.title())
        RoleGrant.objects.create(staff=member, role=role)
    return member


def an_escalation() -> Escalation:
    return open_escalation(flagged(make_aisha().says("i took the whole packet")))


def with_a_number(escalation: Escalation, number: str = "+447700900123") -> Escalation:
    """Whoever it is about has texted us."""
    assert escalation.conversation is not None
    with transaction.atomic():
        phone = phone_of(number)
    Phone.objects.filter(pk=phone.pk).update(young_person=escalation.conversation.young_person)
    return escalation


def a_glass(escalation: Escalation) -> int:
    """The only lead in the matrix has asked for the number behind it."""
    lead = staff_member(Role.SAFEGUARDING_LEAD)
    return breaking.ask(with_a_number(escalation), reason="an ambulance needs the number", by=lead).pk


def a_public_post() -> Post:
    """The first post of a thread, by somebody who is not in the matrix."""
    return approve(writes().begins(), staff_member("moderator"))


def a_review() -> Review:
    """A post that waits for a moderator."""
    return waits(writes().begins("school", "nobody talks to me there"))


def rota_things() -> dict[str, int]:
    """One of each thing of the rota, of people who are not in the matrix."""
    mia, noa = (staff_member_called(name, Role.COUNSELLOR) for name in ("mia", "noa"))
    begins = clock.now() + timedelta(days=3)
    shift = put_on(mia, Shift.Duty.COUNSELLOR, begins, begins + timedelta(hours=4))
    during = DateTimeTZRange(begins, begins + timedelta(hours=4))
    slot = {"day": begins.date(), "duty": Shift.Duty.COUNSELLOR, "during": during, "published_at": clock.now()}
    pattern = Pattern.objects.create(
        name="evenings", duty=Shift.Duty.COUNSELLOR, begins=time(18), ends=time(22), rule="FREQ=WEEKLY;BYDAY=MO",
        first_day=begins.date(),
    )  # fmt: skip
    key = DataKey.make("shift_note")
    return {
        "shift": shift.pk,
        "place": Slot.objects.create(**slot).pk,
        "pattern": pattern.pk,
        "swap": Swap.objects.create(shift=shift, by=mia, to=noa).pk,
        "away": Away.objects.create(staff=mia, kind=Away.Kind.LEAVE, during=during, asked_by=mia).pk,
        "person": mia.pk,
        "sign_in": SignIn.objects.create(staff=mia, session_key="of-mia", how="password").pk,
        "invitation": Invitation.objects.create(staff=mia, token_hash="of-mia", expires_at=begins).pk,
        "note": ShiftNote.objects.create(shift=shift, key=key, body="all is calm").pk,
    }


def reach_things() -> dict[str, int]:
    """A browser of somebody's that rings, and a call to them. Nobody in the matrix is that person."""
    ida = staff_member_called("ida", Role.COUNSELLOR)
    browser = PushAddress(key=DataKey.make("push"), staff=ida, address_hash="of ida")
    browser.address = "{}"
    browser.save()
    call = Try.objects.create(staff=ida, about="page:1", path=Try.Path.PUSH, push_address=browser)
    return {"browser": browser.pk, "call": call.pk}


def a_proposal(by: StaffMember) -> RetentionProposal:
    """Somebody proposed that chats whose time is over go at once."""
    return RetentionProposal.objects.create(
        kind="talks", over_by=clock.now(), counted=1, why="their half year is over", proposed_by=by
    )


def a_pack(by: StaffMember) -> AccessPack:
    """A young person asked for what is kept about them, and somebody puts it together."""
    young = make_aisha().young_person
    return AccessPack.objects.create(
        young_person=young, shown_by="in_chat", asked_on=clock.now().date(), made_by=by
    )


def rights_things() -> dict[str, int]:
    """What goes and what is given, by people who are not in the matrix."""
    olu = staff_member_called("olu", Role.PRIVACY)
    pack = a_pack(olu)
    redaction = Redaction.objects.create(pack=pack, item="message:1", why="harm", by=olu)
    things = {"proposal": a_proposal(olu), "hold": a_hold(olu), "erasure": an_erasure(olu), "search": a_search(olu)}
    return {"pack": pack.pk, "redaction": redaction.pk, **{name: one.pk for name, one in things.items()}}


def a_hold(by: StaffMember, why: str = "police") -> Hold:
    """Somebody holds a chat."""
    return Hold.objects.create(conversation=make_aisha().conversation, why=why, placed_by=by)


def a_search(by: StaffMember) -> NumberSearch:
    """Somebody searched for a number of the police, and nobody had it."""
    made = NumberSearch(key=DataKey.make("search"), by=by, at=clock.now(), found_chats=0, found_escalations=0)
    made.reason, made.reference = "canary-search", "not known"
    made.save()
    return made


def an_erasure(by: StaffMember) -> ErasureAsked:
    """A young person wants theirs gone, and somebody wrote it down."""
    young = make_aisha().young_person
    return ErasureAsked.objects.create(
        young_person=young, shown_by="in_chat", asked_on=clock.now().date(), chats=1, messages=0, posts=0, asked_by=by
    )


def referral_things(escalation: Escalation) -> dict[str, int]:
    """A referral of it that was sent, of which the call was called back; a front door; what its young person is told
    first, where they have a chat. By the matrix's lead."""
    lead = staff_member(Role.SAFEGUARDING_LEAD)
    referral = sent(escalation, lead)
    share = referral.shares.order_by("pk").first()
    assert share is not None
    recall(share, why="it was the wrong council", by=lead)
    things = {"referral": referral.pk, "share": share.pk, "council": referral.council_id or 0, "telling": 0}
    things["dissent"] = a_dissent(escalation, lead).pk
    if escalation.conversation is not None:
        said = {"to_whom": "the council", "what": "that it hurts", "why": "to help"}
        things["telling"] = write(escalation.conversation, escalation_id=escalation.pk, **said, by=lead).pk
    return things


def a_dissent(escalation: Escalation, by: StaffMember, words: str = "I would not have waited.") -> Dissent:
    """Taken back again: nobody reads the escalation because it came to them."""
    said = {"words": words, "client_id": uuid4(), "shown_policy": policy.version()}
    dissent = making.raise_it(escalation.pk, by=by, **said)
    return making.take_back(dissent, words="I had it wrong.", by=by, seen=1)


def risk_things(words: str = "we write") -> dict[str, int]:
    """A promise that was handed over at the end of a lead's shift, and what its lead said about the checks. Nobody in
    the matrix made it, or left it."""
    ian = staff_member_called("ian", Role.SAFEGUARDING_LEAD)
    now = clock.now()
    during = DateTimeTZRange(now - timedelta(hours=2), now - timedelta(hours=1))
    shift = Shift.objects.create(staff=ian, duty=Shift.Duty.SHIFT_LEAD, during=during)
    promise = promising.make(make_aisha().conversation, words, due_at=now + timedelta(days=1), by=ian)
    handed = {"what": RiskItem.What.PROMISE, "promise": promise, "sign_due_at": now}
    item = RiskItem.objects.create(shift=shift, **handed)
    feedback = a_feedback(ian, f"{words} taught")
    return {"promise": promise.pk, "item": item.pk, "chat": promise.conversation_id, "feedback": feedback.pk}


def a_feedback(by: StaffMember, words: str = "i said something") -> Feedback:
    """Somebody says that the checks missed these words of a chat."""
    said = make_aisha().says(words)
    made = Feedback(message=said, says="missed", category="abuse", urgency="routine", checks_urgency="routine")
    made.said_by = by
    made.words = words
    made.save()
    return made


def staff_member_called(name: str, role: str) -> StaffMember:
    member = StaffMember.objects.create_user(f"{name}@matrix.example", "a-long-password-for-tests", name=name.title())
    RoleGrant.objects.create(staff=member, role=role)
    return member
