"""The concern door: anybody, without an account; one child from one source is one; nobody learns whom we know."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import given as drawn
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chat.concern import forgetting, landing
from chat.concern.given import LONGEST, TRAP
from chat.concern.references import hash_of, reference_of
from chat.concern.sources import _network, child_named
from chat.models import Concern, ConcernWords, WordsShredded
from config import clock
from config.tuning import change_setting
from escalation.models import Escalation, EscalationEvent, Page
from escalation.open import open_for_concern
from escalation.rights.records import due_records, erase_record
from moderation.models import Flag
from tests.chat.people import aisha
from tests.forum.people import approve, moderator, writes
from tests.people import make_lena

pytestmark = pytest.mark.usefixtures("database")

CANARY = "persimmon-lighthouse"


class Caller:
    """Somebody at the door, without script, from one network address."""

    def __init__(self, address: str = "192.0.2.7", cookie: str = "") -> None:
        self.client = Client(REMOTE_ADDR=address)
        if cookie:
            self.client.cookies[settings.YOUNG_PERSON_COOKIE] = cookie

    def gives(self, what: str = "she cried at the bus stop", **form: Any) -> Any:
        return self.client.post("/concern/", {"client_id": str(uuid4()), "what": what, **form})

    def adds(self, reference: str, what: str, **form: Any) -> Any:
        given = {"client_id": str(uuid4()), "reference": reference, "what": what, **form}
        return self.client.post("/concern/more/", given)

    def worries(self, post: int, what: str = "", **form: Any) -> Any:
        return self.client.post(f"/forum/posts/{post}/worried/", {"client_id": str(uuid4()), "what": what, **form})

    def reads(self, path: str = "/concern/thanks/") -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.content.decode())

    def reference(self) -> str:
        found = re.search(r'class="return-name">([^<]+)<', self.reads())
        assert found
        return found[1]


def let_the_work_be_done() -> int:
    """What the jobs process does with what has come up so far, due or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'chat.land_concern' ORDER BY id")
        jobs = cursor.fetchall()
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'chat.land_concern'")
    for (arguments,) in jobs:
        given = arguments if isinstance(arguments, dict) else json.loads(arguments)
        landing.land(given["concern_id"])
    return len(jobs)


def waits() -> list[bool]:
    """Of the landings that are to come: does it wait?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at IS NOT NULL FROM procrastinate_jobs WHERE task_name = 'chat.land_concern' ORDER BY id"
        )
        return [waits for (waits,) in cursor.fetchall()]


# From the door to a lead


def test_a_stranger_says_it_in_one_form_and_a_lead_has_it() -> None:
    make_lena()
    bus_driver = Caller()

    answer = bus_driver.gives(
        f"she has bruises {CANARY}", who="Mia, about 12", where="the 42 bus", urgency="now", given_by="passer_by",
        contact="07700 900555",
    )  # fmt: skip

    assert (answer.status_code, answer.url) == (302, "/concern/thanks/")
    assert "Call 999 now" in bus_driver.reads()
    concern = Concern.objects.get()
    assert (concern.what, concern.contact) == (f"she has bruises {CANARY}", "07700 900555")
    assert concern.who == "Mia, about 12\nWhere they may be: the 42 bus"
    assert let_the_work_be_done() == 1
    escalation = Escalation.objects.get()
    assert (escalation.concern, escalation.urgency, escalation.state) == (concern, "now", "opened")
    flag = Flag.objects.get()
    assert (flag.concern, flag.conversation, flag.post) == (concern, None, None)


def test_what_is_least_urgent_reaches_a_lead_too_because_nobody_else_has_it() -> None:
    Caller().gives(urgency="soon")
    let_the_work_be_done()

    assert Escalation.objects.get().urgency == "very_soon"


def test_nothing_but_one_field_has_to_be_filled_in_and_who_alone_is_enough() -> None:
    assert Caller().gives("he was alone again").status_code == 302
    assert Caller("192.0.2.8").gives("", who="Ben from number 4").status_code == 302

    refused = Caller("192.0.2.9").gives("   ")

    assert refused.status_code == 422
    assert "A few words are enough" in unescape(refused.content.decode())
    assert Concern.objects.count() == 2
    assert set(Concern.objects.values_list("given_by", "urgency")) == {("other", "very_soon")}


def test_nothing_of_it_lies_open_in_the_database() -> None:
    Caller().gives(f"bruises {CANARY}", who=f"{CANARY} who", where=f"{CANARY} where", contact=f"{CANARY} contact")
    Caller().gives(f"again {CANARY}", who=f"{CANARY} who")

    with connection.cursor() as cursor:
        for table in ("chat_concern", "chat_concernwords", "procrastinate_jobs"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{CANARY}%"])
            assert cursor.fetchone() == (0,), table
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%192.0.2%%'")
            assert cursor.fetchone() == (0,), table


def test_where_nobody_takes_concerns_yet_the_job_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Caller().gives()
    monkeypatch.setattr(landing, "open_for_concern", None)

    with pytest.raises(LookupError):
        landing.land(Concern.objects.get().pk)

    monkeypatch.setattr(landing, "open_for_concern", open_for_concern)
    landing.land(Concern.objects.get().pk)
    assert Escalation.objects.count() == 1


# Never told


def plain(page: str) -> str:
    """Without what is new in every answer."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"|return-name">[^<]+<', "", page)


