"""Tom texts us, through the real view and through the real service; and nothing of it is in any log (H02, H03)."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from chat.models import Conversation, Message
from chat.queue import take_next
from chat.sms.wording import words
from config import clock
from moderation.assess import assess_pending
from moderation.models import Flag
from tests.chat.doors import AtADoor, Counsellor
from tests.chat.people import places_in, talks_to
from tests.house import House
from tests.people import ended, make_sam
from tests.sentry_sink import SentrySink, traces_of
from tests.sms.webhooks import (
    FALLBACK,
    FORM,
    INCOMING,
    Post,
    Texter,
    deliver,
    everything_said,
    fields_of,
    form_of,
    new_sid,
)
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

CANARY = "pelican-Umbrella-behind-the-garage"
NUMBER = "+447700900417"
BASE = "http://localhost"


def test_the_story_of_tom_who_texts(database):
    sam, tom = make_sam(), Texter()

    tom.texts("dont really know where to start")
    tom.texts("its my step dad")
    taken = take_next(sam)
    talks_to(sam, taken).says("That is okay. Start anywhere.")
    tom.texts("i took all the pills i could find an hour ago")
    while assess_pending():
        pass

    assert taken.channel == Conversation.Channel.SMS
    assert everything_said() == [
        "dont really know where to start",
        "its my step dad",
        "i took all the pills i could find an hour ago",
    ]
    assert tom.heard() == [words("sms.welcome_plain"), "That is okay. Start anywhere."]
    assert places_in(taken) == [1, 2, 3, 4, 5]
    assert tom.conversation.urgency == "now"
    assert Flag.objects.filter(urgency="now", conversation=taken).exists()

    Flag.objects.all().update(state="handled")
    Conversation.objects.update(urgency="routine")
    ended(taken)
    clock.move(timedelta(hours=11))
    assert tom.texts("me again").message.conversation_id == taken.pk
    ended(take_next(person_on_shift_later()))
    clock.move(timedelta(hours=12))
    assert tom.texts("hello").message.conversation_id != taken.pk


def person_on_shift_later() -> Any:
    from tests.people import on_shift, person

    priya = person("Priya", "counsellor")
    on_shift(priya, "counsellor", ends=20)
    return priya


@pytest.mark.usefixtures("empty_queue")
def test_h02_h03_tom_texts_the_real_service(house, tmp_path):
    """Recorded, shuffled, three times over, at both web processes; then Sam reads it on the console."""
    texts = [fields_of(body, sender="+447700900410") for body in ("hello", "i dont feel safe", "NOW", "are you there")]
    for number, fields in enumerate(texts):
        file = written(tmp_path / f"{number}.jsonl", [fields])
        assert house.manage("replay_sms", file).startswith("1 texts posted: 1 accepted")
    everything = written(tmp_path / "all.jsonl", texts)

    said = house.manage("replay_sms", everything, "--times", "3", "--shuffle")

    assert said.strip() == "12 texts posted: 12 accepted, 0 accepted by the fallback, 0 refused, 0 not reached"
    sids = [fields["MessageSid"] for fields in texts]
    rows = house.sql(
        "SELECT m.conversation_id, m.place FROM chat_incomingtext t JOIN chat_message m ON m.id = t.message_id"
        " WHERE t.message_sid = ANY(%s) ORDER BY t.id",
        sids,
    )
    [conversation] = {conversation for conversation, _ in rows}
    assert [place for _, place in rows] == sorted(place for _, place in rows)
    assert len(rows) == 4
    house.wait_until(lambda: flags_of(house, conversation), "a lead knows that Tom texted NOW")
    assert house.sql("SELECT urgency, channel FROM chat_conversation WHERE id = %s", conversation) == [
        ("very_soon", "sms")
    ]

    sam = Counsellor(house).signs_in().talks_to(AtADoor(house, house.visitor(), "", conversation, {}))
    with sam.opens() as console:
        sam.resumes(console)
        heard = [console.expect("said", by="young_person")["body"] for _ in texts]
        sam.says(console, "I am Sam. I am here.")
    assert heard == [fields["Body"] for fields in texts]
    [(to_send,)] = house.sql(
        "SELECT count(*) FROM chat_outgoingtext t JOIN chat_message m ON m.id = t.message_id"
        " WHERE m.conversation_id = %s AND m.by = 'counsellor'",
        conversation,
    )
    assert to_send == 1


def flags_of(house: House, conversation: int) -> bool:
    found = house.sql(
        "SELECT 1 FROM moderation_flag WHERE conversation_id = %s AND check_name = 'text.now_word'", conversation
    )
    return bool(found)


def test_no_word_and_no_number_of_a_text_is_in_any_log_or_report(make_house):
    with SentrySink() as sink:
        house = make_house(environ={"SENTRY_DSN": sink.dsn, "LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json"})
        account, token = account_of(house)
        ours = {"AccountSid": account, "To": "+447700900000"}
        post, signing = over_http(house), {"base": house.base_url, "token": token}
        fields = {**fields_of(CANARY, sender=NUMBER), **ours}

        assert deliver(fields, post=post, **signing) == 204
        assert deliver(fields, FALLBACK, post=post, **signing) == 204
        for word in ("STOP", "START", "HELP", "NOW", "END"):
            assert deliver({**fields, "MessageSid": new_sid(), "Body": word}, post=post, **signing) == 204
        assert deliver(fields, post=post, base=house.base_url, token=CANARY) == 403
        assert deliver({**fields, "Body": [CANARY, CANARY]}, post=post, **signing) == 403
        assert deliver({**fields, "To": NUMBER}, post=post, **signing) == 403
        assert deliver({**fields, "MessageSid": CANARY}, post=post, **signing) == 400
        assert deliver({**fields, "MessageSid": new_sid(), CANARY: CANARY}, post=post, **signing) == 204
        assert deliver({**fields, "Body": CANARY * 2000}, post=post, **signing) == 413
        assert deliver(fields, f"/sms/status/?attempt={CANARY}", post=post, **signing) == 400
        assert house.visitor().ask("POST", f"{INCOMING}?{CANARY}", form_of(fields)).status == 403
        assert house.manage("replay_sms", written(house.folder / "r.jsonl", [fields, fields]))
        house.sql("ALTER TABLE chat_incomingtext ADD CONSTRAINT broken_for_a_test CHECK (false) NOT VALID")
        assert deliver({**fields, "MessageSid": new_sid()}, post=post, **signing) == 500
        house.wait_until(lambda: "CheckViolation" in sink.types, "the failure was reported")
        house.stop_all()

        for secret in (CANARY, NUMBER, NUMBER[1:], "0" + NUMBER[3:], token):
            assert traces_of(secret, house.log_bytes()) == []
            assert traces_of(secret, sink.everything) == []
        assert b"text.stored" in house.log_bytes()
        assert b"text.forged" in house.log_bytes()


def account_of(house: House) -> tuple[str, str]:
    """The account that an installation of its own makes up, so that its practice phone has one."""
    made = (house.data / "keys" / "practice_phone.key").read_text().strip()
    return f"AC{made[:32]}", made[32:]


def over_http(house: House) -> Post:
    def post(path: str, form: bytes, signature: str) -> int:
        return (
            house.visitor()
            .ask("POST", path, form, headers={"Content-Type": FORM, "X-Twilio-Signature": signature})
            .status
        )

    return post


def written(file: Path, texts: list[dict[str, str]]) -> str:
    file.write_text("\n".join(json.dumps(fields) for fields in texts) + "\n")
    return str(file)


@pytest.fixture
def replayed(database, tmp_path) -> Callable[..., None]:
    def replay(content: str, *options: str) -> None:
        file = tmp_path / "texts.jsonl"
        file.write_text(content)
        call_command("replay_sms", str(file), *options)

    return replay


def test_a_live_service_is_not_replayed_to_by_mistake(replayed, settings):
    settings.IS_PRODUCTION = True

    with pytest.raises(CommandError, match="--yes"):
        replayed("{}\n")


@pytest.mark.parametrize("line", ["no json", "[1]", '{"Body": null}', '{"Body": ["a"]}', "[" * 5000])
def test_a_file_that_cannot_be_read_is_named_by_its_line_and_not_quoted(replayed, line):
    with pytest.raises(CommandError, match="Line 2 is no") as refused:
        replayed(f"\n{line}\n")

    assert line not in str(refused.value)


def test_a_service_that_is_not_there_is_said(replayed, settings, capsys):
    settings.PUBLIC_URL = "http://127.0.0.1:9"

    with pytest.raises(CommandError, match="Not all were accepted"):
        replayed(json.dumps(fields_of(CANARY)))

    shown = capsys.readouterr()
    assert "1 not reached" in shown.out
    assert CANARY not in shown.out + shown.err
    assert Message.objects.count() == 0
