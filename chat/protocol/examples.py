"""One example at least of every frame. A test holds each against the schema and against the frames."""

from typing import Any

ID = "6a1f4c9e-3c5e-4c39-9a53-0b3f0d5f0a11"
AT = "2026-01-12T23:41:07.120000Z"
TOO_LONG = "That is longer than we can take in one go. Please send it in parts."
TOO_MANY = "That is too long for a text. Make it shorter, or send it in parts."

WAITING = {"now": 1, "very_soon": 0, "not_checked": 0, "soon": 1, "routine": 2}
OTTER: dict[str, Any] = {
    "id": 7, "handle": "otter-4", "nickname": None, "age_band": "13_15", "channel": "web", "texts": None,
    "seen_by": None, "urgency": "very_soon",
    "state": "active", "left": False, "last_place": 4, "last_body": "im scared to go home tbh",
    "last_at": AT, "unread": 2, "young_person_saw": 2, "opened_at": AT, "colour": 7,
    "escalation": {"id": 3, "state": "opened", "decided_by": "", "outcome": ""}, "owner": "Sam", "silent_since": None,
    "handing_over": None, "feeling": 2, "says_safe": "not_sure", "reads_from": 0,
    "consents": ["Chose a code word, to come back with from any phone. On 3 May 2027, 16:05, wording 1."],
}  # fmt: skip
FINCH: dict[str, Any] = {
    **OTTER, "id": 8, "handle": "finch-88", "age_band": "", "channel": "sms", "texts": "open",
    "seen_by": "only_them", "urgency": "routine",
    "last_body": "thanks that helped", "unread": 0, "young_person_saw": 0, "colour": 0,
    "escalation": {"id": 2, "state": "decided", "decided_by": "R. Okafor", "outcome": "Early help"},
    "state": "handing_over", "silent_since": AT, "feeling": None, "says_safe": "",
    "handing_over": {"to": "Amina K.", "until": AT, "offer_until": AT}, "last_place": 9, "reads_from": 6,
}  # fmt: skip

