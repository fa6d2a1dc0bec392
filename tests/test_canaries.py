"""The running service, broken under a young person's hands: it says what failed, and not one of their words.

The programs of `canary_program.py` show every way a failure can be told. This one shows that web, worker and jobs
as they really run have all of them switched on.
"""

import uuid

from tests.house import House
from tests.sentry_sink import SentrySink, traces_of

CANARY = "pelican-Umbrella-behind-the-garage"
BREAKS = {
    "web": "chat_conversation",
    "worker": "moderation_assessment",
    "jobs": "escalation_escalation",
}


def test_the_broken_service_tells_what_failed_and_no_words() -> None:
    with (
        SentrySink() as sink,
        House(environ={"SENTRY_DSN": sink.dsn, "LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json"}) as house,
    ):
        aisha = house.visitor()
        aisha.get(
            f"/?{CANARY}", headers={"X-Request-ID": CANARY, "User-Agent": CANARY, "Referer": f"http://x/{CANARY}"}
        )
        for process in ("jobs", "worker", "web"):
            refuse_rows(house, BREAKS[process])
            says(house, f"{CANARY} i took all the pills i could find an hour ago and i want to die")
            house.wait_until(lambda process=process: process in told_by(sink), f"{process} has said what failed")  # type: ignore[misc]
        house.stop_all()

        assert told_by(sink) >= {"web", "worker", "jobs"}
        assert {"IntegrityError", "CheckViolation"} <= sink.types
        assert house.log_bytes().count(b"CheckViolation 23514 broken_for_a_test") >= len(BREAKS)
        assert traces_of(CANARY, house.log_bytes()) == []
        assert traces_of(CANARY, sink.everything) == []


def refuse_rows(house: House, table: str) -> None:
    """From now on every row is refused, and Postgres says so with the row in its DETAIL line."""
    house.sql(f"ALTER TABLE {table} ADD CONSTRAINT broken_for_a_test CHECK (false) NOT VALID")


def says(house: House, words: str) -> None:
    """A new person each time, by form and by socket."""
    someone = house.visitor()
    someone.get("/")
    someone.post("/chat/start/", {"message": words, "nickname": CANARY[:20], "age_band": ""})
    if someone.page and someone.page.status != 200:
        return
    with someone.wire() as wire:
        wire.send("say", id=str(uuid.uuid4()), body=words)
        wire.send("say", **{CANARY: CANARY})
        wire.send(CANARY)
        wire.send_raw(CANARY)
        wire.expect("said", timeout=20)


def told_by(sink: SentrySink) -> set[str]:
    return {event["tags"].get("process", "") for event in sink.items("event")}
