"""The made-up message in the real house: it goes the whole way by itself, and is missed where it does not."""

import json
import sys

from moderation.canary.words import SAID
from tests.faults.blind_worker import BLIND
from tests.house import House
from tests.sentry_sink import traces_of

# As the service does it, in seconds instead of minutes.
QUICKLY = {"every_seconds": 4, "late_seconds": 8, "again_seconds": 1, "first_seconds": 2}
RUNNER = (sys.executable, "-m", "tests.faults.blind_runner")


def test_h08_h09_a_made_up_message_goes_the_whole_way_and_is_missed_when_it_does_not() -> None:
    with House(environ={"LOG_LEVEL": "DEBUG"}, runner=RUNNER) as house:
        for name, value in QUICKLY.items():
            house.sql(
                "INSERT INTO config_settingversion (name, version, value, why, set_at)"
                " VALUES (%s, 1, %s::jsonb, 'a story has no time', now())",
                f"canary.{name}",
                json.dumps(value),
            )
        house.wait_until(lambda: came_through(house) >= len(SAID), "each of the texts came through")
        assert open_parts(house) == []

        # A nudge is a hint: what it would have told is found at the next look.
        house.stop("valkey")
        before = came_through(house)
        house.wait_until(lambda: came_through(house) > before + 1, "they come through without Valkey")
        house.cont("valkey")
        assert open_parts(house) == []

        house.stop("worker")
        house.wait_until(lambda: open_parts(house) == ["not_read"], "it is missed that nobody reads")
        house.cont("worker")
        house.wait_until(lambda: open_parts(house) == [], "they are read again")

        house.stop("web")
        house.wait_until(lambda: open_parts(house) == ["not_stored"], "it is missed that nobody stores")
        house.cont("web")
        house.wait_until(lambda: open_parts(house) == [], "they are stored again")

        (house.data / BLIND).touch()
        house.wait_until(lambda: open_parts(house) == ["not_noticed"], "it is missed that the model is blind")
        (house.data / BLIND).unlink()
        house.wait_until(lambda: open_parts(house) == [], "it sees again")

        assert told(house) == {"chat_conversation": 0, "chat_message": 0, "moderation_flag": 0}
        assert house.visitor().get("/readyz").status == 200
        for words in SAID:
            assert traces_of(words, house.log_bytes()) == []


def came_through(house: House) -> int:
    [(count,)] = house.sql("SELECT count(*) FROM moderation_canary WHERE arrived_at IS NOT NULL")
    return int(count)


def open_parts(house: House) -> list[str]:
    rows = house.sql("SELECT part FROM moderation_incident WHERE kind = 'canary_lost' AND closed_at IS NULL")
    return [part for (part,) in rows]


def told(house: House) -> dict[str, int]:
    tables = ("chat_conversation", "chat_message", "moderation_flag")
    return {table: house.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
