"""The forum's own cast: two young people under nicknames, and somebody who approves."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from chat.access import new_young_person
from chat.forums import members, posts
from chat.models import Member, Post, PostVersion, Thread
from rota.models import Role, StaffMember
from rota.people import add_staff


@dataclass(frozen=True)
class Writes:
    """Somebody in the forum, and the cookie that reaches them."""

    member: Member
    cookie: str

    def begins(self, title: str = "sleep", body: str = "i cannot sleep", client_id: UUID | None = None) -> Post:
        return posts.write_post(self.member, thread=None, title=title, body=body, client_id=client_id or uuid4())

    def replies(self, thread: Thread, body: str = "me too", client_id: UUID | None = None) -> Post:
        return posts.write_post(self.member, thread=thread, body=body, client_id=client_id or uuid4())


def writes(nickname: str = "") -> Writes:
    young_person, cookie = new_young_person()
    return Writes(members.join(young_person, nickname=nickname), cookie)


def moderator(name: str = "Mina") -> StaffMember:
    return add_staff(f"{name.lower()}@example.org", name, [Role.MODERATOR], "trained")


def read(version: PostVersion, state: str = PostVersion.Reading.READ) -> PostVersion:
    """What the assessment says about it when it is done."""
    PostVersion.objects.filter(pk=version.pk).update(reading=state)
    version.reading = state
    return version


def newest(post: Post) -> PostVersion:
    return read(posts.newest_wording(Post.objects.select_related("author__key").get(pk=post.pk)))


def approve(post: Post, by: StaffMember, **more: Any) -> Post:
    """Read and put up, as it was written last."""
    return posts.publish(newest(post), approved_by=by, **more)
