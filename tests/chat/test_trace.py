"""What a young person's page is given, and what it is not: locked, after an end, with the code word and without."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.test import Client

from chat import access, code_words, conversations, return_names
from chat.models import Conversation, ConversationEvent, YoungPerson
from config import clock
from tests.access.cast import a_public_post
from tests.access.policy import ADDRESSES
from tests.chat.people import Aisha, aisha

CANARY = "marmalade-lighthouse"
WORD = "Blue Juniper"


@pytest.fixture
def her(database) -> Aisha:
    """Somebody with a chat and words in it."""
    her = aisha(nickname="Robin")
    her.says(f"he reads my phone {CANARY}")
    return her


def page_of(her: Aisha) -> Client:
    client = Client()
    client.cookies[settings.YOUNG_PERSON_COOKIE] = her.cookie
    return client


def row(her: Aisha) -> YoungPerson:
    return YoungPerson.objects.get(pk=her.young_person.pk)


def chat_of(her: Aisha) -> Conversation:
    return Conversation.objects.get(pk=her.conversation.pk)


def has_a_word(her: Aisha) -> str:
    """She chose it on the page. Gives the name to come back by."""
    answer = page_of(her).post("/chat/code-word/", {"code_word": WORD}, follow=True)
    name = row(her).return_name
    assert name
    assert name in answer.content.decode()
    return name


def comes_back(name: str, word: str, client: Client | None = None) -> str:
    """Where the form leads."""
    client = client or Client()
    answer = client.post("/come-back/", {"return_name": name, "code_word": word})
    client.cookies.pop(settings.LEFT_COOKIE, None)  # a browser drops a cookie that has expired
    return answer.headers["Location"]


def words_by_any_door(client: Client) -> str:
    """All that HTTP gives away; the socket has its own test."""
    doors = ("/chat/", "/chat/transcript/", "/chat/transcript/?all", "/chat/since/?after=0", "/chat/end/")
    return "".join(client.get(path).content.decode() for path in doors)


def test_only_a_hash_of_the_word_is_kept_and_the_name_is_shown_once(her: Aisha) -> None:
    name = has_a_word(her)

    kept = row(her).code_word
    assert "juniper" not in kept.lower()
    assert kept.startswith("argon2")
    assert check_password(code_words.as_kept(WORD), kept)
    assert name not in page_of(her).get("/chat/code-word/").content.decode()


@pytest.mark.parametrize(
    ("word", "why"),
    [("abc", "short"), ("12345", "short"), ("ROBIN", "nickname"), ("juniper " * 9, "long"), ("  ", "short")],
)
def test_a_word_that_cannot_be_one_is_refused_kindly(her: Aisha, word: str, why: str) -> None:
    answer = page_of(her).post("/chat/code-word/", {"code_word": word})

    assert answer.headers["Location"].endswith(f"?word={why}")
    assert row(her).code_word == ""
    assert "Please take" in page_of(her).get(answer.headers["Location"]).content.decode() or why == "long"


@pytest.mark.parametrize("word", ["żółw", "море", "شجرة", "サクラソウ", "été là-bas"])
def test_a_word_may_be_in_any_script(her: Aisha, word: str) -> None:
    code_words.choose(her.young_person, word)

    assert code_words.give(her.young_person, f"  {word.upper()} ")


def test_a_second_word_does_not_take_the_place_of_the_first(her: Aisha) -> None:
    """Whoever holds the phone could otherwise choose one of their own, and read everything with it."""
    has_a_word(her)

    page_of(her).post("/chat/code-word/", {"code_word": "somebody else"})

    assert code_words.give(her.young_person, WORD)


def test_a_locked_page_gives_no_words_by_any_door(her: Aisha) -> None:
    has_a_word(her)
    client = page_of(her)
    assert CANARY in words_by_any_door(client)

    assert client.post("/chat/lock/", headers={"Accept": "application/json"}).json() == {"locked": True}

    assert CANARY not in words_by_any_door(client)
    assert client.get("/chat/since/?after=0").status_code == 403
    assert "This page is locked" in client.get("/chat/").content.decode()
    assert client.post("/chat/code-word/", {"code_word": "another one"}).headers["Location"] == "/chat/"
    said = client.post("/chat/messages/", {"body": " "}).content.decode()
    assert CANARY not in said


def test_words_written_on_a_page_that_is_locked_elsewhere_are_still_stored(her: Aisha) -> None:
    has_a_word(her)
    client = page_of(her)
    client.post("/chat/lock/")

    client.post("/chat/messages/", {"body": "in the other tab"})

    assert chat_of(her).last_place == 2


def test_without_a_code_word_only_the_page_itself_locks(her: Aisha) -> None:
    client = page_of(her)

    assert client.post("/chat/lock/", headers={"Accept": "application/json"}).json() == {"locked": False}
    assert CANARY in words_by_any_door(client)


def test_the_word_opens_the_page_with_all_that_was_said(her: Aisha) -> None:
    has_a_word(her)
    client = page_of(her)
    client.post("/chat/lock/")

    assert client.post("/chat/unlock/", {"code_word": "juniper blue"}).headers["Location"] == "/chat/?word=wrong"
    assert CANARY not in words_by_any_door(client)
    assert client.post("/chat/unlock/", {"code_word": " blue JUNIPER"}).headers["Location"] == "/chat/"
    assert CANARY in words_by_any_door(client)
    given = ConversationEvent.objects.filter(conversation=her.conversation, kind="code_word").order_by("pk")
    assert list(given.values_list("to_value", flat=True)) == ["wrong", "right"]


def test_who_forgets_the_word_goes_on_without_what_was_said_before(her: Aisha) -> None:
    has_a_word(her)
    client = page_of(her)
    client.post("/chat/lock/")

    client.post("/chat/unlock/", {"forgot": "1"})
    client.post("/chat/messages/", {"body": "here i am again"})

    words = words_by_any_door(client)
    assert "here i am again" in words
    assert CANARY not in words
    assert code_words.give(row(her), WORD)  # nobody could take it away from whose it is
    assert CANARY in words_by_any_door(client)


def test_a_browser_that_was_closed_for_a_while_finds_the_page_locked(her: Aisha) -> None:
    has_a_word(her)
    client = page_of(her)
    assert CANARY in words_by_any_door(client)

    clock.move(timedelta(minutes=3))
    try:
        assert CANARY not in words_by_any_door(client)
        assert row(her).page_locked
    finally:
        clock.reset()


def test_coming_back_on_another_phone_shows_everything_and_ends_the_old_cookie(her: Aisha) -> None:
    name = has_a_word(her)
    other = Client()

    assert comes_back(name.upper().replace(" ", " - "), WORD, other) == "/chat/"

    assert CANARY in words_by_any_door(other)
    assert CANARY not in words_by_any_door(page_of(her))
    assert page_of(her).get("/chat/").headers["Location"] == "/"
    assert her.says("from an old page").reason == "not_yours"  # type: ignore[union-attr]


def test_coming_back_opens_a_chat_that_ended_long_ago(her: Aisha) -> None:
    name = has_a_word(her)
    conversations.leave(her.conversation)
    clock.move(timedelta(days=9))
    try:
        other = Client()
        comes_back(name, WORD, other)

        assert CANARY in words_by_any_door(other)
        assert chat_of(her).state == "waiting"
        assert access.counsellor_reads_from(chat_of(her)) == 1
    finally:
        clock.reset()


def test_a_chat_that_was_open_in_this_browser_stays_with_us(her: Aisha) -> None:
    name = has_a_word(her)
    new_one = aisha()

    comes_back(name, WORD, page_of(new_one))

    assert chat_of(new_one).left_at is not None


def test_a_name_that_nobody_has_is_answered_like_a_wrong_word_after_the_same_work(
    her: Aisha, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = has_a_word(her)
    checked: list[str] = []
    real = code_words.check_password

    def counting(word: str, hashed: str) -> bool:
        checked.append(hashed.split("$")[1])
        return real(word, hashed)

    monkeypatch.setattr(code_words, "check_password", counting)

    wrong_word, wrong_name = comes_back(name, "not her word"), comes_back("teal heron 99", "not her word")

    assert wrong_word == wrong_name == "/come-back/?said=wrong"
    assert len(checked) == 2
    assert checked[0] == checked[1]


@pytest.mark.parametrize("exists", [True, False])
def test_wrong_guesses_slow_down_whether_the_name_is_somebodys_or_not(her: Aisha, exists: bool) -> None:
    name = has_a_word(her) if exists else "teal heron 99"
    answers = [comes_back(name, f"guess {number}") for number in range(5)]

    assert answers == ["/come-back/?said=wrong"] * 3 + ["/come-back/?said=wait"] * 2
    if exists:
        assert comes_back(name, WORD) == "/come-back/?said=wait"  # even the right one
        clock.move(timedelta(minutes=2))
        try:
            assert comes_back(name, WORD) == "/chat/"
        finally:
            clock.reset()


def test_the_pause_doubles_up_to_an_hour(database: str) -> None:
    minutes = [code_words.pause_after(tries).total_seconds() / 60 for tries in (1, 2, 3, 4, 5, 9, 500)]

    assert minutes == [0, 0, 1, 2, 4, 60, 60]


def test_many_names_from_one_place_slow_down(database: str) -> None:
    answers = {comes_back(f"teal heron {number}", "guess") for number in range(30)}

    assert answers == {"/come-back/?said=wrong"}
    assert comes_back("teal heron 31", "guess") == "/come-back/?said=wait"
    assert (
        Client(REMOTE_ADDR="192.0.2.7")
        .post("/come-back/", {"return_name": "x", "code_word": "y"})
        .headers["Location"]
        .endswith("wrong")
    )


def test_what_is_counted_says_neither_who_nor_where(her: Aisha, valkey) -> None:
    name = has_a_word(her)
    comes_back(name, "guess")

    kept = b" ".join(valkey.keys("*"))
    assert b"guess" in kept
    assert name.encode() not in kept
    assert b"127.0.0.1" not in kept


def test_who_comes_back_without_the_word_sees_nothing_from_before_and_is_asked(her: Aisha) -> None:
    client = page_of(her)
    client.post("/chat/end/")
    assert CANARY not in words_by_any_door(client)

    page = client.post("/chat/start/", {"message": "it is me again"}, follow=True).content.decode()

    assert chat_of(her).state == "waiting"
    assert "it is me again" in page
    assert CANARY not in words_by_any_door(client)
    assert "May your counsellor read what you said then?" in page
    assert access.counsellor_reads_from(chat_of(her)) == 1

    client.post("/chat/history/", {"agrees": "no"})
    assert "May your counsellor read" not in client.get("/chat/").content.decode()
    assert access.counsellor_reads_from(chat_of(her)) == 1

    client.post("/chat/history/", {"agrees": "yes"})
    assert access.counsellor_reads_from(chat_of(her)) == 0
    assert CANARY not in words_by_any_door(client)


def test_a_goodbye_still_reaches_a_page_that_was_away(her: Aisha) -> None:
    now = clock.now()
    Conversation.objects.filter(pk=her.conversation.pk).update(
        state="closed", ended_at=now, owner=None, waiting_since=None, reply_due_at=None
    )
    assert access.shown_from(chat_of(her), row(her)) == 0

    clock.move(timedelta(minutes=16))
    try:
        assert access.shown_from(chat_of(her), row(her)) == 1
    finally:
        clock.reset()


def test_names_to_come_back_by_are_as_easy_to_type_as_to_keep(database: str) -> None:
    name = return_names.some_name()

    assert len(name.split()) == 3
    assert return_names.as_kept(name.title().replace(" ", "-")) == name
    assert return_names.as_kept(f"  {name.upper()}. ") == name


def test_nothing_of_a_young_persons_pages_may_be_kept_in_a_cache(her: Aisha) -> None:
    has_a_word(her)
    client = page_of(her)
    post = a_public_post()
    theirs = [address for name, address in ADDRESSES.items() if name.startswith(("web:", "forum:"))]
    own = [address for address in theirs if "GET" in address.methods]
    assert len(own) > 12

    for address in own:
        if address.path == "/exit/":
            continue  # it would end the story
        answer = client.get(address.path.format(thread=post.thread_id, post=post.pk))
        assert answer.headers["Cache-Control"] == "no-store", address.path


def test_the_tab_looks_like_the_settings_say(her: Aisha, settings) -> None:
    settings.NEUTRAL_TITLE, settings.NEUTRAL_ICON = "Homework", "clock"

    for path in ("/", "/chat/", "/chat/code-word/", "/come-back/", "/forum/", "/other-help/"):
        page = page_of(her).get(path).content.decode()
        assert "<title>Homework</title>" in page
        assert "config/icon-clock" in page
