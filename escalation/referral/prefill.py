"""What is known already, put into the form once, for a person to check. None of it leaves before somebody ticks it."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chat.models import Conversation, Post
from escalation.models import Decision, Escalation
from escalation.queries import words_of
from escalation.referral.answers import KNOWN, Answer
from escalation.subjects import subject_of
from escalation.telling import tellings_of
from escalation.timeline import timeline
from rota.models import StaffMember

MOST_ACTIONS = 12


def known_of(escalation: Escalation, *, by: StaffMember) -> dict[str, Answer]:
    """By field. What nobody said here is not there."""
    found = dict(_of_the_subject(escalation))
    found |= dict(_of_the_decision(escalation))
    found |= dict(_of_the_allegation(escalation))
    found["referrer"] = f"{by.name}, {_role(by)}, Nightlight"
    return {name: Answer(KNOWN, text) for name, text in found.items() if text.strip()}


def _of_the_subject(escalation: Escalation) -> Iterator[tuple[str, str]]:
    if escalation.is_allegation:
        return
    subject: Any = subject_of(escalation)
    if isinstance(subject, Conversation):
        yield "names", _("Calls themselves %(name)s") % {"name": subject.nickname} if subject.nickname else ""
        yield "birth", _("%(ages)s, as they say") % {"ages": subject.get_age_band_display()} if subject.age_band else ""
        yield "language", _("Wrote in Welsh") if subject.locale == "cy" else _("Wrote in English")
    elif isinstance(subject, Post):
        author = subject.author
        yield "birth", _("%(ages)s, as they say") % {"ages": author.get_age_band_display()} if author.age_band else ""
    words = words_of(escalation)
    yield "own_words", "\n".join(f"“{''.join(part.text for part in one.parts)}”" for one in words)
    if words:
        yield "when", _("Told us on %(at)s") % {"at": date_format(localtime(words[0].at), "j F Y H:i")}
    answers = [told.answer for told in reversed(tellings_of(escalation)) if told.answer]
    yield "wishes", "\n".join(f"“{one}”" for one in answers)
    done = [item for item in timeline(escalation) if item.tone == "done"][-MOST_ACTIONS:]
    yield "actions", "\n".join(f"{date_format(localtime(item.at), 'j M H:i')} {item.title}" for item in done)


def _of_the_decision(escalation: Escalation) -> Iterator[tuple[str, str]]:
    last = escalation.decisions.order_by("-decided_at", "-pk").first()
    if last is None or escalation.is_allegation:
        return
    yield "told", _told(last.young_person_told, last.young_person_not_told_why)
    yield "parents_told", _told(last.parent_told, last.parent_not_told_why)
    if last.outcome != Decision.Outcome.OPENED_IN_ERROR:
        yield "why_harm", last.why or ""


def _of_the_allegation(escalation: Escalation) -> Iterator[tuple[str, str]]:
    record = getattr(escalation, "lado", None)
    if not escalation.is_allegation or record is None:
        return
    yield "adult", escalation.about_staff.name if escalation.about_staff else ""
    yield "criterion", record.get_criterion_display() if record.criterion else ""
    yield "known_since", date_format(localtime(record.known_at), "j F Y H:i")
    yield "interim", record.interim or ""


def _told(was_told: bool, why_not: str | None) -> str:
    return _("Told.") if was_told else _("Not told: %(why)s") % {"why": why_not or ""}


def _role(by: StaffMember) -> str:
    return _("safeguarding lead") if by.has_role("safeguarding_lead") else _("manager")
