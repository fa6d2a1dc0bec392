"""Another model is chosen while people talk: the worker takes it up as it runs, and a candidate harms nobody."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation.artefacts import SHIPPED
from tests.faults.people import Talk
from tests.house import House
from tests.model.candidates import candidate, hash_of


@pytest.fixture
def another(tmp_path: Path, shaken_house: House) -> Iterator[str]:
    """Added as people do, and gone again after the story."""
    folder = candidate(tmp_path / "another", concern=0.3)
    shaken_house.manage("model", "add", str(folder))
    yield hash_of(folder)
    shaken_house.manage("model", "shadow", "off")
    if hash_of(folder).startswith(read_with(shaken_house)):
        shaken_house.manage("model", "back")


def read_with(house: House) -> str:
    [(said,)] = house.sql("SELECT detail FROM config_processseen WHERE name = 'worker'")
    return str(said)


def shadows(house: House) -> list[int]:
    """Processes of candidates that the worker has started."""
    [worker] = house.pids("worker")
    done = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(worker)], capture_output=True, text=True, check=False
    )
    return [int(line.split()[0]) for line in done.stdout.splitlines() if not line.split()[1].startswith("Z")]


def test_another_model_is_taken_up_and_given_back_while_people_talk(talk: Talk, another: str) -> None:
    house, before = talk.house, hash_of(SHIPPED)
    worker = house.pids("worker")
    talk.goes_on(2)

    house.manage("model", "use", another[:8], "--why", "for a story")
    while not another.startswith(read_with(house)):
        talk.goes_on(1)
    talk.goes_on(2)
    house.manage("model", "back")
    while not before.startswith(read_with(house)):
        talk.goes_on(1)
    talk.goes_on(2)
    talk.wait_until_quiet()

    talk.is_whole()
    assert house.pids("worker") == worker, "nobody restarted it"
    rows = house.sql(
        "SELECT m.id, count(a.id), min(a.artefact_hash) FROM chat_message m LEFT JOIN moderation_assessment a "
        "ON a.message_id = m.id WHERE m.conversation_id = %s AND m.by = 'young_person' "
        "GROUP BY m.id ORDER BY min(a.id)",
        talk.conversation,
    )
    assert len(rows) == len(talk.aisha.sent)
    assert {count for _, count, _ in rows} == {1}, "each was read once"
    hashes = [artefact_hash for _, _, artefact_hash in rows]
    changes = [one for one, next_one in zip(hashes, [*hashes[1:], ""], strict=True) if one != next_one]
    assert changes == [before, another, before]
    assert house.visitor().get("/readyz").status == 200


def test_a_candidate_reads_beside_is_killed_and_begins_again_and_nobody_notices(talk: Talk, another: str) -> None:
    house = talk.house
    read_live = "SELECT count(*) FROM moderation_assessment WHERE artefact_hash = %s"
    before = house.sql(read_live, another)
    house.manage("model", "shadow", another[:8])
    house.wait_until(lambda: bool(shadows(house)), "the candidate's process is there")
    talk.goes_on(2)
    talk.wait_until_quiet()
    house.wait_until(lambda: read_beside(house, another) > 0, "the candidate has read something")

    [first] = shadows(house)
    os.kill(first, signal.SIGKILL)
    talk.goes_on(4)
    talk.wait_until_quiet()
    house.wait_until(lambda: bool(shadows(house)) and shadows(house) != [first], "there is another one")
    talk.is_whole()
    house.manage("model", "shadow", "off")
    house.wait_until(lambda: not shadows(house), "no candidate reads any more")

    assert house.sql(read_live, another) == before, "nothing was read by it for people"
    house.manage("shadow_report", "--candidate", another[:8], "--out", str(house.folder / "report"))
    assert "from her" not in (house.folder / "report" / "report.html").read_text()
    assert b"from her" not in house.log_bytes()


def read_beside(house: House, artefact_hash: str) -> int:
    query = "SELECT count(*) FROM moderation_shadowreading WHERE artefact_hash = %s AND error = ''"
    return int(house.sql(query, artefact_hash)[0][0])
