"""Which pages the bar of staff pages leads to: those that the one policy opens to somebody, and no other."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from config.shell import BarLink, bar_links
from escalation.access import has_business_here
from rota.models import StaffMember
from rota.policy.doors import ADDRESSES

Page = tuple[str, object]

# In the order in which they stand: what cannot wait first.
PAGES: tuple[Page, ...] = (
    ("console:home", _("Console")),
    ("escalation:list", _("Escalations")),
    ("risk:handover", _("Hand-over")),
    ("risk:promises", _("Promises")),
    ("review:home", _("Forum review")),
    ("feedback:list", _("Feedback")),
    ("service:home", _("Service")),
    ("rota:week", _("Rota")),
    ("month:home", _("Month")),
    ("misses:home", _("Missed")),
    ("audit:home", _("Audit")),
    ("escalation:contacts", _("Phone numbers")),
    ("staff:people", _("People")),
)
# One link in the bar, and a bar of their own below it for whoever may open more than one.
WHAT_WE_KEEP: tuple[Page, ...] = (
    ("rights:retention", _("Retention")),
    ("rights:holds", _("Holds")),
    ("rights:erasures", _("Erasures")),
    ("rights:packs", _("Packs")),
)


class Links(NamedTuple):
    bar: list[BarLink]
    section: list[BarLink]


def links_for(staff: StaffMember, path: str) -> Links:
    """The links for somebody who looks at `path`; those of a section only on its pages."""
    roles = staff.roles_held()
    bar = bar_links(_open(staff, roles, PAGES), path)
    kept = bar_links(_open(staff, roles, WHAT_WE_KEEP), path)
    if len(kept) < 2:
        return Links(bar + kept, [])
    is_here = any(link.here for link in kept)
    whole = kept[0]._replace(words=str(_("What we keep")), here="true" if is_here else "")
    return Links([*bar, whole], kept if is_here else [])


def _open(staff: StaffMember, roles: frozenset[str], pages: tuple[Page, ...]) -> list[Page]:
    return [page for page in pages if _opens(staff, roles, page[0])]


def _opens(staff: StaffMember, roles: frozenset[str], name: str) -> bool:
    open_to = ADDRESSES[name].open_to
    if not isinstance(open_to, str) and roles & open_to:
        return True
    # Whoever opened an escalation, or was called to one, has business there in any role.
    return name == "escalation:list" and has_business_here(staff)
