"""Who found the danger: the program or a clock, or a person, and whether the program had noticed anything before."""

from django.db.models import Exists, OuterRef, Q

from escalation.models import Escalation, Subject
from escalation.month.months import Month
from moderation.models import Flag
from rota.models import StaffMember
from rota.policy.veils import hidden_from

# Said by the program, and not about danger in what was written.
NOT_ABOUT_WORDS = Q(check_name__startswith="assessment.") | Q(check_name__startswith="text.")


def by_whom(month: Month, reader: StaffMember) -> dict[str, int]:
    """Escalations that were opened in the month. By a person: somebody who works here, by hand or by their answers
    about safety. Then: whether the program had flagged any words of the same chat or post until that moment. What it
    had not is what it missed and a person found; what nobody found is in no figure."""
    opened = Escalation.objects.filter(opened_at__gte=month.begins, opened_at__lt=month.ends)
    hidden = hidden_from(Escalation, reader)
    if hidden is not None:
        opened = opened.exclude(hidden)
    flags = Flag.objects.filter(raised_by=None, raised_at__lte=OuterRef("opened_at")).exclude(NOT_ABOUT_WORDS)
    came_to = Subject.objects.filter(escalation=OuterRef(OuterRef("pk")))
    in_words = flags.filter(
        Q(conversation=OuterRef("conversation"), message__isnull=False)
        | Q(post=OuterRef("post"))
        | Q(conversation__in=came_to.exclude(conversation=None).values("conversation"), message__isnull=False)
        | Q(post__in=came_to.exclude(post=None).values("post"))
    )
    found = dict.fromkeys(["program", "noticed", "missed", "staff"], 0)
    for about_staff, by, noticed in opened.annotate(noticed=Exists(in_words)).values_list(
        "about_staff", "opened_by", "noticed"
    ):
        found["staff" if about_staff else "program" if by is None else "noticed" if noticed else "missed"] += 1
    return found
