"""Numbers of the service: one place that names them all, and versioned rows that change them.

`setting("queue.reply_minutes")` is the default below until a newer version was set by a person with a
reason. Values are read at most every five seconds. Sources: `docs/clocks.md` (urgency and clocks).
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction

from config.models import SettingVersion

DEFAULTS: dict[str, Any] = {
    # Minutes until a person must have replied to somebody waiting, and until that alarms.
    "queue.reply_minutes": {"now": 1, "very_soon": 3, "not_checked": 3, "soon": 10, "routine": 30},
    # Minutes of waiting after which everybody on duty is told, and a lead is called about who is in danger.
    "queue.alarm_minutes": {"now": 1, "very_soon": 5, "not_checked": 5, "soon": 15, "routine": 45},
    # Minutes that somebody who has a counsellor may be left without an answer to what they said.
    "queue.unanswered_minutes": {"now": 3, "very_soon": 5, "not_checked": 5, "soon": 15, "routine": 30},
    # A routine wait counts as soon after 30 minutes, as very soon after 60; nothing ages to now.
    "queue.ageing_minutes": {"soon": 30, "very_soon": 60},
    # Most live conversations one counsellor may own; a now or very soon one counts double.
    "queue.caps": {"new": 1, "trained": 2, "senior": 3, "hard": 4},
    # Seconds without a console heartbeat until a conversation goes back to the queue.
    "queue.lease_seconds": 90,
    # Seconds after the commit when a message shows as not checked, and when that is an incident.
    "assessment.not_checked_seconds": 5,
    "assessment.incident_seconds": 60,
    # How many messages before the newest one a check may read.
    "assessment.messages_read": 20,
    # How often a made-up message goes the way of a young person's words (0: they rest), after how long it is missed,
    # how often while one is missed, how long after a start the first one goes, and how many days they are kept.
    "canary.every_seconds": 300,
    "canary.late_seconds": 60,
    "canary.again_seconds": 20,
    "canary.first_seconds": 30,
    "canary.kept_days": 3,
    # Minutes to acknowledge a flag while no escalation is open.
    "flag.acknowledge_minutes": {"now": 2, "very_soon": 10, "not_checked": 10, "soon": 60, "routine": 480},
    # Minutes to acknowledge and to decide an escalation.
    "escalation.acknowledge_minutes": {"now": 5, "very_soon": 30},
    "escalation.decide_minutes": {"now": 15, "very_soon": 120},
    # Seconds between one step of the paging chain and the next.
    "escalation.page_step_seconds": {"now": 120, "very_soon": 600},
    # Minutes that its lead has an escalation after their page was last open, by urgency; and what "more time" gives.
    "escalation.lease_minutes": {"now": 5, "very_soon": 15},
    "escalation.more_time_minutes": 30,
    # How often somebody is asked whether an ambulance or the police arrived, until it is known.
    "escalation.emergency_ask_minutes": 5,
    # A day of review that has come, or a second lead who is missing, calls again after so long.
    "escalation.review_again_minutes": 120,
    # Of how many closures in a hundred another lead decides again without seeing the first decision, and by when.
    "escalation.second_look_percent": 10,
    "escalation.second_look_days": 5,
    # One that nobody took by then calls again after so long, in office hours of working days only.
    "escalation.second_look_again_minutes": 1440,
    # Seconds after a call at which each way to its person is tried, if they have not said that they heard. The first
    # list is for the first step of a chain, the second for the next, and round again.
    "reach.path_seconds": [
        {"push": 0, "sms": 20, "voice": 60},
        {"push": 0, "sms": 0, "voice": 30, "email": 60},
        {"push": 0, "voice": 0, "sms": 30, "email": 30},
    ],
    # The same for a test page, and for "send me a test".
    "reach.test_seconds": {"push": 0, "sms": 0, "email": 0, "voice": 90},
    # How long a code that proves a number counts, how often it may be typed wrong, and how many may be sent in an hour.
    "reach.code_minutes": 15,
    "reach.code_tries": 5,
    "reach.codes_an_hour": 5,
    # Which nation the service is in: its bank holidays, and whether there is a legal duty to report.
    "service.nation": "england",
    # Days after which an entry of the directory of councils is marked as old, and what counts as office hours there.
    "directory.old_after_days": 90,
    "directory.office_hours": {"from": "09:00", "until": "17:00"},
    # A referral: minutes until somebody has phoned, hours until it is written, working days until it is answered and
    # asked about again, and minutes until somebody is called again who owes a step of it.
    "referral.phone_minutes": {"now": 15, "very_soon": 60},
    "referral.written_hours": 24,
    "referral.decision_working_days": 1,
    "referral.chase_working_days": 1,
    "referral.page_again_minutes": 30,
    # Somebody sees it differently: minutes of each of the four stages here, working days of those with another agency,
    # and minutes until whoever it has come to is called again at the last one.
    "dissent.stage_minutes": {"now": [15, 15, 30, 60], "very_soon": [60, 60, 120, 240]},
    "dissent.agency_working_days": [2, 5, 2, 5],
    "dissent.page_again_minutes": 30,
    # At the end of a lead's shift: minutes until what nobody signed for is the on-call lead's, and until the next is
    # called. A promise: minutes before it is due at which its owner is told, and after it at which leads are.
    "risk.sign_minutes": 15,
    "risk.page_again_minutes": 10,
    "risk.promise_soon_minutes": 60,
    "risk.promise_late_minutes": 30,
    # Nations where the law says to report child sexual abuse, and minutes that "as soon as practicable" gives.
    "duty.nations": ["england"],
    "duty.report_minutes": 60,
    # Working days until the council's designated officer has to know of an allegation.
    "lado.notify_working_days": 1,
    # Until when a second lead has to agree before a phone number is opened, and for how long it is then shown.
    "glass.second_person_minutes": 30,
    "glass.shown_minutes": 2,
    # Minutes until somebody must have looked at a post that waits for review.
    "forum.look_minutes": {"now": 5, "very_soon": 15, "not_checked": 15, "soon": 120, "routine": 120},
    # How many earlier posts of a thread, and how many of its author's, a check may read.
    "forum.posts_read": {"thread": 10, "own": 5},
    # What no single post shows: asking away in so many threads, and so many people hostile in one.
    "forum.asks_several": {"threads": 3, "days": 7},
    "forum.many_hostile": {"people": 3, "hours": 48},
    # How long one moderator has a post alone, and from how many heavy posts on a break is offered.
    "forum.review_lock_minutes": 10,
    "forum.break_after_heavy": 5,
    # Minutes until a second person must have looked.
    "forum.second_opinion_minutes": {"now": 5, "very_soon": 15, "not_checked": 15, "soon": 240, "routine": 240},
    # Whether masked words may be kept to teach the checks with: off until somebody has decided on what lawful basis.
    "feedback.keep_words": False,
    # Seconds until a post that a check could not read is read again.
    "forum.read_again_seconds": 60,
    # How many messages in which the checks noticed nothing, and how many in which they did, are drawn of each week to
    # be read again; how many turns before it are shown with one, how long one person has it alone, and for how many
    # weeks a message waits for a reader and counts on the page of what is missed.
    "blind.unflagged_a_week": 60,
    "blind.flagged_a_week": 12,
    "blind.turns_before": 6,
    "blind.lock_minutes": 15,
    "blind.weeks_shown": 12,
    # How many people have to be there to talk before the service opens for everybody. Two adults at least.
    "cover.least_people": 2,
    # Whether a lead has to be on shift or on call as well.
    "cover.needs_lead": True,
    # How long after the last sign of an open console somebody still counts as there.
    "cover.present_seconds": 15,
    # How many weeks ahead the rota is published, and how many people who talk there have to be, by London time.
    "rota.publish_weeks": 4,
    "rota.staffing": [{"from": "00:00", "until": "24:00", "people": 2}],
    # How many counsellors one lead is for, and how many where one of them is new.
    "rota.per_lead": {"trained": 8, "new": 5},
    # Hours before it begins at which somebody is told of a gap, and from which on the whole chain is.
    "rota.gap_hours": [72, 24, 4, 0.5],
    "rota.gap_chain_hours": 4,
    # How long until a far gap that nobody is on calls the rota manager again.
    "rota.gap_again_minutes": 60,
    # Minutes after the start without a sign of somebody; and until the test page at the start has to be answered.
    "rota.no_show_minutes": 5,
    "rota.test_page_minutes": 5,
    # How long before the start somebody may come on.
    "rota.early_minutes": 30,
    # Minutes until a hand-over note that nobody signed goes to the lead on call.
    "rota.note_minutes": 15,
    # How many days ahead it warns that a clearance runs out.
    "rota.warn_days": 30,
    # How many hours somebody may work: volunteers in any 24 hours and any 7 days, paid staff on one day of work.
    "rota.hours": {
        "volunteer": {"in_24": 4, "in_7_days": 16},
        "paid": {"shift": 10, "rest": 11, "break_after": 6, "break_minutes": 20},
    },
    # People who can be reached in every hour of the next days: no change of the rota may leave fewer.
    "rota.least_reachable": 2,
    "rota.reachable_days": 7,
    # How long nobody may be there before that is an incident, and how long between two steps of its paging.
    "cover.nobody_seconds": 5,
    "incident.page_step_seconds": 120,
    # How long after somebody said that they are on it the calls begin again, where it is still wrong.
    "incident.again_minutes": 15,
    # Seconds until a call for help that no lead has answered rings at every console.
    "help.everybody_seconds": 60,
    # Minutes that our words are not answered until we ask, ask again and pause the chat.
    "silence.web_minutes": {"checks": [5, 10], "pause": 15},
    "silence.sms_minutes": {"checks": [15, 60], "pause": 240},
    # The same where there may be danger: until we ask, and until a lead has it. No clock ends that.
    "silence.at_risk_minutes": {"web": [2, 5], "sms": [5, 10]},
    # Handing over: seconds until somebody has to have it, and how long it is one person's to answer.
    "handover.seconds": {"all": 120, "one": 60},
    # Hours after a chat was paused or ended in which more words go on with it.
    "chat.return_hours": {"paused": 24, "closed": 24},
    # How long a chat usually lasts, as it is told at the start.
    "chat.length_minutes": 45,
    # How long a place in the queue is kept for somebody who left the page.
    "chat.place_kept_minutes": 15,
    # Minutes out of sight after which a young person's page locks itself.
    "chat.lock_minutes": 2,
    # Wrong code words that cost no time, and the longest that the next try then has to wait.
    "returning.free_tries": 3,
    "returning.longest_wait_minutes": 60,
    # Wrong ones in an hour from one network address, a whole school perhaps, until nobody there may try.
    "returning.wrong_an_hour": 30,
    # Into how many texts what a counsellor says may be cut.
    "texts.most_parts": 3,
    # Minutes that words wait for a carrier that does not take them, until they are thrown away.
    "texts.hold_minutes": 15,
    # Minutes until the same text goes out again to a phone that was off: once for each of these.
    "texts.retry_minutes": [2, 10, 30],
    # Seconds after a call without an answer from when on a text that the carrier does not have was not sent.
    "texts.unknown_seconds": 60,
    # Minutes after a text was sent at which the carrier is asked about it, while no report has come.
    "texts.ask_minutes": [5, 15, 60, 240, 1440],
    # How often the carrier's list of what came in is read, and how far behind the last reading it begins.
    "texts.fetch_seconds": 60,
    "texts.fetch_overlap_minutes": 10,
    # Hours after the end of a conversation in which a text goes on with it; later it begins a new one.
    "texts.new_conversation_hours": 12,
    # How often in an hour the service answers one phone by itself. What comes in is taken in all the same.
    "texts.automatic_replies_an_hour": 6,
    # How much one member of the forum may write in an hour, edits too: a person has to read each of them.
    "forum.posts_an_hour": 6,
    # Between which hours in London posts are read, and within how many hours then.
    "forum.reading_hours": {"from": 8, "until": 22},
    "forum.read_within_hours": 2,
    # Hours in which what one source says of one child at the concern door is one concern; then both are forgotten.
    "concern.merge_hours": 24,
    # Of so many young people one source may speak in that time; what else it says joins what it said last.
    "concern.most_a_source": 5,
    # More words an hour than these, if they are no more urgent, are looked at so many seconds later, all at once.
    "concern.added_an_hour": 6,
    "concern.slowed_seconds": 600,
    # How often in an hour one source may add with a reference that nobody has.
    "concern.wrong_an_hour": 20,
    # How often the whole chain of the audit is checked; from how many in a day on it is pointed out that somebody
    # opened conversations that were never theirs, and how long before and after a shift counts as in it.
    "audit.check_minutes": 60,
    # What was found broken is checked again before anybody is called: after an outage rows wait to be linked.
    "audit.check_again_minutes": 1,
    "audit.unusual_a_day": 8,
    "audit.beside_shift_minutes": 30,
    # How many rows one page of the audit shows, and how many one export may hold.
    "audit.rows_a_page": 50,
    "audit.rows_an_export": 20_000,
    # What one part of a text costs, in pence without tax: for the manager's month.
    "month.pence_a_part": 4.0,
    # Counts of people below this are not shown in a report.
    "month.least_shown": 5,
    # How often a new key-encryption key is made, and hours until everything has to be under it.
    "keys.rotate_days": 7,
    "keys.stalled_hours": 24,
    # Days that an old one is kept for the backups made under it, before it is destroyed.
    "keys.retire_after_days": 30,
    # Days after which words nobody was worried about are erased, and a number that nobody texts from.
    "keeping.no_concern_days": 180,
    "keeping.contact_days": 30,
    # Hours after the end of a chat until it is destroyed from where its page connected, unless somebody holds it or
    # an escalation is open. Decided in docs/assurance/dpia.md.
    "finding.kept_hours": 72,
    # Years after which words go that somebody was worried about; where there was a referral or an allegation, the
    # birthday until which they stay, and years where nobody knows how old they were.
    "keeping.concern_years": 7,
    "keeping.referred_birthday": 25,
    "keeping.referred_years": 25,
    # The same for what staff leave behind: hand-over notes, swaps and leave, sign-ins that ended.
    "keeping.note_days": 180,
    "keeping.swap_years": 2,
    "keeping.sign_in_days": 365,
    # How often the clock looks, how many it takes in one go, and how many a day it may erase without two people.
    "keeping.look_minutes": 60,
    "keeping.at_once": 10,
    "keeping.alone_a_day": 200,
    # Days in which a young person is answered who asks what we keep about them.
    "keeping.answer_days": 30,
    # Days until somebody looks again whether a hold still has to be, where nobody chose a day.
    "keeping.hold_review_days": 180,
    # How long backups are kept, which the keys outlive by no more than a week, and when one is missed.
    "backup.keep_days": 30,
    "backup.warn_hours": 26,
    # Minutes without a sign of somebody until their sign-in locks, and hours after which it ends.
    "staff.idle_minutes": 10,
    "staff.longest_hours": 12,
    # Minutes before that end at which its person is told, and after it that their chats are still kept for them.
    "staff.ending_minutes": [30, 5],
    "staff.last_minutes": 15,
    # Minutes that a young person waits for somebody whose console is locked, until others are called, and until the
    # chat goes back to the top of the queue.
    "staff.locked_minutes": {"called": 2, "kept": 5},
    # How long it counts that somebody has just shown who they are, and days that an invitation may be used.
    "staff.step_up_minutes": 5,
    "staff.invitation_days": 7,
}
READ_EVERY_SECONDS = 5.0

when_changed: list[Callable[[SettingVersion], object]] = []
"""Told of each new version, in its transaction. The audit of the rota app adds itself here."""

_newest: dict[str, Any] = {}
_read_at = 0.0


def setting(name: str) -> Any:
    """The value now in force. Raises KeyError for a name that is not in DEFAULTS."""
    global _newest, _read_at
    if time.monotonic() - _read_at > READ_EVERY_SECONDS or not _read_at:
        try:
            with transaction.atomic():
                rows = SettingVersion.objects.order_by("name", "version").values_list("name", "value")
                _newest = dict(rows)
            _read_at = time.monotonic()
        except DatabaseError:
            pass  # The last values read stay in force while the database is away.
    return _newest.get(name, DEFAULTS[name])


def last_read(name: str) -> Any:
    """The value this process read last, for code that must not ask the database while it runs."""
    return _newest.get(name, DEFAULTS[name])


def forget_settings() -> None:
    """Reads the settings anew at the next call."""
    global _newest, _read_at
    _newest, _read_at = {}, 0.0


@transaction.atomic
def change_setting(name: str, value: Any, *, why: str, set_by: Any) -> SettingVersion:
    """Puts a new version in force. Raises KeyError for an unknown name."""
    DEFAULTS[name]
    last = SettingVersion.objects.filter(name=name).order_by("-version").first()
    version = last.version + 1 if last else 1
    row = SettingVersion.objects.create(name=name, version=version, value=value, why=why, set_by=set_by)
    for tell in when_changed:
        tell(row)
    transaction.on_commit(forget_settings)
    return row
