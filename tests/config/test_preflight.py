"""What is missing before going live is named, each thing by itself, and what is there is not."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from chat.sms import carrier
from config import clock, confirmed, preflight
from config.alive import say_alive
from config.models import KeyProof
from config.preflight import copies, people, place, texts
from config.preflight.findings import Finding, State
from rota.demo import demo_password, make_demo
from rota.models import Role, Shift
from rota.people import add_staff
from rota.shifts import put_on
from tests.house import House

Look = Callable[[], Any]


@pytest.fixture
def data(database: str, settings: Any, tmp_path: Path) -> Path:
    """A data folder of this story's own: what one says must not be heard by another."""
    settings.NIGHTLIGHT_DATA = tmp_path
    return tmp_path


def lines(look: Look) -> dict[str, Finding]:
    return {found.name: found for found in look()}


def test_every_line_says_what_to_do_or_is_well(data: Path) -> None:
    found = list(preflight.everything())

    assert len({one.name for one in found}) == len(found) > 25
    assert [one.name for one in found if one.state != State.OK and not one.to_do] == []
    assert [one.name for one in found if one.state == State.OK and one.to_do] == []


def test_two_leads_with_a_second_step_and_not_one(data: Path) -> None:
    for name in ("lena", "marc"):
        lead = add_staff(f"{name}@example.org", name, [Role.SAFEGUARDING_LEAD])
        assert lines(people.leads)["safeguarding leads"].state == State.MISSING
        Authenticator.objects.create(user=lead, type=Authenticator.Type.TOTP, data={})

    assert lines(people.leads)["safeguarding leads"].state == State.OK


def test_recovery_codes_alone_are_no_second_step(data: Path) -> None:
    for name in ("lena", "marc"):
        lead = add_staff(f"{name}@example.org", name, [Role.SAFEGUARDING_LEAD])
        Authenticator.objects.create(user=lead, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert lines(people.leads)["safeguarding leads"].state == State.MISSING


def test_a_role_that_nobody_holds_is_named(data: Path) -> None:
    add_staff("maya@example.org", "Maya", [Role.MANAGER])

    says = lines(people.roles)["roles"].says
    assert "Privacy" in says
    assert "Manager" not in says


def test_nobody_on_call_and_empty_hours_are_named(data: Path) -> None:
    assert lines(people.on_call)["on call now"].state == State.MISSING
    assert lines(people.hours)["hours of the next 28 days"].state == State.MISSING

    lead = add_staff("lena@example.org", "Lena", [Role.SAFEGUARDING_LEAD])
    put_on(lead, Shift.Duty.ON_CALL_1, clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=5))
    assert lines(people.on_call)["on call now"].state == State.OK


def test_people_of_the_demo_and_their_password_are_named(data: Path) -> None:
    assert lines(people.people_of_the_demo)["people of the demo"].state == State.OK

    demo_password()
    assert "demo-password" in lines(people.people_of_the_demo)["people of the demo"].says

    (data / "demo-password").unlink()
    make_demo()
    assert lines(people.people_of_the_demo)["people of the demo"].state == State.MISSING


def test_a_copy_of_the_keys_is_good_until_there_is_a_newer_key(data: Path, settings: Any) -> None:
    assert lines(copies.keys)["copy of the keys"].state == State.MISSING

    call_command("confirm", "keys_copied", "--by", "Ines")
    assert lines(copies.keys)["copy of the keys"].state == State.OK

    confirmed.confirm("keys_copied", by="Ines", detail="kek-0000")
    assert lines(copies.keys)["copy of the keys"].state == State.MISSING


def test_a_backup_is_of_the_last_day_and_a_restore_of_the_last_month(data: Path) -> None:
    assert {one.state for one in copies.backup()} == {State.MISSING}

    confirmed.confirm("backup_taken", by="cron")
    KeyProof.objects.create(needs_from="kek-0001", keys_opened=1, texts_opened=1)
    assert {one.state for one in copies.backup()} == {State.OK}

    clock.move(timedelta(days=2))
    try:
        assert lines(copies.backup)["backup"].state == State.MISSING
        assert lines(copies.backup)["restore"].state == State.OK
        clock.move(timedelta(days=32))
        assert lines(copies.backup)["restore"].state == State.MISSING
    finally:
        clock.reset()


def test_what_a_crash_left_half_written_is_passed_over(data: Path) -> None:
    confirmed.confirm("anchors_copied", by="Ines")
    with confirmed.file().open("ab") as told:
        told.write(b'{"what": "anchors_cop')

    said = confirmed.newest("anchors_copied")
    assert said is not None
    assert said.by == "Ines"
    assert confirmed.newest("anchors_copied", within=timedelta()) is None
    with pytest.raises(KeyError):
        confirmed.confirm("something", by="Ines")
    with pytest.raises(CommandError):
        call_command("confirm", "something", "--by", "Ines")


