"""Who was called to it, by which way each, when it arrived and when its person said that they had heard."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from escalation.durations import exact
from escalation.models import Page
from escalation.review.entries import CALLED, Entry, entry, local
from escalation.review.scope import Scope
from escalation.timeline import duty_words
from rota.models import Try
from rota.reach.making import NOT_NEEDED


def pages_of(scope: Scope) -> list[Page]:
    found = Page.objects.filter(escalation__in=scope.numbers).select_related("staff")
    return list(found.order_by("at", "pk"))


def called(scope: Scope, pages: list[Page]) -> Iterator[Entry]:
    """A page itself is told with its step of the history (done.py); here is what came of it."""
    tries: dict[str, list[Try]] = defaultdict(list)
    for one in (
        Try.objects.filter(about__in=[f"page:{page.pk}" for page in pages]).select_related("staff").order_by("pk")
    ):
        tries[one.about].append(one)
    for page in pages:
        if page.heard_at is not None:
            yield entry(
                f"page:{page.pk}/heard", page.heard_at, CALLED,
                _("%(who)s said that they had heard page %(number)d") % {"who": page.staff.name, "number": page.pk},
                who=scope.people.who(page.staff, page.heard_at),
                facts=[
                    (_("By"), page.heard_by or _("looking at it")),
                    (_("After the call"), exact(page.heard_at - page.at)),
                ],
            )  # fmt: skip
        for one in tries[f"page:{page.pk}"]:
            yield from _tried(scope, one, page)


def page_entry(scope: Scope, page: Page) -> Entry:
    unheard = _("Its person never said that they had heard it.") if page.heard_at is None else ""
    return entry(
        f"page:{page.pk}", page.at, CALLED,
        _("Called %(who)s, page %(number)d") % {"who": page.staff.name, "number": page.pk},
        who=_("the program"),
        facts=[
            (_("Whom"), scope.people.who(page.staff, page.at)),
            (_("Step of the chain"), page.step + 1),
            (_("As"), duty_words(page.duty)),
            (_("Heard"), local(page.heard_at) if page.heard_at else ""),
        ],
        gaps=[unheard],
    )  # fmt: skip


def _tried(scope: Scope, one: Try, page: Page) -> Iterator[Entry]:
    names = {"path": one.get_path_display(), "who": one.staff.name, "number": page.pk}
    yield entry(
        f"try:{one.pk}", one.written_at, CALLED,
        _("%(path)s to %(who)s about page %(number)d was to be tried") % names, who=_("the program"),
        facts=[
            (_("To be made at"), local(one.due_at)),
            (_("Made"), local(one.called_at) if one.called_at else ""),
            (_("Try"), one.number),
            (_("What became of it"), _what_became(one)),
        ],
        gaps=[_("It was never made.") if one.called_at is None and one.state != Try.State.WRITTEN else ""],
    )  # fmt: skip
    if one.called_at is not None and one.told_at is not None and one.state in (Try.State.DELIVERED, Try.State.FAILED):
        yield entry(
            f"try:{one.pk}/told", one.told_at, CALLED, _("%(path)s to %(who)s about page %(number)d:") % names
            + f" {_what_became(one)}", who=_("the carrier"),
            facts=[(_("After it was made"), exact(one.told_at - one.called_at))],
        )  # fmt: skip
    if one.heard_at is not None:
        yield entry(
            f"try:{one.pk}/heard", one.heard_at, CALLED,
            _("%(who)s said through it that they had heard (%(path)s, page %(number)d)") % names,
            who=scope.people.who(one.staff, one.heard_at),
        )  # fmt: skip


def _what_became(one: Try) -> str:
    if one.error_code == NOT_NEEDED:
        return _("not needed any more: it had been heard, or was over")
    said = str(one.get_state_display())
    return f"{said} ({one.error_code})" if one.error_code else said
