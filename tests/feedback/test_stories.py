"""Staff say whether the checks were right; somebody else looks; what is accepted can teach, and nothing else can."""

import json
import logging
import stat

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from chat.keeping.erase import erase_conversation
from chat.models import Conversation, WordsShredded
from chat.urgency import Urgency
from escalation.models import Escalation
from escalation.open import open_about_staff, open_escalation
from moderation.feedback import reviewing, saying
from moderation.feedback.lines import accepted_lines
from moderation.feedback.models import Feedback
from moderation.model.lines import _ours
from moderation.models import Assessment, Flag, FlagEvent
from moderation.review import commands as review_commands
from rota.models import AuditRow, StaffMember
from tests.feedback.conftest import switch
from tests.forum.people import writes
from tests.forum.review import Desk, opened, waits
from tests.keeping.people import is_over
from tests.people import YoungWriter, flagged

WORDS = "im leo and my dad locked me in again"
State = Feedback.State


def soon(aisha: YoungWriter, words: str = WORDS, check_name: str = "rules.locked in") -> Flag:
    return flagged(aisha.says(words), "locked in", Urgency.SOON, check_name=check_name)


def accept(feedback: Feedback, by: StaffMember, **more: object) -> Feedback:
    feedback = Feedback.objects.get(pk=feedback.pk)
    return reviewing.accept(feedback, seen=reviewing.stamp_of(feedback), by=by, **more)


def states() -> list[tuple[str, str]]:
    return list(Flag.objects.order_by("pk").values_list("urgency", "state"))


def test_without_a_lawful_basis_only_the_statement_is_kept_and_nobody_can_accept_it(aisha, sam, lena, tmp_path):
    flag = soon(aisha)

    saying.judge(aisha.conversation, agrees=False, judged_by=sam)

    said = Feedback.objects.get()
    assert (said.says, said.flag, said.message, said.said_by) == ("not_this", flag, flag.message, sam)
    assert (said.checks_category, said.purpose, said.words, said.state) == (
        "self_harm",
        "teaching",
        None,
        "quarantined",
    )
    page = Desk(lena).sees("feedback:list")
    assert "Words are not kept" in page
    assert "1 more was said without words kept" in page
    answer = Desk(lena).client.post(reverse("feedback:review", args=[said.pk]), form(said, "accept"))
    assert answer.status_code == 422
    with pytest.raises(CommandError, match="keep_words is off"):
        call_command("export_feedback", out=tmp_path / "lines.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_counsellor_disagrees_a_lead_masks_more_and_accepts_and_it_is_a_line_to_learn_from(
    aisha, sam, lena, words_are_kept, tmp_path
):
    soon(aisha)
    answer = Desk(sam).client.post(chat_page(aisha), {"flag": Flag.objects.get().pk, "right": "no"}, follow=True)
    assert "You said: It is not this" in answer.content.decode()
    said = Feedback.objects.get()
    assert said.words == "im [name] and my dad locked me in again"

    shown = Desk(lena).sees("feedback:item", said.pk)
    Desk(lena).client.post(reverse("feedback:review", args=[said.pk]), {**form(said, "accept"), "out": ["4", "999"]})

    assert "locked" in shown
    assert "leo" not in shown
    said.refresh_from_db()
    assert (said.state, said.reviewed_by) == ("accepted", lena)
    assert said.words == "im [name] and my [removed] locked me in again"
    file = tmp_path / "lines.jsonl"
    call_command("export_feedback", out=file)
    [line] = [json.loads(line) for line in file.read_text().splitlines()]
    assert (line["text"], line["categories"], line["severity"], line["kind"]) == (said.words, [], 0, "everyday")
    assert _ours(line).author == "feedback"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    actions = list(
        AuditRow.objects.filter(action__startswith="feedback.").order_by("pk").values_list("action", flat=True)
    )
    assert actions == [
        "feedback.not_this", "feedback.read", "feedback.read", "feedback.accepted", "feedback.exported",
    ]  # fmt: skip


def test_an_export_never_touches_a_file_that_is_there(words_are_kept, tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text("somebody's work")
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "elsewhere.jsonl")

    for path in (file, link):
        with pytest.raises(CommandError, match="is there already"):
            call_command("export_feedback", out=path)

    assert file.read_text() == "somebody's work"
    assert not (tmp_path / "elsewhere.jsonl").exists()
    assert not AuditRow.objects.filter(action="feedback.exported").exists()


