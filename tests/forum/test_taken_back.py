"""A post that its author takes back before a moderator read it."""

import pytest

from chat.forums import posts
from escalation.models import Escalation
from escalation.tasks import open_escalation
from moderation.assess import assess_pending
from moderation.models import Flag
from moderation.posts import TAKEN_BACK
from moderation.review.commands import let_go_of_lapsed
from tests.forum.people import Writes
from tests.people import make_lena

WORRYING = "i have been cutting myself again and nobody knows"


@pytest.mark.parametrize("read_first", [True, False])
def test_worrying_words_that_are_taken_back_still_reach_a_lead(aisha: Writes, read_first: bool) -> None:
    make_lena()
    post = aisha.begins(title="again", body=WORRYING)
    if read_first:
        assess_pending()
    posts.withdraw_post(post)
    assess_pending()

    let_go_of_lapsed()
    let_go_of_lapsed()

    flag = Flag.objects.get(check_name=TAKEN_BACK)
    assert (flag.urgency, flag.category, flag.times_raised) == ("very_soon", "self_harm", 1)
    open_escalation(flag.pk)
    assert Escalation.objects.get().post_id == post.pk


def test_ordinary_words_that_are_taken_back_page_nobody(aisha: Writes) -> None:
    post = aisha.begins(title="rain", body="does anyone else draw trees")
    assess_pending()
    posts.withdraw_post(post)

    let_go_of_lapsed()

    assert not Flag.objects.filter(check_name=TAKEN_BACK).exists()
