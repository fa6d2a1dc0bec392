"""Finding whom it is about: by their name to come back by, by what staff see, by the number of a chat."""

from django.http import QueryDict

from chat.models import Conversation
from escalation.rights.pack import asking
from rota.access import StaffRequest

LONGEST = 80


def found_for(request: StaffRequest) -> tuple[str, list[Conversation]]:
    """What was typed, and what it finds. That somebody looked is written down."""
    typed = request.GET.get("who", "")[:LONGEST]
    found = asking.found_by(typed) if typed.strip() else []
    if typed.strip():
        asking.note_search(found, by=request.user)
    return typed, found


def number_in(form: QueryDict) -> int:
    """The chat that a form is about; 0 for what is no number."""
    number = form.get("conversation", "")
    return int(number) if number.isascii() and number.isdigit() else 0
