"""What can be found out about where somebody is, and what cannot: for whoever is about to call 999. (can, words)"""

from django.conf import settings
from django.utils.translation import gettext as _

from chat.models import Conversation, Post, Whence
from escalation.finding.address import is_kept
from escalation.glass.breaking import phone_behind
from escalation.models import Escalation
from escalation.subjects import subjects_of, whose

Rows = list[tuple[bool, str]]


def locating(escalation: Escalation) -> Rows:
    rows = [(False, _("We do not know where they are. Nothing here follows a place."))]
    rows += _by_number(escalation)
    rows += _by_address(escalation)
    kinds = {type(subject) for subject in subjects_of(escalation)}
    if Post in kinds and Conversation not in kinds:
        rows.append((False, _("The forum keeps no number and no address: only what they wrote.")))
    rows.append((True, _("Ask them, kindly: where are you now, who is with you, can you open the door?")))
    return rows


def _by_number(escalation: Escalation) -> Rows:
    if phone_behind(escalation) is None:
        return [(False, _("There is no phone number: they never texted us, or it was destroyed."))]
    return [
        (True, _("They text from a phone. Its number is sealed here: a lead opens it, with a reason.")),
        (True, _("With the number the police can ask the network where the phone is: a district, within hours.")),
        (False, _("Not the door, and nothing while the phone is off.")),
    ]


def _by_address(escalation: Escalation) -> Rows:
    if not is_kept(escalation):
        return [(False, _why_none(escalation))]
    return [
        (True, _("They wrote on the web. Network address, port and times are sealed here: a lead opens them.")),
        (True, _("With all three the police can ask the provider whose line it is: a home or a school, within hours.")),
        (False, _("An address is a network and no place. A mobile network gives one to thousands of people at once: "
                  "without the port and the exact time in UTC nobody can tell whose it was.")),
        (False, _("From a VPN or Tor it leads nowhere; from a school, a library or shared wifi to no single person.")),
    ]  # fmt: skip


def _why_none(escalation: Escalation) -> str:
    people = {whose(subject) for subject in subjects_of(escalation)} - {None}
    if Whence.objects.filter(conversation__young_person__in=people, destroyed_at__isnull=False).exists():
        return _("The network address was destroyed: the chat has been over for too long.")
    if not settings.KEEP_NETWORK_ADDRESSES:
        return _("This service keeps no network addresses: whoever installed it switched that off.")
    return _("No network address of theirs is kept.")
