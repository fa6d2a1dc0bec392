"""Pairs who talk: young people, and counsellors with three conversations each, put straight into a house's database.

Run inside the house's environment: `python -m tests.bench.people PAIRS` prints them as JSON.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings
from django.test import Client

from chat.access import new_young_person
from chat.conversations import start_conversation
from chat.models import Conversation
from config import clock
from rota.models import Role, StaffMember
from rota.people import add_staff

EACH = 3


def make_pairs(count: int) -> list[dict[str, object]]:
    """One entry a pair: the two cookie headers, and the conversation."""
    pairs: list[dict[str, object]] = []
    for number in range(count):
        if number % EACH == 0:
            staff, sign_in = make_counsellor(number)
        young_person, cookie = new_young_person()
        conversation = start_conversation(young_person)
        give(conversation, staff)
        pairs.append(
            {
                "conversation": conversation.pk,
                "young_person": f"{settings.YOUNG_PERSON_COOKIE}={cookie}",
                "counsellor": f"{settings.SESSION_COOKIE_NAME}={sign_in}",
            }
        )
    return pairs


def make_counsellor(number: int) -> tuple[StaffMember, str]:
    staff = add_staff(f"bench-{number}@example.org", f"Bench {number}", [Role.COUNSELLOR], "senior")
    client = Client()
    client.force_login(staff)
    return staff, client.cookies[settings.SESSION_COOKIE_NAME].value


def give(conversation: Conversation, staff: StaffMember) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(
        owner=staff,
        state=Conversation.State.ACTIVE,
        waiting_since=None,
        reply_due_at=None,
        lease_until=clock.now() + timedelta(days=1),
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make_pairs(int(sys.argv[1]))))