def test_what_was_missed_and_cannot_wait_reaches_a_lead_at_once(aisha, sam, lena):
    message = aisha.says("i have the rope here")
    sent = {"about": message.pk, "category": "self_harm", "urgency": "now"}

    answer = Desk(sam).client.post(chat_page(aisha), sent, follow=True)

    assert "raised: somebody will look" in answer.content.decode()
    flag = Flag.objects.get()
    assert (flag.message, flag.urgency, flag.raised_by, flag.category) == (message, "now", sam, "self_harm")
    assert Conversation.objects.get(pk=aisha.conversation.pk).urgency == Urgency.NOW
    open_escalation(flag)
    assert Escalation.objects.get().conversation_id == aisha.conversation.pk
    Desk(sam).client.post(chat_page(aisha), sent)
    assert (Flag.objects.get().times_raised, Feedback.objects.count()) == (1, 1)


@pytest.mark.parametrize("urgency", ["soon", "routine"])
def test_what_was_missed_and_can_wait_opens_no_escalation(aisha, sam, urgency):
    saying.say_missed(aisha.says("he asks for pictures"), category="abuse", urgency=urgency, said_by=sam)

    assert states() == ([("soon", "raised")] if urgency == "soon" else [])
    assert not Escalation.objects.exists()


def test_what_is_missing_is_asked_for_and_nothing_that_was_chosen_is_lost(aisha, sam):
    message = aisha.says("he asks for pictures")

    answer = Desk(sam).client.post(chat_page(aisha), {"about": message.pk, "category": "abuse", "urgency": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose how soon somebody must act." in page
    assert 'value="abuse" selected' in page
    assert f'value="{message.pk}" checked' in page
    assert not Feedback.objects.exists()


def test_what_the_checks_said_already_was_not_missed_but_it_may_be_more_urgent(aisha, sam):
    message = aisha.says("he asks for pictures")
    Assessment.objects.create(
        message=message, urgency="soon", categories=["abuse"], rules_version="7", artefact_hash="a" * 64,
        read_from_place=1, read_to_place=1,
    )  # fmt: skip
    with pytest.raises(saying.ValidationError):
        saying.say_missed(message, category="abuse", urgency="soon", said_by=sam)

    said = saying.say_missed(message, category="abuse", urgency="very_soon", said_by=sam)

    assert (said.checks_urgency, said.urgency, said.rules_version, said.artefact_hash) == (
        "soon",
        "very_soon",
        "7",
        "a" * 64,
    )


@pytest.mark.parametrize("urgency", [Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON])
def test_not_this_lowers_nothing_and_closes_nothing(aisha, sam, urgency):
    flag = flagged(aisha.says(WORDS), urgency=urgency)
    before = (states(), FlagEvent.objects.count(), Conversation.objects.get(pk=aisha.conversation.pk).urgency)

    saying.say_about(flag, agrees=False, said_by=sam)
    saying.say_about(flag, agrees=False, said_by=sam)

    now = (states(), FlagEvent.objects.count(), Conversation.objects.get(pk=aisha.conversation.pk).urgency)
    assert now == before
    assert Feedback.objects.count() == 1


def test_whoever_changes_their_mind_is_believed_until_somebody_has_looked(aisha, sam, lena, words_are_kept):
    flag = soon(aisha)
    said = saying.say_about(flag, agrees=False, said_by=sam)
    seen = reviewing.stamp_of(said)
    saying.say_about(flag, agrees=True, said_by=sam)

    with pytest.raises(reviewing.SaidAgain):
        reviewing.accept(said, seen=seen, by=lena)
    accept(said, lena)

    with pytest.raises(saying.AlreadyReviewed):
        saying.say_about(flag, agrees=False, said_by=sam)
    [line] = accepted_lines()
    assert (line["categories"], line["severity"], line["kind"]) == (["self_harm"], 2, "disclosure")


def test_one_flag_of_two_that_was_denied_does_not_make_the_words_harmless(aisha, sam, lena, words_are_kept):
    message = aisha.says(WORDS)
    one = flagged(message, urgency=Urgency.SOON, check_name="rules.one")
    two = flagged(message, urgency=Urgency.SOON, check_name="rules.two")
    accept(saying.say_about(one, agrees=False, said_by=sam), lena)
    assert list(accepted_lines()) == []

    again = saying.say_about(two, agrees=True, said_by=sam)
    accept(again, lena)

    [line] = accepted_lines()
    assert (line["categories"], line["severity"]) == (["self_harm"], 2)


def test_what_one_reviewer_masked_stays_masked_whoever_speaks_about_the_same_words(
    aisha, sam, lena, marc, words_are_kept
):
    message = aisha.says(WORDS)
    flag = flagged(message, urgency=Urgency.SOON)
    first = saying.say_about(flag, agrees=True, said_by=sam)
    second = saying.say_missed(message, category="abuse", urgency="soon", said_by=lena)

    accept(first, lena, out=[4])
    third = saying.say_missed(message, category="bullying", urgency="soon", said_by=marc)

    second.refresh_from_db()
    assert {second.words, third.words} == {"im [name] and my [removed] locked me in again"}


def test_what_is_refused_leaves_no_words(aisha, sam, lena, words_are_kept):
    said = saying.say_about(soon(aisha), agrees=True, said_by=sam)

    Desk(lena).client.post(reverse("feedback:review", args=[said.pk]), form(said, "refuse"))

    said.refresh_from_db()
    assert (said.state, said.words) == ("refused", None)
    assert list(accepted_lines()) == []


def test_it_goes_with_the_words_it_came_from(aisha, sam, lena, words_are_kept):
    flag = soon(aisha)
    said = saying.say_about(flag, agrees=True, said_by=sam)
    saying.judge(aisha.conversation, agrees=True, judged_by=sam)
    accept(said, lena)

    erase_conversation(is_over(aisha), asked_by=lena)

    assert not Feedback.objects.exists()
    with pytest.raises(WordsShredded):
        _ = Flag.objects.get(pk=flag.pk).message.body


def test_when_the_switch_goes_off_every_copy_is_gone_at_once(aisha, sam, lena, words_are_kept):
    said = accept(saying.say_about(soon(aisha), agrees=True, said_by=sam), lena)

    switch(False)

    said.refresh_from_db()
    assert (said.words, said.state) == (None, "accepted")


def test_a_moderator_says_it_about_a_post_and_another_reviews_it(mina, lena, words_are_kept):
    review = waits(writes().begins("school", "my name is zed and they hit me"))
    desk = Desk(mina)
    address = reverse("feedback:post", args=[review.pk])
    assert desk.client.get(address).status_code == 302
    desk.takes_next()
    sent = {"about": review.version.pk, "category": "bullying", "urgency": "routine"}

    answer = desk.client.post(address, sent, follow=True)

    assert "It is written down." in answer.content.decode()
    said = Feedback.objects.get()
    assert (said.post_version, said.words) == (review.version, "school\nmy name is [name] and they hit me")
    accept(said, lena)
    assert [line["voice"] for line in accepted_lines()] == ["forum"]


def test_a_post_that_its_author_took_back_teaches_nothing(mina, lena, words_are_kept):
    review = waits(writes().begins("school", "they hit me"))
    said = saying.say_missed(review.version, category="bullying", urgency="routine", said_by=mina)
    accept(said, lena)
    type(review.version.post).objects.update(state="withdrawn")

    assert list(accepted_lines()) == []
    assert Desk(lena).looks_for("feedback:item", said.pk) == 404


def test_what_is_hidden_from_a_moderator_is_hidden_here_as_well(mina):
    review = waits(writes().begins("school", "canary-graphic"), graphic=True)
    desk = Desk(mina)
    desk.takes_next()

    assert desk.looks_for("feedback:post", review.pk) == 302
    opened(review_commands.held_by(mina), mina)
    assert "canary-graphic" in desk.sees("feedback:post", review.pk)


def test_whoever_an_allegation_is_about_never_comes_upon_what_was_said_of_it(aisha, sam, lena, marc, words_are_kept):
    said = saying.say_missed(aisha.says("lena touched me"), category="abuse", urgency="now", said_by=sam)
    open_about_staff(lena, Urgency.NOW, "she crossed a line", sam, heard_in=aisha.conversation)

    assert Desk(lena).looks_for("feedback:item", said.pk) == 404
    assert "Nothing waits for you" in Desk(lena).sees("feedback:list")
    assert Desk(marc).looks_for("feedback:item", said.pk) == 200


def test_nothing_that_was_said_is_in_a_log_or_in_the_audit(aisha, sam, lena, words_are_kept, tmp_path, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    said = saying.say_missed(aisha.says("canarymarmalade is my secret"), category="abuse", urgency="soon", said_by=sam)
    Desk(lena).sees("feedback:item", said.pk)
    accept(said, lena)
    call_command("export_feedback", out=tmp_path / "lines.jsonl")

    assert "canarymarmalade" in (tmp_path / "lines.jsonl").read_text()
    assert "canarymarmalade" not in caplog.text + str([vars(one) for one in caplog.records])
    assert "canarymarmalade" not in "".join(capsys.readouterr())
    assert "canarymarmalade" not in repr(list(AuditRow.objects.values()))
    assert "canarymarmalade" not in repr(list(Feedback.objects.values()))


def chat_page(aisha: YoungWriter) -> str:
    return reverse("feedback:chat", args=[aisha.conversation.pk])


def form(said: Feedback, answer: str) -> dict[str, object]:
    said = Feedback.objects.get(pk=said.pk)
    return {"seen": reviewing.stamp_of(said), "answer": answer}
