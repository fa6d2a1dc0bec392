"""Which address and which socket action is open to whom. What is not declared here fails the build.

Everybody who adds an address or a socket action adds it here. What somebody may do behind the door, with which thing,
is the table's (table.py); the groups below are read from it. `manage.py access_matrix` prints both.
"""

from dataclasses import dataclass, field

from rota.models import Role
from rota.policy.asking import roles_for
from rota.policy.table import Action

EVERY_ROLE = frozenset(Role.values)
CONSOLE = frozenset(roles_for(Action.TAKE_NEXT))
ESCALATIONS = frozenset(roles_for(Action.OPEN_ESCALATIONS))
CONTACTS = frozenset(roles_for(Action.LIST_CONTACTS))
# Pages of a second step that nobody in the matrix has turned on.
WITH_SECOND_STEP: frozenset[str] = frozenset()
LEADS = frozenset(roles_for(Action.ASK_CONTACT))
FINDS = frozenset(roles_for(Action.FIND_NUMBER))
SEARCHES = frozenset(roles_for(Action.LIST_SEARCHES))
RISK = frozenset(roles_for(Action.SEE_RISK))
PROMISES = frozenset(roles_for(Action.OPEN_CONSOLE))
DIRECTORY = frozenset(roles_for(Action.SEE_DIRECTORY))
KEEPS_DIRECTORY = frozenset(roles_for(Action.KEEP_DIRECTORY))
SHIFT_LEADS = frozenset({Role.SHIFT_LEAD})
SERVICE = frozenset(roles_for(Action.SEE_SERVICE))
REVIEW = frozenset(roles_for(Action.REVIEW_POSTS))
BLIND = frozenset(roles_for(Action.READ_BLIND))
MISSES = frozenset(roles_for(Action.SEE_MISSES))
PRIVACY = frozenset({Role.PRIVACY})
MANAGERS = frozenset({Role.MANAGER})
RETENTION = frozenset(roles_for(Action.PROPOSE_ERASING))
HOLDS = frozenset(roles_for(Action.HOLD))
ERASURES = frozenset(roles_for(Action.ERASE))
PACKS = frozenset(roles_for(Action.MAKE_PACK)) | frozenset(roles_for(Action.AGREE_PACK))
PLANS = frozenset(roles_for(Action.PLAN_ROTA))
ON_THE_ROTA = frozenset(roles_for(Action.SEE_ROTA))
FLOOR = frozenset(roles_for(Action.SEE_GAPS))


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
    # Roles that get in while a shift of theirs runs, and not otherwise.
    on_shift: frozenset[str] = frozenset()


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
    "web:readers": Address("/chat/readers/", GET, "anyone"),
    "telling:page": Address("/chat/telling/", BOTH, "anyone"),
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
    # Who looked at what, for the privacy officer; the month in figures, for managers
    "audit:home": Address("/audit/", GET, PRIVACY),
    "audit:export": Address("/audit/export/", BOTH, PRIVACY, form={"why": "the yearly check of who reads"}),
    # What goes when its time is over, and what a young person is given of theirs
    "rights:retention": Address("/retention/", GET, RETENTION),
    "rights:propose": Address(
        "/retention/proposals/", POST, RETENTION, form={"kind": "talks", "why": "their half year is over"}
    ),
    "rights:decide": Address("/retention/proposals/{proposal}/decision/", POST, RETENTION, form={"agrees": "no"}),
    "rights:holds": Address("/holds/", GET, HOLDS),
    "rights:place_hold": Address(
        "/holds/new/", POST, HOLDS, form={"conversation": "{conversation}", "what": "chat", "why": "police"}
    ),
    "rights:keep_hold": Address("/holds/{hold}/review/", POST, HOLDS),
    "rights:ask_to_lift": Address("/holds/{hold}/lifting/", POST, HOLDS),
    "rights:lift_hold": Address("/holds/{hold}/end/", POST, HOLDS),
    "rights:erasures": Address("/erasures/", GET, ERASURES),
    "rights:ask_erasure": Address("/erasures/new/", POST, ERASURES, form={"conversation": "{conversation}"}),
    "rights:erasure": Address("/erasures/{erasure}/", GET, ERASURES),
    "rights:decide_erasure": Address("/erasures/{erasure}/decision/", POST, ERASURES, form={"agrees": "no"}),
    "rights:packs": Address("/packs/", GET, PACKS),
    "rights:begin": Address("/packs/new/", POST, PRIVACY, form={"conversation": "{conversation}"}),
    "rights:pack": Address("/packs/{pack}/", GET, PACKS),
    "rights:redact": Address("/packs/{pack}/redactions/", POST, PRIVACY, form={"item": "message:1", "why": "harm"}),
    "rights:lift": Address("/packs/{pack}/redactions/{redaction}/lift/", POST, PRIVACY),
    "rights:lead": Address("/packs/{pack}/agreement/", POST, LEADS, form={"agrees": "yes"}),
    "rights:take": Address("/packs/{pack}/file/", POST, PRIVACY),
    "rights:close": Address("/packs/{pack}/end/", POST, PRIVACY),
    "month:home": Address("/month/", GET, MANAGERS),
    "month:csv": Address("/month/csv/", GET, MANAGERS),
    "service:acknowledge": Address("/service/incidents/{incident}/acknowledgement/", POST, SERVICE),
    # The rota: everybody their own, a shift lead the floor, managers all of it; rota managers change it
    "rota:week": Address("/rota/", GET, ON_THE_ROTA),
    # How one is reached: everybody their own
    "reach:mine": Address("/staff/reach/", GET, "staff"),
    "reach:number": Address("/staff/reach/number/", POST, "staff", form={"number": "07700 900123"}),
    "reach:confirm": Address("/staff/reach/number/code/", POST, "staff", form={"code": "123456"}),
    "reach:again": Address("/staff/reach/number/again/", POST, "staff"),
    "reach:number_end": Address("/staff/reach/number/end/", POST, "staff"),
    "reach:browser": Address("/staff/reach/browsers/", POST, "staff", form={"subscription": "{{}}"}),
    "reach:browser_end": Address("/staff/reach/browsers/{browser}/end/", POST, frozenset(), hidden=True),
    "reach:test": Address("/staff/reach/test/", POST, "staff"),
    "reach:hear": Address("/staff/reach/calls/{call}/heard/", POST, frozenset(), hidden=True),
    # The press in a push: whoever has its token; without one it does not exist
    "reach:heard": Address("/staff/reach/heard/", POST, frozenset(), hidden=True, nobody="hidden"),
    "reach:worker": Address("/staff/reach/worker.js", GET, "anyone"),
    "rota:month": Address("/rota/month/", GET, ON_THE_ROTA),
    "rota:shift": Address("/rota/shifts/{shift}/", GET, FLOOR, hidden=True),
    "rota:place": Address("/rota/places/{place}/", GET, FLOOR | {Role.COUNSELLOR}, hidden=True),
    "rota:mine": Address("/rota/mine/", GET, ON_THE_ROTA),
    "rota:now": Address("/rota/now/", GET, ON_THE_ROTA),
    "rota:seen": Address("/rota/mine/seen/", POST, ON_THE_ROTA),
    "rota:gaps": Address("/rota/gaps/", GET, FLOOR),
    "rota:gap_offer": Address("/rota/gaps/offer/", POST, PLANS),
    "rota:place_offer": Address("/rota/places/{place}/offer/", POST, PLANS, hidden=True),
    "rota:offer_decline": Address("/rota/places/{place}/no/", POST, frozenset(), hidden=True),  # nobody here was asked
    "rota:confirm": Address("/rota/shifts/{shift}/confirmation/", POST, frozenset(), hidden=True),  # nobody's here
    "rota:test_page": Address("/rota/shifts/{shift}/test-page/", POST, frozenset(), hidden=True),
    "rota:break": Address("/rota/shifts/{shift}/break/", POST, frozenset(), hidden=True),
    "rota:shift_note": Address("/rota/shifts/{shift}/note/", POST, frozenset(), hidden=True),
    "rota:finish": Address("/rota/shifts/{shift}/end/", POST, frozenset(), hidden=True),
    "rota:debrief": Address("/rota/shifts/{shift}/debrief/", POST, frozenset(), hidden=True),
    "rota:note": Address("/rota/notes/{note}/", BOTH, LEADS, hidden=True, on_shift=CONSOLE),
    "rota:away": Address("/rota/away/", BOTH, ON_THE_ROTA),
    "rota:away_withdraw": Address("/rota/away/{away}/withdrawal/", POST, PLANS, hidden=True),
    "rota:open": Address("/rota/open/", GET, ON_THE_ROTA),
    "rota:claim": Address("/rota/places/{place}/claim/", POST, frozenset({Role.COUNSELLOR}), hidden=True),
    "rota:swap": Address("/rota/shifts/{shift}/swap/", BOTH, frozenset(), hidden=True),
    "rota:swap_answer": Address("/rota/swaps/{swap}/answer/", POST, frozenset(), hidden=True),
    "rota:approvals": Address("/rota/approvals/", GET, PLANS),
    "rota:swap_decide": Address("/rota/swaps/{swap}/decision/", POST, PLANS, hidden=True),
    "rota:away_decide": Address("/rota/away/{away}/decision/", POST, PLANS, hidden=True),
    "rota:publish": Address("/rota/publication/", POST, PLANS),
    "rota:assign": Address("/rota/places/{place}/person/", POST, PLANS, hidden=True),
    "rota:place_cancel": Address("/rota/places/{place}/cancellation/", POST, PLANS, hidden=True),
    "rota:release": Address("/rota/shifts/{shift}/release/", POST, PLANS, hidden=True),
    "rota:override": Address("/rota/come-on/", BOTH, LEADS, on_shift=SHIFT_LEADS),
    "rota:put_on": Address("/rota/put-on/", BOTH, PLANS),
    "rota:patterns": Address("/rota/patterns/", GET, MANAGERS | PLANS),
    "rota:pattern_new": Address("/rota/patterns/new/", POST, PLANS),
    "rota:pattern": Address("/rota/patterns/{pattern}/", BOTH, PLANS, hidden=True),
    "rota:pattern_end": Address("/rota/patterns/{pattern}/end/", POST, PLANS, hidden=True),
    "rota:people": Address("/rota/people/", GET, MANAGERS | PLANS),
    "rota:person": Address("/rota/people/{person}/", GET, MANAGERS | PLANS, hidden=True),
    "rota:clearance": Address("/rota/people/{person}/clearances/", POST, PLANS, hidden=True),
    "rota:works_as": Address("/rota/people/{person}/works-as/", POST, PLANS, hidden=True),
    "rota:csv_out": Address("/rota/list.csv", GET, ON_THE_ROTA),
    "rota:csv_in": Address("/rota/list/", BOTH, PLANS),
    # The forum: a post of somebody's own is nobody else's, whoever they are
    "forum:home": Address("/forum/", GET, "anyone"),
    "forum:thread": Address("/forum/threads/{thread}/", GET, "anyone"),
    "forum:new": Address("/forum/threads/new/", BOTH, "anyone"),
    "forum:reply": Address("/forum/threads/{thread}/posts/", POST, "anyone", form={"body": "hello"}),
    "forum:mine": Address("/forum/mine/", GET, "anyone"),
    "forum:edit": Address("/forum/posts/{post}/edit/", BOTH, frozenset(), hidden=True, nobody="hidden"),
    "forum:withdraw": Address("/forum/posts/{post}/withdrawal/", POST, frozenset(), hidden=True, nobody="hidden"),
    # Anybody may be worried about a young person, and nobody has an account for it
    "concern:home": Address("/concern/", BOTH, "anyone", form={"what": "a girl cried at the bus stop"}),
    "concern:thanks": Address("/concern/thanks/", GET, "anyone"),
    "concern:more": Address("/concern/more/", BOTH, "anyone", form={"what": "she was there again"}),
    "concern:about_post": Address("/forum/posts/{post}/worried/", BOTH, "anyone"),
    # The carrier's webhooks: whoever did not sign is refused, staff too.
    "sms:incoming": Address("/sms/incoming/", POST, frozenset(), nobody="refused"),
    "sms:fallback": Address("/sms/incoming/fallback/", POST, frozenset(), nobody="refused"),
    "sms:status": Address("/sms/status/", POST, frozenset(), nobody="refused"),
    "sms:staff_text": Address("/sms/staff/token/text/", POST, frozenset(), nobody="refused"),
    "sms:staff_call": Address("/sms/staff/token/call/", POST, frozenset(), nobody="refused"),
    "sms:staff_says": Address("/sms/staff/token/says/", POST, frozenset(), nobody="refused"),
    "sms:staff_key": Address("/sms/staff/token/key/", POST, frozenset(), nobody="refused"),
    # The practice phones: development and tests only. A live service does not have these addresses.
    "sms:practice": Address("/practice-phone/", GET, "anyone"),
    "sms:practice_texts": Address("/practice-phone/texts/", GET, "anyone"),
    "sms:practice_say": Address("/practice-phone/phones/1/texts/", POST, "anyone"),
    "sms:practice_switches": Address("/practice-phone/phones/1/switches/", POST, "anyone"),
    "sms:practice_call": Address("/practice-phone/phones/1/call/", POST, "anyone"),
    # The carrier's API: whoever comes without the account's token is told so (401).
    "sms:practice_balance": Address(f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/Balance.json", GET, "anyone"),
    "sms:practice_numbers": Address(
        f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/IncomingPhoneNumbers.json", GET, "anyone"
    ),
    "sms:practice_calls": Address(f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/Calls.json", POST, "anyone"),
    "sms:practice_messages": Address(f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/Messages.json", BOTH, "anyone"),
    "sms:practice_message": Address(
        f"/practice-phone/2010-04-01/Accounts/AC{'0' * 32}/Messages/SM{'0' * 32}.json", GET, "anyone"
    ),
    # The console
    "console:home": Address("/console/", GET, frozenset(roles_for(Action.OPEN_CONSOLE))),
    "console:take_next": Address("/console/next/", POST, CONSOLE),
    # Escalations
    "escalation:list": Address("/escalations/", GET, ESCALATIONS, hidden=True),
    "escalation:rows": Address("/escalations/rows/", GET, ESCALATIONS, hidden=True),
    "escalation:open": Address(
        "/escalations/open/",
        POST,
        LEADS,
        hidden=True,  # others report the conversations they had; here none
        on_shift=SHIFT_LEADS,
        form={"conversation": "{conversation}", "urgency": "now", "why": "worried"},
    ),
    "escalation:about_staff": Address(
        "/escalations/about-staff/",
        BOTH,
        "staff",
        form={"about_staff": "{somebody}", "urgency": "very_soon", "why": "how they spoke with a child"},
    ),
    "escalation:about_staff_sent": Address("/escalations/about-staff/sent/", GET, "staff"),
    # Break-glass: leads; and who watches over privacy, without the number
    "escalation:contact": Address("/escalations/{escalation}/contact/", BOTH, LEADS, hidden=True),
    "escalation:contact_agree": Address(
        "/escalations/{escalation}/contact/{glass}/agreement/", POST, frozenset(), hidden=True
    ),  # the only lead in the matrix asked for it
    "escalation:contact_refuse": Address(
        "/escalations/{escalation}/contact/{glass}/refusal/", POST, frozenset(), hidden=True
    ),
    "escalation:contact_open": Address("/escalations/{escalation}/contact/{glass}/opening/", POST, LEADS, hidden=True),
    "escalation:contact_review": Address(
        "/escalations/{escalation}/contact/{glass}/review/", POST, frozenset(), hidden=True
    ),
    # A number that the police give us
    "finding:find": Address("/staff/find/", BOTH, FINDS, hidden=True),
    "finding:searches": Address("/staff/find/searches/", GET, SEARCHES, hidden=True),
    "finding:seen": Address("/staff/find/searches/{search}/seen/", POST, SEARCHES, hidden=True),
    "escalation:contacts": Address("/escalations/contacts/", GET, CONTACTS, hidden=True),
    "escalation:contact_seen": Address("/escalations/contacts/{glass}/seen/", POST, CONTACTS - MANAGERS, hidden=True),
    "escalation:show": Address("/escalations/{escalation}/", GET, LEADS, hidden=True, on_shift=SHIFT_LEADS),
    "escalation:acknowledge": Address("/escalations/{escalation}/acknowledgement/", POST, LEADS, hidden=True),
    "escalation:conversation": Address(
        "/escalations/{escalation}/conversation/", GET, LEADS, hidden=True, on_shift=SHIFT_LEADS
    ),
    "escalation:same_person": Address("/escalations/{escalation}/same-person/", POST, LEADS, hidden=True),
    # Whoever has the chat, and nobody in the matrix has: a lead who comes is told so
    "escalation:owner_saw": Address("/escalations/{escalation}/owner/", POST, frozenset(), hidden=True),
    "escalation:decide": Address("/escalations/{escalation}/decisions/", POST, LEADS, hidden=True),
    "escalation:tell": Address("/escalations/{escalation}/tellings/", POST, LEADS, hidden=True),
    "escalation:not_told": Address("/escalations/{escalation}/tellings/unsafe/", POST, LEADS, hidden=True),
    "escalation:tell_outcome": Address(
        "/escalations/{escalation}/tellings/{telling}/outcome/", POST, LEADS, hidden=True
    ),
    "escalation:tell_back": Address(
        "/escalations/{escalation}/tellings/{telling}/taken-back/", POST, LEADS, hidden=True
    ),
    "escalation:end_chat": Address("/escalations/{escalation}/end-chat/", POST, LEADS, hidden=True),
    "escalation:reached": Address("/escalations/{escalation}/reached/", POST, LEADS, hidden=True),
    "escalation:stand_down": Address("/escalations/{escalation}/stand-down/", POST, LEADS, hidden=True),
    # What stands at the end of a lead's shift, and what young people were promised. Nothing of it is anybody's here
    "risk:handover": Address("/escalations/handover/", GET, RISK),
    "risk:leave": Address("/escalations/handover/{shift}/leaving/", POST, frozenset(), hidden=True),
    "risk:sign": Address(
        "/escalations/handover/items/{item}/signature/", POST, LEADS, hidden=True, on_shift=SHIFT_LEADS
    ),
    "risk:promises": Address("/escalations/promises/", GET, PROMISES),
    "risk:of_chat": Address(
        "/escalations/promises/chat/{chat}/", BOTH, LEADS, hidden=True, on_shift=SHIFT_LEADS
    ),
    "risk:promise": Address("/escalations/promises/{promise}/", GET, LEADS, hidden=True, on_shift=SHIFT_LEADS),
    "risk:kept": Address("/escalations/promises/{promise}/kept/", POST, LEADS, hidden=True, on_shift=SHIFT_LEADS),
    "risk:not_kept": Address(
        "/escalations/promises/{promise}/not-kept/", POST, LEADS, hidden=True, on_shift=SHIFT_LEADS
    ),
    "risk:give": Address("/escalations/promises/{promise}/person/", POST, LEADS, hidden=True, on_shift=SHIFT_LEADS),
    # The front doors of councils, and what is told to them: by whoever may decide about the escalation
    "referral:directory": Address("/escalations/directory/", GET, DIRECTORY),
    "referral:council_new": Address("/escalations/directory/new/", BOTH, KEEPS_DIRECTORY),
    "referral:list_out": Address("/escalations/directory/list.csv", GET, DIRECTORY),
    "referral:list_in": Address("/escalations/directory/list/", BOTH, KEEPS_DIRECTORY),
    "referral:council": Address("/escalations/directory/{council}/", BOTH, KEEPS_DIRECTORY),
    "referral:council_checked": Address("/escalations/directory/{council}/checked/", POST, KEEPS_DIRECTORY),
    "referral:council_end": Address("/escalations/directory/{council}/end/", POST, KEEPS_DIRECTORY),
    "referral:list": Address("/escalations/{escalation}/referrals/", BOTH, LEADS, hidden=True),
    "referral:show": Address("/escalations/{escalation}/referrals/{referral}/", GET, LEADS, hidden=True),
    "referral:form": Address("/escalations/{escalation}/referrals/{referral}/form/", BOTH, LEADS, hidden=True),
    "referral:phone": Address("/escalations/{escalation}/referrals/{referral}/phone/", POST, LEADS, hidden=True),
    "referral:leaves": Address("/escalations/{escalation}/referrals/{referral}/leaves/", BOTH, LEADS, hidden=True),
    "referral:preview": Address("/escalations/{escalation}/referrals/{referral}/preview/", GET, LEADS, hidden=True),
    "referral:send": Address("/escalations/{escalation}/referrals/{referral}/sending/", POST, LEADS, hidden=True),
    "referral:chase": Address("/escalations/{escalation}/referrals/{referral}/chase/", POST, LEADS, hidden=True),
    "referral:answer": Address("/escalations/{escalation}/referrals/{referral}/answer/", POST, LEADS, hidden=True),
    "referral:exempt": Address("/escalations/{escalation}/referrals/{referral}/exemption/", POST, LEADS, hidden=True),
    "referral:put_off": Address("/escalations/{escalation}/referrals/{referral}/put-off/", POST, LEADS, hidden=True),
    "referral:print": Address("/escalations/{escalation}/referrals/{referral}/print/", GET, LEADS, hidden=True),
    "referral:pdf": Address("/escalations/{escalation}/referrals/{referral}/file.pdf", GET, LEADS, hidden=True),
    "referral:json": Address("/escalations/{escalation}/referrals/{referral}/file.json", GET, LEADS, hidden=True),
    "referral:recall": Address("/escalations/{escalation}/shares/{share}/recall/", POST, LEADS, hidden=True),
    "referral:notice": Address("/escalations/{escalation}/shares/{share}/notice/", GET, LEADS, hidden=True),
    # The one escalation in the matrix is about nobody who works here
    "referral:allegation": Address("/escalations/{escalation}/allegation/", BOTH, frozenset(), hidden=True),
    # All that happened, for a review
    "chronology:record": Address("/escalations/{escalation}/chronology/", BOTH, LEADS, hidden=True),
    # Differences of opinion: whoever may know of it or took part; the forms without what was on the screen are refused
    "dissent:mine": Address("/escalations/dissents/", GET, ESCALATIONS, hidden=True),
    "dissent:home": Address("/escalations/{escalation}/dissents/", BOTH, LEADS, hidden=True, on_shift=SHIFT_LEADS),
    **{
        f"dissent:{name}": Address(
            f"/escalations/{{escalation}}/dissents/{{dissent}}/{path}",
            POST if path else GET, LEADS, hidden=True, on_shift=SHIFT_LEADS,
        )
        for name, path in (
            ("show", ""), ("answer", "answer/"), ("take_up", "next-stage/"), ("settle", "settling/"),
            ("take_back", "taking-back/"),
        )
    },
    "dissent:policy": Address("/staff/policy/differences-of-opinion/", BOTH, "staff"),
    "dissent:readers": Address(
        "/staff/policy/differences-of-opinion/readers/", GET, frozenset(roles_for(Action.SEE_POLICY_READERS))
    ),
    # Working on one; each with a version of the page that is no longer so, where none is given
    "escalation:next": Address("/escalations/next/", POST, LEADS | MANAGERS, hidden=True),
    "escalation:extend": Address("/escalations/{escalation}/more-time/", POST, LEADS, hidden=True),
    "escalation:put_off": Address("/escalations/{escalation}/put-off/", POST, LEADS, hidden=True),
    "escalation:let_go": Address("/escalations/{escalation}/put-back/", POST, LEADS, hidden=True),
    "escalation:offer": Address("/escalations/{escalation}/offer/", POST, LEADS, hidden=True),
    "escalation:accept": Address("/escalations/{escalation}/offer/yes/", POST, LEADS, hidden=True),
    "escalation:decline": Address("/escalations/{escalation}/offer/no/", POST, LEADS, hidden=True),
    "escalation:take_over": Address("/escalations/{escalation}/take-over/", POST, LEADS, hidden=True),
    "escalation:ask_advice": Address("/escalations/{escalation}/advice/", POST, LEADS, hidden=True),
    # Whoever was asked: of those who may read it in the matrix nobody was, and they are told so
    "escalation:advise": Address(
        "/escalations/{escalation}/advice/1/", POST, LEADS, hidden=True, on_shift=SHIFT_LEADS
    ),
    "escalation:scale": Address("/escalations/{escalation}/scales/", POST, LEADS, hidden=True),
    "escalation:picture": Address("/escalations/{escalation}/picture/", POST, LEADS, hidden=True),
    "escalation:call": Address("/escalations/{escalation}/emergency/", POST, LEADS, hidden=True),
    "escalation:answer_call": Address("/escalations/{escalation}/emergency/1/", POST, LEADS, hidden=True),
    "escalation:review": Address("/escalations/{escalation}/review/", POST, LEADS, hidden=True),
    "escalation:close": Address("/escalations/{escalation}/end/", POST, LEADS, hidden=True),
    "escalation:reopen": Address("/escalations/{escalation}/reopening/", POST, LEADS, hidden=True),
    "escalation:second_looks": Address("/escalations/second-looks/", GET, LEADS),
    # Nothing of the matrix waits for a second look
    "escalation:second_look": Address("/escalations/second-looks/{second_look}/", BOTH, frozenset(), hidden=True),
    # The review of posts
    "review:home": Address("/review/", GET, REVIEW),
    "review:lanes": Address("/review/lanes/", GET, REVIEW),
    "review:next": Address("/review/next/", POST, REVIEW, form={"lane": "care"}),
    "review:show": Address("/review/{review}/", GET, REVIEW),
    "review:whole": Address("/review/{review}/whole/", POST, REVIEW),
    "review:decide": Address("/review/{review}/decisions/", POST, REVIEW, form={"action": "publish"}),
    "review:more_time": Address("/review/{review}/time/", POST, REVIEW),
    "review:put_back": Address("/review/{review}/put-back/", POST, REVIEW),
    # Messages read again, by whoever was given them; and what came of it
    "blind:home": Address("/review/blind/", GET, BLIND),
    "blind:next": Address("/review/blind/next/", POST, BLIND),
    "blind:show": Address("/review/blind/{blind}/", GET, BLIND),
    "blind:judge": Address("/review/blind/{blind}/verdict/", POST, BLIND, form={"verdict": "nothing"}),
    "blind:skip": Address("/review/blind/{blind}/skip/", POST, BLIND, form={"why": "known"}),
    "misses:home": Address("/misses/", GET, MISSES),
    # What was said about the checks. The one that is there is about a chat, and nobody here said it
    "feedback:list": Address("/feedback/", GET, REVIEW),
    "feedback:item": Address("/feedback/{feedback}/", GET, LEADS, hidden=True),
    "feedback:review": Address("/feedback/{feedback}/reviews/", POST, LEADS, hidden=True),
    "feedback:chat": Address("/feedback/chats/{chat}/", BOTH, LEADS, hidden=True, on_shift=SHIFT_LEADS),
    "feedback:post": Address("/feedback/posts/{review}/", BOTH, REVIEW),
    # Signing in
    "account_login": Address("/staff/sign-in/", BOTH, "anyone"),
    "account_logout": Address("/staff/sign-out/", BOTH, "staff", nobody="in"),
    "account_reauthenticate": Address("/staff/show-who-you-are/", BOTH, "staff"),
    "staff:home": Address("/staff/", GET, "staff"),
    "staff:invitation": Address("/staff/invitation/nothing-that-we-made/", BOTH, "anyone"),
    "staff:here": Address("/staff/here/", POST, "staff"),
    "staff:passkey_question": Address("/staff/passkey/", GET, "staff"),
    "staff:sign_ins": Address("/staff/sign-ins/", GET, "staff"),
    "staff:end_my_sign_in": Address("/staff/sign-ins/{sign_in}/end/", POST, frozenset(), hidden=True),
    # Links into the account of somebody who looks after others: a second person agrees, themselves may refuse
    "staff:links": Address("/staff/links/", GET, "staff"),
    "staff:agree_link": Address("/staff/links/{invitation}/agreement/", POST, frozenset(), hidden=True),
    "staff:refuse_link": Address("/staff/links/{invitation}/refusal/", POST, frozenset(), hidden=True),
    # Accounts of others: managers alone
    "staff:people": Address("/staff/people/", GET, MANAGERS),
    "staff:invite": Address("/staff/people/new/", BOTH, MANAGERS),
    "staff:person": Address("/staff/people/{person}/", GET, MANAGERS),
    "staff:invite_again": Address("/staff/people/{person}/invitation/", POST, MANAGERS),
    "staff:withdraw": Address("/staff/people/{person}/invitation/{invitation}/withdrawal/", POST, MANAGERS),
    "staff:grant": Address("/staff/people/{person}/roles/", POST, MANAGERS, form={"role": "moderator"}),
    "staff:end_role": Address("/staff/people/{person}/roles/end/", POST, MANAGERS, form={"role": "moderator"}),
    "staff:end_sign_in": Address("/staff/people/{person}/sign-ins/{sign_in}/end/", POST, MANAGERS),
    "staff:end_sign_ins": Address("/staff/people/{person}/sign-ins/end/", POST, MANAGERS),
    "staff:suspend": Address("/staff/people/{person}/suspension/", POST, MANAGERS),
    "staff:let_back": Address("/staff/people/{person}/return/", POST, MANAGERS),
    # These end or lock the sign-in that asks
    "staff:lock": Address("/staff/lock/", BOTH, "staff"),
    "staff:unlock": Address("/staff/unlock/", POST, "staff"),
    "staff:end_my_sign_ins": Address("/staff/sign-ins/end/", POST, "staff", nobody="sign-in"),
    "mfa_index": Address("/staff/two-step/", GET, "staff"),
    "mfa_authenticate": Address("/staff/two-step/code/", BOTH, "staff"),
    "mfa_login_webauthn": Address("/staff/sign-in/passkey/", BOTH, "staff"),
    "mfa_add_webauthn": Address("/staff/two-step/passkey/", BOTH, "staff"),
    "mfa_remove_webauthn": Address("/staff/two-step/passkey/1/off/", BOTH, "staff"),
    "mfa_activate_totp": Address("/staff/two-step/app/", BOTH, "staff"),
    "mfa_deactivate_totp": Address("/staff/two-step/app/off/", BOTH, WITH_SECOND_STEP, hidden=True),
    "mfa_view_recovery_codes": Address("/staff/two-step/recovery-codes/", GET, WITH_SECOND_STEP, hidden=True),
    "mfa_generate_recovery_codes": Address("/staff/two-step/recovery-codes/new/", BOTH, "staff"),
    "mfa_download_recovery_codes": Address("/staff/two-step/recovery-codes/file/", GET, WITH_SECOND_STEP, hidden=True),
    # Whoever runs it
    # Only our own jobs process, which signs (tests/stories/test_canary.py)
    "canary:take": Address("/service/canary/", POST, frozenset(), nobody="refused"),
    "healthz": Address("/healthz", GET, "anyone"),
    "readyz": Address("/readyz", GET, "anyone"),
    "metrics": Address("/metrics", GET, "anyone"),  # from this machine, or with the token
}

SOCKET_ACTIONS: dict[str, frozenset[str]] = {
    "ws/chat/": frozenset({"say", "resume", "typing", "seen", "ping"}),
    "ws/console/": frozenset(
        {
            *("say", "resume", "typing", "seen", "take_next", "heartbeat", "end", "judge", "ping"),
            *("draft", "note", "safety", "help", "help_answered", "ask_who_sees", "lower_urgency"),
            *("hand_over", "accept", "decline", "keep", "start_ending", "carry_on"),
            *("write_telling", "not_telling", "safe_to_show", "take_back_telling"),
            *("whisper", "join", "leave", "take_over"),  # leads only: tests/chat/test_desk_floor.py
        }
    ),
}
SOCKET_ROLES: dict[str, frozenset[str]] = {
    "ws/chat/": frozenset(),
    "ws/console/": frozenset(roles_for(Action.HEAR_PAGES)),
}
# Which action of the table each frame of a console asks for: any of them is enough. A young person's frames are about
# the one conversation their cookie reaches.
_MINE, _BESIDE = (Action.TALK,), (Action.TALK, Action.READ_ALONG)
_LEADS, _ALL = (Action.READ_ALONG,), (Action.HEAR_PAGES,)
SOCKET_NEEDS: dict[str, tuple[Action, ...]] = {
    **dict.fromkeys(("say", "typing", "seen", "draft", "end", "judge", "safety", "help", "hand_over", "keep"), _MINE),
    **dict.fromkeys(("start_ending", "carry_on", "ask_who_sees"), _MINE),
    **dict.fromkeys(("write_telling", "not_telling", "safe_to_show", "take_back_telling"), _MINE),
    **dict.fromkeys(("resume", "note", "lower_urgency"), _BESIDE),
    **dict.fromkeys(("whisper", "join", "leave", "take_over"), _LEADS),
    **dict.fromkeys(("accept", "decline"), (Action.ACCEPT,)),
    "take_next": (Action.TAKE_NEXT,),
    **dict.fromkeys(("help_answered", "heartbeat", "ping"), _ALL),
}
