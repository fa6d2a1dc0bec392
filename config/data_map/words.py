"""What the columns are that do not say it themselves. `manage.py data_map --check` names one that is missing."""

from collections.abc import Mapping

PEOPLE = "who of those who work here"

_SAME = {"start": "where in the words it begins", "end": "where it ends"}
_MARK = {**_SAME, "words": "the reason, in our words", "category": "what it may be about, in our words"}
_MOVE = {
    "from_value": "what it was before: a word of ours",
    "to_value": "what it became: a word of ours",
    "why": "a reason somebody typed",
    "request_id": "the id of the request, as in the log",
}
_STATES = {"from_state": "the state before", "to_state": "the state after"}
_CALL = {"step": "which step of the chain", "duty": "as what they were called"}
_CARRIER = {"error_code": "the carrier's number for why not"}

_HASHED: Mapping[str, Mapping[str, str]] = {
    "chat_phone": {"number_hash": "a keyed hash of the number, to find the conversation again"},
    "chat_youngperson": {
        "cookie_hash": "a keyed hash of the cookie",
        "code_word": "the code word, if they chose one: argon2",
    },
    "rota_invitation": {"token_hash": "a hash of the secret in the link of the invitation"},
    "rota_staffmember": {"password": "argon2"},
}

_BY_TABLE: Mapping[str, Mapping[str, str]] = {
    "chat_accesspack": {"lead_agreed": "whether a lead agreed that escalations are in it"},
    "chat_aftertalk": {
        "feeling": "how they felt afterwards, 0 to 10",
        "words": "what could be better, as they wrote it",
    },
    "chat_consent": {
        "agreed": "yes or no, as they said",
        "wording": "the number of the sentence they were asked with",
        "up_to_place": "for what was said up to here",
    },
    "chat_conversation": {
        "locale": "the language of the page",
        "handle": "our own code for them on screens of staff (“otter-4”)",
        "nickname": "what they wanted to be called",
        "silence_step": "how many steps the clock of silence took",
        "ending_from": "from which message on the end is near",
        "feeling": "how they felt before, 0 to 10, if they said",
        "returned_at_place": "they came back when this had been said",
        "history_agreed": "whether what was said before may be used",
        "history_refused_up_to": "they said no to that, up to here",
        "page_shows_from": "their page shows words from here on",
        "last_place": "how many messages there are",
        "young_person_saw": "up to which message their page showed",
        "counsellor_saw": "up to which message a console showed",
        "close_reason": "how it ended: a word of ours",
        "summary": "the counsellor's summary",
    },
    "chat_conversationevent": _MOVE,
    "chat_deliveryreport": {"status": "what the carrier reported", **_CARRIER},
    "chat_draft": {"body": "what a counsellor typed and has not sent"},
    "chat_erasure": {
        "receipt": "the number of the receipt",
        "stays": "what was not erased and why: codes",
        "keys_destroyed": "how many keys went",
    },
    "chat_erasureasked": {
        "chats": "how many chats there were",
        "messages": "how many messages there were",
        "posts": "how many posts there were",
        "agreed": "whether the second person agreed",
    },
    "chat_erasurestold": {"up_to": "up to which byte of erasures.jsonl this database was told"},
    "chat_forum": {
        "slug": "its name in an address",
        "name": "its name",
        "about": "what it is for, in our words",
    },
    "chat_incomingtext": {
        "message_sid": "the carrier's name for the text",
        "keyword": "the one word it was, such as STOP; else empty",
        "pictures": "how many pictures came with it: none is fetched",
        "was_cleaned": "whether characters that cannot be stored were replaced",
    },
    "chat_mark": _MARK,
    "chat_member": {"nickname": "a name that we made"},
    "chat_message": {
        "client_id": "the id their page gave it, so that it comes once",
        "place": "its number in the conversation",
        "body": "the words",
    },
    "chat_notice": {
        "template": "which text of ours it began from",
        "words": "what we told the author",
        "offers_chat": "whether a chat was offered",
    },
    "chat_outgoingtext": {"attempts": "how often it was tried", "segments": "how many parts it has", **_CARRIER},
    "chat_packtaken": {
        "items": "how many things were in it",
        "redacted": "how many places were left out",
        "sha256": "the hash of what was handed over",
    },
    "chat_phone": {"number": "the number"},
    "chat_post": {
        "opens_thread": "whether it is the first of its thread",
        "newest_version": "the number of the newest wording",
    },
    "chat_postevent": {**_STATES, "request_id": _MOVE["request_id"]},
    "chat_postmark": _MARK,
    "chat_postversion": {
        "number": "which wording of the post",
        "client_id": "the id their page gave it, so that it comes once",
        "title": "the title",
        "body": "the words",
        "support_note": "whether a line about help stands under it",
    },
    "chat_practicephone": {"number": "a number for films, which belongs to nobody"},
    "chat_practicetext": {
        "sid": "a name as the carrier would give",
        "our_number": "our number then",
        "body": "the words of the practice phone",
        "segments": "how many parts it has",
        "pictures": "how many pictures it pretends to have",
        "status_callback": "where reports about it go",
        **_CARRIER,
    },
    "chat_redaction": {**_SAME, "item": "in which thing of the pack"},
    "chat_retentionproposal": {
        "kind": "which kind of thing is to go",
        "counted": "how many there were",
        "why": "why, in a few words of staff",
        "agreed": "whether the second person agreed",
    },
    "chat_retentionrun": {
        "kind": "which kind of thing went",
        "gone": "how many went",
        "stays": "how many stay, by why: codes",
    },
    "chat_sendattempt": {
        "number": "which try",
        "key": "our own name for the call",
        "message_sid": "the carrier's name for the text",
        **_CARRIER,
    },
    "chat_staffnote": {"client_id": "the id the console gave it, so that it comes once", "body": "the words"},
    "chat_youngperson": {
        "epoch": "counts up when all their cookies end",
        "return_name": "the name we made to come back by",
        "code_word_tries": "wrong tries in a row",
        "page_locked": "whether their page is locked",
    },
    "config_backupmade": {
        "name": "the name of the file",
        "size": "its bytes",
        "sha256": "its hash",
        "key_name": "which key it needs: a name, not the key",
        "rows": "how many rows are in it",
    },
    "config_datakey": {
        "purpose": "for what kind of words",
        "wrapped": "the key, wrapped by one that is outside the database",
        "wrapped_by": "the name of that one",
    },
    "config_keyproof": {
        "needs_from": "the oldest key that the restored copy needs: a name",
        "keys_opened": "how many keys of it opened",
        "texts_opened": "how many texts of it opened",
    },
    "config_processseen": {"detail": "which model it reads with"},
    "config_settingversion": {
        "name": "which number of the service",
        "version": "which version of it",
        "value": "the value",
        "why": "why, in words of staff",
    },
    "django_session": {"session_data": "who is signed in, signed; no network address"},
    "escalation_decision": {
        "young_person_told": "whether they were told",
        "parent_told": "whether a parent was told",
        "why": "why it was decided so",
        "for_the_child": "what it does for the child",
        "young_person_not_told_why": "why they were not told",
        "parent_not_told_why": "why no parent was told",
        "consulted": "who was asked",
    },
    "escalation_escalation": {"headline": "the reason, in our words", "page_step": "how far the chain of calls is"},
    "escalation_escalationevent": {
        **{name: says for name, says in _MOVE.items() if name != "request_id"},
        "detail": "a word of ours about it",
    },
    "escalation_glass": {
        "urgency": "how urgent it was said to be",
        "reason": "why the number had to be seen",
        "was_right": "what the review found",
        "review": "the words of the review",
    },
    "escalation_page": _CALL,
    "escalation_quote": {
        "source": "the number of the message or wording it was copied from",
        "place": "its number in the conversation",
        "title": "the title of a post",
        "body": "the words",
        "marks": "what was underlined: places and our words",
    },
    "mfa_authenticator": {"data": "an app's secret and recovery codes: sealed by us; of a passkey its public half"},
    "moderation_assessment": {
        "categories": "what it may be about, in our words",
        "scores": "numbers of the model, shown to nobody who decides",
        "findings": "which rules, and where in the words",
        "failed_checks": "which checks could not run",
        "rules_version": "the version of the rules",
        "artefact_hash": "the hash of the model",
        "thresholds": "the thresholds then",
        "read_from_place": "from which message on it was read",
        "read_to_place": "up to which",
    },
    "moderation_flag": {
        "check_name": "which check",
        "words": "the reason, in our words",
        "category": "what it may be about, in our words",
        "times_raised": "how often it came up",
    },
    "moderation_flagevent": _STATES,
    "moderation_incident": {"page_step": "how far the chain of calls is"},
    "moderation_incidentpage": _CALL,
    "moderation_review": {"may_be_graphic": "whether it is covered until somebody opens it"},
    "moderation_reviewdecision": {
        "offered_chat": "whether a chat was offered",
        "seconds_open": "how long it was open",
    },
    "rota_auditcheck": {
        "links": "how many links the chain had",
        "problems": "how many things were wrong",
        "first_problem": "the first of them, in our words and numbers",
        "anchored_place": "up to where the anchors reached",
    },
    "rota_auditexport": {
        "why": "why, in words of staff",
        "wanted": "which rows were asked for: filters, ids",
        "rows": "how many came",
    },
    "rota_auditlink": {"signature": "signs its row and everything before it"},
    "rota_auditrow": {
        "action": "what was done: a verb of ours",
        "about": "to what: a kind and an id",
        "ground": "on what ground: a word and an id",
        "request_id": _MOVE["request_id"],
        "signature": "signs all of the row",
        "written_in": "the number of its transaction",
    },
    "rota_away": {"during": "from when until when", "why": "why not, in words of staff"},
    "rota_coverchange": {"present": "how many had a console open", "on_shift": "how many had a shift"},
    "rota_gapalarm": {"what": "what was missing: a word of ours", "hours": "how many hours ahead"},
    "rota_pattern": {
        "name": "its name",
        "begins": "when it begins, by London time",
        "ends": "when it ends, by London time",
        "rule": "on which days: a rule",
        "people": "how many people",
        "needs_senior": "whether one of them has to be senior",
    },
    "rota_shift": {"during": "from when until when"},
    "rota_shiftevent": {"why": "why, in a few words of staff"},
    "rota_shiftnote": {"body": "the hand-over note"},
    "rota_invitation": {"asks_two": "whether a second person has to agree before the link opens anything"},
    "rota_signin": {
        "session_key": "which session of `django_session`",
        "browser": "which browser, in two words; no network address",
        "how": "by what: passkey, app, password",
    },
    "rota_slot": {
        "number": "which of the places of that day",
        "during": "from when until when",
        "needs_senior": "whether it wants somebody senior",
    },
    "rota_staffmember": {
        "is_superuser": "always no: not used",
        "email": "the address they sign in with",
        "name": "the name others see",
        "is_active": "whether they work here",
        "epoch": "counts up when all their sign-ins end",
    },
    "rota_swap": {"why": "why not, in words of staff"},
}


def _flat(tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{table}.{column}": says for table, told in tables.items() for column, says in told.items()}


HASHED = _flat(_HASHED)
WORDS = _flat(_BY_TABLE)
