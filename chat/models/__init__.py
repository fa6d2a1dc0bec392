"""What the chat app keeps: private words one to one, texts and the phones they came from, and the forum's public words.

Private and public words never share a table.
"""

from chat.models.forum import Forum, Member, Notice, Post, PostEvent, PostMark, PostVersion, Thread
from chat.models.practice import PracticePhone, PracticeText
from chat.models.talk import Conversation, ConversationEvent, Mark, Message, WordsShredded, YoungPerson, waited
from chat.models.texts import DeliveryReport, IncomingText, OutgoingText, Phone, SendAttempt

__all__ = [
    "Conversation",
    "ConversationEvent",
    "DeliveryReport",
    "Forum",
    "IncomingText",
    "Mark",
    "Member",
    "Message",
    "Notice",
    "OutgoingText",
    "Phone",
    "Post",
    "PostEvent",
    "PostMark",
    "PostVersion",
    "PracticePhone",
    "PracticeText",
    "SendAttempt",
    "Thread",
    "WordsShredded",
    "YoungPerson",
    "waited",
]