def test_h04_the_same_words_whether_we_know_the_child_or_not_and_whatever_became_of_it() -> None:
    known = aisha(nickname="Robin")
    known.says("hello")
    pages = set()
    for address, who in (("192.0.2.1", "Robin"), ("192.0.2.2", "nobody we know"), ("192.0.2.3", "Robin"),
                         ("192.0.2.3", "Robin"), ("192.0.2.3", "somebody else")):  # fmt: skip
        caller = Caller(address)
        assert caller.gives("worried", who=who).status_code == 302
        pages.add(plain(caller.reads()))
        let_the_work_be_done()

    assert len(pages) == 1
    assert "Robin" not in pages.pop()


def test_the_door_itself_never_looks_for_the_child() -> None:
    """The request writes the same few rows whoever is meant; finding out is a job."""
    done = []
    for address, who in (("192.0.2.1", "nobody we know"), ("192.0.2.2", "Robin")):
        aisha(nickname="Robin")
        with connection.execute_wrapper(_hearing(asked := [])):
            Caller(address).gives("worried", who=who)
        done.append([sql.split("(")[0] for sql in asked if sql.startswith(("INSERT", "UPDATE"))])
        assert not [sql for sql in asked if "chat_youngperson" in sql or "escalation_" in sql or "nickname" in sql]

    assert done[0] == done[1] != []


def _hearing(asked: list[str]) -> Any:
    def wrapper(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, params, many, context)

    return wrapper


# References


def test_a_reference_is_short_easy_to_say_and_not_in_the_database() -> None:
    caller = Caller()
    caller.gives()
    reference = caller.reference()

    assert re.fullmatch(r"[a-z]+ [a-z]+ \d{4} \d{4}", reference)
    concern = Concern.objects.get()
    assert reference_of(concern) == reference
    assert concern.reference_hash == hash_of(reference)
    with connection.cursor() as cursor:
        digits = reference.split()[-1]
        cursor.execute("SELECT count(*) FROM chat_concern c WHERE c::text LIKE %s", [f"%{reference}%"])
        assert cursor.fetchone() == (0,)
    assert digits.isdigit()


def test_with_the_reference_something_is_added_however_it_is_typed_and_nothing_is_shown() -> None:
    caller, later = Caller(), Caller("198.51.100.4")
    caller.gives(f"she has bruises {CANARY}")
    typed = caller.reference().upper().replace(" ", " - ")

    answer = later.adds(typed, "today she was not at school")

    assert (answer.status_code, answer.url) == (302, "/concern/thanks/")
    assert CANARY not in later.reads()
    assert later.reference() == caller.reference()
    concern = Concern.objects.get()
    assert [added.words for added in concern.added.all()] == ["today she was not at school"]
    assert concern.urgency == "very_soon"


