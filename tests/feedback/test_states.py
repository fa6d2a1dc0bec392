"""Whatever people do in whatever order: nobody reviews their own, grave ones go to a lead, what is reviewed stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import PostVersion
from config import clock
from moderation.feedback import reviewing, saying
from moderation.feedback.models import IS_GRAVE, Feedback
from rota.models import Role
from rota.policy import Action, may
from tests.feedback.conftest import switch
from tests.forum.people import moderator, writes
from tests.forum.review import waits
from tests.people import make_lena, make_marc, make_sam

STEP = st.tuples(
    st.sampled_from(["say", "accept", "refuse"]),
    st.integers(0, 4),
    st.sampled_from(["now", "very_soon", "soon", "routine"]),
    st.booleans(),
)
CHANCE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def people(database: str):
    switch(True)
    return [make_lena(), make_marc(), moderator("Mina"), moderator("Kofi"), make_sam()]


@CHANCE
@given(steps=st.lists(STEP, max_size=12))
def test_only_who_may_reviews_and_only_once(people, steps) -> None:
    with transaction.atomic():
        _walk(people, waits(writes().begins("school", "they hit me")).version, steps)
        transaction.set_rollback(True)


def _walk(people, version: PostVersion, steps) -> None:
    said: Feedback | None = None
    reviewed: tuple[object, ...] | None = None
    for what, who, urgency, is_stale in steps:
        person = people[who]
        if what == "say":
            said = saying.say_missed(version, category="bullying", urgency=urgency, said_by=people[2])
        if said is None or what == "say":
            continue
        known = Feedback.objects.get(pk=said.pk)
        seen = "stale" if is_stale else reviewing.stamp_of(known)
        is_lead = person.roles_held() & {Role.SAFEGUARDING_LEAD}
        is_light = Role.MODERATOR in person.roles_held() and known.urgency == "routine"
        allowed = person != known.said_by and bool(is_lead or is_light)
        try:
            getattr(reviewing, what)(known, seen=seen, by=person)
        except PermissionDenied:
            assert not allowed
        except saying.AlreadyReviewed:
            assert allowed
            assert known.state != "quarantined"
        except reviewing.SaidAgain:
            assert is_stale
        else:
            assert allowed
            assert not is_stale
            assert known.state == "quarantined"
        now = Feedback.objects.get(pk=said.pk)
        assert Feedback.objects.filter(IS_GRAVE, pk=now.pk).exists() == now.is_grave
        standing = (now.state, now.reviewed_by, now.reviewed_at, now.urgency)
        assert reviewed is None or standing == reviewed
        reviewed = standing if now.state != "quarantined" else None
        assert (now.state == "refused") == (now.words is None)


def test_the_database_lets_nobody_review_their_own(people) -> None:
    version = waits(writes().begins("school", "they hit me")).version
    said = saying.say_missed(version, category="bullying", urgency="routine", said_by=people[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(state="accepted", reviewed_by=people[0], reviewed_at=clock.now())
    assert not may(people[0], Action.REVIEW_FEEDBACK, said)
    assert may(people[1], Action.REVIEW_FEEDBACK, said)
