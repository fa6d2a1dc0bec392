"""Verbs, things and grounds of the audit, as people read them. What nobody gave words to is shown as it is written."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACTIONS = {
    "conversation.opened": gettext_lazy("Opened a conversation"),
    "conversation.read": gettext_lazy("Read a whole conversation"),
    "conversation.quoted": gettext_lazy("Was shown part of a conversation"),
    "conversation.note_read": gettext_lazy("Read a hand-over note"),
    "conversation.ended": gettext_lazy("Ended a conversation"),
    "conversation.reached": gettext_lazy("Said that somebody was reached"),
    "conversation.stood_down": gettext_lazy("Ended a safety hold"),
    "conversation.urgency_lowered": gettext_lazy("Lowered how urgent it is"),
    "escalation.opened": gettext_lazy("Opened an escalation"),
    "escalation.refreshed": gettext_lazy("Had the page of an escalation open as it changed"),
    "escalation.acknowledged": gettext_lazy("Acknowledged an escalation"),
    "escalation.decided": gettext_lazy("Decided an escalation"),
    "escalation.raised_by_hand": gettext_lazy("Escalated by hand"),
    "post.read": gettext_lazy("Read a post before it was up"),
    "post.quoted": gettext_lazy("Was shown a post in an escalation"),
    "member.read": gettext_lazy("Read all posts of one author"),
    "review.decided": gettext_lazy("Decided about a post"),
    "flag.handled": gettext_lazy("Agreed with what was noticed"),
    "flag.dismissed": gettext_lazy("Said that it was not what was noticed"),
    "incident.acknowledged": gettext_lazy("Said that they are on an incident"),
    "conversation.asked_who_sees": gettext_lazy("Asked who sees the phone"),
    "allegation.made": gettext_lazy("Told about a colleague"),
    "glass.looked": gettext_lazy("Opened the page about a phone number"),
    "glass.listed": gettext_lazy("Read who asked for phone numbers"),
    "glass.asked": gettext_lazy("Asked for a phone number"),
    "glass.agreed": gettext_lazy("Agreed that a phone number is opened"),
    "glass.refused": gettext_lazy("Did not agree that a phone number is opened"),
    "glass.opened": gettext_lazy("Was shown a phone number"),
    "glass.reviewed": gettext_lazy("Reviewed that a phone number was opened"),
    "glass.seen": gettext_lazy("Looked at an asking for a phone number"),
    "shift_note.read": gettext_lazy("Read the note of a shift"),
    "rota.exported": gettext_lazy("Took the rota away as a file"),
    "role.granted": gettext_lazy("Gave a role"),
    "role.ended": gettext_lazy("Took a role away"),
    "staff.invited": gettext_lazy("Invited a person"),
    "staff.invitation_accepted": gettext_lazy("Took up an invitation"),
    "staff.invitation_withdrawn": gettext_lazy("Withdrew an invitation"),
    "staff.let_back": gettext_lazy("Let a person back"),
    "staff.sign_in_ended": gettext_lazy("Ended a sign-in"),
    "staff.stepped_up": gettext_lazy("Showed who they are"),
    "staff.password_set": gettext_lazy("Set a password"),
    "backup.made": gettext_lazy("Made a backup"),
    "key.made": gettext_lazy("Made a new key"),
    "key.destroyed": gettext_lazy("Destroyed an old key"),
    "key.restore_proven": gettext_lazy("Proved that a backup can be restored"),
    "words.erased": gettext_lazy("Erased words"),
    "number.erased": gettext_lazy("Erased a phone number"),
    "record.erased": gettext_lazy("Erased the record of an escalation"),
    "posts.erased": gettext_lazy("Erased the posts of a member"),
    "erasing.proposed": gettext_lazy("Proposed to erase what is over"),
    "erasing.agreed": gettext_lazy("Agreed to erase what is over"),
    "erasing.refused": gettext_lazy("Did not agree to erase what is over"),
    "pack.begun": gettext_lazy("Began a pack for a young person"),
    "pack.agreed": gettext_lazy("Agreed that escalations are in a pack"),
    "pack.left_out": gettext_lazy("Left escalations out of a pack"),
    "pack.redacted": gettext_lazy("Took something out of a pack"),
    "pack.redaction_lifted": gettext_lazy("Gave something in a pack after all"),
    "pack.taken": gettext_lazy("Took a pack away as a file"),
    "pack.closed": gettext_lazy("Ended a pack"),
    "hold.placed": gettext_lazy("Placed a hold"),
    "hold.kept": gettext_lazy("Looked at a hold again and kept it"),
    "hold.lifting_asked": gettext_lazy("Asked to lift a hold"),
    "hold.lifted": gettext_lazy("Agreed to lift a hold"),
    "erasure.asked": gettext_lazy("Asked to erase what a young person wrote"),
    "erasure.agreed": gettext_lazy("Agreed to erase what a young person wrote"),
    "erasure.refused": gettext_lazy("Did not agree to erase what a young person wrote"),
    "people.searched": gettext_lazy("Looked for a young person by their name to come back by or code"),
    "setting.changed": gettext_lazy("Changed a setting"),
    "shift.put_on": gettext_lazy("Put somebody on shift"),
    "shifts.put_on": gettext_lazy("Put somebody on many shifts"),
    "shift.ended": gettext_lazy("Ended a shift"),
    "staff.signed_in": gettext_lazy("Signed in"),
    "staff.signed_out": gettext_lazy("Signed out"),
    "staff.signed_out_everywhere": gettext_lazy("Ended all sign-ins"),
    "staff.link_agreed": gettext_lazy("Agreed to a link into an account"),
    "staff.link_refused": gettext_lazy("Refused a link into an account"),
    "staff.sign_in_renewed": gettext_lazy("Showed who they are, for twelve more hours"),
    "staff.added": gettext_lazy("Added a person"),
    "staff.suspended": gettext_lazy("Suspended a person"),
    "audit.read": gettext_lazy("Read the audit"),
    "audit.searched": gettext_lazy("Searched the audit"),
    "audit.exported": gettext_lazy("Took rows of the audit away"),
    "month.exported": gettext_lazy("Took a month’s figures away"),
}
GROUNDS = {
    "owner": gettext_lazy("it was theirs"),
    "offered": gettext_lazy("it was offered to them"),
    "shift_lead": gettext_lazy("as shift lead"),
    "safeguarding_lead": gettext_lazy("as safeguarding lead"),
    "privacy": gettext_lazy("as privacy officer"),
    "manager": gettext_lazy("as manager"),
    "staff": gettext_lazy("everybody who works here may"),
    "opened_it": gettext_lazy("they opened it"),
    "paged": gettext_lazy("they were called"),
    "called": gettext_lazy("everybody was called"),
    "rights": gettext_lazy("for what a young person has a right to"),
    "terminal": gettext_lazy("from a terminal of the server"),
}
KINDS = {
    "conversation": gettext_lazy("Conversation"),
    "escalation": gettext_lazy("Escalation"),
    "post": gettext_lazy("Post"),
    "member": gettext_lazy("Forum member"),
    "review": gettext_lazy("Review"),
    "flag": gettext_lazy("Flag"),
    "glass": gettext_lazy("Opened contact"),
    "phone": gettext_lazy("Phone"),
    "staff": gettext_lazy("Person"),
    "backup": gettext_lazy("Backup"),
    "key": gettext_lazy("Key"),
    "proof": gettext_lazy("Proof of a restore"),
    "shift_note": gettext_lazy("Note of a shift"),
    "shift": gettext_lazy("Shift"),
    "setting": gettext_lazy("Setting"),
    "incident": gettext_lazy("Incident"),
    "hold": gettext_lazy("Hold"),
    "erasure": gettext_lazy("Erasure"),
    "erasure_asked": gettext_lazy("Wish to be erased"),
    "export": gettext_lazy("Export"),
    "audit": gettext_lazy("Audit row"),
    "pack": gettext_lazy("Pack"),
    "proposal": gettext_lazy("Proposal to erase"),
    "month": gettext_lazy("Month"),
}


def action_words(action: str) -> str:
    return str(ACTIONS[action]) if action in ACTIONS else action.replace("_", " ").replace(".", ": ").capitalize()


def kind_words(kind: str) -> str:
    return str(KINDS[kind]) if kind in KINDS else kind.replace("_", " ").capitalize()


def thing_words(about: str) -> str:
    """ "Conversation 7" for "conversation:7"."""
    kind, _colon, number = about.partition(":")
    return f"{kind_words(kind)} {number}"


def ground_words(ground: str) -> str:
    _kind, _colon, number = ground.partition(":")
    if number:
        return _("for %(thing)s") % {"thing": thing_words(ground).lower()}
    return str(GROUNDS[ground]) if ground in GROUNDS else ground.replace("_", " ")
