"""Whose danger the older escalations are, and what belongs to each. Several undecided ones of one young person become
the oldest of them: the higher urgency and the earlier clocks stay, and the later ones say where they go on."""

from typing import Any

from django.db import migrations

from config import clock

UNDECIDED = ("opened", "acknowledged", "assessing")
RANK = {"very_soon": 0, "now": 1}
IN_ONE = "It is the same young person"

SUBJECTS = """
    INSERT INTO escalation_subject (escalation_id, conversation_id, post_id, at)
    SELECT id, conversation_id, post_id, opened_at FROM escalation_escalation
    WHERE conversation_id IS NOT NULL OR post_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""
# Not those that are undecided: of these there may be one a young person.
WHOSE = """
    UPDATE escalation_escalation AS one SET young_person_id = found.young_person_id
    FROM (
        SELECT escalation.id, coalesce(talk.young_person_id, author.young_person_id) AS young_person_id
        FROM escalation_escalation AS escalation
        LEFT JOIN chat_conversation AS talk ON talk.id = escalation.conversation_id
        LEFT JOIN chat_post AS post ON post.id = escalation.post_id
        LEFT JOIN chat_member AS author ON author.id = post.author_id
    ) AS found
    WHERE found.id = one.id AND one.young_person_id IS NULL AND found.young_person_id IS NOT NULL
    AND one.state NOT IN ('opened', 'acknowledged', 'assessing')
"""


def say_whose(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SUBJECTS)
        cursor.execute(WHOSE)
    first: dict[Any, Any] = {}
    for young_person, escalation in _undecided(apps):
        if young_person in first:
            _join(apps, first[young_person], escalation)
        else:
            first[young_person] = escalation
    for young_person, escalation in first.items():
        apps.get_model("escalation", "Escalation").objects.filter(pk=escalation.pk).update(young_person_id=young_person)


def _undecided(apps: Any) -> list[tuple[Any, Any]]:
    """By young person; the oldest first, so that everything goes on in it."""
    known = apps.get_model("escalation", "Escalation").objects.filter(state__in=UNDECIDED, about_staff=None)
    found = []
    for escalation in known.select_related("conversation", "post__author").order_by("opened_at", "pk"):
        if escalation.conversation_id is not None:
            found.append((escalation.conversation.young_person_id, escalation))
        elif escalation.post_id is not None:
            found.append((escalation.post.author.young_person_id, escalation))
    return found


def _join(apps: Any, first: Any, later: Any) -> None:
    now = clock.now()
    if RANK[later.urgency] > RANK[first.urgency]:
        first.urgency, first.headline = later.urgency, later.headline
    first.acknowledge_due_at = min(first.acknowledge_due_at, later.acknowledge_due_at)
    first.decide_due_at = min(first.decide_due_at, later.decide_due_at)
    first.page_due_at = min(first.page_due_at, later.page_due_at)
    later.state, later.joined_to, later.closed_at, later.page_due_at = "closed", first, now, None
    whose = later.conversation.young_person_id if later.conversation_id else later.post.author.young_person_id
    later.young_person_id = whose
    first.version, later.version = first.version + 1, later.version + 1
    later.save()
    first.save()
    _carry(apps, first, later)
    event = apps.get_model("escalation", "EscalationEvent").objects
    event.create(
        escalation=first, kind="linked", at=now, from_value=str(later.pk), to_value=first.urgency, detail=IN_ONE
    )
    event.create(
        escalation=later, kind="joined_to", at=now, from_value="closed", to_value=str(first.pk), detail=IN_ONE
    )


def _carry(apps: Any, first: Any, later: Any) -> None:
    subjects = apps.get_model("escalation", "Subject").objects
    for row in subjects.filter(escalation=later):
        subjects.get_or_create(
            escalation=first, conversation_id=row.conversation_id, post_id=row.post_id, defaults={"at": row.at}
        )
    links = apps.get_model("escalation", "EscalationFlag").objects
    for link in links.filter(escalation=later):
        links.get_or_create(escalation=first, flag_id=link.flag_id, defaults={"linked_at": link.linked_at})


class Migration(migrations.Migration):
    dependencies = [
        ("escalation", "0007_one_a_young_person"),
        ("chat", "0019_concerns_and_tellings"),
    ]

    operations = [migrations.RunPython(say_whose, migrations.RunPython.noop)]
