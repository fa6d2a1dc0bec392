"""Those above this app that have a say in erasing. They add themselves when they start, as with `may_not_end`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from chat.models import Conversation, Post, YoungPerson


@dataclass(frozen=True)
class Wanted:
    """What is about to be erased, its rows locked. `is_everything`: all of a young person's, with posts and phone."""

    young_person: YoungPerson
    conversations: list[Conversation]
    posts: list[Post]
    is_everything: bool


may_not_erase: list[Callable[[Wanted], Iterable[str]]] = []
"""Codes of reasons why this must not be erased now. Asked inside the transaction that erases."""

before_erasing: list[Callable[[Wanted], Iterable[str]]] = []
"""Done while the words can still be read, in the same transaction. Gives codes of what stays afterwards."""

without_concern: list[Callable[[QuerySet[Conversation]], QuerySet[Conversation]]] = []
"""Each leaves out conversations that somebody or something was worried about."""
