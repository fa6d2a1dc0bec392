"""How long each table of the database keeps what is in it. One that is not in here fails the build.

A class says what happens to the words and what stays. The clock that does it is escalation/rights/clock.py; what
takes part in it stands there in kinds.py.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Class:
    """One way to be kept."""

    name: str
    # Until when, in a sentence; numbers are settings of docs/clocks.md.
    until: str
    # What stays afterwards.
    stays: str = "nothing"


TALK = Class(
    "chat",
    "words: 180 days after the end where nobody was worried; 7 years after the last worry; after a referral until the "
    "25th birthday, or 25 years",
    "the frame: who did what when, without words",
)
WITH_TALK = Class("with the chat", "removed when the words of the chat are erased")
POSTS = Class(
    "posts",
    "words: while a post is up; then 180 days after anything moved, after a worry as with chats",
    "the frame: which post was where, without words",
)
CONTACT = Class("sealed contact", "30 days after the last text, where nobody was worried; otherwise with the chat",
                "that there was a phone, and whether it wants texts")  # fmt: skip
WHENCE = Class("where somebody writes from", "72 hours after the end of the chat, or of an escalation or a hold",
               "when it was destroyed")  # fmt: skip
SEARCH = Class("search for a number", "words: 7 years after the search",
               "who searched when, and how much was found")  # fmt: skip
RECORD = Class(
    "record of safeguarding",
    "words: 7 years after the last decision; referrals and allegations until the 25th birthday, or 25 years",
    "that there was an escalation, who decided when",
)
PERSON = Class("person", "cookie, code word and name to come back by: with their last words",
               "a random number that nothing leads to")  # fmt: skip
PROOF = Class("proof", "stays: who did what when, in ids; no words", "all of it")
AUDIT = Class("audit", "as long as the records it is about: the chain is never cut", "all of it")
SIGN_IN = Class("sign-in", "1 year")
SESSION = Class("session", "12 hours, and until the clock looks")
NOTE = Class("hand-over note", "words: 180 days after it was written and signed", "who wrote and who signed it")
SWAP = Class("swap and leave", "2 years")
STAFF = Class("staff", "while they work here; then the row stays, because the record names it", "all of it")
ROTA = Class("rota", "stays, as proof of who was on", "all of it")
SERVICE = Class("service", "stays: about the service and nobody", "all of it")
DAYS = Class("test message", "a few days: nobody's words")
NOW = Class("of the moment", "only the newest is kept", "one row each")
JOB = Class("job", "until it is done")
LIBRARY = Class("library", "comes with a library; not used for anybody", "all of it")
PRACTICE = Class("practice", "development and tests only", "all of it")

_BY_CLASS: tuple[tuple[Class, str], ...] = (
    (TALK, "chat_conversation chat_message chat_conversationevent chat_staffnote chat_telling escalation_promise"),
    (WITH_TALK, "chat_mark chat_draft chat_aftertalk moderation_assessment "
     "moderation_blindreading moderation_blindlook moderation_feedback moderation_shadowreading"),
    (POSTS, "chat_member chat_post chat_postversion chat_notice"),
    (WITH_TALK, "chat_postmark"),
    (CONTACT, "chat_phone"),
    (WHENCE, "chat_whence"),
    (SEARCH, "escalation_numbersearch"),
    (
        RECORD,
        "escalation_escalation escalation_escalationevent escalation_quote escalation_decision escalation_glass "
        "escalation_subject escalation_scale escalation_picture escalation_advice escalation_emergencycall "
        "escalation_secondlook escalation_dissent escalation_dissentstep escalation_referral escalation_share "
        "escalation_chase escalation_ladorecord escalation_riskitem "
        "escalation_riskhandover escalation_riskcall chat_concern chat_concernwords",
    ),
    (PERSON, "chat_youngperson"),
    (
        PROOF,
        "chat_incomingtext chat_outgoingtext chat_sendattempt chat_deliveryreport chat_safetyanswers chat_helpcall "
        "chat_thread chat_postevent chat_hold chat_erasure chat_erasureasked chat_consent chat_retentionproposal "
        "chat_retentionrun chat_accesspack chat_redaction chat_packtaken moderation_flag moderation_flagevent "
        "moderation_review moderation_reviewdecision escalation_escalationflag escalation_page escalation_glasscall",
    ),
    (AUDIT, "rota_auditrow rota_auditlink rota_auditcheck rota_auditexport"),
    (SIGN_IN, "rota_signin rota_invitation"),
    (SESSION, "django_session"),
    (NOTE, "rota_shiftnote"),
    (SWAP, "rota_swap rota_away"),
    (STAFF, "rota_staffmember rota_rolegrant rota_clearance rota_staffnumber rota_pushaddress mfa_authenticator"),
    (ROTA, "rota_shift rota_shiftevent rota_pattern rota_slot rota_placeoffer rota_gapalarm rota_coverchange rota_try"),
    (
        SERVICE,
        "config_datakey config_wrappingkey config_keyproof config_backupmade config_settingversion chat_forum "
        "moderation_incident moderation_incidentpage moderation_blinddraw moderation_modelchoice escalation_council "
        "escalation_policyread",
    ),
    (DAYS, "moderation_canary"),
    (NOW, "config_processseen rota_consoleseen chat_erasurestold"),
    (
        JOB,
        "procrastinate_jobs procrastinate_events procrastinate_periodic_defers procrastinate_workers",
    ),
    (
        LIBRARY,
        "account_emailaddress account_emailconfirmation auth_group auth_group_permissions auth_permission "
        "django_content_type django_migrations rota_staffmember_groups rota_staffmember_user_permissions",
    ),
    (PRACTICE, "chat_practicephone chat_practicetext"),
)

TABLES: dict[str, Class] = {table: kept for kept, tables in _BY_CLASS for table in tables.split()}
"""Every table of the database, by name."""


def as_markdown() -> str:
    """The table of docs/retention.md."""
    lines = ["| class | until | what stays | tables |", "|---|---|---|---|"]
    for kept in dict.fromkeys(TABLES.values()):
        tables = ", ".join(f"`{table}`" for table in sorted(TABLES) if TABLES[table] == kept)
        lines.append(f"| {kept.name} | {kept.until} | {kept.stays} | {tables} |")
    return "\n".join(lines)
