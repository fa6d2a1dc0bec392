"""One escalation a young person: whatever is flagged about them, by whoever and however they write, comes to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from importlib import import_module
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from chat import coming_back
from chat.code_words import choose
from chat.conversations import leave, start_conversation
from chat.forums import members, posts
from chat.keeping.erase import wanted_of
from chat.models import Concern, ConcernWords, Conversation, Post
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from escalation.decide import AlreadyAcknowledged, acknowledge, decide
from escalation.explain import explain
from escalation.joining import came_back, link_by_hand
from escalation.keeping import open_escalations, without_escalations
from escalation.missed import open_what_was_missed
from escalation.models import Decision, Escalation, EscalationFlag, Page, Subject
from escalation.open import (
    open_about_staff,
    open_by_hand,
    open_escalation,
    open_for_concern,
    open_for_leaving,
)
from escalation.owner_saw import may_say_seen, say_seen
from escalation.page import page_all_due
from escalation.queries import escalations_of
from escalation.subjects import channel, handle, name, subject_of, subjects_of
from escalation.tasks import came_back as came_back_task
from escalation.timeline import timeline
from moderation.flags import raise_flag
from moderation.models import Flag
from rota.models import AuditRow, Role, Shift, StaffMember
from tests.escalation.conftest import TABLETS
from tests.escalation.words import reasons
from tests.people import YoungWriter, flagged, make_aisha, on_shift, person

SignedIn = Callable[[StaffMember], Client]
MINUTE = timedelta(minutes=1)


def posts_too(writer: YoungWriter, body: str = "i cannot sleep") -> Post:
    member = members.join(writer.young_person, nickname="")
    return posts.write_post(member, thread=None, title="sleep", body=body, client_id=uuid4())


def post_flag(post: Post, words: str = "a plan", urgency: Urgency = Urgency.VERY_SOON) -> Flag:
    return raise_flag(
        posts.newest_wording(post), check_name=f"rules.{words}", words=words, urgency=urgency, category="self_harm"
    )


def worried(urgency: str = "very_soon", **more: Any) -> Concern:
    concern = Concern(
        key=DataKey.make("concern"),
        reference_hash=uuid4().hex,
        given_by=more.pop("given_by", Concern.From.FRIEND),
        urgency=urgency,
        at=clock.now(),
        **more,
    )
    concern.what = "she said goodbye to all of us"
    concern.who = "a girl in year nine"
    concern.contact = "ask at the youth club"
    concern.save(force_insert=True)
    return concern


def adds(concern: Concern, urgency: str = "very_soon") -> ConcernWords:
    more = ConcernWords(concern=concern, urgency=urgency, at=clock.now())
    more.words = "she is at the bridge"
    more.save(force_insert=True)
    return more


def kinds(escalation: Escalation) -> list[str]:
    return list(escalation.history.order_by("pk").values_list("kind", flat=True))


def fresh(escalation: Escalation) -> Escalation:
    return Escalation.objects.get(pk=escalation.pk)


# One, whatever it comes from


def test_h11_chat_and_forum_of_one_young_person_are_one_escalation(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    post = posts_too(aisha)

    joined = open_escalation(post_flag(post))

    assert joined == escalation
    assert fresh(escalation).young_person == aisha.young_person
    assert [name(one) for one in subjects_of(escalation)] == [
        f"conversation:{aisha.conversation.pk}",
        f"post:{post.pk}",
    ]
    assert escalation.flag_links.count() == 2
    assert kinds(escalation).count("opened") == 1


def test_h11_words_by_text_on_the_web_and_in_the_forum_at_once_are_one_escalation(
    aisha: YoungWriter, lena: StaffMember
) -> None:
    flags = [flagged(aisha.says(TABLETS))]
    leave(aisha.conversation)
    by_text = start_conversation(aisha.young_person, channel=Conversation.Channel.SMS)
    flags += [
        flagged(YoungWriter(aisha.young_person, by_text).says("i took them")),
        post_flag(posts_too(aisha)),
    ]

    with ThreadPoolExecutor(3) as pool:
        opened = list(pool.map(_and_close(open_escalation), flags * 2))

    assert len({one.pk for one in opened}) == 1
    assert Escalation.objects.count() == 1
    assert Subject.objects.count() == 3
    assert kinds(opened[0]).count("opened") == 1
    assert kinds(opened[0]).count("joined") == 2


def test_another_young_person_has_another_one(escalation: Escalation, lena: StaffMember) -> None:
    tom = make_aisha()

    other = open_escalation(flagged(tom.says("i have a plan")))

    assert other != escalation
    assert Escalation.objects.count() == 2


def test_replaying_all_flags_twice_gives_the_same_item(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    flags = [*Flag.objects.all(), post_flag(posts_too(aisha)), flagged(aisha.says("more"), words="more taken")]
    for flag in flags:
        open_escalation(flag)
    before = _rows()

    for flag in [*flags, *reversed(flags)]:
        assert open_escalation(flag) == escalation

    assert _rows() == before


def test_the_owner_the_moderator_and_the_silence_come_to_the_same(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    mina = person("Mina", Role.MODERATOR)
    silent = raise_flag(
        aisha.conversation, check_name="silence.at_risk", words="does not answer any more", urgency=Urgency.VERY_SOON
    )

    found = {
        open_by_hand(aisha.conversation, "very_soon", "She is crying.", sam),
        open_by_hand(posts_too(aisha), "very_soon", "She wrote goodbye.", mina),
        open_escalation(silent),
    }

    assert found == {escalation}
    assert Escalation.objects.count() == 1


def test_a_lower_one_changes_neither_urgency_nor_clocks(escalation: Escalation, aisha: YoungWriter) -> None:
    before = fresh(escalation)
    clock.move(MINUTE)

    open_escalation(post_flag(posts_too(aisha), urgency=Urgency.VERY_SOON))

    after = fresh(escalation)
    assert (after.urgency, after.headline) == (before.urgency, before.headline)
    assert (after.acknowledge_due_at, after.decide_due_at) == (before.acknowledge_due_at, before.decide_due_at)


def test_what_comes_before_the_second_lead_agreed_opens_it_again(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **nothing_more(), decided_by=lena)
    assert fresh(escalation).state == "second_review"
    clock.move(30 * MINUTE)
    came_at = clock.now()

    again = open_escalation(flagged(aisha.says("i have more of them"), words="more taken"))

    again = fresh(again)
    assert again == escalation
    assert (again.state, again.lead, again.decided_at) == ("acknowledged", lena, None)
    assert again.page_due_at is not None
    assert again.decide_due_at >= came_at
    assert "reopened" in kinds(again)
    assert again.decisions.count() == 1


def test_after_the_decision_it_is_another_episode(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)

    again = open_escalation(post_flag(posts_too(aisha)))

    assert again != escalation
    assert again.young_person == aisha.young_person


def test_soon_and_routine_open_nothing_in_any_channel(aisha: YoungWriter) -> None:
    for urgency in (Urgency.SOON, Urgency.ROUTINE):
        with pytest.raises(ValueError):
            open_escalation(post_flag(posts_too(make_aisha()), words=f"low {urgency}", urgency=urgency))

    assert not Escalation.objects.exists()


def test_a_leaving_of_the_second_chat_is_not_taken_for_that_of_the_first(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    other = make_aisha()
    link_by_hand(escalation, other.conversation, why="She said so on the phone.", by=lena)
    Conversation.objects.update(urgency="now")
    leave(aisha.conversation)
    open_for_leaving(aisha.conversation)
    clock.move(-MINUTE)
    leave(other.conversation)
    clock.move(MINUTE)

    assert open_for_leaving(other.conversation) == escalation
    open_for_leaving(other.conversation)

    left = escalation.history.filter(detail="Left while in danger")
    assert sorted(left.values_list("from_value", flat=True)) == sorted(
        [f"chat:{aisha.conversation.pk}", f"chat:{other.conversation.pk}"]
    )


# What somebody outside says


def test_a_concern_about_somebody_unknown_opens_its_own_as_unverified(lena: StaffMember) -> None:
    concern = worried()

    escalation = open_for_concern(concern)
    open_for_concern(concern)

    assert Escalation.objects.get() == escalation
    assert (escalation.urgency, escalation.young_person, escalation.concern) == ("very_soon", None, concern)
    flag = Flag.objects.get()
    assert (flag.check_name, flag.concern, flag.times_raised) == ("concern.unverified", concern, 1)
    subject = subject_of(escalation)
    assert (name(subject), channel(subject)) == (f"concern:{concern.pk}", "Concern door")
    assert Page.objects.get().staff == lena


def test_a_concern_that_is_not_urgent_has_nobody_else_and_is_very_soon(lena: StaffMember) -> None:
    assert open_for_concern(worried("routine")).urgency == "very_soon"


def test_a_concern_about_a_member_joins_what_is_open_about_them(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    about, by = members.join(aisha.young_person), members.join(make_aisha().young_person)
    concern = worried(given_by=Concern.From.MEMBER, about_member=about, by_member=by)

    assert open_for_concern(concern) == escalation

    assert handle(subjects_of(escalation)[1]) == about.nickname
    assert Escalation.objects.count() == 1


def test_h25_what_is_added_to_a_concern_all_night_pages_no_more_than_its_chain(lena: StaffMember) -> None:
    concern = worried()
    escalation = open_for_concern(concern)
    paged = Page.objects.count()

    for _time in range(5):
        clock.move(timedelta(seconds=10))
        adds(concern)
        open_for_concern(concern)

    assert Page.objects.count() == paged
    assert Escalation.objects.get() == escalation
    assert kinds(escalation).count("joined") == 5
    adds(concern, "now")
    assert fresh(open_for_concern(concern)).urgency == "now"
    assert Page.objects.count() == paged + 1


def test_h12_a_concern_whose_job_was_lost_is_opened_by_the_clock(lena: StaffMember) -> None:
    concern = worried()
    clock.move(timedelta(seconds=4))
    open_what_was_missed()

    assert Escalation.objects.get().concern == concern
    assert open_what_was_missed() == 0
    adds(concern)
    clock.move(11 * MINUTE)
    assert open_what_was_missed() == 1
    assert open_what_was_missed() == 0


def test_every_page_works_with_a_concern_and_with_several_subjects(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    open_escalation(post_flag(posts_too(aisha)))
    concern = worried(young_person=aisha.young_person)
    assert open_for_concern(concern) == escalation
    alone = open_for_concern(worried())
    browser = signed_in(lena)

    for one in (escalation, alone):
        for page in ("show", "conversation"):
            answer = browser.get(reverse(f"escalation:{page}", args=[one.pk]))
            assert answer.status_code == 200
            assert "goodbye to all of us" in answer.content.decode()
    whole = browser.get(reverse("escalation:conversation", args=[escalation.pk])).content.decode()
    assert "cannot sleep" in whole
    assert "tablets" in whole
    assert "ask at the youth club" in whole
    for page in ("list", "rows"):
        assert browser.get(reverse(f"escalation:{page}")).status_code == 200
    read = set(AuditRow.objects.filter(action__endswith=".read").values_list("about", flat=True))
    assert {name(one) for one in subjects_of(escalation)} <= read
    assert all(row.ground for row in AuditRow.objects.filter(about__startswith="concern:"))


# Found to be the same


def test_two_open_ones_become_the_older_one_and_nothing_is_looser(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember, marc: StaffMember
) -> None:
    clock.move(2 * MINUTE)
    tom = make_aisha()
    early = open_escalation(flagged(tom.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    acknowledge(early, acknowledged_by=marc)
    before = fresh(escalation)

    goes_on = link_by_hand(early, escalation, why="He gave the same name.", by=lena)

    goes_on, later = fresh(goes_on), fresh(early)
    assert goes_on == escalation
    assert (later.state, later.joined_to, later.page_due_at) == ("closed", escalation, None)
    assert goes_on.urgency == "now"
    assert goes_on.state == "opened"
    assert goes_on.acknowledge_due_at <= before.acknowledge_due_at
    assert goes_on.decide_due_at <= before.decide_due_at
    assert goes_on.flag_links.count() == 2
    assert goes_on.history.get(kind="linked").why == "He gave the same name."
    # What comes about either goes there from now on, and a job that runs twice finds it.
    assert open_escalation(flagged(tom.says("more"), words="more taken")) == escalation
    for flag in Flag.objects.all():
        assert open_escalation(flag) == escalation


def test_the_urgency_of_the_later_one_is_not_lost(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    tom = make_aisha()
    calm = open_escalation(flagged(tom.says("a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    more = make_aisha()
    urgent = open_escalation(flagged(more.says(TABLETS)))
    acknowledge(calm, acknowledged_by=lena)
    fresh_page_due = fresh(urgent).page_due_at
    assert fresh_page_due is not None

    joined = fresh(link_by_hand(calm, urgent, why="The same.", by=lena))

    assert joined == calm
    assert (joined.urgency, joined.headline) == ("now", "medicine taken")
    assert joined.acknowledge_due_at == urgent.acknowledge_due_at
    assert joined.page_due_at is not None
    assert joined.page_due_at <= fresh_page_due


def test_linking_needs_a_lead_and_a_reason(
    escalation: Escalation, sam: StaffMember, lena: StaffMember, olu: StaffMember
) -> None:
    other = make_aisha().conversation

    with pytest.raises(ValidationError) as refused:
        link_by_hand(escalation, other, why="  ", by=lena)
    assert set(refused.value.message_dict) == {"same_why"}
    for staff in (sam, olu):
        with pytest.raises(PermissionDenied):
            link_by_hand(escalation, other, why="The same.", by=staff)
    assert escalation.subjects.count() == 1


def test_an_allegation_is_never_linked_and_is_not_there(
    escalation: Escalation, sam: StaffMember, lena: StaffMember, marc: StaffMember
) -> None:
    about_sam = open_about_staff(sam, "very_soon", "How he spoke with her.", marc)

    with pytest.raises(ValidationError):
        link_by_hand(escalation, about_sam, why="The same.", by=lena)
    assert fresh(about_sam).joined_to is None
    assert explain(about_sam)
    with pytest.raises(Exception, match="There is no escalation"):
        call_command("explain", about_sam.pk, stdout=StringIO())


def test_who_a_concern_is_about_is_found_out(aisha: YoungWriter, lena: StaffMember) -> None:
    unknown = open_for_concern(worried())
    acknowledge(unknown, acknowledged_by=lena)

    link_by_hand(unknown, aisha.conversation, why="The school named her.", by=lena)

    unknown = fresh(unknown)
    assert unknown.young_person == aisha.young_person
    assert Concern.objects.get().young_person == aisha.young_person
    assert open_escalation(flagged(aisha.says(TABLETS))) == unknown


def test_the_form_of_the_page_links_and_goes_where_it_goes_on(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember
) -> None:
    tom = make_aisha()
    later = open_escalation(flagged(tom.says("a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    said = {"same": str(escalation.pk), "same_why": "He told me.", "version": str(fresh(later).version)}
    browser, at = signed_in(lena), reverse("escalation:same_person", args=[later.pk])

    refused = browser.post(at, said | {"same": "nobody-99"})
    done = browser.post(at, said)

    assert refused.status_code == 422
    assert "There is no such escalation or chat." in refused.content.decode()
    assert "He told me." in refused.content.decode()
    assert (done.status_code, done["Location"]) == (302, reverse("escalation:show", args=[escalation.pk]))
    assert "everything goes on in" in browser.get(reverse("escalation:show", args=[later.pk])).content.decode()


def test_coming_back_with_the_code_word_brings_both_chats_together(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    tom = make_aisha()

    came_back_task(tom.conversation.pk, aisha.conversation.pk)
    came_back_task(tom.conversation.pk, aisha.conversation.pk)

    assert subjects_of(escalation) == [aisha.conversation, tom.conversation]
    assert kinds(escalation).count("linked") == 1
    assert open_escalation(flagged(tom.says("more"), words="more taken")) == escalation


def test_without_danger_nobody_is_linked_for_coming_back(aisha: YoungWriter) -> None:
    assert came_back(aisha.conversation, make_aisha().conversation) is None
    assert not Subject.objects.exists()


def test_only_the_code_word_links_and_the_chat_that_was_open(aisha: YoungWriter, lena: StaffMember) -> None:
    name_of, word = _sets_a_code_word(aisha)
    other = make_aisha()

    assert coming_back.with_code_word(name_of, "not the word", instead_of=other.young_person) == ""
    assert "escalation.came_back" not in _waiting_jobs()
    assert coming_back.with_code_word(name_of, word, instead_of=other.young_person)
    assert _waiting_jobs().count("escalation.came_back") == 1


# What raised it, and by whom


def test_explain_lists_what_raised_it_in_our_words_only(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    open_by_hand(aisha.conversation, "very_soon", "She is crying.", sam)
    open_escalation(post_flag(posts_too(aisha)))
    open_for_concern(worried(young_person=aisha.young_person))
    out = StringIO()

    call_command("explain", escalation.pk, stdout=out)

    found = [(raised.words, raised.by) for raised in explain(escalation)]
    assert ("medicine taken", "the phrases that we know") in found
    assert ("A member of staff is worried", "Sam") in found
    assert ("somebody outside is worried (nobody has checked it)", "A friend, nobody has checked it") in found
    assert len(found) == 4
    printed = out.getvalue()
    assert "Forum" in printed
    assert "Concern door" in printed
    for words in ("tablets", "goodbye", "crying", "cannot sleep"):
        assert words not in printed
    assert AuditRow.objects.filter(action="escalation.explained").count() == 1


def test_the_timeline_holds_every_channel(escalation: Escalation, aisha: YoungWriter, lena: StaffMember) -> None:
    open_escalation(post_flag(posts_too(aisha)))
    open_for_concern(worried(young_person=aisha.young_person))

    titles = [item.title for item in timeline(escalation)]

    assert "Message received on the web" in titles
    assert "Post written in the forum" in titles
    assert "Somebody outside is worried (nobody has checked it)" in titles
    assert titles.count("Escalation opened by the system") == 1


# Whoever has the chat


def test_the_owner_of_the_chat_ends_the_calls_of_very_soon_until_a_lead_should_have_it(
    aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    aisha.is_taken_by(sam)
    escalation = open_escalation(flagged(aisha.says("a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    assert may_say_seen(escalation, by=sam)

    say_seen(escalation, by=sam)
    say_seen(escalation, by=sam)

    paged = Page.objects.count()
    clock.move(25 * MINUTE)
    page_all_due()
    assert Page.objects.count() == paged
    assert fresh(escalation).state == "opened"
    clock.move(6 * MINUTE)
    page_all_due()
    assert Page.objects.count() > paged
    assert kinds(escalation).count("heard") == 1
    assert AuditRow.objects.filter(action="escalation.owner_saw").count() == 1


def test_now_always_reaches_a_lead_whatever_the_owner_says(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember
) -> None:
    Conversation.objects.filter(pk=aisha.conversation.pk).update(owner=sam, state="active", reply_due_at=None)

    assert not may_say_seen(fresh(escalation), by=sam)
    with pytest.raises(ValidationError):
        say_seen(escalation, by=sam)


def test_what_becomes_now_after_the_owner_said_so_calls_at_once(
    aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    aisha.is_taken_by(sam)
    escalation = open_escalation(flagged(aisha.says("a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    say_seen(escalation, by=sam)
    paged = Page.objects.count()

    open_escalation(flagged(aisha.says(TABLETS)))

    assert Page.objects.count() > paged


def test_somebody_else_cannot_speak_for_the_owner(
    signed_in: SignedIn, aisha: YoungWriter, sam: StaffMember, lena: StaffMember, marc: StaffMember
) -> None:
    aisha.is_taken_by(sam)
    escalation = open_escalation(flagged(aisha.says("a plan"), words="a plan", urgency=Urgency.VERY_SOON))

    assert not may_say_seen(escalation, by=marc)
    with pytest.raises(PermissionDenied):
        say_seen(escalation, by=marc)
    browser = signed_in(sam)
    page = browser.get(reverse("escalation:show", args=[escalation.pk])).content.decode()
    assert "I have this chat and am with them" in page
    assert browser.post(reverse("escalation:owner_saw", args=[escalation.pk])).status_code == 302


# Beside it


def test_the_console_finds_it_by_every_chat_of_theirs(escalation: Escalation, lena: StaffMember) -> None:
    tom = make_aisha()
    link_by_hand(escalation, tom.conversation, why="The same.", by=lena)

    assert escalations_of([tom.conversation.pk])[tom.conversation.pk]["id"] == escalation.pk


def test_whoever_leads_the_shift_knows_of_it_by_the_chat_that_goes_on(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    tom = make_aisha()
    link_by_hand(escalation, tom.conversation, why="The same.", by=lena)
    leave(aisha.conversation)
    shirin = person("Shirin", Role.SHIFT_LEAD)
    on_shift(shirin, Shift.Duty.SHIFT_LEAD)

    assert signed_in(shirin).get(reverse("escalation:show", args=[escalation.pk])).status_code == 200


def test_nothing_of_either_is_erased_while_it_is_open(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    tom = make_aisha()
    link_by_hand(escalation, tom.conversation, why="The same.", by=lena)

    for writer in (aisha, tom):
        with transaction.atomic():
            assert "open_escalation" in list(open_escalations(wanted_of(writer.young_person.pk, None)))
    assert not without_escalations(Conversation.objects.all()).exists()


def test_the_migration_makes_one_of_many_and_nothing_is_looser(aisha: YoungWriter, lena: StaffMember) -> None:
    """As in a database from before: no row says whose it is, and two are open about one young person."""
    post = posts_too(aisha)
    first = as_before("very_soon", 20, conversation=aisha.conversation)
    first_flag = flagged(aisha.says("a plan"), words="a plan", urgency=Urgency.VERY_SOON)
    EscalationFlag.objects.create(escalation=first, flag=first_flag)
    clock.move(MINUTE)
    later = as_before("now", 5, post=post)
    flag = post_flag(post, urgency=Urgency.NOW)
    EscalationFlag.objects.create(escalation=later, flag=flag)
    decided = as_before("now", 5, conversation=make_aisha().conversation)
    acknowledge(decided, acknowledged_by=lena)
    decide(decided, **reasons(), decided_by=lena)

    with connection.schema_editor() as editor:
        import_module("escalation.migrations.0008_whose_older_ones_are").say_whose(apps, editor)

    now, joined = fresh(first), fresh(later)
    assert (now.young_person, now.urgency, now.headline) == (aisha.young_person, "now", "as it was")
    assert (joined.state, joined.joined_to, joined.page_due_at) == ("closed", first, None)
    assert now.acknowledge_due_at == min(first.acknowledge_due_at, later.acknowledge_due_at)
    assert now.decide_due_at == min(first.decide_due_at, later.decide_due_at)
    assert now.page_due_at == min(first.page_due_at, later.page_due_at)
    assert subjects_of(now) == [aisha.conversation, post]
    assert set(now.flag_links.values_list("flag", flat=True)) == {first_flag.pk, flag.pk}
    assert fresh(decided).young_person is not None
    assert Subject.objects.filter(escalation=decided).count() == 1
    assert open_escalation(flag) == first


def as_before(urgency: str, acknowledge_in: int, **about: Any) -> Escalation:
    now = clock.now()
    return Escalation.objects.create(
        key=DataKey.make("escalation"),
        **about,
        urgency=urgency,
        headline="as it was",
        opened_at=now,
        acknowledge_due_at=now + acknowledge_in * MINUTE,
        decide_due_at=now + 2 * acknowledge_in * MINUTE,
        page_due_at=now,
    )


# Ten people at once


def test_h14_ten_people_acknowledge_at_once_and_one_wins_each_time(database: str) -> None:
    leads = [person(f"Lead{number}", Role.SAFEGUARDING_LEAD) for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        for _round in range(20):
            writer = make_aisha()
            escalation = open_escalation(flagged(writer.says(TABLETS)))
            answers = list(pool.map(partial(_who_has_it, escalation), leads))

            escalation = fresh(escalation)
            assert escalation.lead is not None
            assert set(answers) == {escalation.lead.pk}
            assert kinds(escalation).count("acknowledged") == 1
            audited = AuditRow.objects.filter(action="escalation.acknowledged", about=f"escalation:{escalation.pk}")
            assert audited.count() == 1


def _who_has_it(escalation: Escalation, lead: StaffMember) -> int:
    try:
        acknowledge(escalation, acknowledged_by=lead)
        return lead.pk
    except AlreadyAcknowledged as already:
        return already.by.pk
    finally:
        connection.close()


def nothing_more() -> dict[str, Any]:
    return reasons(outcome=Decision.Outcome.NO_FURTHER_ACTION, next_offer="A chat tomorrow.")


def _and_close(work: Callable[[Flag], Escalation]) -> Callable[[Flag], Escalation]:
    def worked(flag: Flag) -> Escalation:
        try:
            return work(flag)
        finally:
            connection.close()

    return worked


def _rows() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in (Escalation, EscalationFlag, Subject, Page, AuditRow, Flag)
    ]


def _waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        return [row[0] for row in cursor.fetchall()]


def _sets_a_code_word(writer: YoungWriter) -> tuple[str, str]:
    return choose(writer.young_person, "purple kite").return_name or "", "purple kite"
