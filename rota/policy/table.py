"""The table: who may do what. Source: domain reference, roles and what they may see or do.

A row lets somebody in; nobody is let in without one. What somebody must not come upon although a row lets them in
(an escalation about themselves) is in veils.py: no row reaches behind a veil.
"""

from dataclasses import dataclass
from enum import StrEnum

from rota.models import Role, Shift

Duty = Shift.Duty


class Action(StrEnum):
    """What somebody wants to do."""

    OPEN_CONSOLE = "console.open"
    HEAR_PAGES = "console.hear_pages"
    TAKE_NEXT = "conversation.take_next"
    TALK = "conversation.talk"
    ACCEPT = "conversation.accept"
    READ_ALONG = "conversation.read_along"
    REPORT_CHAT = "conversation.report"
    END_ANY_CHAT = "conversation.end_any"
    REPORT_POST = "post.report"
    REVIEW_POSTS = "post.review"
    READ_BLIND = "blind.read"
    SEE_MISSES = "misses.see"
    REVIEW_FEEDBACK = "feedback.review"
    OPEN_ESCALATIONS = "escalation.list"
    KNOW = "escalation.know"
    READ = "escalation.read"
    ACKNOWLEDGE = "escalation.acknowledge"
    DECIDE = "escalation.decide"
    SECOND_LOOK = "escalation.second_look"
    TAKE_RECORD = "escalation.take_record"
    DIFFER = "escalation.differ"
    SEE_POLICY_READERS = "policy.see_readers"
    END_CHAT = "escalation.end_chat"
    END_HOLD = "escalation.end_hold"
    REPORT_STAFF = "allegation.make"
    ASK_CONTACT = "contact.ask"
    AGREE_CONTACT = "contact.agree"
    OPEN_CONTACT = "contact.open"
    REVIEW_CONTACT = "contact.review"
    LIST_CONTACTS = "contact.list"
    FIND_NUMBER = "number.find"
    LIST_SEARCHES = "number.searches"
    SEE_RISK = "risk.see"
    SEE_PROMISE = "promise.see"
    END_PROMISE = "promise.end"
    SEE_DIRECTORY = "directory.see"
    KEEP_DIRECTORY = "directory.keep"
    SEE_ROTA = "rota.see"
    SEE_WHOLE_ROTA = "rota.see_all"
    SEE_GAPS = "rota.see_gaps"
    PLAN_ROTA = "rota.plan"
    STEP_IN = "rota.step_in"
    SUSPEND = "staff.suspend"
    SEE_SHIFT = "shift.see"
    READ_SHIFT_NOTE = "shift_note.read"
    HEAR_HELP = "help.hear"
    BE_COUNSELLOR = "duty.counsellor"
    BE_SHIFT_LEAD = "duty.shift_lead"
    BE_MODERATOR = "duty.moderator"
    BE_ON_CALL_1 = "duty.on_call_1"
    BE_ON_CALL_2 = "duty.on_call_2"
    BE_MANAGER = "duty.manager"
    SEE_SERVICE = "service.see"
    READ_AUDIT = "audit.read"
    SEE_MONTH = "month.see"
    ERASE = "words.erase"
    AGREE_ERASURE = "words.agree_erasing"
    HOLD = "words.hold"
    AGREE_LIFTING = "words.agree_lifting"
    PROPOSE_ERASING = "erasing.propose"
    AGREE_ERASING = "erasing.agree"
    MAKE_PACK = "pack.make"
    AGREE_PACK = "pack.agree"


class Relation(StrEnum):
    """How somebody stands to a thing. What it means for each kind of thing is said where that thing lives."""

    ANY = "any"
    OWNER = "owner"
    HAD_IT = "had it"
    OFFERED = "offered to them"
    LIVE = "going on now"
    PUBLIC = "public"
    OPENED_IT = "opened it"
    OWNS_ITS_CHAT = "owns its chat"
    PAGED = "was paged"
    ADVISES = "was asked for advice"
    HEARS_DISSENT = "is asked about a difference of opinion"
    TOOK_PART = "took part in it"
    CALLED = "everybody is called"
    ALLEGATION = "about staff"
    OPEN = "open"
    ASKED = "asked for it"
    NOT_ASKED = "somebody else asked"
    LIGHT_AND_PUBLIC = "about a post, not grave, somebody else said it"
    ON_THE_FLOOR = "of the floor"
    LEFT_TO_THEM = "went to them"
    OF_THEIR_DUTY = "of the duty they are on"


