"""What somebody is writing: read from a form, and given back to it whole where it was refused."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from chat.forums import names
from chat.forums.access import Reader
from chat.forums.posts import wording_for_author
from chat.models import Post


@dataclass(frozen=True)
class Draft:
    """The fields of the form. `client_id` makes two presses one post."""

    title: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    nickname: str = ""
    client_id: UUID = field(default_factory=uuid4)
    error: str = ""

    def refused(self, words: str, *, as_new: bool = False) -> "Draft":
        """The same words, and why they were not taken; under a new id where the old one is used up."""
        return replace(self, error=words, client_id=uuid4() if as_new else self.client_id)

    @property
    def words(self) -> dict[str, Any]:
        return {"title": self.title, "body": self.body, "client_id": self.client_id}


def draft_in(form: QueryDict) -> Draft:
    try:
        client_id = UUID(form.get("client_id", ""))
    except ValueError:
        client_id = uuid4()
    title, body = form.get("title", ""), form.get("body", "").replace("\r\n", "\n")
    return Draft(title, body, form.get("nickname", ""), client_id)


def draft_of(post: Post) -> Draft:
    """What they read of it on their own page, to be changed. What was taken out does not come back by itself."""
    version = wording_for_author(post)
    return Draft(version.title or "", version.body)


def fields_of(draft: Draft, reader: Reader) -> dict[str, Any]:
    """The form on a page. A character that no page can hold is shown as a question mark."""
    choices = names.offered() if reader.member is None else []
    if choices and names.is_ours(draft.nickname):
        choices = [draft.nickname, *choices[1:]]
    return {
        "title": _showable(draft.title),
        "body": _showable(draft.body),
        "client_id": draft.client_id,
        "error": draft.error,
        "choices": choices,
    }


def _showable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()
