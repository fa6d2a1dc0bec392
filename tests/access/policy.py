"""Who may do what at each address and over each socket. What is not declared here fails the build."""

from dataclasses import dataclass, field

from rota.models import Role

EVERY_ROLE = frozenset(Role.values)
CONSOLE = frozenset({Role.COUNSELLOR, Role.SHIFT_LEAD})
ESCALATIONS = frozenset({Role.COUNSELLOR, Role.SHIFT_LEAD, Role.MODERATOR, Role.SAFEGUARDING_LEAD})
# Pages of a second step that nobody in the matrix has turned on.
WITH_SECOND_STEP: frozenset[str] = frozenset()
LEADS = frozenset({Role.SAFEGUARDING_LEAD})
SERVICE = frozenset({Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD, Role.MANAGER, Role.ROTA})
REVIEW = frozenset({Role.MODERATOR, Role.SAFEGUARDING_LEAD})


@dataclass(frozen=True)
class Address:
    """One address: its methods, and which roles get in.

    `open_to` is "anyone" (no sign-in), "staff" (any sign-in) or a set of roles. `hidden` means that to
    others the thing does not exist (404) rather than being refused (403). `nobody` is what somebody
    without a sign-in gets.
    """

    path: str
    methods: frozenset[str]
    open_to: str | frozenset[str]
    hidden: bool = False
    nobody: str = "sign-in"
    form: dict[str, str] = field(default_factory=dict)


GET, POST, BOTH = frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})