EVERYBODY = frozenset(Role.values)
ON_ANY_SHIFT = tuple(Duty)


@dataclass(frozen=True)
class Row:
    """One way in: by role, on one of these duties now (none: on or off shift), related to the thing like this."""

    action: Action
    roles: frozenset[str]
    relation: Relation = Relation.ANY
    on: tuple[str, ...] = ()
    # What the audit says the look stood on.
    ground: str = ""


_A, _R = Action, Relation


def _row(action: Action, *roles: str, relation: Relation = _R.ANY, on: tuple[str, ...] = (), ground: str = "") -> Row:
    held = frozenset(roles) or EVERYBODY
    return Row(action, held, relation, on, ground or (str(roles[0]) if len(roles) == 1 else "staff"))


_LEAD, _SHIFT_LEAD, _COUNSELLOR = Role.SAFEGUARDING_LEAD, Role.SHIFT_LEAD, Role.COUNSELLOR
_MODERATOR, _MANAGER, _ROTA, _PRIVACY = Role.MODERATOR, Role.MANAGER, Role.ROTA, Role.PRIVACY

_TAKES_OVER = (_COUNSELLOR, _SHIFT_LEAD, _MODERATOR)
_TAKEN_OVER = (Duty.COUNSELLOR, Duty.SHIFT_LEAD, Duty.MODERATOR)

