"""The end of a lead's shift: everything that stands is signed for by somebody, or somebody is called until it is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from escalation.decide import acknowledge, decide
from escalation.models import (
    Escalation,
    EscalationEvent,
    Page,
    Promise,
    RiskCall,
    RiskHandover,
    RiskItem,
)  # fmt: skip
from escalation.open import open_about_staff, open_by_hand, open_escalation
from escalation.reaching import standing as standing_pages
from escalation.risk import leaving, promising, standing
from escalation.risk.clock import tick
from escalation.risk.gather import gather
from escalation.risk.notices import lines_for, notices_for, to_sign
from escalation.risk.reaching import hear, stands
from escalation.risk.signing import sign
from escalation.timeline import timeline
from rota.models import AuditRow, Role, Shift, StaffMember, Try
from rota.planning import on_shift as rota_on_shift
from rota.shifts import put_on
from tests.escalation.phones import Outside
from tests.escalation.referrals import sent
from tests.escalation.words import reasons
from tests.people import HOUR, flagged, make_aisha, make_marc, person

SignedIn = Callable[[StaffMember], Client]
MINUTE = timedelta(minutes=1)
DUTY = Shift.Duty
NINE = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


def at(moment: datetime) -> None:
    """It is then. A little later each time it is asked: no story here minds a few seconds."""
    clock.move(moment - clock.now())


@pytest.fixture(autouse=True)
def _still(database: str) -> None:
    at(NINE)


@pytest.fixture
def lena(database: str) -> StaffMember:
    """On call until in an hour."""
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    put_on(lena, DUTY.ON_CALL_1, NINE - HOUR, NINE + HOUR)
    return lena


@pytest.fixture
def marc(lena: StaffMember) -> StaffMember:
    """On call from then on."""
    marc = make_marc()
    put_on(marc, DUTY.ON_CALL_1, NINE + HOUR, NINE + 9 * HOUR)
    return marc


def escalated(words: str = "took tablets", urgency: Urgency = Urgency.NOW) -> Escalation:
    return open_escalation(flagged(make_aisha().says(words), urgency=urgency))


def promised(by: StaffMember, *, hours: float = 24) -> Promise:
    return promising.make(make_aisha().conversation, "we write on Friday", due_at=NINE + hours * HOUR, by=by)


def gone_silent() -> Conversation:
    chat = make_aisha().conversation
    held = {"state": Conversation.State.SAFETY_HOLD, "silent_since": clock.now(), "reply_due_at": clock.now()}
    Conversation.objects.filter(pk=chat.pk).update(**held)
    return Conversation.objects.get(pk=chat.pk)


def look(**after_nine: float) -> None:
    """The clock looks, so long after nine."""
    at(NINE + timedelta(**after_nine))
    tick()


def items() -> dict[str, RiskItem]:
    """By what it is about."""
    found = RiskItem.objects.select_related("escalation", "promise", "conversation", "shift")
    return {standing.name(standing.thing_of(one)): one for one in found}


def test_h16_what_stands_is_signed_for_one_by_one_and_whoever_signs_looks_after_it(
    lena: StaffMember, marc: StaffMember, signed_in: SignedIn
) -> None:
    open_one, referred, over = escalated(), escalated(), escalated()
    for one in (open_one, referred):
        acknowledge(one, acknowledged_by=lena)
        one.refresh_from_db()
    sent(referred, lena)
    promise, silent, kept = promised(lena), gone_silent(), promised(lena)
    hers = Shift.objects.get(staff=lena)
    page, promise_name = signed_in(lena), f"promise:{promise.pk}"
    assert b"What they need to know" in page.get(reverse("risk:handover")).content

    notes = {f"note-escalation:{open_one.pk}": "she is with her aunt", f"note-{promise_name}": "she likes texts"}
    page.post(reverse("risk:leave", args=[hers.pk]), notes)
    promising.keep(kept.pk, by=lena)
    last = gone_silent()
    look(minutes=61)

    found = items()
    assert set(found) == {
        f"escalation:{open_one.pk}", f"escalation:{referred.pk}", f"escalation:{over.pk}", promise_name,
        f"conversation:{silent.pk}", f"promise:{kept.pk}", f"conversation:{last.pk}",
    }  # fmt: skip
    assert found[f"promise:{kept.pk}"].over_at is not None
    last_due = found[f"conversation:{last.pk}"].sign_due_at
    assert {one.sign_due_at for one in found.values()} == {hers.ends_at + 15 * MINUTE, last_due}
    assert last_due > hers.ends_at + 15 * MINUTE  # the look at the end came a minute late: a quarter of an hour from it
    assert len(to_sign(marc)) == 6
    assert "sign for each" in notices_for(marc)[0].words
    assert not Try.objects.filter(about__startswith="risk").exists()

    shown = signed_in(marc).get(reverse("risk:handover")).content.decode()
    assert "she is with her aunt" in shown
    assert "she likes texts" in shown
    assert AuditRow.objects.filter(who=marc, action="risk.read").count() == 2
    for item in to_sign(marc):
        answer = signed_in(marc).post(reverse("risk:sign", args=[item.pk]))
        assert answer.headers["Location"].startswith(reverse("risk:handover"))

    for one in (open_one, referred, over, promise):
        one.refresh_from_db()
    assert (open_one.lead, referred.lead, over.lead, promise.owner) == (marc, marc, None, marc)
    assert over.history.filter(kind=EscalationEvent.Kind.SIGNED_FOR, by=marc).count() == 1
    assert any("Marc signed for it" in item.title for item in timeline(over))
    assert to_sign(marc) == []
    look(hours=3)
    assert RiskCall.objects.count() == 0
    with pytest.raises(ValidationError):  # whoever signed has to be told by mouth
        leaving.leave(hers, {f"escalation:{open_one.pk}": "and her school"}, by=lena)


def test_h16_what_nobody_signs_goes_to_the_lead_on_call_who_is_called_until_somebody_does(
    marc: StaffMember, outside: Outside
) -> None:
    sue = person("Sue", Role.SHIFT_LEAD)
    until = NINE + 30 * MINUTE
    put_on(sue, DUTY.SHIFT_LEAD, NINE - HOUR, until)
    tara = person("Tara", Role.SHIFT_LEAD)
    put_on(tara, DUTY.SHIFT_LEAD, until, until + 8 * HOUR)
    lena = StaffMember.objects.get(name="Lena")
    promise, one = promised(sue), escalated()
    acknowledge(one, acknowledged_by=lena)

    look(minutes=30)
    assert len(to_sign(tara)) == 2
    assert to_sign(lena) == []
    look(minutes=43)
    assert RiskCall.objects.count() == 0

    look(minutes=46)
    assert {item.went_to for item in items().values()} == {lena}
    call = RiskCall.objects.get()
    assert (call.staff, call.step) == (lena, 0)
    assert stands(call.pk, lena)
    assert not stands(call.pk, marc)
    assert Try.objects.filter(about=f"risk:{call.pk}", staff=lena).exists()
    [event] = one.history.filter(kind=EscalationEvent.Kind.SIGNED_FOR)
    assert (event.by, event.about) == (None, lena)
    assert (len(to_sign(lena)), len(to_sign(tara))) == (2, 0)

    hear(call.pk, lena, "push")
    assert not stands(call.pk, lena)
    look(minutes=61)  # Lena's own time is over as well, and Marc's begins: it is his, and he is called
    look(minutes=72)
    assert next(iter(RiskCall.objects.order_by("step", "pk"))).staff == lena
    assert {call.staff for call in RiskCall.objects.filter(step=2)} >= {marc}
    assert {item.went_to for item in items().values()} == {marc}
    assert one.history.filter(kind=EscalationEvent.Kind.SIGNED_FOR).count() == 1

    for item in to_sign(marc):
        sign(item.pk, by=marc)
    calls = RiskCall.objects.count()
    look(hours=3)
    assert RiskCall.objects.count() == calls
    assert set(RiskHandover.objects.values_list("page_due_at", flat=True)) == {None}
    promise.refresh_from_db()
    assert promise.owner == marc


def test_h16_where_nobody_comes_next_it_goes_on_at_once_and_nobody_has_pressed_anything(lena: StaffMember) -> None:
    """Her browser crashed and she went home. The jobs were away, too."""
    marc = make_marc()
    promise = promised(lena)

    look(hours=5)

    item = RiskItem.objects.get()
    assert (item.promise, item.handed_by, item.went_to) == (promise, None, marc)
    assert [call.staff for call in RiskCall.objects.all()] == [marc]
    tick()
    gather(item.shift, by=lena)
    assert RiskItem.objects.count() == RiskCall.objects.count() == 1
    assert AuditRow.objects.filter(action="risk.handed").count() == 1


def test_finishing_is_never_refused_and_says_what_goes_on(
    lena: StaffMember, marc: StaffMember, signed_in: SignedIn
) -> None:
    """A lead who is not well goes home."""
    promised(lena)
    for name, role, duty in (("Mo", Role.SAFEGUARDING_LEAD, DUTY.ON_CALL_2), ("Cy", Role.COUNSELLOR, DUTY.COUNSELLOR)):
        put_on(person(name, role), duty, NINE - HOUR, NINE + 7 * HOUR)
    hers = Shift.objects.get(staff=lena)

    answer = signed_in(lena).post(reverse("rota:finish", args=[hers.pk]), follow=True)

    assert "1 thing that stands is not signed for yet" in answer.content.decode()
    hers.refresh_from_db()
    assert hers.finished_at is not None
    assert RiskItem.objects.get().sign_due_at < NINE + HOUR  # Marc comes in an hour: too late to wait for
    tick()
    assert RiskCall.objects.get().staff.name == "Mo"


def test_a_lead_who_stays_on_hands_nothing_to_themself(lena: StaffMember) -> None:
    put_on(lena, DUTY.ON_CALL_1, NINE + HOUR, NINE + 9 * HOUR)
    promised(lena)

    assert [line.name for line in lines_for(lena)] == []
    look(minutes=61)

    assert RiskItem.objects.count() == 0
    look(hours=9, minutes=1)
    assert RiskItem.objects.get().handed_by is None


def test_h16_ten_who_sign_at_once_are_one_and_the_others_are_told_who(lena: StaffMember, marc: StaffMember) -> None:
    leads = [marc, *(person(f"Lead{n}", Role.SAFEGUARDING_LEAD) for n in range(9))]
    one = escalated()
    acknowledge(one, acknowledged_by=lena)
    look(minutes=61)
    item = RiskItem.objects.get()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda lead: _signs(item.pk, lead), leads))

    item.refresh_from_db()
    one.refresh_from_db()
    assert item.signed_by is not None
    assert sorted(answers) == ["", *[f"{item.signed_by.name} was first."] * 9]
    assert one.lead == item.signed_by
    taken = one.history.filter(kind=EscalationEvent.Kind.TAKEN)
    assert AuditRow.objects.filter(action="escalation.taken").count() == taken.count() == 1
    with pytest.raises(PermissionDenied):
        sign(_another(lena).pk, by=person("Nia", Role.COUNSELLOR))


def _signs(item: int, lead: StaffMember) -> str:
    try:
        sign(item, by=lead)
    except ValidationError as refusal:
        return refusal.messages[0]
    finally:
        connection.close()
    return ""


def _another(lena: StaffMember) -> RiskItem:
    shift = Shift.objects.get(staff=lena)
    return RiskItem.objects.create(shift=shift, what="promise", promise=promised(lena), sign_due_at=clock.now())


@pytest.mark.parametrize("about", ["Lena", "Marc"])
def test_h19_an_allegation_is_handed_over_past_whoever_it_is_about(
    about: str, lena: StaffMember, marc: StaffMember, signed_in: SignedIn
) -> None:
    """About who leaves, or about who comes: for them there is no such item, and another lead has it."""
    noa, olga = person("Noa", Role.SAFEGUARDING_LEAD), person("Olga", Role.MANAGER)
    subject = {"Lena": lena, "Marc": marc}[about]
    one = open_about_staff(subject, Urgency.VERY_SOON, "crossed a line", olga)
    acknowledge(one, acknowledged_by=noa)
    hers = Shift.objects.get(staff=lena)

    look(minutes=50)  # soon the end: whoever it is about is not even asked to hand over
    shown = signed_in(subject).get(reverse("risk:handover")).content.decode()
    assert "Allegation" not in shown
    if subject == lena:
        assert list(lines_for(lena)) == []
        assert leaving.what_goes_on(hers, lena) == ""
    look(minutes=61)
    look(minutes=80)

    item = RiskItem.objects.get()
    called = {call.staff.name for call in RiskCall.objects.all()}
    assert subject.name not in called
    assert item.went_to != subject
    assert called == ({"Marc"} if subject == lena else {"Lena", "Noa", "Olga"} - {"Lena"})
    assert to_sign(subject) == []
    with pytest.raises(PermissionDenied):
        sign(item.pk, by=subject)
    assert signed_in(subject).post(reverse("risk:sign", args=[item.pk])).status_code == 404
    sign(item.pk, by=olga)
    assert olga.name not in signed_in(subject).get(reverse("risk:handover")).content.decode()


def test_h16_a_night_in_which_the_clocks_change_ends_when_it_ends(database: str) -> None:
    """In October it is ten hours until six: nothing is gathered by the hands of the kitchen clock."""
    begins, ends = datetime(2026, 10, 24, 21, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    at(begins)
    una, vic = (person(name, Role.SAFEGUARDING_LEAD) for name in ("Una", "Vic"))
    put_on(una, DUTY.ON_CALL_1, begins, ends)
    put_on(vic, DUTY.ON_CALL_1, ends, ends + 8 * HOUR)
    due_at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    promising.make(make_aisha().conversation, "by half past one", due_at=due_at, by=una)

    at(ends - MINUTE)
    tick()
    assert RiskItem.objects.count() == 0
    at(ends)
    tick()
    assert RiskItem.objects.get().sign_due_at < ends + 16 * MINUTE
    assert RiskCall.objects.count() == 0
    at(ends + 16 * MINUTE)
    tick()
    assert RiskCall.objects.get().staff == vic


def test_a_promise_is_written_down_kept_given_or_not_kept_for_a_reason(
    lena: StaffMember, marc: StaffMember, signed_in: SignedIn
) -> None:
    sam, aisha = person("Sam", Role.COUNSELLOR), make_aisha()
    one = open_escalation(flagged(aisha.says("took tablets")))
    acknowledge(one, acknowledged_by=lena)
    Conversation.objects.filter(pk=aisha.conversation.pk).update(
        owner=sam, state=Conversation.State.ACTIVE, waiting_since=None, reply_due_at=None
    )
    there, hers = reverse("risk:of_chat", args=[aisha.conversation.pk]), signed_in(sam)

    refused = hers.post(there, {"promise_words": "we call tonight", "promise_due": "2026-11-24T20:00"})
    assert refused.status_code == 422
    assert "we call tonight" in refused.content.decode()
    once = {"promise_words": "we call tonight", "promise_due": "2026-11-24T22:00"}
    once |= {"promise_once": "3b0b0b5e-0000-4000-8000-000000000001"}
    for _twice in range(2):
        assert hers.post(there, once).status_code == 302
    promise = Promise.objects.get()
    assert (promise.words, promise.owner) == ("we call tonight", sam)
    assert "we call tonight" in hers.get(there).content.decode()
    assert signed_in(person("Nia", Role.COUNSELLOR)).get(there).status_code == 404

    look(minutes=61)
    assert [notice.words for notice in notices_for(sam)] == ["1 promise of yours is overdue"]
    assert not [notice for notice in notices_for(marc) if "late" in notice.words]
    look(minutes=91)
    assert [notice.words for notice in notices_for(marc)][-1] == "1 promise to a young person is late"
    called = Page.objects.filter(duty="promise")  # she is in danger: leads are called, and again until it is over
    assert {page.staff.name for page in called} == {"Lena", "Marc"}
    assert set(called) <= set(standing_pages())

    page = reverse("risk:promise", args=[promise.pk])
    given = signed_in(sam).post(f"{page}person/", {"promise_to": str(lena.pk), "promise_from": str(sam.pk)})
    assert given.status_code == 302
    assert "1 promise was given to you" in [notice.words for notice in notices_for(lena)]
    assert "we call tonight" in signed_in(lena).get(page).content.decode()
    assert not [notice for notice in notices_for(lena) if "given" in notice.words]
    assert AuditRow.objects.filter(who=lena, action="promise.read").count() == 1

    assert signed_in(sam).post(f"{page}kept/").status_code == 403  # Sam wrote it down, and has it no more
    assert signed_in(lena).post(f"{page}not-kept/", {"not_kept_why": " "}).status_code == 422
    signed_in(lena).post(f"{page}not-kept/", {"not_kept_why": "no answer, and she was told so"})
    promise.refresh_from_db()
    assert (promise.was_kept, promise.not_kept_why) == (False, "no answer, and she was told so")
    second = signed_in(marc).post(f"{page}kept/")
    assert "Lena was first" in second.content.decode()

    steps = one.history.filter(kind=EscalationEvent.Kind.PROMISED).values_list("detail", flat=True)
    assert list(steps) == ["promise.made", "promise.given", "promise.not_kept"]
    assert AuditRow.objects.filter(action__in=steps).count() == 3
    counted = one.history.exclude(kind__in=EscalationEvent.QUIET)
    assert Escalation.objects.get(pk=one.pk).version == counted.count()
    look(hours=4)
    assert Page.objects.filter(duty="promise").count() == 2


# What happens while leads come and go, in any order: some of it again and again.
DEEDS = (
    *("escalate", "promise", "go silent", "hand over", "sign"),
    *("keep", "decide", "finish", "a while", "the clock dies"),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=4, max_size=14), has_next=st.booleans())
def test_h16_whatever_stood_at_the_end_of_a_shift_is_signed_for_or_calls_somebody(
    database: str, deeds: list[str], has_next: bool
) -> None:
    with transaction.atomic():
        _live_through([*deeds, "a while", "a while"], has_next)
        transaction.set_rollback(True)


def _live_through(deeds: list[str], has_next: bool) -> None:
    at(NINE)
    leads = [person(f"L{n}", Role.SAFEGUARDING_LEAD) for n in range(3)]
    for n, lead in enumerate(leads if has_next else leads[::2]):
        begins = NINE + (n * (1 if has_next else 2) - 0.25) * HOUR
        put_on(lead, DUTY.ON_CALL_1, begins, begins + HOUR)
    stood: dict[int, set[str]] = {}
    for deed in deeds:
        _do(deed, leads)
        for shift in Shift.objects.filter(during__endswith__lte=clock.now()).exclude(pk__in=stood):
            stood[shift.pk] = {standing.name(thing) for _what, thing in standing.everything(clock.now())}
        if deed != "the clock dies":
            tick()
            _nothing_is_lost(stood)


def _do(deed: str, leads: list[StaffMember]) -> None:
    match deed:
        case "escalate":
            one = open_by_hand(make_aisha().conversation, Urgency.NOW, "worried", leads[0])
            acknowledge(one, acknowledged_by=leads[0])
        case "promise":
            promised(leads[0])
        case "go silent":
            gone_silent()
        case "hand over":
            for lead in leads:
                if (shift := leaving.shift_to_leave(lead)) is not None:
                    leaving.leave(shift, {}, by=lead)
        case "sign":
            for item in [one for lead in leads for one in to_sign(lead)][:2]:
                sign(item.pk, by=next(lead for lead in leads if item in to_sign(lead)))
        case "keep":
            for promise in standing.promises()[:1]:
                promising.keep(promise.pk, by=leads[1])
        case "decide":
            for one in Escalation.objects.filter(state="acknowledged")[:1]:
                assert one.lead is not None
                decide(one, **reasons(outcome="internal_plan"), decided_by=one.lead)
        case "finish":
            for shift in Shift.objects.filter(during__contains=clock.now())[:1]:
                rota_on_shift._finish(shift, clock.now())
        case "a while" | "the clock dies":
            clock.move(40 * MINUTE)


def _nothing_is_lost(stood: dict[int, set[str]]) -> None:
    now, known = clock.now(), [*RiskItem.objects.filter(over_at=None).select_related("shift")]
    by_name = [(standing.name(standing.thing_of(item)), item) for item in known]
    live = [name for name, item in by_name if item.signed_at is None]
    assert len(live) == len(set(live))
    stands_now = {standing.name(thing) for _what, thing in standing.everything(now)}
    for shift in Shift.objects.filter(pk__in=stood):
        for name in stood[shift.pk] & stands_now:
            mine = [item for known, item in by_name if known == name]
            signed = [one for one in mine if one.signed_at and (one.shift == shift or one.signed_at >= shift.ends_at)]
            assert name in live or signed, (name, shift.pk)
    for item in (item for _name, item in by_name if item.signed_at is None):
        due = RiskHandover.objects.get(shift=item.shift).page_due_at
        assert due is not None
        assert due > now
        assert item.sign_due_at > now or item.went_to is not None
