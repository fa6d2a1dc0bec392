"""The matrix, cell by cell: what the table says of a role and a state is what the product does with a real thing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from chat.models import Conversation, ConversationEvent, HelpCall, RetentionProposal
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from escalation.dissent import policy
from escalation.dissent.making import raise_it
from escalation.dissent.owed import duty_of
from escalation.glass import breaking
from escalation.models import Advice, Escalation, EscalationEvent, Page, Promise
from escalation.open import open_about_staff, open_by_hand
from escalation.related import EVERYBODY
from escalation.risk import promising
from moderation.models import Feedback
from rota.management.commands.access_matrix import BEGIN, with_tables
from rota.models import Role, Shift, ShiftNote, StaffMember
from rota.policy import may
from rota.policy.doors import ADDRESSES, SOCKET_ACTIONS, SOCKET_NEEDS
from rota.policy.states import ACTIONS_WITH, DUTY_OF, STATES, State, ways_in
from rota.policy.table import TABLE, Action, Relation
from tests.access.cast import (
    a_feedback,
    a_hold,
    a_pack,
    a_proposal,
    a_public_post,
    a_review,
    an_erasure,
    an_escalation,
    staff_member,
    with_a_number,
)
from tests.lint import HOUSE
from tests.people import make_aisha, on_shift, person

S = Conversation.State


@pytest.fixture
def marc(database: str) -> StaffMember:
    """A lead who is not in the matrix: everything that is somebody else's is his."""
    return person("Marc", Role.SAFEGUARDING_LEAD)


@pytest.mark.parametrize("on_shift_now", [False, True], ids=["off shift", "on shift"])
def test_h19_each_role_may_with_each_thing_what_the_table_says_and_nothing_else(marc, on_shift_now):
    wrong = []
    for role in Role.values:
        staff = staff_member(role)
        if on_shift_now and role in DUTY_OF:
            on_shift(staff, DUTY_OF[role])
        for state in STATES:
            thing = MAKE[state.thing](state.name, staff, marc)
            for action in ACTIONS_WITH[state.thing]:
                wanted = bool(ways_in(action, role, on_shift=on_shift_now, state=as_paged(state, thing, staff)))
                decision = may(staff, action, thing)
                if bool(decision) != wanted or bool(decision.ground) != wanted:
                    wrong.append(f"{role} {action} {state.thing} {state.name}: {decision}, not {wanted}")

    assert "\n".join(wrong) == ""


def test_h19_nobody_who_was_suspended_may_anything(marc):
    for role in Role.values:
        staff = staff_member(role)
        staff.is_active = False
        assert [action for action in Action if may(staff, action)] == []


def test_every_action_has_a_row_and_every_state_is_there():
    assert {row.action for row in TABLE} == set(Action)
    assert {(state.thing, action) for state in STATES for action in ACTIONS_WITH[state.thing]}


def test_every_frame_of_a_console_says_what_it_asks_the_table_for():
    assert set(SOCKET_NEEDS) == SOCKET_ACTIONS["ws/console/"]


def test_the_page_about_access_says_what_the_product_does():
    """`manage.py access_matrix --write` makes it anew."""
    page = (HOUSE / "docs/access.md").read_text(encoding="utf-8")

    assert BEGIN in page
    assert page == with_tables(page)
    assert all(address.path in page for address in ADDRESSES.values())


def as_paged(state: State, thing: object, staff: StaffMember) -> State:
    """Opening an escalation calls whoever leads the shift: then they were paged as well."""
    if isinstance(thing, Escalation) and thing.is_undecided and thing.pages.filter(staff=staff).exists():
        return state._replace(relations=state.relations | {Relation.PAGED})
    return state


def conversation(state: str, staff: StaffMember, other: StaffMember) -> Conversation:
    young = make_aisha().conversation
    owner = staff if state.startswith("own") else other
    changed: dict[str, object] = {"owner": owner, "state": S.ACTIVE, "waiting_since": None, "reply_due_at": None}
    if state == "offered to them":
        changed |= {"state": S.HANDING_OVER, "offered_to": staff}
        changed |= {"offer_until": clock.now(), "reply_due_at": clock.now()}
    if state.endswith("over"):
        changed |= {"state": S.CLOSED, "ended_at": clock.now(), "owner": None}
    Conversation.objects.filter(pk=young.pk).update(**changed)
    if state.startswith(("own", "had it", "was their")):
        ConversationEvent.objects.create(conversation=young, kind=ConversationEvent.Kind.TAKEN, by=staff)
    return Conversation.objects.get(pk=young.pk)


def post(state: str, _staff: StaffMember, _other: StaffMember) -> object:
    return a_public_post() if state == "public" else a_review().version.post


