"""What one message brought up within a second is one step: several reasons, not several alarms."""

from datetime import timedelta

from escalation.models import Escalation, EscalationEvent, EscalationFlag

TOGETHER = timedelta(seconds=1)

_Kind = EscalationEvent.Kind


def folded(escalation: Escalation) -> list[tuple[EscalationEvent, list[str]]]:
    """Every step, the first one first, with its reasons: its own, and those of steps that are the same moment."""
    links = list(escalation.flag_links.select_related("flag"))
    shown: list[tuple[EscalationEvent, list[str]]] = []
    first: tuple[EscalationEvent, list[str]] | None = None
    for event in escalation.history.select_related("by", "about").order_by("at", "pk"):
        if event.kind == _Kind.JOINED and first is not None and _is_one_moment(first[0], event, links):
            first[1].append(event.detail)
            continue
        shown.append((event, [event.detail]))
        if event.kind in (_Kind.OPENED, _Kind.JOINED):
            first = shown[-1]
    return shown


def _is_one_moment(first: EscalationEvent, event: EscalationEvent, links: list[EscalationFlag]) -> bool:
    if first.by_id or event.by_id or event.at - first.at > TOGETHER:
        return False
    subject = _words_behind(first, links)
    return subject is not None and subject == _words_behind(event, links)


def _words_behind(event: EscalationEvent, links: list[EscalationFlag]) -> tuple[int | None, int | None] | None:
    """The message, or the wording of a post, whose flag this step was about."""
    for link in links:
        if link.flag.words == event.detail and abs(link.linked_at - event.at) <= TOGETHER:
            return link.flag.message_id, link.flag.post_version_id
    return None
