"""The carrier's list of texts, the newest first, in pages that stay what they are while new texts come in."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from chat.models import PracticeText
from chat.sms.practice.phones import CALL
from chat.sms.practice.refusals import NotTaken
from chat.sms.practice.resource import as_resource, messages_path

PAGE_SIZE = 50


def page_of(asked: Mapping[str, str]) -> dict[str, Any]:
    """One page of the texts that were asked for. Raises NotTaken."""
    size, page = int(asked.get("PageSize", PAGE_SIZE)), int(asked.get("Page", 0))
    texts = _matching(asked)
    newest = _newest_of(texts, asked.get("PageToken", ""))
    rows = list(texts.filter(pk__lte=newest)[page * size : (page + 1) * size + 1])
    shown = rows[:size]
    _note_fetched(shown)

    def uri(number: int, token: str) -> str:
        kept = {name: value for name, value in asked.items() if name not in {"Page", "PageSize", "PageToken"}}
        tail = {"PageToken": token} if token else {}
        return f"{messages_path()}.json?{urlencode({**kept, 'PageSize': size, 'Page': number, **tail})}"

    token = _token_of(newest)
    return {
        "messages": [as_resource(text) for text in shown],
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(0, len(shown) - 1),
        "uri": uri(page, asked.get("PageToken", "")),
        "first_page_uri": uri(0, ""),
        "next_page_uri": uri(page + 1, token) if len(rows) > size else None,
        "previous_page_uri": uri(page - 1, token) if page else None,
    }


def _matching(asked: Mapping[str, str]) -> QuerySet[PracticeText]:
    texts = PracticeText.objects.select_related("phone__key").exclude(direction=CALL).order_by("-id")
    from_phone = Q(direction=PracticeText.Direction.FROM_PHONE)
    if number := asked.get("To"):
        texts = texts.filter(Q(our_number=number) & from_phone | Q(phone__number=number) & ~from_phone)
    if number := asked.get("From"):
        texts = texts.filter(Q(phone__number=number) & from_phone | Q(our_number=number) & ~from_phone)
    texts = texts.alias(sent=Coalesce(F("sent_at"), F("made_at")))
    if day := asked.get("DateSent"):
        texts = texts.filter(sent__gte=_moment(day), sent__lt=_end_of(day))
    if before := asked.get("DateSent<"):
        texts = texts.filter(sent__lt=_end_of(before))
    if after := asked.get("DateSent>"):
        texts = texts.filter(sent__gte=_moment(after))
    return texts


def _newest_of(texts: QuerySet[PracticeText], token: str) -> int:
    """The text the first page began with: what came in since then moves no page."""
    begun_with = texts.filter(sid=token.removeprefix("PA")) if token else texts
    newest = begun_with.values_list("pk", flat=True).first()
    if newest is None and token:
        raise NotTaken(20002)
    return newest or 0


def _note_fetched(texts: Iterable[PracticeText]) -> None:
    kept = [text.pk for text in texts if text.is_from_phone and text.handed == PracticeText.Handed.KEPT]
    if kept:
        PracticeText.objects.filter(pk__in=kept).update(handed=PracticeText.Handed.FETCHED)


def _token_of(pk: int) -> str:
    sid = PracticeText.objects.filter(pk=pk).values_list("sid", flat=True).first()
    return f"PA{sid}" if sid else ""


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        raise NotTaken(20002) from None


def _end_of(text: str) -> datetime:
    """A day ends with its last second; a moment is over when its second is."""
    return _moment(text) + (timedelta(seconds=1) if "T" in text else timedelta(days=1))
