"""Stories in the shared house begin with nobody waiting, and with nothing that a lead still has to look at."""

import pytest

from tests.house import House


@pytest.fixture
def empty_queue(house: House) -> None:
    # But for the two who are silent together for a minute while other stories run (tests/chat/conftest.py).
    house.sql(
        "UPDATE chat_conversation SET state = 'closed', owner_id = NULL, ended_at = opened_at, offered_to_id = NULL,"
        " offer_until = NULL WHERE ended_at IS NULL AND owner_id IS DISTINCT FROM coalesce("
        "(SELECT id FROM rota_staffmember WHERE name = 'Priya' ORDER BY id LIMIT 1), 0)"
    )
    house.sql(
        "UPDATE moderation_flag SET state = 'handled', acknowledge_due_at = NULL"
        " WHERE state IN ('raised', 'acknowledged')"
    )
    # Nobody is asked any more whether help came to somebody of an earlier story.
    house.sql("UPDATE escalation_escalation SET check_due_at = NULL WHERE check_due_at IS NOT NULL")
    house.sql(
        """
        UPDATE escalation_escalation SET state = 'decided', lead_id = s.id, acknowledged_at = opened_at,
            decided_at = opened_at, page_due_at = NULL
        FROM (SELECT min(id) AS id FROM rota_staffmember) s
        WHERE state IN ('opened', 'acknowledged', 'assessing') AND s.id IS NOT NULL
        """
    )
