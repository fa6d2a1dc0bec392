"""Pairs who talk: young people, and counsellors with three conversations each, put straight into a house's database.

Run inside the house's environment: `python -m tests.bench.people pairs|pages COUNT FIRST` prints them as JSON.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings
from django.db import transaction
from django.test import Client

from chat.access import new_young_person
from chat.conversations import start_conversation
from chat.models import Conversation
from config import clock
from rota.models import Role, StaffMember
from rota.people import add_staff

EACH = 3


def make_pairs(count: int, first: int) -> list[dict[str, object]]:
    """One entry a pair: the two cookie headers, and the conversation."""
    pairs: list[dict[str, object]] = []
    for number in range(first, first + count):
        if (number - first) % EACH == 0:
            staff, sign_in = make_counsellor(number)
        [page] = make_pages(1)
        give(int(str(page["conversation"])), staff)
        pairs.append({**page, "counsellor": f"{settings.SESSION_COOKIE_NAME}={sign_in}"})
    return pairs


def make_pages(count: int) -> list[dict[str, object]]:
    """One entry a young person: the cookie header, and the conversation, which waits."""
    pages: list[dict[str, object]] = []
    for _ in range(count):
        young_person, cookie = new_young_person()
        conversation = start_conversation(young_person)
        cookie = f"{settings.YOUNG_PERSON_COOKIE}={cookie}"
        pages.append({"conversation": conversation.pk, "young_person": cookie})
    return pages


def make_counsellor(number: int) -> tuple[StaffMember, str]:
    staff = add_staff(f"bench-{number}@example.org", f"Bench {number}", [Role.COUNSELLOR], "senior")
    client = Client()
    client.force_login(staff)
    return staff, client.cookies[settings.SESSION_COOKIE_NAME].value


def give(conversation_id: int, staff: StaffMember) -> None:
    Conversation.objects.filter(pk=conversation_id).update(
        owner=staff,
        state=Conversation.State.ACTIVE,
        waiting_since=None,
        reply_due_at=None,
        lease_until=clock.now() + timedelta(days=1),
    )


if __name__ == "__main__":
    count, first = int(sys.argv[2]), int(sys.argv[3])
    with transaction.atomic():
        made = make_pairs(count, first) if sys.argv[1] == "pairs" else make_pages(count)
    sys.stdout.write(json.dumps(made))
