"""The model in the service: what it found is a flag with its own name, and an assessment says which model read."""

from __future__ import annotations

import pytest

from chat.models import Conversation, Mark, Message
from chat.urgency import Urgency
from moderation.assess import assess_pending
from moderation.checks import Context, learned
from moderation.checks.rules import check as rules_check
from moderation.combined import load
from moderation.model.lines import corpus_lines
from moderation.models import Assessment, Flag
from tests.people import YoungWriter, make_aisha


@pytest.fixture
def aisha(database: str) -> YoungWriter:
    return make_aisha()


def words_no_rule_knows() -> str:
    """One of our lines that the model finds, marks, and no rule does."""
    return next(
        line.text
        for line in corpus_lines()
        if not rules_check(line.text, Context())
        and [
            one
            for one in learned.check(line.text, Context())
            if one.urgency is Urgency.VERY_SOON and one.start is not None
        ]
    )


def test_h08_words_that_no_rule_knows_are_flagged_marked_and_handed_on(aisha: YoungWriter) -> None:
    aisha.says(words_no_rule_knows())

    assess_pending()

    flag = Flag.objects.filter(check_name__startswith="model.").first()
    assert flag is not None
    assert flag.words == learned.WORDS[flag.category]
    assert Mark.objects.filter(words=flag.words).exists()
    assert Conversation.objects.get().urgency == Urgency.VERY_SOON
    assessment = Assessment.objects.get()
    assert assessment.artefact_hash == load().artefact_hash
    assert assessment.thresholds == load().stated
    assert assessment.scores["high"] > 0


def test_another_language_is_not_checked_and_ranks_as_very_soon(aisha: YoungWriter) -> None:
    aisha.says("dwi ddim yn teimlo'n dda o gwbl heddiw ac mae'n anodd")

    assess_pending()

    assert Flag.objects.filter(urgency=Urgency.NOT_CHECKED).count() == 1
    assert Urgency(Conversation.objects.get().urgency).rank >= Urgency.NOT_CHECKED.rank
    assert Message.objects.get().reading == Message.Reading.READ