def test_a_wrong_reference_keeps_the_words_and_says_so() -> None:
    caller = Caller()

    answer = caller.adds("teal heron 0000 0000", f"more {CANARY}")

    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "could not find that reference" in page
    assert CANARY in page
    assert Concern.objects.count() == 0
    assert caller.adds("", f"more {CANARY}").status_code == 302
    assert Concern.objects.get().what == f"more {CANARY}"


def test_nobody_tries_out_references_for_long() -> None:
    change_setting("concern.wrong_an_hour", 3, why="a story", set_by=None)
    caller = Caller()
    for number in range(3):
        assert "could not find" in caller.adds(f"teal heron 0000 000{number}", "x").content.decode()
    Caller("198.51.100.4").gives()
    good = reference_of(Concern.objects.get())

    answer = caller.adds(good, "more of it")

    assert "wait a while" in answer.content.decode()
    assert ConcernWords.objects.count() == 0
    assert Caller("198.51.100.9").adds(good, "more of it").status_code == 302


def test_a_reference_whose_words_were_erased_is_as_good_as_none() -> None:
    caller = Caller()
    caller.gives()
    reference = caller.reference()
    key = Concern.objects.get().key
    assert key
    key.delete()

    assert caller.adds(reference, "more").status_code == 422
    assert let_the_work_be_done() == 1
    assert Escalation.objects.count() == 0


# One source, one child


def test_h11_what_one_source_says_of_one_child_is_one_concern_and_pages_once() -> None:
    make_lena()
    caller = Caller()
    for word in ("bruises", "crying", "bruises again"):
        caller.gives(f"{word} at the bus stop", who="Mia", urgency="very_soon")
        let_the_work_be_done()
    pages = Page.objects.count()
    caller.gives("now she is on the bridge", who=" mía ", urgency="now")
    let_the_work_be_done()
    caller.gives("still on the bridge", who="MIA", urgency="now")
    let_the_work_be_done()

    assert (Concern.objects.count(), Escalation.objects.count()) == (1, 1)
    concern, escalation = Concern.objects.get(), Escalation.objects.get()
    assert [added.words.split("\n")[0] for added in concern.added.order_by("pk")] == [
        "crying at the bus stop", "bruises again at the bus stop", "now she is on the bridge", "still on the bridge",
    ]  # fmt: skip
    assert (concern.urgency, escalation.urgency) == ("now", "now")
    raised = escalation.history.filter(kind=EscalationEvent.Kind.URGENCY_RAISED)
    assert raised.count() == 1
    assert pages == 1


def test_another_source_and_another_child_are_concerns_of_their_own() -> None:
    Caller("192.0.2.1").gives(who="Mia")
    Caller("192.0.2.2").gives(who="Mia")
    Caller("192.0.2.1").gives(who="Ben")

    assert Concern.objects.count() == 3


def test_h11_a_source_that_speaks_of_very_many_is_stored_and_joined_and_never_refused() -> None:
    change_setting("concern.most_a_source", 3, why="a story", set_by=None)
    caller = Caller()
    for number in range(8):
        assert caller.gives(f"child {number} is hurt", who=f"child number {number}").status_code == 302
        clock.move(timedelta(seconds=1))
    let_the_work_be_done()

    assert (Concern.objects.count(), Escalation.objects.count()) == (3, 3)
    last = Concern.objects.latest("at")
    joined = [added.words for added in last.added.order_by("pk")]
    assert [words.split("\n")[0] for words in joined] == [f"child {number} is hurt" for number in range(3, 8)]
    assert "child number 7" in joined[-1]