ADDRESSES: dict[str, Address] = {
    # Young people's pages
    "web:home": Address("/", GET, "anyone"),
    "web:service": Address("/chat/service/", GET, "anyone"),
    "web:start": Address("/chat/start/", POST, "anyone"),
    "web:chat": Address("/chat/", GET, "anyone"),
    "web:say": Address("/chat/messages/", POST, "anyone", form={"body": "hello"}),
    "web:since": Address("/chat/since/", GET, frozenset(), nobody="refused"),  # nobody here has a chat
    "web:transcript": Address("/chat/transcript/", GET, "anyone"),
    "web:end": Address("/chat/end/", BOTH, "anyone"),
    "web:lock": Address("/chat/lock/", POST, "anyone"),
    "web:unlock": Address("/chat/unlock/", POST, "anyone", form={"code_word": "juniper"}),
    "web:code_word": Address("/chat/code-word/", BOTH, "anyone", form={"code_word": "juniper"}),
    "web:history": Address("/chat/history/", POST, "anyone", form={"agrees": "yes"}),
    "web:return": Address("/come-back/", BOTH, "anyone", form={"return_name": "teal heron 25", "code_word": "juniper"}),
    "web:after": Address("/chat/after/", BOTH, "anyone"),
    "web:not_safe": Address("/chat/not-safe/", POST, "anyone"),
    "web:exit": Address("/exit/", GET, "anyone"),
    "web:help": Address("/other-help/", GET, "anyone"),
    "web:safety": Address("/safety-tips/", GET, "anyone"),
    # How the service stands: for those who run a shift or can change the rota
    "service:home": Address("/service/", GET, SERVICE),
    "service:acknowledge": Address("/service/incidents/{incident}/acknowledgement/", POST, SERVICE),
    # The forum: a post of somebody's own is nobody else's, whoever they are
    "forum:home": Address("/forum/", GET, "anyone"),
    "forum:thread": Address("/forum/threads/{thread}/", GET, "anyone"),
    "forum:new": Address("/forum/threads/new/", BOTH, "anyone"),
    "forum:reply": Address("/forum/threads/{thread}/posts/", POST, "anyone", form={"body": "hello"}),
    "forum:mine": Address("/forum/mine/", GET, "anyone"),
    "forum:edit": Address("/forum/posts/{post}/edit/", BOTH, frozenset(), hidden=True, nobody="hidden"),
    "forum:withdraw": Address("/forum/posts/{post}/withdrawal/", POST, frozenset(), hidden=True, nobody="hidden"),
    # The carrier's webhooks: whoever did not sign is refused, staff too.
    "sms:incoming": Address("/sms/incoming/", POST, frozenset(), nobody="refused"),
    "sms:fallback": Address("/sms/incoming/fallback/", POST, frozenset(), nobody="refused"),
    "sms:status": Address("/sms/status/", POST, frozenset(), nobody="refused"),
    # The practice phones: development and tests only. A live service does not have these addresses.
    "sms:practice": Address("/practice-phone/", GET, "anyone"),
    "sms:practice_texts": Address("/practice-phone/texts/", GET, "anyone"),
    "sms:practice_say": Address("/practice-phone/phones/1/texts/", POST, "anyone"),
    "sms:practice_switches": Address("/practice-phone/phones/1/switches/", POST, "anyone"),
    # The carrier's API: whoever comes without the account's token is told so (401).
    "sms:practice_messages": Address(f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/Messages.json", BOTH, "anyone"),
    "sms:practice_message": Address(
        f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/Messages/SM{'0' * 32}.json", GET, "anyone"
    ),
    # The console
    "console:home": Address("/console/", GET, CONSOLE | LEADS),
    "console:take_next": Address("/console/next/", POST, CONSOLE),
    # Escalations
    "escalation:list": Address("/escalations/", GET, ESCALATIONS, hidden=True),
    "escalation:rows": Address("/escalations/rows/", GET, ESCALATIONS, hidden=True),
    "escalation:open": Address(
        "/escalations/open/",
        POST,
        LEADS,
        hidden=True,  # others report the conversations they had, shift leads those of their shift; here none
        form={"conversation": "{conversation}", "urgency": "now", "why": "worried"},
    ),
    "escalation:show": Address("/escalations/{escalation}/", GET, LEADS, hidden=True),
    "escalation:acknowledge": Address("/escalations/{escalation}/acknowledgement/", POST, LEADS, hidden=True),
    "escalation:conversation": Address("/escalations/{escalation}/conversation/", GET, LEADS, hidden=True),
    "escalation:decide": Address("/escalations/{escalation}/decisions/", POST, LEADS, hidden=True),
    "escalation:end_chat": Address("/escalations/{escalation}/end-chat/", POST, LEADS, hidden=True),
    "escalation:reached": Address("/escalations/{escalation}/reached/", POST, LEADS, hidden=True),
    "escalation:stand_down": Address("/escalations/{escalation}/stand-down/", POST, LEADS, hidden=True),
    # The review of posts
    "review:home": Address("/review/", GET, REVIEW),
    "review:lanes": Address("/review/lanes/", GET, REVIEW),
    "review:next": Address("/review/next/", POST, REVIEW, form={"lane": "care"}),
    "review:show": Address("/review/{review}/", GET, REVIEW),
    "review:whole": Address("/review/{review}/whole/", POST, REVIEW),
    "review:decide": Address("/review/{review}/decisions/", POST, REVIEW, form={"action": "publish"}),
    "review:more_time": Address("/review/{review}/time/", POST, REVIEW),
    "review:put_back": Address("/review/{review}/put-back/", POST, REVIEW),
    # Signing in
    "account_login": Address("/staff/sign-in/", BOTH, "anyone"),
    "account_logout": Address("/staff/sign-out/", BOTH, "staff", nobody="in"),
    "account_reauthenticate": Address("/staff/password-again/", BOTH, "staff"),
    "staff:home": Address("/staff/", GET, "staff"),
    "mfa_index": Address("/staff/two-step/", GET, "staff"),
    "mfa_authenticate": Address("/staff/two-step/code/", BOTH, "staff"),
    "mfa_reauthenticate": Address("/staff/two-step/code-again/", BOTH, "staff"),
    "mfa_activate_totp": Address("/staff/two-step/app/", BOTH, "staff"),
    "mfa_deactivate_totp": Address("/staff/two-step/app/off/", BOTH, WITH_SECOND_STEP, hidden=True),
    "mfa_view_recovery_codes": Address("/staff/two-step/recovery-codes/", GET, WITH_SECOND_STEP, hidden=True),
    "mfa_generate_recovery_codes": Address("/staff/two-step/recovery-codes/new/", BOTH, "staff"),
    "mfa_download_recovery_codes": Address("/staff/two-step/recovery-codes/file/", GET, WITH_SECOND_STEP, hidden=True),
    # Whoever runs it
    "healthz": Address("/healthz", GET, "anyone"),
    "readyz": Address("/readyz", GET, "anyone"),
    "metrics": Address("/metrics", GET, "anyone"),  # from this machine, or with the token
}

SOCKET_ACTIONS: dict[str, frozenset[str]] = {
    "ws/chat/": frozenset({"say", "resume", "typing", "seen", "ping"}),
    "ws/console/": frozenset(
        {
            *("say", "resume", "typing", "seen", "take_next", "heartbeat", "end", "judge", "ping"),
            *("draft", "note", "safety", "help", "help_answered", "ask_who_sees"),
            "lower_urgency",
            *("hand_over", "accept", "decline", "keep", "start_ending", "carry_on"),
            *("whisper", "join", "leave", "take_over"),  # leads only: tests/chat/test_desk_floor.py
        }
    ),
}
SOCKET_ROLES: dict[str, frozenset[str]] = {
    "ws/chat/": frozenset(),
    "ws/console/": frozenset({Role.COUNSELLOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD, Role.MANAGER}),
}
