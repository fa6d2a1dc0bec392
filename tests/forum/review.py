"""Posts that wait for a moderator, as the assessment leaves them, and moderators at the pages of the review."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chat.forums import posts
from chat.models import Post, PostMark, PostVersion
from chat.urgency import Urgency
from config import clock
from moderation.models import Review
from moderation.review.access import note_reading
from moderation.review.notices import BY_SLUG
from rota.models import SignIn, StaffMember
from tests.forum.people import read


def waits(
    post: Post,
    *,
    lane: str = Review.Lane.CARE,
    urgency: str = Urgency.ROUTINE,
    marked: str = "",
    words: str = "low mood",
    graphic: bool = False,
    reading: str = PostVersion.Reading.READ,
    **more: Any,
) -> Review:
    """The newest wording of this post, assessed and waiting."""
    version = read(posts.newest_wording(Post.objects.select_related("author__key").get(pk=post.pk)), reading)
    if marked:
        start = version.body.index(marked)
        PostMark.objects.create(
            version=version, start=start, end=start + len(marked), words=words, category="self_harm", urgency=urgency
        )
    now = clock.now()
    given = {"look_due_at": now, "waiting_since": now, **more}
    Review.objects.filter(version__post=post, state__in=Review.OPEN).update(state=Review.State.SUPERSEDED, done_at=now)
    return Review.objects.create(version=version, lane=lane, urgency=urgency, may_be_graphic=graphic, **given)


def opened(review: Review, by: StaffMember) -> Review:
    """They were shown every word of it."""
    note_reading(review, read_by=by, whole=True)
    return review


class Desk:
    """One moderator in a browser without script."""

    def __init__(self, staff: StaffMember) -> None:
        self.staff = staff
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(staff)

    def was_not_away(self) -> None:
        """Their page is not locked, however far the story moved the clock."""
        SignIn.objects.filter(staff=self.staff).update(seen_at=clock.now())

    def sees(self, name: str = "review:home", *args: Any, **query: Any) -> str:
        return words_of(self.client.get(reverse(name, args=args), query, follow=True))

    def looks_for(self, name: str, *args: Any) -> int:
        return int(self.client.get(reverse(name, args=args)).status_code)

    def takes_next(self, lane: str = Review.Lane.CARE) -> str:
        return words_of(self.client.post(reverse("review:next"), {"lane": lane}, follow=True))

    def decides(self, review: Review, slug: str, **form: Any) -> Any:
        """Chooses, with the words as the page has them unless the story has others."""
        choice = BY_SLUG[slug]
        sent: dict[str, Any] = {"action": choice.action, f"choice-{choice.action}": slug}
        if choice.template:
            sent[f"words-{slug}"] = form.pop("words", str(choice.words))
        return self.client.post(reverse("review:decide", args=[review.pk]), {**sent, **form}, follow=True)

    def opens(self, review: Review) -> str:
        """Asks for the whole text."""
        return words_of(self.posts_to("review:whole", review))

    def posts_to(self, name: str, review: Review, **form: Any) -> Any:
        return self.client.post(reverse(name, args=[review.pk]), form, follow=True)


def words_of(answer: HttpResponse) -> str:
    """What a page says, without its tags."""
    page = unescape(answer.content.decode())
    main = page.split("<header", 1)[-1]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", main))
