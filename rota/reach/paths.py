"""The ways there are to somebody, and who makes a try by each. Higher parts add themselves when they start."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from rota.models import PushAddress, StaffMember, StaffNumber, Try
from rota.reach import mail

Path, State = Try.Path, Try.State


class Answer(NamedTuple):
    """What came of a call to a carrier: a state, the carrier's name for it, and its number for why not."""

    state: str
    provider_id: str = ""
    code: str = ""


class Owner(NamedTuple):
    """Of one kind of call: does it still stand for this person, and what follows when they have heard."""

    stands: Callable[[int, StaffMember], bool]
    heard: Callable[[int, StaffMember, str], object]


class Means(NamedTuple):
    """How one person can be reached now."""

    paths: frozenset[str]
    push_addresses: tuple[int, ...]


SENDERS: dict[str, Callable[[Try], Answer]] = {}
"""By path. What has no sender on this installation (no carrier, no mail) is no way to anybody."""

OWNERS: dict[str, Owner] = {}
"""By the word before the colon in what a call is about."""


def means_of(people: Iterable[int], *, to_an_unproven_number: bool = False) -> dict[int, Means]:
    """By person. A number counts once it was confirmed."""
    wanted = set(people)
    found: dict[int, set[str]] = {pk: set() for pk in wanted}
    numbers = StaffNumber.objects.filter(staff__in=wanted)
    if not to_an_unproven_number:
        numbers = numbers.filter(confirmed_at__isnull=False)
    for staff_id in numbers.values_list("staff_id", flat=True):
        found[staff_id] |= {Path.SMS, Path.VOICE}
    addresses: dict[int, list[int]] = defaultdict(list)
    known = PushAddress.objects.filter(staff__in=wanted, gone_at=None).order_by("pk")
    for staff_id, pk in known.values_list("staff_id", "pk"):
        addresses[staff_id].append(pk)
        found[staff_id].add(Path.PUSH)
    with_mail = StaffMember.objects.filter(pk__in=wanted, is_active=True).exclude(email="")
    for staff_id in with_mail.values_list("pk", flat=True):
        found[staff_id].add(Path.EMAIL)
    there = {path for path in SENDERS if path != Path.EMAIL or mail.is_there()}
    return {pk: Means(frozenset(paths & there), tuple(addresses[pk])) for pk, paths in found.items()}


def kind_and_id(about: str) -> tuple[str, int]:
    """ "page:7" is ("page", 7)."""
    kind, _, number = about.partition(":")
    return kind, int(number) if number.isdecimal() else 0


def still_stands(attempt: Try) -> bool:
    kind, number = kind_and_id(attempt.about)
    owner = OWNERS.get(kind)
    return attempt.staff.is_active and (owner is None or owner.stands(number, attempt.staff))
