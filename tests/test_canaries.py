"""The running service, broken under a young person's hands: it says what failed, and not one of their words.

The programs of `canary_program.py` show every way a failure can be told. This one shows that web, worker and jobs
as they really run have all of them switched on. And words left in every way there is stand nowhere: not in a file of
the database or its log of changes, not in Valkey, in no log and no report, before they are erased and after.
"""

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

from tests.folders import ROOT
from tests.house import House
from tests.sentry_sink import SentrySink, traces_of

CANARY = "pelican-Umbrella-behind-the-garage"
PLANTED = "magpie-Teapot-under-the-stairs"
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
        leave_words_everywhere(house)
        aisha = house.visitor()
        aisha.get(
            f"/?{CANARY}", headers={"X-Request-ID": CANARY, "User-Agent": CANARY, "Referer": f"http://x/{CANARY}"}
        )
        for process in ("jobs", "worker", "web"):
            refuse_rows(house, BREAKS[process])
            says(house, f"{CANARY} i took all the pills i could find an hour ago and i want to die")
            house.wait_until(lambda process=process: process in told_by(sink), f"{process} has said what failed")  # type: ignore[misc]
        let_rows_in(house)
        plant(house)

        assert found_in(house, CANARY) == []
        assert {"a file of the database", "valkey", "a log"} <= set(found_in(house, PLANTED))

        erase_everybody(house)
        assert found_in(house, CANARY) == []
        house.stop_all()
        assert [path for path in files_of(house) if traces_of(CANARY, path.read_bytes())] == []

        assert told_by(sink) >= {"web", "worker", "jobs"}
        assert {"IntegrityError", "CheckViolation"} <= sink.types
        assert house.log_bytes().count(b"CheckViolation 23514 broken_for_a_test") >= len(BREAKS)
        assert traces_of(CANARY, house.log_bytes()) == []
        assert traces_of(CANARY, sink.everything) == []


def leave_words_everywhere(house: House) -> None:
    """By page and socket, by text, in the forum; notes, drafts and reasons of staff; in a search and a header."""
    says(house, CANARY)
    tom = house.visitor()
    tom.get("/practice-phone/")
    tom.post("/practice-phone/phones/1/texts/", {"body": CANARY}, follow=False)
    writer = house.visitor()
    page = writer.get("/forum/threads/new/")
    form = {"client_id": page.value_of("client_id"), "title": CANARY, "body": f"i wrote {CANARY}"}
    writer.post("/forum/threads/new/", {**form, "nickname": page.value_of("nickname")})
    house.wait_until(lambda: everything_is_in(house), "words came in by every door, and were read")
    program(house, "leave")


def everything_is_in(house: House) -> bool:
    [(channels, posts, unread)] = house.sql(
        "SELECT (SELECT count(DISTINCT channel) FROM chat_conversation), (SELECT count(*) FROM chat_postversion),"
        " (SELECT count(*) FROM chat_message WHERE reading = 'pending')"
    )
    return bool(channels == 2 and posts and not unread)


def erase_everybody(house: House) -> None:
    program(house, "erase")
    assert house.sql("SELECT count(*) FROM chat_conversation WHERE key_id IS NOT NULL") == [(0,)]
    assert house.sql("SELECT count(*) FROM config_datakey WHERE purpose = 'conversation'") == [(0,)]


def program(house: House, what: str) -> None:
    role = "jobs" if what == "erase" else "app"  # whose work it is: config/grants.py
    environ = {**house.environ, **house.state["environment"], "CANARY": CANARY, "NIGHTLIGHT_ROLE": role}
    subprocess.run([sys.executable, "-m", "tests.canary_notes", what], check=True, cwd=ROOT, env=environ, timeout=120)


def plant(house: House) -> None:
    """Other words, in the clear in every place that is looked into: the look must find them."""
    house.sql("CREATE TABLE planted AS SELECT %s::text AS words", PLANTED)
    house.valkey().set("planted", PLANTED)
    (house.folder / "logs" / "planted.log").write_text(PLANTED.encode().hex())


def found_in(house: House, canary: str) -> list[str]:
    """Where the words stand, in any of the ways somebody may have written them."""
    house.sql("CHECKPOINT")
    found = [kind_of(path) for path in files_of(house) if traces_of(canary, path.read_bytes())]
    valkey = house.valkey()
    kept = b"".join(key + (valkey.dump(key) or b"") for key in valkey.scan_iter())
    return sorted({*found, *(["valkey"] if traces_of(canary, kept) else [])})


def files_of(house: House) -> Iterator[Path]:
    """The database with its log of changes, all logs, and whatever else lies in the house."""
    place = house.data / "postgres.place"
    folders = [house.folder, *([Path(place.read_text().strip())] if place.exists() else [])]
    for folder in folders:
        for path, _, names in os.walk(folder):
            yield from (Path(path, name) for name in names if Path(path, name).is_file())


def kind_of(path: Path) -> str:
    if re.search(r"/pg_wal/", str(path)):
        return "the database's log of changes"
    if re.search(r"/(base|global)/", str(path)):
        return "a file of the database"
    return "a log" if path.suffix == ".log" else path.name


def let_rows_in(house: House) -> None:
    for table in BREAKS.values():
        house.sql(f"ALTER TABLE {table} DROP CONSTRAINT broken_for_a_test")


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
