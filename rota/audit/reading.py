"""Which rows of the audit mean that somebody was given a young person's words, and on what ground."""

# About a conversation: its words, or those that a list or the page of an escalation shows of it.
OF_A_CHAT = (
    "conversation.opened",
    "conversation.read",
    "conversation.quoted",
    "conversation.note_read",
    "escalation.refreshed",
)
OF_A_POST = ("post.read", "post.quoted", "member.read")
READING = (*OF_A_CHAT, *OF_A_POST)

OWNER = "owner"
# It was theirs, or it was about to be.
THEIRS = (OWNER, "offered")
# Their work gave it to them: an escalation or a review with a number of its own, a phone number that two opened.
GIVEN = ("escalation:", "review:", "glass:", "pack:")


def is_given(ground: str) -> bool:
    """Was it given to them, or did they go and open it?"""
    return ground in THEIRS or ground.startswith(GIVEN)
