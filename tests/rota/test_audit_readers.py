"""H19. A young person asks who has read theirs: in words they know, and nothing that is not theirs to learn here."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from chat import access, code_words
from chat.conversations import start_conversation
from chat.models import Conversation, YoungPerson
from config import clock
from rota import audit
from rota.models import Role, Shift
from tests.people import ended, on_shift, person
from tests.sms.test_in_wording import FORBIDDEN, grade


@pytest.fixture(autouse=True)
def _as_new():
    yield
    clock.reset()


class Aisha:
    def __init__(self) -> None:
        self.young_person, cookie = access.new_young_person()
        self.conversation = start_conversation(self.young_person)
        self.client = Client(headers={"host": "localhost"})
        self.client.cookies[settings.YOUNG_PERSON_COOKIE] = cookie

    def reads(self) -> str:
        answer = self.client.get("/chat/readers/")
        assert answer.status_code == 200
        main = answer.content.decode().split("<main")[1].split("</main>")[0]
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)  # random letters may be somebody's name


@pytest.fixture
def aisha(database) -> Aisha:
    return Aisha()


def look(who, conversation: Conversation, ground: str, action: str = "conversation.opened") -> None:
    audit.record(action, f"conversation:{conversation.pk}", who=who, ground=ground)


def test_h19_a_young_person_is_told_who_has_read_theirs(aisha):
    sam, grace = person("Sam", Role.COUNSELLOR), person("Grace", Role.SHIFT_LEAD)
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    assert "No one has read it yet." in aisha.reads()
    look(sam, aisha.conversation, "owner")
    look(sam, aisha.conversation, "owner")
    look(grace, aisha.conversation, "shift_lead")
    look(lena, aisha.conversation, "escalation:7", "conversation.read")
    look(sam, start_conversation(YoungPerson.objects.create()), "owner")

    page = aisha.reads()

    day = rf"{clock.now():%-d} {clock.now():%B}"
    assert re.findall(r"<li[^>]*>(.*?)</li>", page) == [
        f"On {day} Sam read it, to talk with you.",
        f"On {day} a safeguarding lead read it.",
        f"On {day} Grace read it. They lead the team.",
    ]
    assert "Lena" not in page


def test_a_look_under_an_escalation_reads_like_any_other_of_a_lead(database):
    one, other = Aisha(), Aisha()
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    look(lena, one.conversation, "escalation:7", "conversation.quoted")
    look(lena, one.conversation, "escalation:7", "escalation.refreshed")
    look(lena, other.conversation, "safeguarding_lead")

    assert one.reads() == other.reads()


def test_nothing_while_the_page_is_locked_after_exit_or_of_what_was_before(aisha):
    sam = person("Sam", Role.COUNSELLOR)
    look(sam, aisha.conversation, "owner")
    code_words.choose(aisha.young_person, "juniper tree")
    aisha.young_person.refresh_from_db()
    code_words.lock_page(aisha.young_person)
    assert "Sam" not in aisha.reads()

    assert code_words.give(aisha.young_person, "juniper tree")
    assert "Sam" in aisha.reads()
    on_shift(sam, Shift.Duty.COUNSELLOR)
    ended(Conversation.objects.get(pk=aisha.conversation.pk))
    clock.move(timedelta(days=1))
    assert "Sam" not in aisha.reads()

    access.retire_cookie(aisha.young_person)
    assert aisha.client.get("/chat/readers/").status_code == 302
    assert Client(headers={"host": "localhost"}).get("/chat/readers/").status_code == 302


def test_the_page_is_in_words_that_a_child_knows(aisha):
    for role, ground in (
        (Role.COUNSELLOR, "owner"),
        (Role.SHIFT_LEAD, "shift_lead"),
        (Role.SAFEGUARDING_LEAD, "glass:3"),
    ):
        look(person(role.title().replace("_", ""), role), aisha.conversation, ground)

    words = " ".join(re.findall(r"<(?:p|li|h1|h2)[^>]*>([^<]+)<", aisha.reads()))

    sentences = [sentence.split() for sentence in re.split(r"[.?](?:\s|$)", words) if sentence.strip()]
    assert grade(sentences) <= 5.5
    assert all(len(sentence) <= 20 for sentence in sentences)
    assert not FORBIDDEN.search(words)
    assert "!" not in words
    assert "escalation" not in words.lower()
