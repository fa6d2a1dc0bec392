"""Every flag: by what, how long after the words, and what became of it. And what people found that the program had not.

What counts as noticed by the program is a flag of a check, of the model or of a clock, about the same chat, post or
concern, before somebody found it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from chat.urgency import Urgency
from escalation.durations import exact
from escalation.explain import THEIR_OWN_WORD, by_words
from escalation.models import EscalationFlag
from escalation.review.entries import NOTICED, Entry, entry, local
from escalation.review.scope import Scope
from moderation.models import Flag

_LAST = {
    Flag.State.RAISED: lambda: _("nobody has looked at it"),
    Flag.State.ACKNOWLEDGED: lambda: _("somebody looks at it"),
    Flag.State.CONFIRMED: lambda: _("agreed with"),
    Flag.State.HANDLED: lambda: _("handled"),
    Flag.State.DISMISSED: lambda: _("not what was noticed"),
}


def missed_by_the_program() -> str:
    return _("MISSED BY THE PROGRAM: it had noticed nothing in this until a person did.")


class Flags:
    """Of everything in scope, linked to the escalation or not."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        chats, posts, concerns = ([one.pk for one in some] for some in (scope.chats, scope.posts, scope.concerns))
        about = Q(conversation__in=chats) | Q(post__in=posts) | Q(concern__in=concerns)
        linked = EscalationFlag.objects.filter(escalation__in=scope.numbers)
        self._linked = {one.flag_id: one for one in linked.order_by("-pk")}
        found = Flag.objects.filter(about | Q(pk__in=list(self._linked))).select_related(
            "message", "post_version", "concern", "raised_by"
        )
        self.all = list(found.prefetch_related("history__by").order_by("raised_at", "pk"))

    def entries(self) -> Iterator[Entry]:
        for flag in self.all:
            yield self._entry(flag)

    def missed_at(self, at: datetime) -> str:
        """What a person found who escalated by hand: had the program noticed anything in all of it until then?"""
        return "" if any(self._is_noticed(one) and one.raised_at <= at for one in self.all) else missed_by_the_program()

    def _is_noticed(self, flag: Flag) -> bool:
        """By the program, and that something could not be read is no notice."""
        return not self._is_by_a_person(flag) and flag.urgency != Urgency.NOT_CHECKED

    def _entry(self, flag: Flag) -> Entry:
        who = self._scope.people.who(flag.raised_by, flag.raised_at, nobody=by_words(flag))
        return entry(
            f"flag:{flag.pk}",
            flag.raised_at,
            NOTICED,
            _("Flagged: %(words)s") % {"words": _(flag.words)},
            who=who,
            facts=[
                (_("How soon somebody has to act"), flag.get_urgency_display()),
                (_("By"), flag.check_name),
                (_("Kind"), flag.category),
                (_("About"), _about(flag)),
                (_("After the words"), _how_long(flag)),
                (_("Raised"), _("%(times)d times, the last at %(at)s") % {
                    "times": flag.times_raised, "at": local(flag.last_raised_at),
                } if flag.times_raised > 1 else ""),
                (_("In the escalation"), self._when_linked(flag)),
                *self._moves(flag),
                (_("Now"), _LAST[Flag.State(flag.state)]()),
            ],
            gaps=self._missed(flag),
        )  # fmt: skip

    def _when_linked(self, flag: Flag) -> str:
        link = self._linked.get(flag.pk)
        if link is None:
            return _("no: it belongs to the same words and opened nothing")
        return _("%(number)d, since %(at)s") % {"number": link.escalation_id, "at": local(link.linked_at)}

    def _moves(self, flag: Flag) -> Iterator[tuple[str, str]]:
        for move in sorted(flag.history.all(), key=lambda one: (one.at, one.pk)):
            yield _("Became %(state)s") % {"state": move.to_state}, f"{local(move.at)}, {self._who(move.by, move.at)}"

    def _who(self, staff: object, at: datetime) -> str:
        return self._scope.people.who(staff, at)  # type: ignore[arg-type]

    def _missed(self, flag: Flag) -> list[str]:
        """Only of what a person found."""
        if not self._is_by_a_person(flag):
            return []
        before = self._before(flag)
        if not before:
            return [missed_by_the_program()]
        if all(one.urgency != flag.urgency for one in before):
            return [_("The program had noticed something in this, and none of it as urgent.")]
        return []

    def _before(self, flag: Flag) -> list[Flag]:
        about = (flag.conversation_id, flag.post_id, flag.concern_id)
        return [
            one
            for one in self.all
            if self._is_noticed(one)
            and (one.conversation_id, one.post_id, one.concern_id) == about
            and one.raised_at <= flag.raised_at
        ]

    def _is_by_a_person(self, flag: Flag) -> bool:
        return flag.raised_by_id is not None or flag.concern_id is not None or flag.check_name in THEIR_OWN_WORD


def _about(flag: Flag) -> str:
    if flag.message_id is not None:
        return f"message:{flag.message_id}"
    if flag.post_version_id is not None:
        return f"post_version:{flag.post_version_id}"
    return next(
        f"{kind}:{number}"
        for kind, number in (
            ("conversation", flag.conversation_id), ("post", flag.post_id), ("concern", flag.concern_id),
        )
        if number is not None
    )  # fmt: skip


def _how_long(flag: Flag) -> str:
    said = flag.message.stored_at if flag.message else flag.post_version.written_at if flag.post_version else None
    said = said or (flag.concern.at if flag.concern else None)
    return exact(flag.raised_at - said) if said is not None and said <= flag.raised_at else ""
