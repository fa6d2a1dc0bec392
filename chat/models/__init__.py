"""What the chat app keeps: private words one to one, texts and the phones they came from, and the forum's public words.

Private and public words never share a table.
"""

from chat.models.beside import AfterTalk, Draft, HelpCall, SafetyAnswers, StaffNote
from chat.models.forum import Forum, Member, Notice, Post, PostEvent, PostMark, PostVersion, Thread
from chat.models.keeping import Erasure, Hold
from chat.models.practice import PracticePhone, PracticeText
from chat.models.talk import Conversation, ConversationEvent, Mark, Message, WordsShredded, YoungPerson, waited
from chat.models.texts import DeliveryReport, IncomingText, OutgoingText, Phone, SendAttempt

__all__ = [
    "AfterTalk",
    "Conversation",
    "ConversationEvent",
    "DeliveryReport",
    "Draft",
    "Erasure",
    "Forum",
    "HelpCall",
    "Hold",
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
    "SafetyAnswers",
    "SendAttempt",
    "StaffNote",
    "Thread",
    "WordsShredded",
    "YoungPerson",
    "waited",
]