def test_h11_what_comes_all_the_time_waits_a_little_unless_it_is_more_urgent() -> None:
    change_setting("concern.added_an_hour", 2, why="a story", set_by=None)
    caller = Caller()
    for number in range(5):
        caller.gives(f"again {number}", who="Mia")
    caller.gives("now it is bad", who="Mia", urgency="now")

    assert waits() == [False, False, False, True, True, False]


def test_the_same_form_sent_twice_is_one_concern_and_changed_words_are_added() -> None:
    caller, form = Caller(), {"client_id": str(uuid4()), "who": "Mia"}
    caller.gives("bruises", **form)
    first = caller.reference()
    caller.gives("bruises", **form)
    assert (Concern.objects.count(), ConcernWords.objects.count()) == (1, 0)

    caller.gives("bruises, and she is thin", **form)
    caller.gives("bruises, and she is thin", **form)
    caller.gives("bruises, and she is thin", urgency="now", **form)

    assert caller.reference() == first
    assert [added.words.split("\n")[0] for added in ConcernWords.objects.order_by("pk")] == [
        "bruises, and she is thin", "bruises, and she is thin",
    ]  # fmt: skip
    assert Concern.objects.get().urgency == "now"


def test_an_address_that_nobody_knows_merges_nothing() -> None:
    for _ in range(2):
        Caller("").gives(who="Mia")

    assert Concern.objects.count() == 2
    assert _network("2001:db8::1") == _network("2001:db8::ffff") == "2001:db8::/64"
    assert _network("::ffff:192.0.2.1") == _network("192.0.2.1") == "192.0.2.1"
    assert child_named("Mía  O’Brien") == child_named("mia obrien")


# Forgetting


def test_who_said_something_about_whom_is_forgotten_when_nothing_merges_any_more() -> None:
    caller = Caller()
    caller.gives(who="Mia")
    clock.move(timedelta(hours=23))
    assert forgetting.forget_sources() == 0

    clock.move(timedelta(hours=1))
    assert forgetting.forget_sources() == 1
    assert forgetting.forget_sources() == 0

    assert Concern.objects.values_list("source_hash", "child_hash").get() == ("", "")
    assert caller.gives(who="Mia").status_code == 302
    assert Concern.objects.count() == 2


def test_h22_what_was_said_goes_with_the_record_it_led_to_and_the_reference_finds_nothing() -> None:
    caller = Caller()
    caller.gives(f"bruises {CANARY}", who="Mia", contact="a number")
    caller.gives("again", who="Mia")
    reference = caller.reference()
    let_the_work_be_done()
    at = clock.now()
    Escalation.objects.update(
        state="closed", acknowledged_at=at, decided_at=at, closed_at=at, lead=make_lena(), held_until=None
    )
    later = at + timedelta(days=26 * 366)
    escalation = due_records(later).get()

    erase_record(escalation, at=later)

    concern = Concern.objects.get()
    assert (concern.key_id, concern.source_hash, concern.child_hash) == (None, "", "")
    with pytest.raises(WordsShredded):
        str(concern.added.get().words)
    assert caller.adds(reference, "more").status_code == 422


def test_h22_words_that_led_to_another_record_too_stay_with_that() -> None:
    Caller().gives(who="Mia")
    let_the_work_be_done()
    at = clock.now()
    Escalation.objects.update(state="closed", acknowledged_at=at, decided_at=at, closed_at=at, lead=make_lena())
    Caller().gives("more", who="Mia")
    let_the_work_be_done()
    assert Escalation.objects.count() == 2
    later = at + timedelta(days=26 * 366)

    erase_record(Escalation.objects.earliest("pk"), at=later)

    assert Concern.objects.get().key_id is not None


# Programs and odd input


def test_a_program_that_fills_in_every_field_is_asked_again_and_keeps_its_words() -> None:
    answer = Caller().gives(f"words {CANARY}", **{TRAP: "https://example.org"})

    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "Leave the last field empty" in page
    assert CANARY in page
    assert "https://example.org" not in page
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("name", LONGEST)
def test_what_is_too_long_is_given_back_whole(name: str) -> None:
    answer = Caller().gives(**{"what": "bruises", name: "x" * (LONGEST[name] + 1)})

    assert answer.status_code == 422
    assert "x" * (LONGEST[name] + 1) in answer.content.decode()
    assert Concern.objects.count() == 0


