"""A word that only the young person knows. With it they come back from any phone, open a page that locked itself,
and a counsellor can tell that it is really them. We keep a hash of it and cannot find it again."""

import unicodedata
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import F

from chat import live, return_names
from chat.access import conversation_of
from chat.consents import note_consent
from chat.models import Consent, Conversation, ConversationEvent, YoungPerson
from chat.moves import note
from config import clock
from config.tuning import setting

FEWEST_LETTERS, MOST_CHARACTERS = 4, 60
# How often a page that is open says so (chat/live_watch.py).
SEEN_AT_MOST_EVERY = timedelta(seconds=30)
WRONG_TRIES_ARE_FORGOTTEN = timedelta(hours=24)


class NotGood(Exception):
    """This cannot be a code word. `why` is a key of `chat.web.code_words.WHY`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MustWait(Exception):
    """Too many wrong words. The next one may be tried after a while."""


def choose(young_person: YoungPerson, word: str) -> YoungPerson:
    """Keeps the word, and gives them a name to come back by. Raises NotGood."""
    hashed = make_password(_checked(word, young_person))
    while True:
        try:
            with transaction.atomic():
                return _keep(young_person, hashed)
        except IntegrityError:
            continue  # somebody has that name


def _checked(word: str, young_person: YoungPerson) -> str:
    kept = as_kept(word)
    if sum(unicodedata.category(letter).startswith("L") for letter in kept) < FEWEST_LETTERS:
        raise NotGood("short")
    if len(kept) > MOST_CHARACTERS:
        raise NotGood("long")
    conversation = conversation_of(young_person)
    if conversation is not None and kept in {as_kept(conversation.nickname or ""), as_kept(conversation.handle)}:
        raise NotGood("nickname")
    return kept


def _keep(young_person: YoungPerson, hashed: str) -> YoungPerson:
    young_person = YoungPerson.objects.select_for_update().get(pk=young_person.pk)
    if young_person.code_word:
        raise NotGood("has_one")
    young_person.code_word = hashed
    young_person.return_name = young_person.return_name or return_names.some_name()
    young_person.save(update_fields=["code_word", "return_name"])
    note_consent(young_person, Consent.What.RETURN, agreed=True)
    return young_person


def as_kept(word: str) -> str:
    """Capitals, spaces at the ends and how a phone writes an accent do not count."""
    return " ".join(unicodedata.normalize("NFKC", word[: MOST_CHARACTERS * 4]).casefold().split())


@transaction.atomic
def give(young_person: YoungPerson, word: str) -> bool:
    """Is this their word? Then the page is open, and shows what was said before. Raises MustWait after wrong ones.

    Their row is locked meanwhile, so that many tries at once are as slow as one after the other.
    """
    young_person = YoungPerson.objects.select_for_update().get(pk=young_person.pk)
    now = clock.now()
    if young_person.code_word_wait_until and now < young_person.code_word_wait_until:
        raise MustWait
    is_right = is_word(word, young_person.code_word)
    if is_right:
        young_person.page_locked = False
        Conversation.objects.filter(young_person=young_person, ended_at=None).update(page_shows_from=0)
    _count(young_person, wrong=not is_right)
    conversation = conversation_of(young_person)
    if conversation is not None:
        note(conversation, ConversationEvent.Kind.CODE_WORD, now="right" if is_right else "wrong")
        live.nudge_conversation(conversation.pk, "state")
        live.nudge_staff("queue")
    return is_right


def lock_page(young_person: YoungPerson) -> bool:
    """No door gives their words from now on, until the code word. Nothing happens where they have none."""
    is_locked = YoungPerson.objects.filter(pk=young_person.pk).exclude(code_word="").update(page_locked=True) > 0
    conversation = conversation_of(young_person)
    if is_locked and conversation is not None:
        live.nudge_conversation(conversation.pk, "state")
    young_person.page_locked = is_locked
    return is_locked


def lock_if_away(young_person: YoungPerson, conversation: Conversation) -> None:
    """The page itself locks in time; a browser that was closed or asleep, and opens it again, finds it locked too."""
    away = clock.now() - conversation.page_seen_at
    longest = timedelta(minutes=setting("chat.lock_minutes")) + SEEN_AT_MOST_EVERY
    if young_person.code_word and not young_person.page_locked and away > longest:
        lock_page(young_person)


@transaction.atomic
def go_on_without(young_person: YoungPerson) -> None:
    """They do not know the word, or it is not them: the page is open, and shows nothing of what was said so far."""
    YoungPerson.objects.filter(pk=young_person.pk).update(page_locked=False)
    Conversation.objects.filter(young_person=young_person).update(page_shows_from=F("last_place"))


def is_word(word: str, hashed: str) -> bool:
    """Takes as long where there is no word to compare with: how long an answer takes tells nobody who exists."""
    return check_password(as_kept(word), hashed or _nobody()) and bool(hashed)


_nobodys = ""


def _nobody() -> str:
    global _nobodys
    _nobodys = _nobodys or make_password("nobody has this word")
    return _nobodys


def _count(young_person: YoungPerson, *, wrong: bool) -> None:
    now, until = clock.now(), young_person.code_word_wait_until
    if not wrong or (until and now - until > WRONG_TRIES_ARE_FORGOTTEN):
        young_person.code_word_tries = 0
    young_person.code_word_tries += wrong
    young_person.code_word_wait_until = now + pause_after(young_person.code_word_tries) if wrong else None
    young_person.save(update_fields=["page_locked", "code_word_tries", "code_word_wait_until"])


def pause_after(wrong_tries: int) -> timedelta:
    """None after the first few wrong words, then longer and longer up to an hour."""
    beyond = wrong_tries - setting("returning.free_tries")
    if beyond < 0:
        return timedelta()
    return timedelta(minutes=min(2 ** min(beyond, 16), setting("returning.longest_wait_minutes")))
