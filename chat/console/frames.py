"""What a counsellor's console and we say to each other over /ws/console/."""

from typing import Annotated

import msgspec

from chat import frames as shared
from chat.console import frames_beside as beside
from chat.console import frames_handing as handing
from chat.console import frames_telling as telling
from chat.console.frames_about import ConversationId
from chat.frames import At, Body, ClientId, Count, Frame, Piece, Place, Pong, Reconnect, about, listed, one_of

# To us


class Say(Frame, tag="say", frozen=True):
    """Words to store. `id` is the console's own, kept until the words come back as `said`."""

    conversation: ConversationId
    id: ClientId
    body: Annotated[Body, about("In a conversation by text: no longer than the parts that a text may have")]


class Resume(Frame, tag="resume", frozen=True):
    """Give me what came after this place, what was noticed, and what became of our texts."""

    conversation: ConversationId
    after: Annotated[Place, about("The place of the last words the console has; 0 for none")]


class Typing(Frame, tag="typing", frozen=True):
    """I am writing. Never what."""

    conversation: ConversationId


class Seen(Frame, tag="seen", frozen=True):
    """My screen showed everything up to this place."""

    conversation: ConversationId
    place: Place


class TakeNext(Frame, tag="take_next", frozen=True):
    """Give me the next person. There is no frame that picks one."""


class Heartbeat(Frame, tag="heartbeat", frozen=True):
    """I am here: renew my leases."""


class End(Frame, tag="end", frozen=True):
    """This chat is over."""

    conversation: ConversationId
    reason: Annotated[str, msgspec.Meta(max_length=40, description="How it ended; may not be empty")]
    summary: Annotated[Body, about("What it was about, and what comes next")] = ""


class Judge(Frame, tag="judge", frozen=True):
    """What was noticed in this conversation: I agree, or it is not this. Once for the whole of it."""

    conversation: ConversationId
    agrees: bool


class Ping(Frame, tag="ping", frozen=True):
    """Are you there?"""


FromConsole = (
    Say
    | Resume
    | Typing
    | Seen
    | TakeNext
    | Heartbeat
    | End
    | Judge
    | Ping
    | beside.KeepDraft
    | beside.Note
    | beside.Whisper
    | beside.Safety
    | beside.CallHelp
    | beside.AskWhoSees
    | beside.LowerUrgency
    | beside.HelpAnswered
    | handing.HandOver
    | handing.Accept
    | handing.Decline
    | handing.Keep
    | handing.StartEnding
    | handing.CarryOn
    | handing.Join
    | handing.Leave
    | handing.TakeOver
    | telling.WriteTelling
    | telling.NotTelling
    | telling.SafeToShow
    | telling.TakeBackTelling
)

# From us: words


class Said(Frame, tag="said", frozen=True):
    """Words that are stored, at their place. Coming back to who said them is the acknowledgement."""

    conversation: ConversationId
    id: ClientId
    place: Place
    by: Annotated[str, one_of("you", "counsellor", "young_person", "system", words="Who said it")]
    name: Annotated[str, about("The name of a member of staff; empty for the others")]
    body: Body
    at: Annotated[At, about("When it was stored")]


class Refused(shared.Refused, tag="refused", frozen=True):
    """Something was not taken, and why. Nothing was stored."""

    conversation: ConversationId | msgspec.UnsetType = msgspec.UNSET


class YoungPersonTypes(Frame, tag="typing", frozen=True):
    """The young person is writing."""

    conversation: ConversationId
    by: Annotated[str, one_of("young_person", words="Who writes")]


class YoungPersonSaw(Frame, tag="seen", frozen=True):
    """The young person's screen showed everything up to this place. Never for a conversation by text."""

    conversation: ConversationId
    by: Annotated[str, one_of("young_person", words="Whose screen")]
    place: Place


class Delivery(Frame, tag="delivery", frozen=True):
    """What became of words of ours on their way to a phone. A state that comes later is never an earlier one."""

    conversation: ConversationId
    place: Place
    state: Annotated[str, listed("delivery_state", "Where the text is")]
    words: Annotated[str, about("The same in words to show")]
    again_at: Annotated[At | None, about("When it goes out once more by itself; null where it does not")]


# From us: what was noticed


class NoticedWords(Piece, frozen=True):
    """Words to underline."""

    start: Annotated[Count, about("Counted in code points of the body")]
    end: Annotated[Count, about("Behind the last one")]
    words: Annotated[str, about("Why, in words")]
    urgency: Annotated[str, listed("urgency", "How soon somebody must act")]
    category: str


class Marks(Frame, tag="marks", frozen=True):
    """Everything that was noticed in the words at one place; it takes the place of what was said before."""

    conversation: ConversationId
    place: Place
    urgency: Annotated[str, listed("urgency", "The highest of them")]
    marks: list[NoticedWords]


class Flagged(Frame, tag="flag", frozen=True):
    """Somebody must look at this conversation of mine. The same flag in other words takes the place of the first."""

    conversation: ConversationId
    flag: Annotated[int, msgspec.Meta(ge=1, description="Which flag")]
    urgency: Annotated[str, listed("urgency", "How soon")]
    words: Annotated[str, about("Why, in words")]


