"""The way into the pages of referrals: where `access.py` gives nothing there is nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from escalation.doors import LARGEST_ID, for_people_with_business
from escalation.models import Council, Escalation, Referral, Share
from escalation.referral.lado import ChangedMeanwhile as RecordChanged
from escalation.referral.making import ChangedMeanwhile
from escalation.referral.moves import IllegalMove

View = Callable[..., HttpResponseBase]
GONE = (Escalation.DoesNotExist, Referral.DoesNotExist, Share.DoesNotExist, Council.DoesNotExist)
# What a command says no with, besides ValidationError.
REFUSALS = (ChangedMeanwhile, RecordChanged, IllegalMove)


def for_who_refers(view: View) -> View:
    """404 for everybody else, and for numbers that name nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any(number > LARGEST_ID for number in kwargs.values()):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (*GONE, PermissionDenied):
            raise Http404 from None

    return for_people_with_business(guarded)


def words_of(refusal: Exception) -> str:
    """For the page, where nobody typed anything wrong."""
    if isinstance(refusal, IllegalMove):
        return _("That step is not possible any more: somebody was first. This is how it stands now.")
    return _("Somebody changed this while your page was open. Nothing of yours is recorded yet: look at it again.")