def test_processes_roles_disk_and_keys_are_looked_at(data: Path, settings: Any) -> None:
    assert {one.state for one in place.processes()} == {State.MISSING}
    for name in ("worker", "jobs", "watchdog"):
        say_alive(name)

    assert {one.state for one in place.processes()} == {State.OK}
    found = lines(place.database)
    assert {found[name].state for name in ("accounts in the database", "migrations", "clock")} == {State.OK}
    assert found["rights in the database"].state == State.OK
    assert lines(place.keys)["key files"].state == State.OK
    settings.DATABASE_URLS = dict.fromkeys(settings.DATABASE_URLS, settings.DATABASE_URLS["app"])
    assert lines(place.database)["accounts in the database"].state == State.MISSING


def test_a_key_file_that_others_may_read_is_named(data: Path, settings: Any) -> None:
    settings.NIGHTLIGHT_KEYS = data
    (data / "kek-0001.key").write_bytes(b"")
    (data / "kek-0001.key").chmod(0o644)

    assert "kek-0001.key" in lines(place.keys)["key files"].says


def test_a_clock_that_is_off_is_named(data: Path) -> None:
    clock.move(timedelta(seconds=30))
    try:
        assert lines(place.database)["clock"].state == State.MISSING
    finally:
        clock.reset()


def test_an_address_that_nobody_else_reaches_and_nobody_answers_at(data: Path, settings: Any) -> None:
    settings.PUBLIC_URL = "http://localhost:9"

    found = lines(place.address)
    assert found["address"].state == State.MISSING
    assert found["answering"].state == State.UNKNOWN


def test_without_an_account_texts_are_missing_unless_nobody_wants_them(data: Path, settings: Any, capsys: Any) -> None:
    settings.HAS_TEXTS = False

    assert lines(texts.account)["texts"].state == State.MISSING
    with pytest.raises(SystemExit):
        call_command("preflight", "--json", "--without", "texts")
    told = json.loads(capsys.readouterr().out)
    assert not [line for line in told["lines"] if line["name"].startswith("texts")]


def an_account(**changes: Any) -> carrier.Account:
    number = carrier.Number(
        incoming=changes.get("incoming", "https://n.example/sms/incoming/"),
        fallback=changes.get("fallback", "https://n.example/sms/incoming/fallback/"),
        method=changes.get("method", "POST"),
        fallback_method="POST",
        goes_elsewhere=changes.get("goes_elsewhere", False),
    )
    return carrier.Account(changes.get("balance", 50.0), "GBP", changes.get("numbers", [number]))


@pytest.mark.parametrize(
    ("change", "name", "state"),
    [
        ({}, "texts address", State.OK),
        ({}, "texts second address", State.OK),
        ({"incoming": "https://n.example/sms/incoming"}, "texts address", State.MISSING),
        ({"incoming": "http://n.example/sms/incoming/"}, "texts address", State.MISSING),
        ({"method": "GET"}, "texts address", State.MISSING),
        ({"fallback": ""}, "texts second address", State.MISSING),
        ({"goes_elsewhere": True}, "texts address", State.MISSING),
        ({"numbers": []}, "texts address", State.UNKNOWN),
    ],
)
def test_texts_go_where_we_listen_letter_for_letter(
    settings: Any, change: dict[str, Any], name: str, state: State
) -> None:
    settings.PUBLIC_URL = "https://n.example"

    assert {one.name: one for one in texts._addresses(an_account(**change))}[name].state == state


@pytest.mark.parametrize(("balance", "state"), [(20.0, State.OK), (19.99, State.MISSING), (None, State.UNKNOWN)])
def test_an_account_without_money_sends_nothing(balance: float | None, state: State) -> None:
    assert texts._balance(an_account(balance=balance)).state == state


def test_the_carriers_own_library_asks_the_practice_phone(house: House) -> None:
    """The real processes: the address, the account, the number and the money are asked over HTTP."""
    with pytest.raises(AssertionError) as ended:
        house.manage("preflight", "--json")
    told = json.loads(str(ended.value).split("failed:\n", 1)[1].splitlines()[0])
    found = {line["name"]: line for line in told["lines"]}

    assert told["ready"] is False
    assert found["answering"]["state"] == "ok"
    assert found["texts"]["state"] == found["texts balance"]["state"] == "ok"
    assert found["texts address"]["state"] == found["texts second address"]["state"] == "ok"
    assert found["texts opt-out words"]["state"] == "cannot be told from here"
    assert found["texts carrier"]["state"] == "missing"
    assert found["environment"]["state"] == "missing"
    assert found["process jobs"]["state"] == "ok"
    assert found["accounts in the database"]["state"] == "ok"


def test_the_practice_account_is_shown_to_nobody_without_its_token(database: str) -> None:
    from django.conf import settings

    for name in ("Balance", "IncomingPhoneNumbers"):
        address = f"/practice-phone/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/{name}.json"
        assert Client(headers={"host": "localhost"}).get(address).status_code == 401
