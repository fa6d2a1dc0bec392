"""Stories in the shared house begin with nobody waiting."""

import pytest

from tests.house import House


@pytest.fixture
def empty_queue(house: House) -> None:
    house.sql(
        "UPDATE chat_conversation SET state = 'closed', owner_id = NULL, ended_at = opened_at WHERE ended_at IS NULL"
    )
