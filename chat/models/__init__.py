"""What the chat app keeps: private words one to one, texts and the phones they came from, and the forum's public words.

Private and public words never share a table.
"""

from chat.models.beside import AfterTalk, Draft, HelpCall, SafetyAnswers, StaffNote
from chat.models.concern import Concern, ConcernWords
from chat.models.forum import Forum, Member, Notice, Post, PostEvent, PostMark, PostVersion, Thread
from chat.models.keeping import Erasure, Hold
from chat.models.practice import PracticePhone, PracticeText
from chat.models.rights import (
    AccessPack,
    Consent,
    ErasureAsked,
    ErasuresTold,
    PackTaken,
    Redaction,
    RetentionProposal,
    RetentionRun,
)
from chat.models.talk import Conversation, ConversationEvent, Mark, Message, WordsShredded, YoungPerson, waited
from chat.models.telling import Telling, Whence
from chat.models.texts import DeliveryReport, IncomingText, OutgoingText, Phone, SendAttempt

__all__ = [
    "AccessPack",
    "AfterTalk",
    "Concern",
    "ConcernWords",
    "Consent",
    "Conversation",
    "ConversationEvent",
    "DeliveryReport",
    "Draft",
    "Erasure",
    "ErasureAsked",
    "ErasuresTold",
    "Forum",
    "HelpCall",
    "Hold",
    "IncomingText",
    "Mark",
    "Member",
    "Message",
    "Notice",
    "OutgoingText",
    "PackTaken",
    "Phone",
    "Post",
    "PostEvent",
    "PostMark",
    "PostVersion",
    "PracticePhone",
    "PracticeText",
    "Redaction",
    "RetentionProposal",
    "RetentionRun",
    "SafetyAnswers",
    "SendAttempt",
    "StaffNote",
    "Telling",
    "Thread",
    "Whence",
    "WordsShredded",
    "YoungPerson",
    "waited",
]