def test_an_enormous_request_is_not_read() -> None:
    assert Caller().gives("x" * 200_000).status_code == 400
    assert Concern.objects.count() == 0


@hypothesis_settings(max_examples=25, deadline=None)
@drawn(what=st.text(st.characters(exclude_categories=()), max_size=60), who=st.text(max_size=30))
def test_whatever_is_typed_is_kept_or_asked_for_again_and_never_an_error(what: str, who: str) -> None:
    typed = what.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = Caller(f"192.0.2.{uuid4().int % 250}").gives(typed, who=who, urgency="whatever", given_by="the king")

    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        newest = Concern.objects.latest("pk")
        assert "\0" not in (newest.what or "") + (newest.who or "")


# In the forum


def test_a_member_who_is_worried_about_another_lands_as_from_a_member() -> None:
    mina, tom, sasha = moderator(), writes(), writes()
    post = approve(tom.begins("tonight", "nobody would notice"), mina)
    reader = Caller(cookie=sasha.cookie)
    assert "I’m worried about them" in reader.reads(f"/forum/threads/{post.thread_id}/")
    assert tom.member.nickname in reader.reads(f"/forum/posts/{post.pk}/worried/")

    assert reader.worries(post.pk, urgency="now").url == "/concern/thanks/"
    let_the_work_be_done()

    concern, escalation = Concern.objects.get(), Escalation.objects.get()
    assert (concern.given_by, concern.by_member, concern.about_member) == ("member", sasha.member, tom.member)
    assert escalation.young_person == tom.member.young_person
    assert f"post {post.pk}" in (concern.who or "")


def test_two_readers_who_worry_about_one_member_come_to_one_escalation() -> None:
    mina, tom = moderator(), writes()
    post = approve(tom.begins("tonight", "nobody would notice"), mina)
    for address, cookie in (("192.0.2.1", writes().cookie), ("192.0.2.2", "")):
        assert Caller(address, cookie).worries(post.pk, "please look").status_code == 302
        let_the_work_be_done()

    assert (Concern.objects.count(), Escalation.objects.count()) == (2, 1)
    assert Concern.objects.latest("pk").given_by == "passer_by"


def test_one_s_own_post_and_what_is_not_public_cannot_be_worried_about() -> None:
    mina, tom, sasha = moderator(), writes(), writes()
    post = approve(tom.begins("tonight", "nobody would notice"), mina)
    held = tom.begins("later", "not read yet")

    assert Caller(cookie=tom.cookie).worries(post.pk).status_code == 404
    assert Caller(cookie=sasha.cookie).worries(held.pk).status_code == 404
    assert Caller(cookie=sasha.cookie).worries(999_999).status_code == 404
    assert "worried about them" not in Caller(cookie=tom.cookie).reads(f"/forum/threads/{post.thread_id}/")


# Ways there, and out


def test_the_door_is_linked_from_the_start_and_the_forum_and_shows_999_first() -> None:
    caller = Caller()

    assert 'href="/concern/"' in caller.reads("/")
    assert 'href="/concern/"' in caller.reads("/forum/")
    page = caller.reads("/concern/")
    assert page.index("Call 999 first") < page.index("<form")
    assert "<title>Notes</title>" in page


def test_h18_exit_takes_the_reference_along() -> None:
    caller = Caller()
    caller.gives()
    assert settings.CONCERN_COOKIE in caller.client.cookies
    kept = caller.client.cookies[settings.CONCERN_COOKIE]
    assert kept["httponly"]
    assert int(kept["max-age"]) <= 15 * 60

    caller.client.get("/exit/")

    assert caller.client.cookies[settings.CONCERN_COOKIE].value == ""
    assert caller.client.get("/concern/thanks/").url == "/concern/"