class Paged(Frame, tag="page", frozen=True):
    """A safeguarding lead is needed. To those who may know of it, as it happens; a socket that opens is told all that
    stand before its first `queue`."""

    escalation: Annotated[int, msgspec.Meta(ge=1)]
    handle: Annotated[str, about("What staff call the young person")]
    urgency: Annotated[str, listed("urgency", "How soon")]
    url: Annotated[str, about("The page of the escalation: a path on this site")]
    words: Annotated[str, about("Why, in words; may be empty")]
    for_you: Annotated[bool, about("You were called yourself")]
    again: Annotated[bool, about("You have it already, and this came up since you looked")]


class PageOver(Frame, tag="page_over", frozen=True):
    """That page stands no more for you: somebody acknowledged, decided or looked."""

    escalation: Annotated[int, msgspec.Meta(ge=1)]


class Judged(Frame, tag="judged", frozen=True):
    """Your answer to what was noticed is kept."""

    conversation: ConversationId
    agrees: bool


# From us: who waits, and what is mine


class Counts(Piece, frozen=True):
    """How many wait, by urgency."""

    now: Count
    very_soon: Count
    not_checked: Count
    soon: Count
    routine: Count


class Queue(Frame, tag="queue", frozen=True):
    """Who waits, in numbers: never who."""

    waiting: Counts
    longest_seconds: Count
    longest_now_seconds: Annotated[Count | None, about("The same for those who wait as now; null for nobody")]
    on_call: Annotated[str | None, about("The name of the lead on call")]
    incident: Annotated[str | None, about("What is wrong with the service itself, in words to show")]
    load: Annotated[Count, about("What you carry; somebody in danger counts double")]
    cap: Annotated[Count, about("What you may carry")]


class EscalationOf(Piece, frozen=True):
    """The escalation of a conversation."""

    id: Annotated[int, msgspec.Meta(ge=1)]
    state: str
    decided_by: Annotated[str, about("The name of the lead who decided last; empty where nobody has")]
    outcome: Annotated[str, about("What they decided, in words to show, never why; empty where nobody has")]


class HandingOver(Piece, frozen=True):
    """A conversation of mine that I want to hand over. I have it until somebody accepts."""

    to: Annotated[str, about("The name of who was asked; empty for anybody who has room")]
    until: Annotated[At, about("When it goes back to the top of the queue")]
    offer_until: Annotated[At | None, about("Until when who was asked may accept")]


class OwnConversation(Piece, frozen=True):
    """One conversation of mine, or one that I read along."""

    id: ConversationId
    handle: Annotated[str, about("What staff call this person")]
    nickname: str | None
    age_band: Annotated[str, listed("age_band", "Empty where it was not given")]
    channel: Annotated[str, listed("channel", "How they write to us")]
    texts: Annotated[str, listed("phone_texts", "May their phone be texted? null where they do not text")] | None
    seen_by: Annotated[str, listed("seen_by", "Who sees their phone. null where they do not text")] | None
    urgency: Annotated[str, listed("urgency", "How soon somebody must act")]
    state: Annotated[str, listed("conversation_state", "Where it stands")]
    left: Annotated[bool, about("They left their page by Exit")]
    last_place: Place
    last_body: Annotated[str, msgspec.Meta(max_length=80, description="How the last words begin")]
    last_at: At | None
    unread: Count
    young_person_saw: Place
    opened_at: At
    colour: Annotated[int, msgspec.Meta(ge=0, le=7)]
    escalation: EscalationOf | None
    owner: Annotated[str, about("The name of who has it; empty for nobody")]
    silent_since: Annotated[At | None, about("Since when our words are not answered")]
    handing_over: HandingOver | None
    feeling: Annotated[int, msgspec.Meta(ge=0, le=10, description="As they said at the start: 0 worst, 10 best")] | None
    says_safe: Annotated[str, listed("says_safe", "What they said themselves; empty where they did not")]
    reads_from: Annotated[Place, about("Words up to this place are not given: they came back, and did not agree")]
    consents: Annotated[list[str], about("What they agreed to or did not, as it counts now, in words to show")]


class Mine(Frame, tag="mine", frozen=True):
    """All open conversations of mine."""

    conversations: list[OwnConversation]


class Watching(Frame, tag="watching", frozen=True):
    """All conversations of others that I read along."""

    conversations: list[OwnConversation]


class State(Frame, tag="state", frozen=True):
    """This conversation is not mine any more, or over."""

    conversation: ConversationId
    state: Annotated[str, listed("conversation_state", "Where it stands")]


class Taken(Frame, tag="taken", frozen=True):
    """You have this person now. Their words follow."""

    conversation: ConversationId


class Locked(Frame, tag="locked", frozen=True):
    """Nobody was here for ten minutes. The socket stays, leases and drafts go on, pages ring; no words are given and
    none are taken until the sign-in is unlocked. Then `reconnect` comes."""


class NobodyWaiting(Frame, tag="nobody_waiting", frozen=True):
    """There was nobody to take."""


class Full(Frame, tag="full", frozen=True):
    """You carry enough; only somebody in danger now may go one over."""


ToConsole = (
    Said
    | Refused
    | YoungPersonTypes
    | YoungPersonSaw
    | Delivery
    | Marks
    | Flagged
    | Paged
    | PageOver
    | Judged
    | Queue
    | Mine
    | State
    | Taken
    | NobodyWaiting
    | Full
    | Locked
    | Watching
    | beside.Drafted
    | beside.Noted
    | beside.SafetyNow
    | beside.HelpCalled
    | beside.HelpOver
    | handing.Offer
    | handing.OfferOver
    | handing.Floor
    | handing.Colleagues
    | handing.Service
    | telling.TellingNow
    | Reconnect
    | Pong
)
