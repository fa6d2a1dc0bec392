"""The forum's pages. Plain forms first: each works without script, and without a sign-in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.cookie import remember
from chat.forums import posts, queries, wording
from chat.forums.access import Reader, post_for, reader_of, thread_for
from chat.forums.drafts import Draft, draft_in, draft_of, fields_of
from chat.forums.members import write_as
from chat.forums.mine import look_again_after, notices_are_seen, offer_first, own_posts
from chat.forums.words import Refused
from chat.models import Post, Thread
from config import clock

# As many as load in 50 KB over the wire, however long they are.
THREADS_A_PAGE, POSTS_A_PAGE = 20, 15


@login_not_required
@require_safe
@gzip_page
def home(request: HttpRequest) -> HttpResponse:
    """What the forum is, its rules, and its threads."""
    forum = queries.first_forum()
    page = Paginator(queries.public_openings(forum), THREADS_A_PAGE).get_page(request.GET.get("page"))
    threads = [queries.listed(opening) for opening in page]
    return _page(request, "forum/home.html", forum=forum, threads=threads, page=page, rules=wording.RULES)


@login_not_required
@require_safe
@gzip_page
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread, its oldest post first."""
    reader = reader_of(request.COOKIES)
    return _thread_page(request, reader, _found_thread(reader, pk), Draft())


@login_not_required
@require_POST
@gzip_page
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A post into a thread."""
    reader = reader_of(request.COOKIES)
    place = _found_thread(reader, pk)
    return _write(request, reader, lambda draft: _thread_page(request, reader, place, draft), thread=place)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A post that begins a thread."""
    reader = reader_of(request.COOKIES)

    def form(draft: Draft) -> HttpResponse:
        return _page(request, "forum/new.html", reader, draft=draft, rules=wording.RULES)

    return _write(request, reader, form, thread=None) if request.method == "POST" else form(Draft())


@login_not_required
@require_safe
@gzip_page
def mine(request: HttpRequest) -> HttpResponse:
    """What became of somebody's own posts. While the program reads what they wrote just now, the page looks again by
    itself, without script too: an offer to talk is there as soon as there is one."""
    reader = reader_of(request.COOKIES)
    page = Paginator(queries.posts_of(reader.member), POSTS_A_PAGE).get_page(request.GET.get("page"))
    own = own_posts(list(page))
    waits = any(post.state in Post.TO_REVIEW for post in own)
    seconds, offer = look_again_after(own), offer_first(own)
    more: dict[str, Any] = {"own": own, "page": page, "waits": waits, "offer": offer, "looks_again": seconds > 0}
    answer = _page(request, "forum/mine.html", reader, **more)
    notices_are_seen(list(page))
    if seconds:
        answer.headers["Refresh"] = str(seconds)
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a post of one's own."""
    reader = reader_of(request.COOKIES)
    post = _found_post(reader, pk)
    if post.state == Post.State.WITHDRAWN:
        return redirect("forum:mine")

    def form(draft: Draft) -> HttpResponse:
        return _page(request, "forum/edit.html", reader, draft=draft, post=post)

    if request.method != "POST":
        return form(draft_of(post))
    draft = draft_in(request.POST)

    def write() -> str:
        posts.edit_post(post, **draft.words)
        return ""

    return _taken(reader, draft, form, write)


@login_not_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A post of one's own is taken back."""
    posts.withdraw_post(_found_post(reader_of(request.COOKIES), pk))
    return redirect("forum:mine")


def _write(
    request: HttpRequest, reader: Reader, form: Callable[[Draft], HttpResponse], *, thread: Thread | None
) -> HttpResponse:
    draft = draft_in(request.POST)

    def write() -> str:
        return write_as(reader.young_person, nickname=draft.nickname, thread=thread, **draft.words).cookie

    return _taken(reader, draft, form, write)


def _taken(
    reader: Reader, draft: Draft, form: Callable[[Draft], HttpResponse], write: Callable[[], str]
) -> HttpResponse:
    """Their own page once it is stored, which says what happens now; else the form, with every word still in it."""
    try:
        cookie = write() or reader.cookie
    except Refused as refused:
        again = draft.refused(wording.refusal(refused.reason))
    except posts.TooMany as refused:
        again = draft.refused(wording.too_many(refused.again_at - clock.now()))
    except posts.ThreadClosed:
        again = draft.refused(wording.refusal("closed"))
    except posts.IllegalMove:
        again = draft.refused(wording.refusal("withdrawn"), as_new=True)
    else:
        answer = redirect("forum:mine")
        remember(answer, cookie)
        return answer
    page = form(again)
    page.status_code = 422
    return page


def _thread_page(request: HttpRequest, reader: Reader, place: Thread, draft: Draft) -> HttpResponse:
    paginator = Paginator(queries.public_posts(place), POSTS_A_PAGE)
    page = paginator.get_page(paginator.num_pages if draft.error else request.GET.get("page"))
    shown = [queries.shown(post, reader.member) for post in page]
    own = queries.held_by(reader.member, place) if not page.has_next() else []
    return _page(
        request,
        "forum/thread.html",
        reader,
        place=place,
        title=queries.title_for(place, reader.member),
        shown=[*shown, *own],
        page=page,
        draft=draft,
        may_reply=posts.may_write_into(place),
    )


def _page(
    request: HttpRequest, template: str, reader: Reader | None = None, *, draft: Draft | None = None, **more: Any
) -> HttpResponse:
    reader = reader or reader_of(request.COOKIES)
    context = {
        "member": reader.member,
        "conversation": reader.conversation,
        "offer": queries.unseen_offer(reader.member),
        "read_when": wording.read_when(clock.now()),
        "this_year": wording.in_london(clock.now()).strftime("%Y"),
        **({"draft": fields_of(draft, reader)} if draft else {}),
        **more,
    }
    return render(request, template, context)


def _found_thread(reader: Reader, pk: int) -> Thread:
    try:
        return thread_for(reader, pk)
    except Thread.DoesNotExist:
        raise Http404 from None


def _found_post(reader: Reader, pk: int) -> Post:
    try:
        return post_for(reader, pk)
    except Post.DoesNotExist:
        raise Http404 from None
