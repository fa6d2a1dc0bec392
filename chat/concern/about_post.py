"""Somebody who reads the forum is worried about whoever wrote a post: a short form, which lands as any concern does."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat.concern import give
from chat.concern.given import Given, given_in
from chat.concern.sources import source_of
from chat.concern.views import form_page, thanked
from chat.forums.access import Reader, public_post_for, reader_of
from chat.models import Concern, Post


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def worried(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing has to be filled in. Whoever wrote the post is never told."""
    reader = reader_of(request.COOKIES)
    post = _found(reader, pk)
    if request.method != "POST":
        return _form(request, post, Given(client_id=uuid4()))
    given = with_the_post(given_in(request.POST), post)
    if given.obstacle:
        return _form(request, post, given, error=given.obstacle)
    source = source_of(request)
    return thanked(give.give(given, source=source, about=post.author, by=reader.member), given.how_urgent)


def with_the_post(given: Given, post: Post) -> Given:
    """Which post it was about. Who reads the forum without writing there may have happened to see it."""
    return Given(
        client_id=given.client_id,
        what=given.what,
        who=_("Whoever wrote post %(number)d in the forum, “%(name)s”") % {
            "number": post.pk, "name": post.author.nickname,
        },
        urgency=given.urgency,
        given_by=Concern.From.PASSER_BY,
        is_trapped=given.is_trapped,
    )  # fmt: skip


def _form(request: HttpRequest, post: Post, given: Given, *, error: str = "") -> HttpResponse:
    return form_page(request, "concern/about_post.html", given, error=error, post=post, nickname=post.author.nickname)


def _found(reader: Reader, pk: int) -> Post:
    try:
        return public_post_for(reader, pk)
    except Post.DoesNotExist:
        raise Http404 from None