TABLE: tuple[Row, ...] = (
    # The console, and the pages that ring there
    _row(_A.OPEN_CONSOLE, _COUNSELLOR, _SHIFT_LEAD, _LEAD),
    _row(_A.HEAR_PAGES, _COUNSELLOR, _SHIFT_LEAD, _LEAD, _MANAGER),
    _row(_A.TAKE_NEXT, _COUNSELLOR, _SHIFT_LEAD, on=(Duty.COUNSELLOR, Duty.SHIFT_LEAD)),
    # Conversations: whoever has it; a lead beside them, while it goes on
    _row(_A.TALK, relation=_R.OWNER, ground="owner"),
    _row(_A.ACCEPT, relation=_R.OFFERED, ground="offered"),
    _row(_A.READ_ALONG, _SHIFT_LEAD, relation=_R.LIVE, on=(Duty.SHIFT_LEAD,)),
    _row(_A.READ_ALONG, _LEAD, relation=_R.LIVE),
    _row(_A.END_ANY_CHAT, _LEAD),
    # Anyone reports what they saw, and nobody can stop them
    _row(_A.REPORT_CHAT, _LEAD),
    _row(_A.REPORT_CHAT, _SHIFT_LEAD, on=(Duty.SHIFT_LEAD,)),
    _row(_A.REPORT_CHAT, relation=_R.OWNER, ground="owner"),
    _row(_A.REPORT_CHAT, relation=_R.HAD_IT, ground="had_it"),
    _row(_A.REPORT_POST, _LEAD),
    _row(_A.REPORT_POST, _MODERATOR),
    _row(_A.REPORT_POST, relation=_R.PUBLIC, ground="public"),
    _row(_A.REPORT_STAFF, ground="staff"),
    # Escalations: that there is one, and how far it is
    _row(_A.OPEN_ESCALATIONS, _COUNSELLOR, _SHIFT_LEAD, _MODERATOR, _LEAD, _MANAGER),
    _row(_A.KNOW, _LEAD),
    _row(_A.KNOW, _MANAGER, relation=_R.ALLEGATION),
    _row(_A.KNOW, relation=_R.OPENED_IT, ground="opened_it"),
    _row(_A.KNOW, relation=_R.OWNS_ITS_CHAT, ground="owner"),
    _row(_A.KNOW, relation=_R.PAGED, ground="paged"),
    _row(_A.KNOW, relation=_R.ADVISES, ground="advice"),
    _row(_A.KNOW, relation=_R.CALLED, on=ON_ANY_SHIFT, ground="called"),
    _row(_A.KNOW, _SHIFT_LEAD, relation=_R.LIVE, on=(Duty.SHIFT_LEAD,)),
    # The words in it, and what is decided
    _row(_A.READ, _LEAD),
    _row(_A.READ, _MANAGER, relation=_R.ALLEGATION),
    _row(_A.READ, _SHIFT_LEAD, relation=_R.LIVE, on=(Duty.SHIFT_LEAD,)),
    _row(_A.READ, relation=_R.ADVISES, ground="advice"),
    # A difference of opinion: whoever it has come to knows and reads it, until it is settled
    _row(_A.KNOW, relation=_R.HEARS_DISSENT, ground="dissent"),
    _row(_A.READ, relation=_R.HEARS_DISSENT, ground="dissent"),
    # To say that one sees it differently: whoever may know of it, or took part in it
    _row(_A.DIFFER, _LEAD),
    _row(_A.DIFFER, _MANAGER, relation=_R.ALLEGATION),
    _row(_A.DIFFER, _SHIFT_LEAD, relation=_R.LIVE, on=(Duty.SHIFT_LEAD,)),
    _row(_A.DIFFER, relation=_R.OPENED_IT, ground="opened_it"),
    _row(_A.DIFFER, relation=_R.OWNS_ITS_CHAT, ground="owner"),
    _row(_A.DIFFER, relation=_R.PAGED, ground="paged"),
    _row(_A.DIFFER, relation=_R.ADVISES, ground="advice"),
    _row(_A.DIFFER, relation=_R.CALLED, on=ON_ANY_SHIFT, ground="called"),
    _row(_A.DIFFER, relation=_R.HEARS_DISSENT, ground="dissent"),
    _row(_A.DIFFER, relation=_R.TOOK_PART, ground="took_part"),
    _row(_A.SEE_POLICY_READERS, _LEAD, _MANAGER),
    _row(_A.ACKNOWLEDGE, _LEAD),
    _row(_A.ACKNOWLEDGE, _MANAGER, relation=_R.ALLEGATION),
    _row(_A.DECIDE, _LEAD),
    _row(_A.DECIDE, _MANAGER, relation=_R.ALLEGATION),
    _row(_A.SECOND_LOOK, _LEAD),
    # All of it in one record, for a review: leads; managers and privacy officers where a lead asked what they think
    _row(_A.TAKE_RECORD, _LEAD),
    _row(_A.TAKE_RECORD, _MANAGER, relation=_R.ALLEGATION),
    _row(_A.TAKE_RECORD, _MANAGER, relation=_R.ADVISES, ground="advice"),
    _row(_A.TAKE_RECORD, _PRIVACY, relation=_R.ADVISES, ground="advice"),
    _row(_A.END_CHAT, _LEAD),
    _row(_A.END_HOLD, _LEAD),
    # The phone number behind an escalation: break-glass
    _row(_A.ASK_CONTACT, _LEAD, relation=_R.OPEN),
    _row(_A.AGREE_CONTACT, _LEAD, relation=_R.NOT_ASKED),
    _row(_A.OPEN_CONTACT, _LEAD, relation=_R.ASKED),
    _row(_A.REVIEW_CONTACT, _LEAD, relation=_R.NOT_ASKED),
    _row(_A.LIST_CONTACTS, _LEAD),
    _row(_A.LIST_CONTACTS, _PRIVACY),
    _row(_A.LIST_CONTACTS, _MANAGER, relation=_R.PAGED),  # where there is no privacy officer
    # What is handed over at the end of a lead's shift; which of it, is asked of each thing
    _row(_A.SEE_RISK, _LEAD, _SHIFT_LEAD, _MANAGER),
    # What a young person was promised: whoever looks after it or wrote it down, and leads
    _row(_A.SEE_PROMISE, relation=_R.OWNER, ground="owner"),
    _row(_A.SEE_PROMISE, relation=_R.OPENED_IT, ground="opened_it"),
    _row(_A.SEE_PROMISE, _LEAD),
    _row(_A.SEE_PROMISE, _SHIFT_LEAD, on=(Duty.SHIFT_LEAD,)),
    _row(_A.END_PROMISE, relation=_R.OWNER, ground="owner"),
    _row(_A.END_PROMISE, _LEAD),
    _row(_A.END_PROMISE, _SHIFT_LEAD, on=(Duty.SHIFT_LEAD,)),
    # A number that the police give us: leads look whose it is, the privacy officer looks who looked
    _row(_A.FIND_NUMBER, _LEAD),
    _row(_A.LIST_SEARCHES, _PRIVACY),
    # The front doors of councils
    _row(_A.SEE_DIRECTORY, _LEAD, _SHIFT_LEAD, _MANAGER),
    _row(_A.KEEP_DIRECTORY, _LEAD, _MANAGER),
    # The forum before it is public
    _row(_A.REVIEW_POSTS, _MODERATOR),
    _row(_A.REVIEW_POSTS, _LEAD),
    # What the checks did not notice: read again without knowing what was noticed, and the figures of it
    _row(_A.READ_BLIND, _MODERATOR),
    _row(_A.READ_BLIND, _LEAD),
    _row(_A.SEE_MISSES, _LEAD),
    _row(_A.SEE_MISSES, _MANAGER),
    # What others said about the checks: nobody reviews their own; of chats and what is grave a lead does
    _row(_A.REVIEW_FEEDBACK, _LEAD, relation=_R.NOT_ASKED),
    _row(_A.REVIEW_FEEDBACK, _MODERATOR, relation=_R.LIGHT_AND_PUBLIC),
    # The rota: everybody their own, a shift lead the floor and who is on call, managers all; rota managers plan it
    _row(_A.SEE_ROTA, *(role for role in Role if role != _PRIVACY)),
    _row(_A.SEE_WHOLE_ROTA, _ROTA, _MANAGER),
    _row(_A.SEE_GAPS, _ROTA, _MANAGER, _SHIFT_LEAD),
    _row(_A.PLAN_ROTA, _ROTA),
    _row(_A.STEP_IN, _ROTA),
    _row(_A.STEP_IN, _SHIFT_LEAD, on=(Duty.SHIFT_LEAD,)),
    _row(_A.STEP_IN, _LEAD),
    _row(_A.SUSPEND, _MANAGER, _LEAD),
    _row(_A.SEE_SHIFT, relation=_R.OWNER, ground="owner"),
    _row(_A.SEE_SHIFT, _ROTA),
    _row(_A.SEE_SHIFT, _MANAGER),
    _row(_A.SEE_SHIFT, _SHIFT_LEAD, relation=_R.ON_THE_FLOOR),
    # Which role a duty asks for. On call is for people who may decide about a child's safety
    _row(_A.BE_COUNSELLOR, _COUNSELLOR),
    _row(_A.BE_SHIFT_LEAD, _SHIFT_LEAD),
    _row(_A.BE_MODERATOR, _MODERATOR),
    _row(_A.BE_ON_CALL_1, _LEAD),
    _row(_A.BE_ON_CALL_2, _LEAD),
    _row(_A.BE_MANAGER, _MANAGER),
    # The note at the end of a shift: its writer, the lead it went to, whoever takes over or leads the shift
    _row(_A.READ_SHIFT_NOTE, relation=_R.OWNER, ground="owner"),
    _row(_A.READ_SHIFT_NOTE, relation=_R.LEFT_TO_THEM, ground="went_to_them"),
    _row(_A.READ_SHIFT_NOTE, _LEAD),
    _row(_A.READ_SHIFT_NOTE, *_TAKES_OVER, relation=_R.OF_THEIR_DUTY, on=_TAKEN_OVER, ground="takes_over"),
    _row(_A.READ_SHIFT_NOTE, *_TAKES_OVER, on=(Duty.SHIFT_LEAD,), ground="leads_the_shift"),
    # A call for help: leads at once, everybody a minute later
    _row(_A.HEAR_HELP, _SHIFT_LEAD),
    _row(_A.HEAR_HELP, _LEAD),
    _row(_A.HEAR_HELP, relation=_R.OWNER, ground="owner"),
    _row(_A.HEAR_HELP, _COUNSELLOR, _MANAGER, relation=_R.CALLED, ground="called"),
    # The service, and what is kept
    _row(_A.SEE_SERVICE, _SHIFT_LEAD, _LEAD, _MANAGER, _ROTA),
    _row(_A.READ_AUDIT, _PRIVACY),
    _row(_A.SEE_MONTH, _MANAGER),
    _row(_A.ERASE, _LEAD, _MANAGER, _PRIVACY),
    *(_row(_A.AGREE_ERASURE, role, relation=_R.NOT_ASKED) for role in (_LEAD, _MANAGER, _PRIVACY)),
    _row(_A.HOLD, _LEAD, _MANAGER, _PRIVACY),
    *(_row(_A.AGREE_LIFTING, role, relation=_R.NOT_ASKED) for role in (_LEAD, _MANAGER, _PRIVACY)),
    # More than the clock may erase alone, and what a young person is given of theirs: never by one person
    _row(_A.PROPOSE_ERASING, _MANAGER, _PRIVACY),
    _row(_A.AGREE_ERASING, _MANAGER, relation=_R.NOT_ASKED),
    _row(_A.AGREE_ERASING, _PRIVACY, relation=_R.NOT_ASKED),
    _row(_A.MAKE_PACK, _PRIVACY),
    _row(_A.AGREE_PACK, _LEAD, relation=_R.NOT_ASKED),
)