def escalation(state: str, staff: StaffMember, other: StaffMember) -> Escalation:
    if state in ("about staff", "about themselves"):
        return open_about_staff(staff if state == "about themselves" else other, Urgency.NOW, "crossed a line", other)
    young = conversation({"their own chat": "own"}.get(state, "somebody else's"), staff, other)
    opened = open_by_hand(young, Urgency.NOW, "I am worried", staff if state == "they opened it" else other)
    if state in ("they were paged", "everybody is called"):
        whom, duty = (staff, "on_call_1") if state == "they were paged" else (other, EVERYBODY)
        Page.objects.create(escalation=opened, staff=whom, step=99, duty=duty)
    if state == "they were asked for advice":
        asked = Advice(escalation=opened, asked=staff, asked_by=other)
        asked.question = "what do you think?"
        asked.save()
    if state == "they took part in it":
        EscalationEvent.objects.create(escalation=opened, kind=EscalationEvent.Kind.SCALED, by=staff)
    if state == "they are asked about a difference of opinion":
        dissent = raise_it(opened.pk, words="no", by=other, client_id=uuid4(), shown_policy=policy.version())
        Page.objects.create(escalation=opened, staff=staff, step=99, duty=duty_of(dissent))
    if state == "closed":
        Escalation.objects.filter(pk=opened.pk).update(
            state="closed", acknowledged_at=clock.now(), closed_at=clock.now(), lead=other
        )
    # A chat that goes on opens it to whoever leads the shift; where the state says nothing of that, it is over.
    if state not in ("somebody's chat that goes on", "their own chat"):
        Conversation.objects.filter(pk=young.pk).update(state=S.CLOSED, ended_at=clock.now(), owner=None)
    return Escalation.objects.get(pk=opened.pk)


def glass(state: str, staff: StaffMember, other: StaffMember) -> object:
    about = with_a_number(an_escalation())
    made = breaking.ask(about, reason="an ambulance needs it", by=other)
    if state == "they asked":
        type(made).objects.filter(pk=made.pk).update(asked_by=staff)
        made.refresh_from_db()
    return made


def promise(state: str, staff: StaffMember, other: StaffMember) -> Promise:
    made = promising.make(make_aisha().conversation, "we write", due_at=clock.now() + timedelta(days=1), by=other)
    whose = {"they look after it": "owner", "they wrote it down, somebody else has it": "made_by"}.get(state)
    if whose:
        Promise.objects.filter(pk=made.pk).update(**{whose: staff})
    return made


def proposal(state: str, staff: StaffMember, other: StaffMember) -> object:
    RetentionProposal.objects.update(agreed=False, decided_by=person_who_decides(), decided_at=clock.now())
    return a_proposal(staff if state == "they proposed it" else other)


def pack(state: str, staff: StaffMember, other: StaffMember) -> object:
    return a_pack(staff if state == "they made it" else other)


def feedback(state: str, staff: StaffMember, other: StaffMember) -> Feedback:
    made = a_feedback(staff if state == "they said it" else other)
    if state == "from a chat with an allegation about themselves":
        heard = made.message.conversation if made.message else None
        open_about_staff(staff, Urgency.NOW, "told of it in this chat", other, heard_in=heard)
    if "post" in state:
        urgency = Urgency.SOON if "grave" in state else Urgency.ROUTINE
        changed = {"message": None, "post_version": a_review().version, "urgency": urgency}
        Feedback.objects.filter(pk=made.pk).update(**changed)
    return Feedback.objects.get(pk=made.pk)


def hold(state: str, staff: StaffMember, other: StaffMember) -> object:
    about_themselves = state == "because of an allegation about themselves"
    made = a_hold(other, "allegation" if about_themselves else "police")
    if about_themselves:
        open_about_staff(staff, Urgency.NOW, "crossed a line", other)
    if state != "in force":
        asks = staff if state == "they asked to lift it" else other
        type(made).objects.filter(pk=made.pk).update(lift_asked_by=asks, lift_asked_at=clock.now())
    return made


def erasure(state: str, staff: StaffMember, other: StaffMember) -> object:
    return an_erasure(staff if state == "they asked for it" else other)


def shift(state: str, staff: StaffMember, other: StaffMember) -> Shift:
    """In a time of its own: nobody is on two at once. Their own is not of the floor."""
    begins = clock.now() + timedelta(days=1 + Shift.objects.count())
    duty = Shift.Duty.COUNSELLOR if state == "of the floor" else Shift.Duty.MODERATOR
    whose = staff if state == "their own" else other
    return Shift.objects.create(staff=whose, duty=duty, during=DateTimeTZRange(begins, begins + timedelta(hours=4)))


def shift_note(state: str, staff: StaffMember, other: StaffMember) -> ShiftNote:
    left_at = shift("their own" if state == "they wrote it" else "of somebody else", staff, other)
    duty = staff.shifts.filter(during__contains=clock.now()).values_list("duty", flat=True).first()
    of_theirs = duty if state == "of the duty they are on" and duty else Shift.Duty.ON_CALL_2
    Shift.objects.filter(pk=left_at.pk).update(duty=of_theirs)
    key, lead = DataKey.make("shift_note"), staff if state == "went to them" else None
    return ShiftNote.objects.create(shift=left_at, key=key, body="all is calm", lead=lead)


def call_for_help(state: str, staff: StaffMember, other: StaffMember) -> HelpCall:
    minute = timedelta(minutes=1 if state == "a minute later" else -1)
    return HelpCall.objects.create(
        conversation=make_aisha().conversation,
        by=staff if state == "they called" else other,
        at=clock.now() - minute,
        everybody_at=clock.now() - minute,
    )


def person_who_decides() -> StaffMember:
    """Somebody who proposed none of them."""
    email = "decides@example.org"
    return StaffMember.objects.filter(email=email).first() or person("Decides", Role.MANAGER)


MAKE = {
    "conversation": conversation,
    "post": post,
    "escalation": escalation,
    "glass": glass,
    "promise": promise,
    "proposal to erase": proposal,
    "hold": hold,
    "feedback": feedback,
    "erasure": erasure,
    "pack": pack,
    "shift": shift,
    "shift note": shift_note,
    "call for help": call_for_help,
}
