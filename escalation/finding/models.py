"""Somebody asked whether a number that the police gave us belongs to a young person who wrote to us."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from config import clock
from config.models import DataKey, SealedTextField


class NumberSearch(models.Model):
    """One search, found or not. The number itself is nowhere in here, nor whose it was."""

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = SealedTextField()
    # How the police call it, or "not known".
    reference = SealedTextField()
    found_chats = models.PositiveIntegerField()
    found_escalations = models.PositiveIntegerField()
    # Whoever watches over privacy looked at it.
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="search_seen_by_somebody",
                condition=Q(seen_by=None, seen_at=None) | Q(seen_by__isnull=False, seen_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["by", "at"], name="searches_by_whom")]
        triggers = [pgtrigger.Protect(name="keep_searches", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"search {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise LookupError("The key to the words of this search was destroyed.")
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.by_id, self.at.isoformat()
