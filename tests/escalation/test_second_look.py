"""Another lead decides the same again, without seeing the first decision; and what the program opened in error."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from chat.urgency import Urgency
from config import clock
from config.tuning import change_setting
from escalation import second_look_calls
from escalation.decide import acknowledge, decide
from escalation.models import Escalation, Page, SecondLook
from escalation.open import open_by_hand, open_escalation
from escalation.reaching import standing
from escalation.second_look import agreement, look_again, waiting_for
from escalation.working import closing
from escalation.working.picture import Known, draw
from escalation.working_days import ENGLAND, LONDON, after_working_days
from moderation.models import Flag
from rota.models import StaffMember
from tests.escalation.words import reasons, shown_to
from tests.people import YoungWriter, flagged, make_aisha

SignedIn = Callable[[StaffMember], Client]
WHY = "Only the first lead knows this reason"


@pytest.fixture
def every_closure(database: str, lena: StaffMember) -> None:
    change_setting("escalation.second_look_percent", 100, why="a story", set_by=lena)


@pytest.fixture
def look(every_closure: None, escalation: Escalation, lena: StaffMember) -> SecondLook:
    """Lena referred Aisha and closed it; it was drawn."""
    acknowledge(escalation, acknowledged_by=lena)
    draw(escalation.pk, Known(worried="tablets", own_words="i feel sick", need="in_need"), by=lena)
    clock.move(timedelta(minutes=1))
    decide(Escalation.objects.get(), **reasons(outcome="refer", why=WHY), decided_by=lena)
    closing.close(escalation.pk, why="the council has her", by=lena)
    return SecondLook.objects.get()


def test_none_is_drawn_where_the_setting_says_none(escalation: Escalation, lena: StaffMember) -> None:
    change_setting("escalation.second_look_percent", 0, why="a story", set_by=lena)
    acknowledge(escalation, acknowledged_by=lena)
    draw(escalation.pk, Known(worried="tablets", own_words="i feel sick", need="in_need"), by=lena)
    decide(Escalation.objects.get(), **reasons(outcome="refer"), decided_by=lena)
    closing.close(escalation.pk, why="the council has her", by=lena)

    assert not SecondLook.objects.exists()


def test_the_second_lead_does_not_see_what_the_first_decided_until_they_have(
    signed_in: SignedIn, look: SecondLook, marc: StaffMember
) -> None:
    browser, address = signed_in(marc), reverse("escalation:second_look", args=[look.pk])

    blind = browser.get(address).content.decode()
    assert "took some of my mums tablets" in blind
    assert "i feel sick" in blind
    assert WHY not in blind
    assert "decided:" not in blind
    assert "the council has her" not in blind
    assert browser.post(address, {"look_outcome": "early_help", "look_words": " "}).status_code == 422
    browser.post(address, {"look_outcome": "early_help", "look_words": "Her aunt could help"})

    after = browser.get(address).content.decode()
    assert WHY in after
    assert "You see it differently" in after
    assert (agreement().looked, agreement().agreed, agreement().percent) == (1, 0, 0)


def test_nobody_looks_again_at_what_they_decided(
    signed_in: SignedIn, look: SecondLook, lena: StaffMember, sam: StaffMember
) -> None:
    assert not waiting_for(lena).exists()
    for who in (lena, sam):
        with pytest.raises(PermissionDenied):
            look_again(look, outcome="refer", words="again", by=who)
    assert signed_in(lena).get(reverse("escalation:second_look", args=[look.pk])).status_code == 404


def test_two_leads_agree_and_the_list_says_how_often(
    signed_in: SignedIn, look: SecondLook, marc: StaffMember, lena: StaffMember
) -> None:
    look_again(look, outcome="refer", words="the same", by=marc)

    assert SecondLook.objects.get().agrees is True
    page = signed_in(lena).get(reverse("escalation:list")).content.decode()
    assert "Two leads agreed 1 times of 1 (100 %)." in page
    with pytest.raises(ValidationError):
        look_again(look, outcome="refer", words="once more", by=marc)


def test_what_the_program_opened_in_error_is_closed_by_one_lead_and_now_is_read_again(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    decide(Escalation.objects.get(), **reasons(outcome="error", why="She quoted a song."), decided_by=lena)

    closed = Escalation.objects.get()
    assert (closed.state, closed.check_due_at) == (Escalation.State.CLOSED, None)
    assert Flag.objects.get().state == "dismissed"
    assert SecondLook.objects.get().why == "error"
    assert waiting_for(marc).count() == 1


def test_very_soon_opened_in_error_is_not_read_again(lena: StaffMember) -> None:
    soon = open_escalation(flagged(make_aisha().says("a song"), urgency=Urgency.VERY_SOON))
    acknowledge(soon, acknowledged_by=lena)

    decide(soon, **reasons(outcome="error"), decided_by=lena)

    assert not SecondLook.objects.exists()


def test_what_a_person_was_worried_about_is_no_error(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember, marc: StaffMember
) -> None:
    open_by_hand(aisha.conversation, "now", "she has the box with her", marc)
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError):
        decide(Escalation.objects.get(), **reasons(outcome="error"), decided_by=lena)


def test_one_that_nobody_took_in_time_calls_who_may_take_it_by_day_until_they_have(
    signed_in: SignedIn, look: SecondLook, lena: StaffMember, marc: StaffMember
) -> None:
    """Lena is on call and decided it herself; Marc is off, and the only one who may look."""
    called = Page.objects.filter(duty="second_look")
    day, next_day, third_day = [after_working_days(clock.now(), many, ENGLAND) for many in (1, 2, 3)]
    its_at(day, 8, 59)
    SecondLook.objects.update(due_at=clock.now())
    second_look_calls.tick()
    assert not called.exists()  # nobody is woken for what is over

    its_at(day, 9, 1)
    for _twice in range(2):
        second_look_calls.tick()

    assert list(called.values_list("staff__name", flat=True)) == ["Marc"]
    banner = shown_to(look.decision.escalation_id, marc)
    assert banner is not None
    assert banner["url"] == reverse("escalation:second_look", args=[look.pk])
    assert shown_to(look.decision.escalation_id, lena) is None
    assert [page.staff for page in standing().filter(duty="second_look")] == [marc]
    its_at(next_day, 9, 5)
    second_look_calls.tick()
    assert called.count() == 2
    assert signed_in(marc).get(banner["url"]).status_code == 200
    assert not standing().filter(duty="second_look").exists()  # heard: it stays on the page until it is done
    assert shown_to(look.decision.escalation_id, marc) is not None

    look_again(look, outcome="refer", words="the same", by=marc)

    its_at(third_day, 10, 0)
    second_look_calls.tick()
    assert called.count() == 2
    assert shown_to(look.decision.escalation_id, marc) is None


def its_at(day: datetime, hour: int, minute: int) -> None:
    """By the clock of London, that day."""
    clock.move(day.astimezone(LONDON).replace(hour=hour, minute=minute) - clock.now())
