"""A minute of silence closes nothing. Last of the chat's stories by its name, because the others are its minute."""

import time

from tests.chat.doors import QuietSockets

MINUTE = 61.0


def test_sockets_that_say_nothing_for_a_minute_stay_open(quiet_sockets: QuietSockets) -> None:
    quiet = quiet_sockets

    quiet.page.hears_nothing("reconnect", seconds=quiet.since + MINUTE - time.monotonic())

    asked = quiet.young.says(quiet.page, "after a minute")
    assert quiet.console.expect("said", id=asked["id"])["body"] == "after a minute"
    answered = quiet.counsellor.says(quiet.console, "here as well")
    assert quiet.page.expect("said", id=answered["id"])["by"] == "counsellor"
