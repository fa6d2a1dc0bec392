"""Another process of the service: stores what it is told on standard input, and says which places it got.

One line in: the name of a database, and a list of [conversation, client id, young person, epoch, body], each of
which is a commit of its own. One line out: the places, in order; a reason where something was refused.
"""

import json
import sys
from uuid import UUID

import django
from django.db import connections

django.setup()

from chat.journal import Speaker, Stored, Words, append_now
from chat.models import Conversation
from config import sealing


def words_of(told: list[list[object]]) -> list[Words]:
    found = []
    for conversation_id, client_id, young_person_id, epoch, body in told:
        key = Conversation.objects.get(pk=conversation_id).sealing_key()
        speaker = Speaker(by="young_person", young_person_id=UUID(str(young_person_id)), epoch=int(str(epoch)))
        said = UUID(str(client_id)), speaker, str(body)
        found.append(Words(int(str(conversation_id)), *said, key.pk, key.unwrapped()))
    return found


def move_to(database: str) -> None:
    connection = connections["default"]
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's wrapper has it
        connection.settings_dict["NAME"] = database
        sealing.KEYS.clear()


def main() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        database, told = json.loads(line)
        move_to(database)
        answers = [append_now(words) for words in words_of(told)]
        places = [answer.place if isinstance(answer, Stored) else answer.reason for answer in answers]
        print(json.dumps(places), flush=True)
        connections["default"].close()


main()
