"""Stories in the shared house begin with nobody waiting, and with nothing that a lead still has to look at."""

import pytest

from tests.house import House


@pytest.fixture
def empty_queue(house: House) -> None:
    house.sql(
        "UPDATE chat_conversation SET state = 'closed', owner_id = NULL, ended_at = opened_at WHERE ended_at IS NULL"
    )
    house.sql(
        "UPDATE moderation_flag SET state = 'handled', acknowledge_due_at = NULL"
        " WHERE state IN ('raised', 'acknowledged')"
    )
    house.sql(
        """
        UPDATE escalation_escalation SET state = 'decided', lead_id = s.id, acknowledged_at = opened_at,
            decided_at = opened_at, page_due_at = NULL
        FROM (SELECT min(id) AS id FROM rota_staffmember) s
        WHERE state IN ('opened', 'acknowledged', 'assessing') AND s.id IS NOT NULL
        """
    )