ANSWERS = {"thoughts": "yes", "plan": "unclear", "means": "not_asked", "when": "not_asked", "safe_now": "yes"}

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    # A young person's page, to us
    "page.Say": [{"type": "say", "id": ID, "body": "dont really know where to start"}],
    "page.Resume": [{"type": "resume", "after": 0}],
    "page.Typing": [{"type": "typing"}],
    "page.Seen": [{"type": "seen", "place": 2}],
    "page.Ping": [{"type": "ping"}],
    # ... and from us
    "page.Said": [
        {"type": "said", "id": ID, "place": 1, "by": "you", "name": "", "body": "hello", "at": AT},
        {"type": "said", "id": ID, "place": 2, "by": "counsellor", "name": "Sam", "body": "Hello.", "at": AT},
    ],
    "page.Refused": [{"type": "refused", "id": ID, "reason": "too_long", "text": TOO_LONG}],
    "page.CounsellorTypes": [{"type": "typing", "by": "counsellor"}],
    "page.CounsellorSaw": [{"type": "seen", "by": "counsellor", "place": 1}],
    "page.State": [
        {
            "type": "state", "state": "waiting", "name": None, "seen": 0,
            "waiting": {"about_minutes": 6, "place": 3}, "service": "open", "locked": False, "shows_from": 0,
            "telling": "",
        },
        {
            "type": "state", "state": "active", "name": "Sam", "seen": 1,
            "waiting": {"about_minutes": None, "place": None}, "service": "narrowed", "locked": False, "shows_from": 4,
            "telling": "new",
        },
    ],
    "page.Reconnect": [{"type": "reconnect", "after_ms": 1250}],
    "page.Pong": [{"type": "pong"}],
    # The console, to us
    "console.Say": [{"type": "say", "conversation": 7, "id": ID, "body": "Start anywhere."}],
    "console.Resume": [{"type": "resume", "conversation": 7, "after": 2}],
    "console.Typing": [{"type": "typing", "conversation": 7}],
    "console.Seen": [{"type": "seen", "conversation": 7, "place": 3}],
    "console.TakeNext": [{"type": "take_next"}],
    "console.Heartbeat": [{"type": "heartbeat"}],
    "console.End": [{"type": "end", "conversation": 7, "reason": "goodbye", "summary": "Exams. She may come back."}],
    "console.Judge": [{"type": "judge", "conversation": 7, "agrees": True}],
    "console.Ping": [{"type": "ping"}],
    "console.KeepDraft": [
        {"type": "draft", "conversation": 7, "body": "Is there somebody at home who"},
        {"type": "draft", "conversation": 7, "body": ""},
    ],
    "console.Note": [{"type": "note", "conversation": 7, "id": ID, "body": "Lives with mum and step dad."}],
    "console.Whisper": [{"type": "whisper", "conversation": 7, "id": ID, "body": "You do well. Ask about tonight."}],
    "console.Safety": [{"type": "safety", "conversation": 7, **ANSWERS}],
    "console.AskWhoSees": [{"type": "ask_who_sees", "conversation": 8}],
    "console.CallHelp": [{"type": "help", "conversation": 7}],
    "console.LowerUrgency": [
        {"type": "lower_urgency", "conversation": 7, "urgency": "soon", "why": "It was about a film."}
    ],
    "console.HelpAnswered": [{"type": "help_answered", "call": 5}],
    "console.HandOver": [
        {"type": "hand_over", "conversation": 8, "to": 12, "note": "Exams. My shift ends at 00:00. Safe tonight."},
        {"type": "hand_over", "conversation": 8, "to": None, "note": "Exams. My shift ends at 00:00. Safe tonight."},
    ],
    "console.Accept": [{"type": "accept", "conversation": 8}],
    "console.Decline": [{"type": "decline", "conversation": 8}],
    "console.Keep": [{"type": "keep", "conversation": 8}],
    "console.StartEnding": [{"type": "start_ending", "conversation": 7}],
    "console.CarryOn": [{"type": "carry_on", "conversation": 7}],
    "console.Join": [{"type": "join", "conversation": 7}],
    "console.Leave": [{"type": "leave", "conversation": 7}],
    "console.TakeOver": [{"type": "take_over", "conversation": 7}],
    "console.WriteTelling": [
        {
            "type": "write_telling", "conversation": 7, "to_whom": "The council’s children’s team",
            "what": "That you are not safe at home tonight", "why": "So that somebody can keep you safe",
        },
    ],
    "console.NotTelling": [{"type": "not_telling", "conversation": 7, "why": "He reads the phone."}],
    "console.SafeToShow": [{"type": "safe_to_show", "conversation": 7, "telling": 2}],
    "console.TakeBackTelling": [{"type": "take_back_telling", "conversation": 7, "telling": 2}],
    # ... and from us
    "console.Said": [
        {
            "type": "said", "conversation": 7, "id": ID, "place": 4, "by": "young_person", "name": "",
            "body": "im scared to go home tbh", "at": AT,
        },
    ],
    "console.Refused": [
        {"type": "refused", "id": ID, "reason": "too_long_for_text", "text": TOO_MANY, "conversation": 8},
        {"type": "refused", "id": None, "reason": "not_readable", "text": "We could not read that."},
    ],
    "console.YoungPersonTypes": [{"type": "typing", "conversation": 7, "by": "young_person"}],
    "console.YoungPersonSaw": [{"type": "seen", "conversation": 7, "by": "young_person", "place": 3}],
    "console.Delivery": [
        {"type": "delivery", "conversation": 8, "place": 5, "state": "delivered", "words": "Arrived", "again_at": None},
        {
            "type": "delivery", "conversation": 8, "place": 7, "state": "undelivered",
            "words": "Did not arrive yet. We try again", "again_at": "2026-03-14T21:07:32Z",
        },
    ],
    "console.Marks": [
        {
            "type": "marks", "conversation": 7, "place": 4, "urgency": "very_soon",
            "marks": [
                {"start": 3, "end": 20, "words": "not safe at home", "urgency": "very_soon", "category": "abuse"},
            ],
        },
    ],
    "console.Flagged": [
        {"type": "flag", "conversation": 7, "flag": 12, "urgency": "very_soon", "words": "not safe at home"},
    ],
    "console.Paged": [
        {
            "type": "page", "escalation": 3, "handle": "otter-4", "urgency": "very_soon", "url": "/escalations/3/",
            "words": "not safe at home", "for_you": True, "again": False,
        },
        {
            "type": "page", "escalation": 4, "handle": "finch-88", "urgency": "now", "url": "/escalations/4/",
            "words": "a text did not arrive", "for_you": True, "again": True,
        },
    ],
    "console.PageOver": [{"type": "page_over", "escalation": 3}],
    "console.Judged": [{"type": "judged", "conversation": 7, "agrees": True}],
    "console.Queue": [
        {
            "type": "queue", "waiting": WAITING, "longest_seconds": 182, "longest_now_seconds": 41, "on_call": "Lena",
            "incident": None, "load": 3, "cap": 3,
        },
    ],
    "console.Mine": [{"type": "mine", "conversations": [OTTER, FINCH]}],
    "console.Watching": [{"type": "watching", "conversations": [OTTER]}],
    "console.State": [{"type": "state", "conversation": 7, "state": "closed_by_yp"}],
    "console.Taken": [{"type": "taken", "conversation": 7}],
    "console.NobodyWaiting": [{"type": "nobody_waiting"}],
    "console.Full": [{"type": "full"}],
    "console.Locked": [{"type": "locked"}],
    "console.Drafted": [{"type": "draft", "conversation": 7, "body": "Is there somebody at home who"}],
    "console.Noted": [
        {
            "type": "noted", "conversation": 7, "id": ID, "kind": "whisper", "by": 4, "name": "Grace W.",
            "body": "You are doing well. Ask about tonight.", "at": AT,
        },
    ],
    "console.SafetyNow": [{"type": "safety", "conversation": 7, **ANSWERS, "name": "Sam", "at": AT}],
    "console.HelpCalled": [
        {
            "type": "help", "call": 5, "conversation": 7, "handle": "otter-4", "by": "Sam", "mine": False, "at": AT,
        },
    ],
    "console.HelpOver": [{"type": "help_over", "call": 5, "name": "Grace W."}],
    "console.Offer": [
        {
            "type": "offer", "conversation": 8, "handle": "finch-88", "from": "D. Shah", "urgency": "soon", "until": AT,
            "note": "Exams. My shift ends at 00:00. Safe tonight.", "for_you": True,
        },
        {
            "type": "offer", "conversation": 8, "handle": "finch-88", "from": "D. Shah", "urgency": "soon", "until": AT,
            "note": "", "for_you": False,
        },
    ],
    "console.OfferOver": [{"type": "offer_over", "conversation": 8}],
    "console.Floor": [
        {
            "type": "floor",
            "conversations": [
                {
                    "conversation": 7, "handle": "otter-4", "owner": "Sam", "urgency": "very_soon", "state": "quiet",
                    "silent_since": AT, "waiting_since": None, "colour": 7,
                },
            ],
        },
    ],
    "console.Colleagues": [
        {"type": "colleagues", "people": [{"staff": 12, "name": "Amina K.", "load": 1, "cap": 2}]},
    ],
    "console.Service": [{"type": "service", "state": "narrowed", "words": "Very few of us are here right now."}],
    "console.TellingNow": [
        {
            "type": "telling", "conversation": 7, "telling": 2, "state": "answered", "name": "Lena", "at": AT,
            "to_whom": "The council’s children’s team", "what": "That you are not safe at home tonight",
            "why": "So that somebody can keep you safe", "agrees": False, "answer": "not before friday", "outcome": "",
        },
        {
            "type": "telling", "conversation": 7, "telling": 3, "state": "not_told", "name": "Lena", "at": AT,
            "to_whom": "", "what": "", "why": "He reads the phone.", "agrees": None, "answer": "", "outcome": "",
        },
    ],
    "console.Reconnect": [{"type": "reconnect", "after_ms": 1250}],
    "console.Pong": [{"type": "pong"}],
}  # fmt: skip
